"""Deleting with undo: paintings are hidden at once, and their files go to our own trash, from which they come back.

There they stay for as long as their user wants, then they go to the system's trash. Where it has none, they stay.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Iterable
from pathlib import Path

from server.common import disk
from server.common.background import begin
from server.common.errors import StorageError
from server.library.folder import storage_error
from server.library.trash.noting import note_again, note_of
from server.library.trash.parts import AGAIN, DAY, FIRST, PERIOD, TrashListener, TrashParts, is_in_trash
from server.library.trash.place import TrashPlace
from server.library.trash.system import to_trash
from server.paintings.painting import Painting, State

log = logging.getLogger(__name__)


class Trash:
    """Lives on the server's loop. One file is moved at a time, so that an undo meets no deletion half way."""

    def __init__(self, listener: TrashListener, parts: TrashParts) -> None:
        self._listener = listener
        self._store = parts.store
        self.rows = parts.rows
        self._library = parts.library
        self._thumbnails = parts.thumbnails
        self._days = parts.days
        self._undo_seconds = parts.undo_seconds
        self._pictureless_seconds = parts.pictureless_seconds
        self._place = TrashPlace(parts.library)
        self._waiting: set[int] = set()
        self._turn = asyncio.Lock()
        self._called = asyncio.Event()
        self._waits_for_folder = False
        self.stuck = 0
        """How many have been here for longer than they should, because the system's trash does not take them."""

    # -- deleting ------------------------------------------------------------------------------------------------

    def delete(self, *paintings: Painting) -> list[Painting]:
        """Hide the paintings, and soon move their files. What is deleted in one go has one moment, also for undo."""
        now = time.time()
        hidden = [self._store.mark_deleted(painting.id, now) for painting in paintings]
        ids = [painting.id for painting in paintings]
        self._waiting.update(ids)
        begin(self._put_away_soon(ids), "moving pictures to the trash")
        return hidden

    def finished(self, painting: Painting) -> None:
        """One that was deleted while its picture was being saved has it now."""
        if painting.id in self._waiting and _has_picture(painting) and self._days():
            begin(self._put_away([painting.id]), "moving a picture to the trash")

    async def settle(self) -> None:
        """Finish every deletion now, also those a crash left behind."""
        self._waiting.clear()
        await self.finish_left()

    async def close(self) -> None:
        """Finish what is under way; what can still be undone cannot any more."""
        try:
            await self.settle()
        finally:
            self.rows.close()

    async def finish_left(self) -> None:
        """What is deleted, not in a trash, and nobody else's work."""
        for left in self._store.deleted():
            async with self._turn:
                painting = self._store.get(left.id)
                if painting is not None and left.id not in self._waiting:
                    await self._discard(painting)

    async def _put_away_soon(self, ids: list[int]) -> None:
        if not self._days():
            await asyncio.sleep(self._undo_seconds)
        await self._put_away(ids)
        if self._waiting.intersection(ids):
            await asyncio.sleep(self._pictureless_seconds)
            await self._put_away(ids, with_pictureless=True)

    async def _put_away(self, ids: Iterable[int], *, with_pictureless: bool = False) -> None:
        for painting_id in ids:
            async with self._turn:
                painting = self._store.get(painting_id) if painting_id in self._waiting else None
                if painting is None or not (with_pictureless or _has_picture(painting)):
                    continue
                self._waiting.discard(painting_id)
                with contextlib.suppress(StorageError):  # the next start finishes it
                    await self._discard(painting)

    async def _discard(self, painting: Painting) -> None:
        """Where it is still to be discarded; between any two of them others get their turn."""
        if painting.deleted is None or painting.missing is not None or is_in_trash(painting):
            return
        if painting.file is None:
            self._store.remove(painting.id)
            self._listener.removed(painting.id)
            return
        thumbnail = await self._thumbnail(painting)
        if await asyncio.to_thread(self._is_gone, painting.file):
            await self._follow(painting)
        elif not await self._take(painting, painting.file):
            return
        await _forget(thumbnail)
        self._listener.removed(painting.id)

    async def _take(self, painting: Painting, file: str) -> bool:
        """Into a trash, ours or the system's, whichever comes first; False where neither took it.

        While the folder is away it stays hidden, and is tried again: which trash takes it is no matter of chance.
        """
        ways = (self._to_own, self._to_system) if self._days() else (self._to_system, self._to_own)
        for way in ways:
            if await asyncio.to_thread(lambda: self._library.is_away):
                break
            if await way(painting, file):
                return True
        else:
            self._listener.refused(self._store.mark_deleted(painting.id, None))
            return False
        self._waits_for_folder = True
        self._called.set()
        return False

    async def _to_own(self, painting: Painting, file: str) -> bool:
        try:
            moved = await asyncio.to_thread(self._place.put, file, note_of(painting, self.rows, self._library))
        except StorageError as error:
            log.warning("painting %d: our trash does not take its file: %s", painting.id, error)
            return False
        self._store.move(painting.id, moved, deleted=painting.deleted)
        return True

    async def _to_system(self, painting: Painting, file: str) -> bool:
        """What comes back from there is to be the painting it was."""
        if not await asyncio.to_thread(self._library.held, _there_to_trash, file):
            return False
        self._store.mark_missing(painting.id, time.time())
        return True

    def _is_gone(self, file: str) -> bool:
        """Not while the whole folder is away, or was a moment ago: then nobody knows."""
        was_away = self._library.is_away
        there = os.path.lexists(self._library.path(file))
        return not there and (Path(file).is_absolute() or not (was_away or self._library.is_away))

    async def _follow(self, painting: Painting) -> None:
        """Its file was in our trash already when a program was killed, or somebody took it away."""
        lies = await asyncio.to_thread(self._place.find, painting.uid)
        if lies is None:
            self._store.mark_missing(painting.id, time.time())
        else:
            self._store.move(painting.id, lies, deleted=painting.deleted)

    # -- bringing back -------------------------------------------------------------------------------------------

    def last(self) -> list[int]:
        """What was deleted last, in one go, and can be brought back."""
        return [painting.id for painting in self.rows.last()]

    async def bring_back(self, *painting_ids: int) -> tuple[list[Painting], StorageError | None]:
        """Those that are there again, and what stood in the way of the others."""
        self._waiting.difference_update(painting_ids)  # what is not moved yet stays where it is
        back: list[Painting] = []
        failed: StorageError | None = None
        for painting_id in [painting.id for painting in self._store.several(painting_ids)]:
            async with self._turn:
                painting = self._store.get(painting_id)
                if painting is None or painting.deleted is None or painting.missing is not None:
                    continue
                try:
                    back.append(await self._restore(painting))
                except StorageError as error:
                    failed = error
        return back, failed

    async def _restore(self, painting: Painting) -> Painting:
        if not is_in_trash(painting):
            return self._store.mark_deleted(painting.id, None)
        thumbnail = await self._thumbnail(painting)
        file = await asyncio.to_thread(self._place.take, painting.file or "")
        if painting.error == "kept_elsewhere":
            self._store.note(painting.id, None)
        back = self._store.move(painting.id, file, deleted=None)
        await _forget(thumbnail)
        return back

    # -- for good ------------------------------------------------------------------------------------------------

    async def erase(self, *painting_ids: int) -> int:
        """Remove for good what lies in our own trash; how many that were. Raises StorageError."""
        erased = 0
        for painting_id in [painting.id for painting in self._store.several(painting_ids)]:
            async with self._turn:
                painting = self._store.get(painting_id)
                if painting is None or not is_in_trash(painting):
                    continue
                thumbnail = await self._thumbnail(painting)
                await asyncio.to_thread(self._place.erase, painting.file or "")
                self._store.remove(painting.id)
                await _forget(thumbnail)
                erased += 1
        return erased

    # -- when the time is over -----------------------------------------------------------------------------------

    async def keep_tidy(self) -> None:
        """For ever; to be cancelled."""
        pause = FIRST
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._called.wait(), pause)
            self._called.clear()
            with contextlib.suppress(StorageError):  # an hour later is soon enough
                await self.tidy()
            pause = AGAIN if self._waits_for_folder else PERIOD

    def tidy_soon(self) -> None:
        """How long pictures stay is another time now."""
        self._called.set()

    async def tidy(self) -> None:
        """To the system's trash with what has lain here for long enough. Raises StorageError."""
        if await asyncio.to_thread(lambda: self._library.is_away):
            return
        self._waits_for_folder = False
        await self.finish_left()
        stuck = 0
        for painting in self.rows.deleted_before(time.time() - self._days() * DAY):
            async with self._turn:
                stuck += not await self._send(painting.id)
        if stuck != self.stuck:
            self.stuck = stuck
            self._listener.trash_changed()
        for painting in self.rows.deleted_before(time.time()):
            async with self._turn:
                note = note_of(painting, self.rows, self._library)
                await asyncio.to_thread(note_again, note, painting.file or "", self._library)
        await asyncio.to_thread(self._place.sweep)

    async def _send(self, painting_id: int) -> bool:
        """False where the system does not take it."""
        painting = self._store.get(painting_id)
        if painting is None or painting.file is None or not is_in_trash(painting):
            return True
        if not await asyncio.to_thread(os.path.lexists, self._library.path(painting.file)):
            return True  # the librarian knows better where it is
        thumbnail = await self._thumbnail(painting)
        if not await self._to_system(painting, painting.file):
            return False
        await asyncio.to_thread(self._place.forget, painting.file)
        await _forget(thumbnail)
        self._listener.removed(painting.id)
        return True

    def days_left(self, painting: Painting) -> int:
        """Begun days until it goes to the system's trash; 0 where it should have gone."""
        days = self._days()
        left = (painting.deleted or 0.0) + days * DAY - time.time()
        return max(0, min(days, -int(-left // DAY)))

    def place_of(self, painting: Painting) -> str:
        """Where it was, below the library's folder. Blocks. Raises StorageError where it is not in the trash."""
        try:
            return self._place.place_of(painting.file or "")
        except OSError as error:
            raise storage_error(error) from error

    # -- helpers -------------------------------------------------------------------------------------------------

    async def _thumbnail(self, painting: Painting) -> Path:
        return await asyncio.to_thread(self._thumbnails.path, self._library.path(painting.file or ""))


def _has_picture(painting: Painting) -> bool:
    return painting.state is State.DONE and painting.file is not None


def _there_to_trash(path: Path) -> bool:
    """What is not there has gone to no trash: its disk may be away."""
    return os.path.lexists(path) and to_trash(path)


async def _forget(thumbnail: Path) -> None:
    await asyncio.to_thread(disk.discard, thumbnail)
