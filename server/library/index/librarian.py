"""Keeps the library the same as its folder, in the background: looks at the start, when told of a change, now and then.

The work itself is done in one thread, a little at a time; between two pieces others get their turn there.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from server.common.background import begin, keep_going
from server.common.errors import StorageError
from server.common.events import Change, ChangeKind, Hub
from server.library.folder import Library
from server.library.index import collections
from server.library.index.contents import forget_no_pictures, no_pictures
from server.library.index.difference import Difference
from server.library.index.index_writer import IndexWriter
from server.library.index.progress import IndexProgress, IndexWork
from server.library.index.progress_publisher import ProgressPublisher
from server.library.index.unread import UnreadFiles
from server.library.index.walk import FolderAway, list_pictures, mark
from server.library.index.watch import Watch
from server.paintings.database import DAMAGED, suspect

log = logging.getLogger(__name__)

PERIOD = 600.0
"""Seconds after which the folder is looked at even if nothing was heard of it."""

UNWATCHED = 60.0
"""The same where the system tells of no change."""

AGAIN = 5.0
"""Seconds between two looks for a folder that is not there."""

FOCUS = 30.0
"""Seconds within which coming back to the window is no reason to look once more."""

QUIET = 0.3
"""Seconds waited after a change, in which others usually follow."""

SAVE_AFTER = 1.0
"""Seconds in which further clicks join the first in one saving."""

BATCH = 20
REST = 0.5
"""Of the time a batch took, the share that is rested after it."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Librarian:
    """Lives on the server's loop. `run` lends its thread, and the index writer in it, to others who write."""

    def __init__(self, *, database: Path, library: Library, hub: Hub) -> None:
        self._database = database
        self._library = library
        self._hub = hub
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="librarian")
        self._writer: IndexWriter | None = None
        self._asked: set[str | None] = set()
        self._called = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._watch = Watch(library.folder, self._heard)
        self._keeping: asyncio.Task[None] | None = None
        self._saving: asyncio.Task[None] | None = None
        self._looked = 0.0
        self._folder_missing = False
        self._checked = False
        self._publisher = ProgressPublisher(hub)
        self._turn = asyncio.Lock()
        self.unread = UnreadFiles()

    @property
    def progress(self) -> IndexProgress:
        """What is being done at the moment."""
        return self._publisher.progress

    @property
    def is_settled(self) -> bool:
        """Whether the folder has been looked at, and nothing is left to do, nor to tell the pages."""
        return self._checked and not self._turn.locked() and self.progress.work is IndexWork.RESTING

    def open(self, *, after: float = 0.0) -> None:
        """Begin to keep the library, in `after` seconds: whoever has just started the program wants the page first."""
        self._keeping = keep_going(lambda: self._keep(after), "keeping the library", on_bug=self._broke_off)

    async def close(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        await asyncio.to_thread(self._watch.stop)
        if self._saving is not None:
            self._saving.cancel()
            await self._save()
        if self._writer is not None:
            await self.run(IndexWriter.close)
        self._thread.shutdown(wait=False)

    async def run(self, work: Callable[Concatenate[IndexWriter, _P], _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Do something with the writer, in its thread. Raises StorageError."""

        def in_thread() -> _T:
            if self._writer is None:
                self._writer = IndexWriter(self._database, self._library.folder)
            return work(self._writer, *args, **kwargs)

        return await self._loop.run_in_executor(self._thread, in_thread)

    async def keep(self, work: Callable[Concatenate[IndexWriter, _P], _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """The same for one of the `keepsakes`: it is told to the pages, and soon saved beside the pictures."""
        result = await self.run(work, *args, **kwargs)
        self._hub.publish(Change(ChangeKind.LIBRARY))
        self.save_soon()
        return result

    def save_soon(self) -> None:
        """Something of what is kept beside the pictures has changed."""
        if self._saving is None or self._saving.done():
            self._saving = begin(self._save_soon(), "saving favourites and albums")

    def found_damage(self) -> None:
        """Say so, and have the next start look at all of the database."""
        if self.progress.work is not IndexWork.DAMAGED:
            suspect(self._database)
            self._publisher.say(IndexProgress(IndexWork.DAMAGED))

    def look(self, folders: Iterable[str | None] = (None,)) -> None:
        """Look at these folders soon; None is all of them."""
        self._asked.update(folders)
        self._called.set()

    async def look_again(self) -> None:
        """Also at what could not be read, which may have been mended. Raises StorageError."""
        await self.run(forget_no_pictures)
        self.look()

    def look_if_not_lately(self) -> None:
        """For when somebody comes back to the page and may have been in the file manager."""
        if time.monotonic() - self._looked > FOCUS:
            self.look()

    async def relocate(self, work: Callable[[IndexWriter], None]) -> None:
        """Do what changes the library's folder, in the thread, and keep that folder from then on.

        What `work` raises is raised, and the folder is the one it was.
        """
        async with self._turn:
            await asyncio.to_thread(self._watch.stop)
            try:
                await self.run(work)
            finally:
                self._watch = Watch(self._library.folder, self._heard)
                self._publisher.say(IndexProgress())
                self.look()

    async def _save_soon(self) -> None:
        await asyncio.sleep(SAVE_AFTER)
        await self._save()

    async def _save(self) -> None:
        with contextlib.suppress(StorageError):
            if not await self.run(collections.save):
                log.warning("favourites and albums could not be saved beside the pictures")

    def _broke_off(self) -> None:
        """It begins anew soon, and says that all is well when it has gone through once."""
        self._publisher.say(IndexProgress(IndexWork.FAILING))

    # -- in the background ---------------------------------------------------------------------------------------

    def _heard(self) -> None:
        """From the watch's thread."""
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._called.set)

    async def _keep(self, after: float) -> None:
        await asyncio.sleep(after)
        self.look()
        while True:
            try:
                await asyncio.wait_for(self._called.wait(), self._pause)
                await asyncio.sleep(QUIET)
            except TimeoutError:
                self.look()
            self._called.clear()
            await self._look_or_say_why(self._taken())

    @property
    def _pause(self) -> float:
        # What the last look found counts. A folder made since then is found by the next look only: nothing watches it.
        if self._folder_missing:
            return AGAIN
        return PERIOD if self._watch.is_on else UNWATCHED

    def _taken(self) -> set[str | None]:
        asked, self._asked = self._asked | self._watch.taken(), set()
        return asked

    async def _look_or_say_why(self, folders: set[str | None]) -> None:
        try:
            async with self._turn:
                await self._look(None if None in folders or self.progress.work is IndexWork.AWAY else folders)
        except FolderAway:
            self._folder_missing = True
            await asyncio.to_thread(self._watch.stop)
            # Where there never was one, the first painting will make it.
            self._library.known = await self.run(IndexWriter.knows_any)
            self._publisher.say(IndexProgress(IndexWork.AWAY if self._library.known else IndexWork.RESTING))
        except StorageError as error:
            log.warning("the library's folder could not be read in: %s", error)
            if error.code == DAMAGED:
                self.found_damage()
            self._publisher.say(IndexProgress())
            self._loop.call_later(UNWATCHED, self.look, folders)

    async def _look(self, folders: set[str | None] | None) -> None:
        """All of the folder, or what lies right in some of those below it."""
        only = None if folders is None else [folder for folder in folders if folder is not None]
        if only is None:
            self._looked = time.monotonic()
            await self._ensure_watch()
        listing = await asyncio.to_thread(list_pictures, self._library.folder, only)
        difference = await self.run(IndexWriter.compare, listing)
        if difference.away:
            raise FolderAway
        if only is None:
            await self.run(collections.load)
        changed = await self._learn(difference)
        lost = await self._lose(difference.gone)
        indexed = await self._index()
        if only is None:
            self._library.known = self._library.known or bool(listing.files)
            await self.run(IndexWriter.prune)
            await asyncio.to_thread(mark, self._library.folder)
            await self._save()
            await self._check_once()
        self.unread.looked(difference.unread, only)
        self.unread.no_pictures = await self.run(no_pictures)
        self._publisher.say(IndexProgress(unread=self.unread.count))
        self._publisher.tell(changed, lost)
        if (difference.fresh or indexed) and not (changed or lost):
            # Paintings that pages know of already: a search made meanwhile has missed their words.
            self._hub.publish(Change(ChangeKind.LIBRARY))

    async def _check_once(self) -> None:
        if not self._checked:
            await self.run(IndexWriter.check)
            self._checked = True

    async def _ensure_watch(self) -> None:  # before the folder is listed: nothing can happen in between
        if not self._watch.is_on:
            # By itself: a library that is not told of changes looks for them, and is no less a library.
            await asyncio.wait({begin(asyncio.to_thread(self._watch.start), "watching the folder")})
        self._folder_missing = self._watch.found_no_folder

    async def _learn(self, difference: Difference) -> list[int]:
        changed: list[int] = []
        total = len(difference.fresh)
        for start in range(0, total, BATCH):
            batch = difference.fresh[start : start + BATCH]
            begun = time.monotonic()
            changed += await self.run(IndexWriter.learn, batch, difference)
            if total > BATCH:
                self._publisher.say(IndexProgress(IndexWork.READING, start + len(batch), total))
                # Paints and pages go first, the more so the busier the computer is.
                await asyncio.sleep((time.monotonic() - begun) * REST)
        return changed

    async def _lose(self, gone: dict[str, int | None]) -> list[int]:
        lost: list[int] = []
        left = list(gone.items())
        for start in range(0, len(left), BATCH * 5):
            lost += await self.run(IndexWriter.lose, dict(left[start : start + BATCH * 5]))
        return lost

    async def _index(self) -> bool:
        """Whether there was anything to make findable."""
        found = False
        while await self.run(IndexWriter.index, BATCH):
            found = True
            await asyncio.sleep(0.002)
        return found
