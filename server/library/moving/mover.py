"""Moves the library while the program goes on, or takes up another folder. Lives on the server's loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from server.common.background import begin, with_pulse
from server.common.errors import PROGRAM_BUG, FolderRefused, StorageError
from server.common.events import Change, ChangeKind, Hub
from server.common.paths import Paths
from server.library.folder import Library, folder_error
from server.library.index import collections
from server.library.index.index_writer import IndexWriter
from server.library.index.librarian import Librarian
from server.library.index.renames import rename_files
from server.library.index.walk import mark
from server.library.moving import leftover, survey
from server.library.moving.journal import Journal
from server.library.moving.place import LibraryPlace, write_place
from server.library.moving.transfer import Stopped, Tally, Transfer
from server.library.trash.system import to_trash

log = logging.getLogger(__name__)

BREATH = 0.2
"""Seconds between two tellings of how far it is."""

ROUNDS = 5
"""After which what has changed meanwhile is taken across while nobody may write."""


class LibraryMove(Struct, frozen=True):
    """`state` is `running`, `done`, `stopped`, `failed` with the code of the error, or `interrupted` by an earlier end
    of the program. After the last two the copies are still in the target.
    """

    source: Path
    target: Path
    state: str = "running"
    error: str = ""
    tally: Tally = field(default_factory=Tally)


class Mover:
    """One move at a time; `place` is where the library is, and `extras` how many files only the folder before has."""

    def __init__(self, *, paths: Paths, place: LibraryPlace, library: Library, librarian: Librarian, hub: Hub) -> None:
        self._paths = paths
        self._library = library
        self._librarian = librarian
        self._hub = hub
        self._stop = threading.Event()
        self._task: asyncio.Task[None] | None = None
        self._closing = False
        self._checking = False
        self.place = place
        self.now: LibraryMove | None = None
        self.extras = 0
        self.untrashable = False

    @property
    def running(self) -> bool:
        return self._checking or (self._task is not None and not self._task.done())

    async def open(self) -> None:
        """See what an earlier run left: a move that was switched is done, another can be gone on with."""
        if self.place.renamed:
            await self._librarian.run(rename_files, self.place.move, self.place.renamed)
        journal = await asyncio.to_thread(Journal.read, self._paths.move_file)
        if journal is None:
            return
        if journal.source == self.place.folder:
            self.now = LibraryMove(journal.source, journal.target, "interrupted")
        else:
            await asyncio.to_thread(journal.end)

    async def start(self, wanted: str) -> None:
        """Begin to move the library to this folder; where nothing was painted yet, it is there at once.

        Raises FolderRefused and StorageError.
        """
        target = survey.folder_from(wanted)
        if not self._library.known and await asyncio.to_thread(survey.holds_nothing, self._library.folder):
            if await asyncio.to_thread(target.is_dir):
                await asyncio.to_thread(survey.check_writing, target)
            await self._use(target)
            return
        await self._checked(lambda: self._survey(target))
        await self._begin(target)

    async def go_on(self) -> None:
        """With a move that failed or was interrupted. Raises FolderRefused."""
        if self.now is None or self.now.state not in ("failed", "interrupted"):
            raise FolderRefused("move_over")
        await self.start(str(self.now.target))

    def stop(self) -> None:
        """The copies are taken away again."""
        self._stop.set()

    async def discard(self) -> None:
        """Take away the copies of a move that failed or was interrupted. Raises FolderRefused."""
        await self._checked(self._take_back)
        self._tell(None)

    async def use(self, wanted: str) -> None:
        """Take up a folder as it is, without copying anything. Raises FolderRefused and StorageError."""
        await self._use(survey.folder_from(wanted))

    async def _use(self, folder: Path) -> None:
        await self._checked(lambda: self._survey_use(folder))
        await self._librarian.relocate(lambda writer: self._take_up(writer, folder))
        self._tell(None)

    async def forget_left(self, *, trash: bool, sure: bool = False) -> None:
        """Say what shall become of the folder before: it stays, or goes to the system's trash.

        Where it has files that the new one has not, `extras` is set and nothing done, unless one is `sure`; where the
        system's trash does not take it, `untrashable` is. Raises FolderRefused.
        """
        left = self.place.left
        if left is not None and trash:
            self.extras = 0 if sure else await asyncio.to_thread(leftover.count_extras, left, self.place)
            if not self.extras:
                self.untrashable = not await asyncio.to_thread(to_trash, left)
        if not trash or not (self.extras or self.untrashable):
            await self._forget_left()
        self._tell(None if self.now and self.now.state == "done" else self.now)

    async def erase_left(self) -> None:
        """Remove for good what the new folder has as well. `extras` stay, of which there is no other.

        Raises FolderRefused.
        """
        if self.place.left is not None:
            self.extras = await asyncio.to_thread(leftover.erase_copies, self.place.left, self.place)
            self.untrashable = False
        if not self.extras:
            await self._forget_left()
        self._tell(None if self.now and self.now.state == "done" else self.now)

    async def _forget_left(self) -> None:
        self.extras, self.untrashable = 0, False
        self.place = replace(self.place, left=None)
        await asyncio.to_thread(self._write_down, self.place)

    async def wait(self) -> None:
        """Until nothing is under way."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def close(self) -> None:
        """What is copied stays, and the next start offers to go on."""
        self._closing = True
        self._stop.set()
        await self.wait()

    # -- a move --------------------------------------------------------------------------------------------------

    async def _checked(self, check: Callable[[], None]) -> None:
        if self.running:
            raise FolderRefused("move_running")
        self._checking = True
        try:
            await asyncio.to_thread(check)
        finally:
            self._checking = False

    def _survey(self, target: Path) -> None:
        survey.check_place(target, self._paths)
        survey.check_move(self._library.folder, target)
        if target.is_dir():
            survey.check_writing(target)

    def _survey_use(self, folder: Path) -> None:
        if Journal.read(self._paths.move_file) is not None:
            raise FolderRefused("move_unsettled")
        survey.check_place(folder, self._paths)

    async def _begin(self, target: Path) -> None:
        source = self._library.folder
        try:
            journal = await asyncio.to_thread(Journal.begin, self._paths.move_file, source, target)
        except OSError as error:
            raise FolderRefused("move_failed", type(error).__name__) from error
        self._stop.clear()
        transfer = Transfer(journal, self._stop)
        self._tell(LibraryMove(source, target, tally=transfer.tally))
        self._task = begin(self._run(transfer), "moving the library", on_bug=self._failed)

    async def _run(self, transfer: Transfer) -> None:
        work = self._work(transfer)
        state, error = await with_pulse(work, lambda: self._hub.publish(Change(ChangeKind.PROGRESS)), BREATH)
        if self.now is not None:
            self._tell(replace(self.now, state=state, error=error))

    def _failed(self) -> None:
        if self.now is not None:
            self._tell(replace(self.now, state="failed", error=PROGRAM_BUG))

    async def _work(self, transfer: Transfer) -> tuple[str, str]:
        """How it ended."""
        try:
            for _ in range(ROUNDS):
                if not await asyncio.to_thread(transfer.round):
                    break
            await self._librarian.relocate(lambda writer: self._switch(writer, transfer))
            await asyncio.to_thread(transfer.journal.end)
            return "done", ""
        except Stopped:
            if self._closing:
                return "interrupted", ""
            return await asyncio.to_thread(self._stopped)
        except (FolderRefused, StorageError) as error:
            log.warning("the library was not moved: %s", error)
            return "failed", error.code if isinstance(error, FolderRefused) else "move_failed"

    def _stopped(self) -> tuple[str, str]:
        try:
            self._take_back()
        except FolderRefused as error:
            return "failed", error.code
        return "stopped", ""

    def _take_back(self) -> None:
        journal = Journal.read(self._paths.move_file)
        if journal is None or journal.source != self._library.folder:
            return
        if not journal.source.is_dir():
            raise FolderRefused("move_source_away")
        if not journal.target.parent.is_dir():
            raise FolderRefused("move_target_away")
        try:
            journal.take_back()
        except OSError as error:
            raise folder_error(error) from error

    def _switch(self, writer: IndexWriter, transfer: Transfer) -> None:
        """In the librarian's thread: what has changed meanwhile, then the one step that counts."""
        journal = transfer.journal
        with self._library.gate.closed():
            collections.save(writer)
            transfer.round()
            transfer.check()
            self._become(writer, LibraryPlace(journal.target, journal.source, transfer.renamed, journal.move))
        rename_files(writer, journal.move, transfer.renamed)

    def _take_up(self, writer: IndexWriter, folder: Path) -> None:
        with self._library.gate.closed():
            collections.save(writer)
            try:
                folder.mkdir(exist_ok=True)
            except OSError as error:
                raise FolderRefused("folder_unreadable", type(error).__name__) from error
            self._become(writer, LibraryPlace(folder))
            mark(folder)

    def _become(self, writer: IndexWriter, place: LibraryPlace) -> None:
        self._write_down(place)
        self.place, self.extras, self.untrashable = place, 0, False
        self._library.folder = writer.folder = place.folder

    def _write_down(self, place: LibraryPlace) -> None:
        try:
            write_place(self._paths.place_file, place)
        except OSError as error:
            raise FolderRefused("move_failed", type(error).__name__) from error

    def _tell(self, move: LibraryMove | None) -> None:
        self.now = move
        self._hub.publish(Change(ChangeKind.FOLDER))
