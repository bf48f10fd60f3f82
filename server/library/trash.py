"""Deleting with undo: paintings are hidden at once and go to the trash when undo is over.

The system's trash if it takes them, else one of our own in the library's folder, from which they can be brought back.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from server.common.background import begin
from server.common.errors import StorageError
from server.library.folder import Library
from server.library.thumbnails import Thumbnails
from server.paintings.painting import TRASH, Painting
from server.paintings.store import Store

log = logging.getLogger(__name__)

UNDO_SECONDS = 10.0
TRASH_REFUSED = "trash_refused"


class TrashListener(Protocol):
    """Whoever shows paintings."""

    def removed(self, painting_id: int) -> None:
        """It is no longer here."""

    def refused(self, painting: Painting) -> None:
        """No trash took its file: it is back in its place."""


class Trash:
    """Deletes what is deleted `undo_seconds` later."""

    def __init__(
        self,
        listener: TrashListener,
        *,
        store: Store,
        library: Library,
        thumbnails: Thumbnails,
        undo_seconds: float = UNDO_SECONDS,
    ) -> None:
        self._listener = listener
        self._store = store
        self._library = library
        self._thumbnails = thumbnails
        self._undo_seconds = undo_seconds
        self._waiting: dict[int, asyncio.Task[None]] = {}

    def delete(self, *paintings: Painting) -> list[Painting]:
        """Hide the paintings; their files stay in place while the deletion can be undone."""
        hidden = [self._store.mark_deleted(painting.id, time.time()) for painting in paintings]
        ids = [painting.id for painting in paintings]
        self._waiting |= dict.fromkeys(ids, begin(self._empty_later(ids), "emptying the trash"))
        return hidden

    def undo(self, painting_id: int) -> Painting | None:
        """Show the painting again; None when it is too late."""
        if self._waiting.pop(painting_id, None) is None:
            return None
        return self._store.mark_deleted(painting_id, None)

    def inside(self, painting_ids: Iterable[int]) -> list[Painting]:
        """Those of the paintings that lie in our own trash."""
        return [painting for painting in self._store.several(painting_ids) if is_in_trash(painting)]

    async def restore(self, painting: Painting) -> Painting:
        """Back from our own trash. Raises StorageError."""
        file = await asyncio.to_thread(self._library.take_from_trash, painting.file or "")
        return self._store.move(painting.id, file, deleted=None)

    async def erase(self, painting: Painting) -> None:
        """Out of our own trash, for good. Raises StorageError."""
        thumbnail = await self._thumbnail(painting)
        await asyncio.to_thread(self._library.erase, painting.file or "")
        _forget(thumbnail)
        self._store.remove(painting.id)

    async def empty(self) -> None:
        """Finish every deletion now: at the program's end, and those a crash left behind at its start."""
        for task in self._waiting.values():
            task.cancel()
        self._waiting.clear()
        for painting in self._store.deleted():
            await self._discard(painting)

    async def _empty_later(self, ids: Iterable[int]) -> None:
        await asyncio.sleep(self._undo_seconds)
        for painting_id in ids:
            if self._waiting.pop(painting_id, None) is None:
                continue
            with contextlib.suppress(StorageError):  # the next start finishes it
                painting = self._store.get(painting_id)  # asked only now: its file may have been named meanwhile
                if painting is not None and not is_in_trash(painting):
                    await self._discard(painting)

    async def _discard(self, painting: Painting) -> None:
        thumbnail = await self._thumbnail(painting)
        if painting.file is None:
            self._store.remove(painting.id)
        elif await asyncio.to_thread(self._library.held, to_trash, painting.file):
            # What comes back from there is to be the painting it was.
            self._store.mark_missing(painting.id, time.time())
        elif not await self._to_own_trash(painting, painting.file):
            self._listener.refused(self._store.mark_deleted(painting.id, None))
            return
        _forget(thumbnail)
        self._listener.removed(painting.id)

    async def _to_own_trash(self, painting: Painting, file: str) -> bool:
        try:
            moved = await asyncio.to_thread(self._library.put_into_trash, file)
        except StorageError as error:
            log.warning("painting %d: no trash takes its file: %s", painting.id, error)
            return False
        self._store.move(painting.id, moved, deleted=painting.deleted)
        return True

    async def _thumbnail(self, painting: Painting) -> Path:
        return await asyncio.to_thread(self._thumbnails.path, self._library.path(painting.file or ""))


def is_in_trash(painting: Painting) -> bool:
    """Whether it lies in our own trash."""
    return (painting.file or "").startswith(f"{TRASH}/")


def to_trash(path: Path) -> bool:
    """Move a file or folder to the system's trash; True when it is gone from its place."""
    from send2trash import send2trash

    if path.exists():
        with contextlib.suppress(OSError):
            send2trash(path)
    return not path.exists()


def _forget(thumbnail: Path) -> None:
    with contextlib.suppress(OSError):
        thumbnail.unlink(missing_ok=True)
