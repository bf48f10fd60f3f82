"""Paid once, never lost: where a picture is after every way its saving can go."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from server.cloudflare.client import Answer
from server.common.background import to_its_end
from server.common.errors import StorageError
from server.library.folder import Library, part_of
from server.library.painting_metadata import metadata_of
from server.paintings.models import DEFAULT_MODEL
from server.paintings.painting import Order, Painting, State
from server.paintings.store import Store
from server.pictures.metadata import embed, read_metadata
from server.pictures.picture import read_picture
from server.studio.keeper import KEPT_ELSEWHERE, KEPT_IN_MEMORY, Keeper
from tests.disks import Disk, small_disk
from tests.jpegs import make_jpeg
from tests.originals import as_it_came

DATA = make_jpeg(700_000, side=256)  # more than the database holds back on a full disk
ANSWER = Answer(picture=read_picture(DATA), neurons=172.8)


@dataclass(slots=True)
class Bench:
    """A keeper with a library and a data folder that may be on disks of their own."""

    store: Store
    library: Library
    keeper: Keeper

    def painting(self) -> Painting:
        [queued] = self.store.add(Order("a boat", 4, 1, DEFAULT_MODEL.id, sample=False), created=1_795_385_710.0)
        return self.store.start(queued.id, started=1_795_385_711.0)

    def keep(self, painting: Painting) -> Painting:
        return asyncio.run(self.keeper.keep(painting, ANSWER, 2.0))

    def again(self, painting: Painting) -> Painting | None:
        return asyncio.run(self.keeper.keep_again(painting.id))

    def restart(self) -> None:
        """What the next start finds."""
        self.keeper = Keeper(self.store, self.library)
        asyncio.run(self.keeper.recover())

    def now(self, painting: Painting) -> Painting:
        found = self.store.get(painting.id)
        assert found is not None
        return found

    def bytes_of(self, painting: Painting) -> bytes:
        assert painting.file is not None
        return self.library.path(painting.file).read_bytes()

    def files(self) -> list[Path]:
        return [path for folder in (self.library.folder, self.library.rescued) for path in folder.rglob("*.*")]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    library = Library(folder=tmp_path / "library", rescued=tmp_path / "data" / "rescued")
    (tmp_path / "data").mkdir()
    with closing(Store(tmp_path / "data" / "atelier.sqlite3")) as store:
        yield Bench(store, library, Keeper(store, library))


@pytest.fixture
def library_disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "library") as disk:
        yield disk


def test_a_picture_is_in_the_library_before_its_row_says_done(bench: Bench) -> None:
    done = bench.keep(bench.painting())

    assert (done.state, done.error, done.neurons, done.seconds) == (State.DONE, None, 172.8, 2.0)
    assert as_it_came(bench.bytes_of(done)) == DATA
    assert bench.files() == [bench.library.path(str(done.file))]
    assert bench.keeper.unsaved_count == 0


def test_a_picture_tells_how_it_came_to_be(bench: Bench) -> None:
    done = bench.keep(bench.painting())

    metadata = read_metadata(bench.bytes_of(done))
    assert metadata == metadata_of(done)
    assert (metadata.prompt, metadata.neurons, metadata.seconds, metadata.width) == ("a boat", 172.8, 2.0, 256)
    assert done.bytes == len(bench.bytes_of(done))


def test_a_picture_that_takes_no_metadata_is_kept_as_it_is(bench: Bench) -> None:
    # Its segments end where no marker is: decoders look for the next one, we do not touch what we do not understand.
    odd = DATA[:20] + b"\x00" + DATA[20:]
    answer = Answer(picture=replace(ANSWER.picture, data=odd), neurons=None)

    done = asyncio.run(bench.keeper.keep(bench.painting(), answer, 2.0))

    assert done.state is State.DONE
    assert bench.bytes_of(done) == odd


def test_many_at_once_with_one_name_are_as_many_files(bench: Bench) -> None:
    bench.keeper = Keeper(bench.store, bench.library, lambda: "{prompt}")
    paintings = [bench.painting() for _ in range(8)]

    async def all_at_once() -> list[Painting]:
        return await asyncio.gather(*[bench.keeper.keep(each, ANSWER, 2.0) for each in paintings])

    done = asyncio.run(all_at_once())

    assert {(each.state, each.error) for each in done} == {(State.DONE, None)}
    names = sorted(path.name for path in bench.files())
    assert names == [*(f"a boat ({number}).jpg" for number in range(2, 9)), "a boat.jpg"]


def test_a_full_library_leaves_the_picture_in_the_data_folder(bench: Bench, library_disk: Disk) -> None:
    library_disk.fill()

    done = bench.keep(bench.painting())

    assert (done.state, done.error) == (State.DONE, KEPT_ELSEWHERE)
    assert bench.library.path(str(done.file)).parent == bench.library.rescued
    assert as_it_came(bench.bytes_of(done)) == DATA


def test_a_read_only_library_leaves_the_picture_in_the_data_folder(bench: Bench, library_disk: Disk) -> None:
    library_disk.refuse_writing()

    done = bench.keep(bench.painting())

    assert (done.state, done.error) == (State.DONE, KEPT_ELSEWHERE)
    assert as_it_came(bench.bytes_of(done)) == DATA


def test_saving_again_moves_it_home_once_there_is_room(bench: Bench, library_disk: Disk) -> None:
    library_disk.fill()
    elsewhere = bench.keep(bench.painting())
    with pytest.raises(StorageError) as caught:
        bench.again(elsewhere)
    assert caught.value.code == "disk_full"
    assert as_it_came(bench.bytes_of(bench.now(elsewhere))) == DATA

    library_disk.make_room()
    bench.again(elsewhere)

    home = bench.now(elsewhere)
    assert (home.state, home.error) == (State.DONE, None)
    assert as_it_came(bench.bytes_of(home)) == DATA
    assert bench.files() == [bench.library.path(str(home.file))]


def test_asking_twice_at_once_saves_one_file(bench: Bench, library_disk: Disk) -> None:
    library_disk.fill()
    elsewhere = bench.keep(bench.painting())
    library_disk.make_room()

    async def twice() -> None:
        await asyncio.gather(*[bench.keeper.keep_again(elsewhere.id) for _ in range(2)])

    asyncio.run(twice())

    assert bench.files() == [bench.library.path(str(bench.now(elsewhere).file))]


def test_saving_again_what_is_in_its_place_does_nothing(bench: Bench) -> None:
    done = bench.keep(bench.painting())

    assert bench.again(done) == done
    assert len(bench.files()) == 1


@pytest.fixture
def full_bench(tmp_path: Path) -> Iterator[tuple[Bench, Disk]]:
    """Library and data on one disk, as on most computers."""
    with small_disk(tmp_path / "disk") as disk:
        folder = disk.folder
        with closing(Store(folder / "atelier.sqlite3")) as store:
            library = Library(folder=folder / "library", rescued=folder / "rescued")
            yield Bench(store, library, Keeper(store, library)), disk


def test_a_disk_without_a_byte_left_leaves_the_picture_in_memory(full_bench: tuple[Bench, Disk]) -> None:
    bench, disk = full_bench
    painting = bench.painting()
    disk.fill()

    failed = bench.keep(painting)

    assert (failed.state, failed.error, failed.error_detail) == (State.FAILED, KEPT_IN_MEMORY, "disk_full")
    unsaved = bench.keeper.unsaved(painting.id)
    assert unsaved is not None
    assert as_it_came(unsaved.data) == DATA
    assert bench.files() == []


def test_memory_gives_it_back_once_there_is_room(full_bench: tuple[Bench, Disk]) -> None:
    bench, disk = full_bench
    painting = bench.painting()
    disk.fill()
    bench.keep(painting)
    disk.make_room()

    bench.again(painting)

    done = bench.now(painting)
    assert (done.state, done.error) == (State.DONE, None)
    assert as_it_came(bench.bytes_of(done)) == DATA
    assert bench.keeper.unsaved_count == 0


def test_the_programs_end_tries_once_more(full_bench: tuple[Bench, Disk]) -> None:
    bench, disk = full_bench
    painting = bench.painting()
    disk.fill()
    bench.keep(painting)
    asyncio.run(bench.keeper.close())
    assert bench.keeper.unsaved_count == 1

    disk.make_room()
    asyncio.run(bench.keeper.close())

    assert as_it_came(bench.bytes_of(bench.now(painting))) == DATA


def test_a_place_the_user_chose_takes_it_out_of_memory(full_bench: tuple[Bench, Disk], tmp_path: Path) -> None:
    bench, disk = full_bench
    painting = bench.painting()
    disk.fill()
    bench.keep(painting)

    asyncio.run(bench.keeper.save_as(painting, tmp_path / "mine.jpg"))

    assert bench.now(painting).state is State.DONE
    assert as_it_came(bench.bytes_of(bench.now(painting))) == DATA
    assert bench.keeper.unsaved_count == 0


def test_a_database_that_takes_nothing_still_keeps_the_picture(bench: Bench) -> None:
    painting = bench.painting()
    bench.store.close()

    with pytest.raises(StorageError):
        bench.keep(painting)

    unsaved = bench.keeper.unsaved(painting.id)
    assert unsaved is not None
    assert as_it_came(unsaved.data) == DATA


# -- killed at any moment -----------------------------------------------------------------------------------------


def test_killed_before_the_answer_is_interrupted(bench: Bench) -> None:
    painting = bench.painting()

    bench.restart()

    assert (bench.now(painting).state, bench.now(painting).file) == (State.INTERRUPTED, None)


FILE = "2026-11/a boat_20261122-213510_a1b2c3d4.jpg"


def test_killed_with_the_name_planned_is_interrupted(bench: Bench) -> None:
    painting = bench.store.plan_file(bench.painting().id, FILE)

    bench.restart()

    assert (bench.now(painting).state, bench.now(painting).file) == (State.INTERRUPTED, None)


@pytest.mark.parametrize("size", [0, 1, 1000, len(DATA) - 2])
def test_killed_while_writing_is_interrupted_and_leaves_nothing(bench: Bench, size: int) -> None:
    painting = bench.store.plan_file(bench.painting().id, FILE)
    _leave(part_of(bench.library.path(FILE)), DATA[:size])

    bench.restart()

    assert bench.now(painting).state is State.INTERRUPTED
    assert bench.files() == []


@pytest.mark.parametrize("renamed", [False, True])
def test_killed_with_all_bytes_on_disk_is_done(bench: Bench, renamed: bool) -> None:
    painting = bench.store.plan_file(bench.painting().id, FILE)
    target = bench.library.path(FILE)
    _leave(target if renamed else part_of(target), DATA)

    bench.restart()

    done = bench.now(painting)
    assert (done.state, done.file, done.bytes, done.width) == (State.DONE, FILE, len(DATA), 256)
    assert bench.bytes_of(done) == DATA
    assert bench.files() == [target]


def test_killed_before_the_row_was_told_the_picture_tells_it(bench: Bench) -> None:
    painting = bench.store.plan_file(bench.painting().id, FILE)
    known = replace(painting, seconds=2.5, neurons=172.8)
    _leave(bench.library.path(FILE), embed(DATA, metadata_of(known)))

    bench.restart()

    done = bench.now(painting)
    assert (done.state, done.seconds, done.neurons) == (State.DONE, 2.5, 172.8)


def test_killed_while_rescuing_is_done_and_says_where(bench: Bench) -> None:
    rescued = bench.library.rescue_file(FILE)
    painting = bench.store.plan_file(bench.painting().id, rescued)
    _leave(part_of(Path(rescued)), DATA)

    bench.restart()

    done = bench.now(painting)
    assert (done.state, done.error) == (State.DONE, KEPT_ELSEWHERE)
    assert bench.bytes_of(done) == DATA


def test_what_had_ended_before_is_left_alone(bench: Bench) -> None:
    done = bench.keep(bench.painting())
    [queued] = bench.store.add(Order("next", 4, 1, DEFAULT_MODEL.id, sample=False), created=1.0)

    bench.restart()

    assert bench.now(done) == done
    assert bench.now(queued) == queued


def test_saving_goes_on_when_its_painting_is_told_to_stop(bench: Bench) -> None:
    async def cancel_while_saving() -> Painting:
        task = asyncio.create_task(to_its_end(bench.keeper.keep(bench.painting(), ANSWER, 1.0), "keeping"))
        for _ in range(3):
            await asyncio.sleep(0)
            task.cancel()
        return await task

    done = asyncio.run(cancel_while_saving())

    assert done.state is State.DONE
    assert as_it_came(bench.bytes_of(done)) == DATA


def _leave(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
