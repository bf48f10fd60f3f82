"""Deleting with undo: a painting is hidden at once and goes to the system's trash when undo is over."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from pathlib import Path

from server.errors import StorageError
from server.library import Library
from server.paintings import Painting
from server.store import Store
from server.thumbnails import Thumbnails

log = logging.getLogger(__name__)

UNDO_SECONDS = 10.0
TRASH_REFUSED = "trash_refused"


class Bin:
    """`on_removed` hears of a painting that is gone for good, `on_refused` of one whose file the trash did not take:
    it is back in its place then.
    """

    def __init__(
        self,
        *,
        store: Store,
        library: Library,
        thumbnails: Thumbnails,
        on_removed: Callable[[int], None],
        on_refused: Callable[[Painting], None],
        undo_seconds: float = UNDO_SECONDS,
    ) -> None:
        self._store = store
        self._library = library
        self._thumbnails = thumbnails
        self._on_removed = on_removed
        self._on_refused = on_refused
        self._undo_seconds = undo_seconds
        self._waiting: dict[int, asyncio.Task[None]] = {}

    def delete(self, painting: Painting) -> Painting:
        """Hide the painting; its file stays in place while the deletion can be undone."""
        hidden = self._store.mark_deleted(painting.id, time.time())
        self._waiting[painting.id] = asyncio.create_task(self._empty_later(painting.id))
        return hidden

    def undo(self, painting_id: int) -> Painting | None:
        """Show the painting again; None when it is too late."""
        task = self._waiting.pop(painting_id, None)
        if task is None or not task.cancel():
            return None
        return self._store.mark_deleted(painting_id, None)

    async def empty(self) -> None:
        """Finish every deletion now: at the program's end, and those a crash left behind at its start."""
        for task in self._waiting.values():
            task.cancel()
        self._waiting.clear()
        for painting in self._store.deleted():
            await self._discard(painting)

    async def _empty_later(self, painting_id: int) -> None:
        await asyncio.sleep(self._undo_seconds)
        del self._waiting[painting_id]
        with contextlib.suppress(StorageError):  # the next start finishes it
            painting = self._store.get(painting_id)  # asked only now: its file may have been named meanwhile
            if painting is not None:
                await self._discard(painting)

    async def _discard(self, painting: Painting) -> None:
        if painting.file is not None:
            path = self._library.path(painting.file)
            if not await asyncio.to_thread(_to_trash, path):
                log.warning("painting %d: the trash did not take its file", painting.id)
                self._on_refused(self._store.mark_deleted(painting.id, None))
                return
            with contextlib.suppress(OSError):
                self._thumbnails.path(path).unlink(missing_ok=True)
        self._store.remove(painting.id)
        self._on_removed(painting.id)


def _to_trash(path: Path) -> bool:
    """Move a file to the system's trash; True when it is gone from its place."""
    from send2trash import send2trash

    if path.exists():
        with contextlib.suppress(OSError):
            send2trash(path)
    return not path.exists()
