"""The librarian on a loop of the test's own: what it finds by itself, what it says, and what it does when it cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from server.common import background
from server.common.errors import StorageError
from server.common.events import Change, ChangeKind, Hub, waiting
from server.library.folder import Library
from server.library.index import collections, contents, librarian, progress_publisher, walk
from server.library.index.index_writer import IndexWriter
from server.library.index.librarian import BATCH, Librarian
from server.library.index.progress import IndexProgress, IndexWork
from server.library.index.progress_publisher import FEW, TOLD_EVERY, ProgressPublisher
from server.library.index.renames import rename_files
from server.library.index.watch import Watch
from server.paintings.database import DAMAGED
from server.paintings.painting import OWN, TRASH, Painting
from server.paintings.store import Store
from tests.eventually import LONG_ENOUGH
from tests.pictures_on_disk import metadata, put
from tests.shelf import Shelf


class Room:
    """A librarian with its library; `told` is what pages hear."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "a.sqlite3"
        self.library = Library(folder / "library", folder / "rescued")
        self.hub = Hub()
        self.store = Store(self.database)

    def run(self, work: Callable[[Librarian], Awaitable[None]], *, after: float = 0.0) -> None:
        asyncio.run(self._run(work, after))

    async def _run(self, work: Callable[[Librarian], Awaitable[None]], after: float) -> None:
        with self.hub.listen(0) as self.changes:
            keeper = Librarian(database=self.database, library=self.library, hub=self.hub)
            keeper.open(after=after)
            try:
                await work(keeper)
            finally:
                await keeper.close()

    def told(self) -> list[Change]:
        return waiting(self.changes)

    def shown(self) -> dict[str | None, str]:
        """File and prompt of all that can be seen."""
        return {painting.file: painting.prompt for painting in map(self._row, self._ids()) if not painting.hidden}

    def _ids(self) -> range:
        return range(1, self.store.last_id() + 1)

    def _row(self, number: int) -> Painting:
        found = self.store.get(number)
        assert found is not None
        return found


@pytest.fixture
def room(tmp_path: Path) -> Any:  # noqa: ANN401
    room = Room(tmp_path)
    room.library.folder.mkdir()
    with closing(room.store):
        yield room


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is waited for by the clock but what a test says."""
    monkeypatch.setattr(librarian, "QUIET", 0.01)
    monkeypatch.setattr(librarian, "AGAIN", 0.02)


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system tells of nothing, as on a network drive."""
    monkeypatch.setattr(Watch, "_heard", lambda *_: None)


async def until(is_so: Callable[[], object]) -> None:
    """Nothing tells of it, so it is looked for again and again."""
    async with asyncio.timeout(LONG_ENOUGH):
        while not is_so():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.005)


# -- what it finds ------------------------------------------------------------------------------------------------


def test_what_lies_in_the_folder_is_found_at_the_start_and_pages_are_told(room: Room) -> None:
    put(room.library.folder, "2026-11/a.jpg", metadata("a boat"))

    async def work(keeper: Librarian) -> None:
        assert not keeper.is_settled
        await until(lambda: keeper.is_settled)
        assert room.shown() == {"2026-11/a.jpg": "a boat"}
        assert Change(ChangeKind.RESTORED, (1,)) in room.told()
        assert room.library.known
        assert (room.library.folder / OWN).is_dir()
        assert (await keeper.run(IndexWriter.knows_any), keeper.progress) == (True, IndexProgress())

    room.run(work)


def test_it_begins_when_it_is_told_to(room: Room) -> None:
    put(room.library.folder, "a.jpg", metadata())

    async def work(keeper: Librarian) -> None:
        await asyncio.sleep(0.1)
        assert (room.shown(), keeper.is_settled) == ({}, False)

    room.run(work, after=LONG_ENOUGH)


def test_what_comes_changes_its_place_and_goes_is_heard_of(room: Room) -> None:
    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        room.told()
        file = put(room.library.folder, "a.jpg", metadata("a boat"))
        await until(lambda: room.shown() == {"a.jpg": "a boat"})
        await until(lambda: Change(ChangeKind.RESTORED, (1,)) in room.told())

        file.rename(file.with_name("b.jpg"))
        await until(lambda: room.shown() == {"b.jpg": "a boat"})
        file.with_name("b.jpg").unlink()
        await until(lambda: room.shown() == {})
        await until(lambda: Change(ChangeKind.REMOVED, (1,)) in room.told())

    room.run(work)


def test_what_comes_back_from_the_trash_is_not_told_as_gone(room: Room) -> None:
    trashed = put(room.library.folder, f"{TRASH}/a.jpg", metadata("a boat"))

    def known(writer: IndexWriter) -> int:
        return len(writer.do("SELECT 1 FROM files WHERE path = ?", f"{TRASH}/a.jpg"))

    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        assert room.shown() == {}
        told = room.told()
        told.clear()
        trashed.rename(room.library.folder / "a.jpg")
        room.store.move(1, "a.jpg", deleted=None)
        async with asyncio.timeout(LONG_ENOUGH):
            while await keeper.run(known):
                pass
        put(room.library.folder, "b.jpg", metadata("a lake"))
        async with asyncio.timeout(LONG_ENOUGH):
            while Change(ChangeKind.RESTORED, (2,)) not in told:
                await asyncio.sleep(0.005)
                told += room.told()
        assert room.shown() == {"a.jpg": "a boat", "b.jpg": "a lake"}
        assert ChangeKind.REMOVED not in {change.kind for change in told}

    room.run(work)


@pytest.mark.parametrize("watched", [True, False])
@pytest.mark.usefixtures("deaf")
def test_what_nobody_tells_of_is_found_in_time(room: Room, monkeypatch: pytest.MonkeyPatch, watched: bool) -> None:
    monkeypatch.setattr(librarian, "PERIOD" if watched else "UNWATCHED", 0.02)
    if not watched:
        monkeypatch.setattr(Watch, "start", lambda _: None)

    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        put(room.library.folder, "a.jpg", metadata("a boat"))
        await until(lambda: room.shown() == {"a.jpg": "a boat"})

    room.run(work)


@pytest.mark.usefixtures("deaf")
def test_who_comes_back_to_the_page_after_a_while_has_it_looked_at(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        put(room.library.folder, "a.jpg", metadata("a boat"))
        keeper.look_if_not_lately()
        await asyncio.sleep(0.1)
        assert room.shown() == {}

        monkeypatch.setattr(librarian, "FOCUS", 0.0)
        keeper.look_if_not_lately()
        await until(lambda: room.shown() == {"a.jpg": "a boat"})

    room.run(work)


@pytest.mark.usefixtures("deaf")
def test_one_folder_is_looked_at_without_the_others(room: Room) -> None:
    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        put(room.library.folder, "a/1.jpg", metadata("one"))
        put(room.library.folder, "b/2.jpg", metadata("two"))
        keeper.look(["b"])
        await until(lambda: room.shown() == {"b/2.jpg": "two"})
        keeper.look()
        await until(lambda: len(room.shown()) == 2)

    room.run(work)


def test_many_are_read_in_batches_and_pages_hear_how_far_it_is(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_publisher, "TOLD_EVERY", 0.0)
    number = 2 * BATCH + 5
    for each in range(number):
        put(room.library.folder, f"{each}.jpg", metadata(f"number {each}"))
    said: list[IndexProgress] = []
    say = ProgressPublisher.say

    def noting(self: ProgressPublisher, progress: IndexProgress) -> None:
        said.append(progress)
        say(self, progress)

    monkeypatch.setattr(ProgressPublisher, "say", noting)

    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        assert len(room.shown()) == number
        reading = [IndexProgress(IndexWork.READING, done, number) for done in (BATCH, 2 * BATCH, number)]
        assert said == [*reading, IndexProgress()]
        assert room.told()[-1] == Change(ChangeKind.REFRESH)
        for each in room.library.folder.glob("*.jpg"):
            each.unlink()
        await until(lambda: not room.shown())

    room.run(work)


# -- when it cannot -----------------------------------------------------------------------------------------------


def test_a_folder_that_is_away_is_said_and_looked_for(room: Room) -> None:
    put(room.library.folder, "a.jpg", metadata("a boat"))
    elsewhere = room.library.folder.with_name("unplugged")

    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        room.library.folder.rename(elsewhere)
        keeper.look()
        await until(lambda: keeper.progress.work is IndexWork.AWAY)
        assert room.shown() == {"a.jpg": "a boat"}
        assert (keeper.is_settled, room.library.known) == (False, True)
        put(elsewhere, "deep/b.jpg", metadata("a tree"))

        elsewhere.rename(room.library.folder)
        await until(lambda: keeper.is_settled)
        assert room.shown() == {"a.jpg": "a boat", "deep/b.jpg": "a tree"}
        put(room.library.folder, "c.jpg", metadata("a fox"))
        await until(lambda: "c.jpg" in room.shown())

    room.run(work)


def test_a_folder_that_never_was_is_nothing_to_tell(room: Room) -> None:
    room.library.folder.rmdir()

    async def work(keeper: Librarian) -> None:
        await asyncio.sleep(0.1)
        assert keeper.progress == IndexProgress()
        assert not room.library.folder.exists()
        assert not room.library.known
        put(room.library.folder, "a.jpg", metadata("a boat"))
        await until(lambda: room.shown() == {"a.jpg": "a boat"})

    room.run(work)


@pytest.mark.parametrize("moment", ["before it is listed", "after it was listed"])
def test_a_folder_made_while_it_is_looked_for_is_found_at_the_next_look(
    room: Room, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    room.library.folder.rmdir()
    listed = walk.list_pictures

    def list_pictures(folder: Path, only: list[str] | None) -> object:
        before = moment.startswith("before")
        if before:
            put(folder, "a.jpg", metadata("a boat"))
        try:
            return listed(folder, only)
        finally:
            put(folder, "b.jpg", metadata("a tree"))

    monkeypatch.setattr(librarian, "list_pictures", list_pictures)

    async def work(_keeper: Librarian) -> None:
        await until(lambda: "b.jpg" in room.shown())
        monkeypatch.setattr(librarian, "list_pictures", listed)
        put(room.library.folder, "c.jpg", metadata("a fox"))
        await until(lambda: "c.jpg" in room.shown())

    room.run(work)


def test_a_database_that_is_busy_is_tried_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(librarian, "UNWATCHED", 0.02)
    failures = iter([StorageError("storage_failed")] * 2)
    learn = IndexWriter.learn

    def failing(self: IndexWriter, *args: Any) -> list[int]:  # noqa: ANN401
        for error in failures:
            raise error
        return learn(self, *args)

    monkeypatch.setattr(IndexWriter, "learn", failing)
    put(room.library.folder, "a.jpg", metadata("a boat"))

    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        assert room.shown() == {"a.jpg": "a boat"}

    room.run(work)


def test_damage_is_said_until_the_next_start_looks_at_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(_: IndexWriter) -> None:
        raise StorageError(DAMAGED)

    monkeypatch.setattr(IndexWriter, "check", damaged)

    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.progress.work is IndexWork.DAMAGED)
        before = {path.name for path in room.database.parent.iterdir()}
        assert len(before - {"a.sqlite3", "a.sqlite3-wal", "a.sqlite3-shm", "a.reserve", "library"}) == 1
        keeper.found_damage()
        keeper.look()
        put(room.library.folder, "a.jpg", metadata("a boat"))
        await until(lambda: room.shown() == {"a.jpg": "a boat"})
        assert (keeper.progress.work, keeper.is_settled) == (IndexWork.DAMAGED, False)

    room.run(work)


def test_a_fault_of_ours_is_said_and_begun_anew(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "PAUSES", (0.2,))
    prune, faults = IndexWriter.prune, iter([ZeroDivisionError])

    def faulty(self: IndexWriter) -> None:
        for fault in faults:
            raise fault
        prune(self)

    monkeypatch.setattr(IndexWriter, "prune", faulty)

    async def work(keeper: Librarian) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        await until(lambda: keeper.progress.work is IndexWork.FAILING)
        await until(lambda: keeper.is_settled)

    room.run(work)


def test_a_folder_the_system_does_not_watch_is_a_library_all_the_same(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(_: Watch) -> None:
        raise ModuleNotFoundError

    monkeypatch.setattr(Watch, "start", faulty)
    put(room.library.folder, "a.jpg", metadata("a boat"))

    async def work(keeper: Librarian) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        await until(lambda: keeper.is_settled)
        assert room.shown() == {"a.jpg": "a boat"}

    room.run(work)


# -- what is kept beside the pictures -----------------------------------------------------------------------------


def favourites(room: Room) -> str:
    file = room.library.folder / OWN / collections.FILE
    return file.read_text() if file.exists() else ""


@pytest.mark.parametrize("waits", [True, False])
def test_what_users_add_is_told_and_saved_soon_or_at_the_end(
    room: Room, monkeypatch: pytest.MonkeyPatch, waits: bool
) -> None:
    monkeypatch.setattr(librarian, "SAVE_AFTER", 0.01 if waits else LONG_ENOUGH)
    told = metadata("a boat")
    put(room.library.folder, "a.jpg", told)

    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        room.told()
        assert favourites(room) == ""

        await keeper.keep(collections.set_favourite, [1], on=True)
        album = await keeper.keep(collections.make_album, "boats")

        assert room.told() == [Change(ChangeKind.LIBRARY)] * 2
        assert isinstance(album, int)
        if waits:
            await until(lambda: "boats" in favourites(room))

    room.run(work)
    assert told.uid in favourites(room)
    assert "boats" in favourites(room)


def test_favourites_of_before_are_there_when_their_pictures_are(room: Room) -> None:
    told = metadata("a boat")
    put(room.library.folder, "a.jpg", told)
    (room.library.folder / OWN).mkdir()
    (room.library.folder / OWN / collections.FILE).write_text(f'{{"favourites": ["{told.uid}"]}}')

    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        found = room.store.get(1)
        assert found is not None
        assert found.favourite

    room.run(work)


# -- another folder -----------------------------------------------------------------------------------------------


def test_another_folder_is_kept_from_then_on(room: Room) -> None:
    put(room.library.folder, "a.jpg", metadata("a boat"))
    other = room.library.folder.with_name("other")
    put(other, "b.jpg", metadata("a tree"))

    def change(writer: IndexWriter) -> None:
        room.library.folder = writer.folder = other

    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        await keeper.relocate(change)
        await until(lambda: "b.jpg" in room.shown())
        put(other, "c.jpg", metadata("a fox"))
        await until(lambda: "c.jpg" in room.shown())

    room.run(work)


def test_a_change_of_folder_that_fails_changes_nothing(room: Room) -> None:
    def fail(_: IndexWriter) -> None:
        raise StorageError("disk_full")

    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        with pytest.raises(StorageError):
            await keeper.relocate(fail)
        put(room.library.folder, "a.jpg", metadata("a boat"))
        await until(lambda: room.shown() == {"a.jpg": "a boat"})

    room.run(work)


def test_names_a_move_gave_are_taken_over_once(shelf: Shelf) -> None:
    put(shelf.folder, "a.jpg", metadata("a boat"))
    put(shelf.folder, "b.jpg", metadata("a tree"))
    shelf.look()

    rename_files(shelf.writer, "1", {"a.jpg": "a (2).jpg"})
    rename_files(shelf.writer, "1", {"b.jpg": "never.jpg"})

    assert set(shelf.files()) == set(contents.identities(shelf.writer)) == {"a (2).jpg", "b.jpg"}
    rename_files(shelf.writer, "2", {"b.jpg": "c.jpg"})
    assert set(shelf.files()) == {"a (2).jpg", "c.jpg"}


# -- what it tells ------------------------------------------------------------------------------------------------


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress_publisher, "time", clock)
    return clock


def test_progress_is_told_now_and_then_and_its_end_always(clock: Clock) -> None:
    hub = Hub()
    tells = ProgressPublisher(hub)
    reading = [IndexProgress(IndexWork.READING, done, 100) for done in range(5)]

    tells.say(IndexProgress())
    assert hub.sequence == 0, "nothing has changed"
    tells.say(reading[0])
    assert hub.sequence == 1
    clock.now += TOLD_EVERY / 2
    tells.say(reading[1])
    assert (hub.sequence, tells.progress) == (1, reading[1])
    clock.now += TOLD_EVERY / 2
    tells.say(reading[2])
    tells.say(reading[2])
    assert hub.sequence == 2
    tells.say(reading[3])
    tells.say(IndexProgress())
    assert (hub.sequence, tells.progress) == (3, IndexProgress())


@pytest.mark.parametrize("many", [False, True])
def test_few_are_told_one_by_one_and_many_all_at_once(many: bool) -> None:
    hub = Hub()
    with hub.listen(hub.sequence) as changes:
        ProgressPublisher(hub).tell(list(range(1, FEW)), [90, 91] if many else [90])
        ProgressPublisher(hub).tell([], [])
        ProgressPublisher(hub).tell([], [7])
        told = waiting(changes)

    first = (
        [Change(ChangeKind.REFRESH)]
        if many
        else [Change(ChangeKind.RESTORED, tuple(range(1, FEW))), Change(ChangeKind.REMOVED, (90,))]
    )
    assert told == [*first, Change(ChangeKind.REMOVED, (7,))]


# -- what is asked of the index -----------------------------------------------------------------------------------


def test_a_backup_learns_what_there_is_to_see_and_where(shelf: Shelf, tmp_path: Path) -> None:
    told = metadata("a boat")
    put(shelf.folder, "a.jpg", told)
    put(shelf.folder, f"{TRASH}/b.jpg", metadata("thrown away"))
    gone = put(shelf.folder, "c.jpg", metadata("gone"))
    shelf.look()
    gone.unlink()
    shelf.look()

    assert contents.identities(shelf.writer) == {"a.jpg": f"uid:{told.uid}"}
    assert contents.kept_elsewhere(shelf.writer) == []
    shelf.store.move(1, str(tmp_path / "rescued.jpg"), deleted=None)
    assert contents.kept_elsewhere(shelf.writer) == [tmp_path / "rescued.jpg"]


def test_who_tidies_up_reads_the_files_bit_by_bit(shelf: Shelf) -> None:
    files = {name: put(shelf.folder, name, None) for name in ("a.jpg", "b.jpg", "c.jpg")}
    shelf.look()
    about = {name: file.stat() for name, file in files.items()}
    wanted = [(name, about[name].st_size, about[name].st_mtime_ns) for name in sorted(files)]

    assert contents.states(shelf.writer, "", 2) == wanted[:2]
    assert contents.states(shelf.writer, "b.jpg", 2) == wanted[2:]


# -- the watch ----------------------------------------------------------------------------------------------------


class Happened:
    """As the system tells it."""

    def __init__(self, source: object, target: object = "", *, is_directory: bool = False) -> None:
        self.src_path, self.dest_path, self.is_directory = source, target, is_directory


@pytest.mark.parametrize(
    ("source", "target", "is_directory", "folders"),
    [
        ("a.jpg", "", False, {""}),
        ("x/y/a.jpg", "", False, {"x/y"}),
        ("x/a.jpg", "z/a.jpg", False, {"x", "z"}),
        ("x", "", True, {None}),
        ("x/.hidden.jpg.part", "", False, set()),
        (".atelier/keepsakes.json", "", False, set()),
        (".hidden/a.jpg", "b.jpg", False, {""}),
        (f"{TRASH}/2026-11/a.jpg", "", False, {f"{TRASH}/2026-11"}),
        ("../elsewhere/a.jpg", "", False, set()),
        ("", "", True, set()),
    ],
)
def test_the_folders_in_which_something_changed_are_told(
    tmp_path: Path, source: str, target: str, is_directory: bool, folders: set[str | None]
) -> None:
    calls: list[None] = []
    watch = Watch(tmp_path, lambda: calls.append(None))
    root = f"{tmp_path}/"
    event: Any = Happened(root + source if source else "", root + target if target else "", is_directory=is_directory)

    watch._heard(event)
    watch._heard(event)

    assert len(calls) == (1 if folders else 0), "once, until it is taken"
    assert watch.taken() == folders
    assert watch.taken() == set()
    watch._heard(event)
    assert len(calls) == (2 if folders else 0)


def test_what_is_outside_is_nothing_to_us(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "library", lambda: None)
    event: Any = Happened(str(tmp_path / "elsewhere.jpg"))

    watch._heard(event)

    assert watch.taken() == set()


def test_a_folder_that_is_not_there_is_not_watched(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "library", lambda: None)
    watch.start()
    is_on = [watch.is_on]
    watch.stop()

    (tmp_path / "library").mkdir()
    watch.start()
    is_on.append(watch.is_on)
    watch.stop()
    is_on.append(watch.is_on)
    assert is_on == [False, True, False]
