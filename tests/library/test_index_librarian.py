"""The librarian: what it finds by itself, what it keeps beside the pictures, and another folder."""

from __future__ import annotations

import asyncio
import time

import pytest

from server.common.errors import StorageError
from server.common.events import Change, ChangeKind
from server.library.index import collections, contents, librarian, progress_publisher
from server.library.index.index_writer import IndexWriter
from server.library.index.librarian import BATCH, Librarian
from server.library.index.progress import IndexProgress, IndexWork
from server.library.index.progress_publisher import ProgressPublisher
from server.library.index.renames import rename_files
from server.library.index.unread import UnreadFile
from server.library.index.watch import Watch
from server.paintings.painting import OWN, TRASH
from tests.eventually import LONG_ENOUGH
from tests.library.room import Room, until
from tests.pictures_on_disk import metadata, put
from tests.shelf import Shelf

# -- what it finds --------------------------------------------------------------------------------------------------


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


def test_it_is_settled_only_after_pages_have_been_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    put(room.library.folder, "a.jpg", metadata("a boat"))

    def slowly(writer: IndexWriter) -> tuple[int, list[UnreadFile]]:
        time.sleep(0.1)
        return contents.no_pictures(writer)

    monkeypatch.setattr(librarian, "no_pictures", slowly)

    async def work(keeper: Librarian) -> None:
        await until(lambda: keeper.is_settled)
        assert Change(ChangeKind.RESTORED, (1,)) in room.told()

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


# -- what is kept beside the pictures -------------------------------------------------------------------------------


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


# -- another folder -------------------------------------------------------------------------------------------------


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
