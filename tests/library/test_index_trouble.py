"""The librarian when it cannot: a folder that is away, a database that is busy or damaged, a fault of ours."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from server.common import background
from server.common.errors import StorageError
from server.library.index import librarian, walk
from server.library.index.index_writer import IndexWriter
from server.library.index.librarian import Librarian
from server.library.index.progress import IndexProgress, IndexWork
from server.library.index.watch import Watch
from server.paintings.database import DAMAGED
from tests.library.room import Room, until
from tests.pictures_on_disk import metadata, put


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
