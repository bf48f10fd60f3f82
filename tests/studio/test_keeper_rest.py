"""What else the keeper is asked: a picture's bytes, a copy elsewhere, and a look at what the model sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from server.cloudflare.client import Answer
from server.common.errors import NotFound, StorageError
from server.library.folder import Library
from server.paintings.database import DAMAGED
from server.paintings.models import DEFAULT_MODEL
from server.paintings.painting import Order, Painting, State
from server.paintings.store import Store
from server.pictures.metadata import read_metadata
from server.pictures.picture import read_picture
from server.studio.keeper import EMPTY_PICTURE, KEPT_ELSEWHERE, KEPT_IN_MEMORY, Keeper
from tests.jpegs import make_blank, make_jpeg
from tests.originals import as_it_came

DATA = make_jpeg(3_000, side=64)
ANSWER = Answer(picture=read_picture(DATA), neurons=172.8)
BLANK = Answer(picture=read_picture(make_blank("JPEG", side=64)), neurons=172.8)
WISH = Order("a boat", 4, 1, DEFAULT_MODEL.id, sample=False, guidance=3.5, negative_prompt="fog")


class Bench:
    """A keeper whose library, and whose database, take what a test lets them."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.store = store
        self.library = Library(folder / "library", folder / "rescued")
        self.keeper = Keeper(store, self.library)
        self.noted: list[Painting] = []

    def painting(self) -> Painting:
        [queued] = self.store.add(WISH, created=1_795_385_710.0, seeds=[7])
        return self.store.start(queued.id, started=1_795_385_711.0)

    def keep(self, painting: Painting, answer: Answer = ANSWER) -> Painting:
        return asyncio.run(self.keeper.keep(painting, answer, 2.0))

    def in_memory(self, monkeypatch: pytest.MonkeyPatch) -> Painting:
        """One whose picture no disk took."""
        with monkeypatch.context() as broken:
            broken.setattr(Library, "write", _refuse("disk_full"))
            return self.keep(self.painting())

    def elsewhere(self, monkeypatch: pytest.MonkeyPatch) -> Painting:
        """One whose picture the library did not take."""
        write = Library.write
        refuse = _refuse("read_only")

        def only_outside(library: Library, file: str, data: bytes) -> None:
            (write if Path(file).is_absolute() else refuse)(library, file, data)

        with monkeypatch.context() as broken:
            broken.setattr(Library, "write", only_outside)
            return self.keep(self.painting())

    def look(self, painting: Painting, answer: Answer) -> None:
        async def work() -> None:
            self.keeper.look_soon(painting, answer.picture, self.noted.append)
            await asyncio.gather(*self.keeper._looking)

        asyncio.run(work())

    def now(self, painting: Painting) -> Painting:
        found = self.store.get(painting.id)
        assert found is not None
        return found


def _refuse(code: str) -> Callable[..., Any]:
    def refuse(*_: object, **__: object) -> None:
        raise StorageError(code)

    return refuse


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with closing(Store(tmp_path / "atelier.sqlite3")) as store:
        yield Bench(tmp_path, store)


# -- a picture's bytes --------------------------------------------------------------------------------------------


def test_a_picture_is_had_from_its_file_or_from_memory(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    done, unsaved = bench.keep(bench.painting()), bench.in_memory(monkeypatch)

    for painting in (done, unsaved):
        assert as_it_came(asyncio.run(bench.keeper.picture(painting)).data) == DATA
    assert bench.keeper.unsaved_count == 1
    bench.keeper.forget(unsaved.id)
    bench.keeper.forget(done.id)
    assert (bench.keeper.unsaved_count, bench.keeper.unsaved(unsaved.id)) == (0, None)
    with pytest.raises(NotFound):
        asyncio.run(bench.keeper.picture(unsaved))


def test_a_copy_is_saved_where_its_user_wants_it(bench: Bench) -> None:
    done, target = bench.keep(bench.painting()), bench.folder / "mine.jpg"

    assert asyncio.run(bench.keeper.save_as(done, target)) == done

    assert target.read_bytes() == bench.library.path(str(done.file)).read_bytes()
    assert bench.now(done) == done


def test_what_only_memory_holds_stays_there_where_the_chosen_place_takes_none(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsaved = bench.in_memory(monkeypatch)

    with pytest.raises(StorageError):
        asyncio.run(bench.keeper.save_as(unsaved, bench.folder / "nowhere" / "mine.jpg"))
    assert bench.keeper.unsaved_count == 1

    target = bench.folder / "mine.jpg"
    saved = asyncio.run(bench.keeper.save_as(unsaved, target))
    assert (saved.state, saved.file, saved.seconds, saved.width) == (State.DONE, str(target), 2.0, 64)
    assert as_it_came(target.read_bytes()) == DATA


# -- saving once more ---------------------------------------------------------------------------------------------


def test_there_is_nothing_to_save_again_of_what_is_not_there(bench: Bench) -> None:
    assert asyncio.run(bench.keeper.keep_again(99)) is None


def test_what_failed_for_another_reason_is_not_saved_again(bench: Bench) -> None:
    failed = bench.store.fail(bench.painting().id, "prompt_flagged", "", seconds=1.0)

    assert asyncio.run(bench.keeper.keep_again(failed.id)) == failed


@pytest.mark.parametrize("pattern", ["", "{prompt}"])
def test_saved_again_it_is_in_its_place_with_its_metadata(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    bench.keeper = Keeper(bench.store, bench.library, lambda: pattern)
    for painting in (bench.in_memory(monkeypatch), bench.elsewhere(monkeypatch)):
        before = bench.now(painting)
        assert before.error in (KEPT_IN_MEMORY, KEPT_ELSEWHERE)

        saved = asyncio.run(bench.keeper.keep_again(painting.id))

        assert saved == bench.now(painting)
        assert saved is not None
        assert (saved.state, saved.error, saved.seconds) == (State.DONE, None, 2.0)
        file = bench.library.path(str(saved.file))
        assert file.parent.parent == bench.library.folder
        metadata = read_metadata(file.read_bytes())
        assert metadata is not None
        assert (metadata.uid, metadata.seconds, metadata.neurons, metadata.width, metadata.height) == (
            painting.uid,
            2.0,
            172.8,
            64,
            64,
        )
    assert list(bench.library.rescued.glob("*")) == []
    names = sorted(path.name for path in bench.library.folder.rglob("*.jpg"))
    assert len(names) == 2
    if pattern:
        assert names == ["a boat (2).jpg", "a boat (3).jpg"], "beside what was kept elsewhere, which has the name"


def test_a_name_that_was_planned_in_vain_is_free_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.keeper = Keeper(bench.store, bench.library, lambda: "{prompt}")
    bench.in_memory(monkeypatch)

    done = bench.keep(bench.painting())

    assert Path(str(done.file)).name == "a boat.jpg"


def test_names_of_a_pattern_know_the_picture_s_own_size_and_seed(bench: Bench) -> None:
    bench.keeper = Keeper(bench.store, bench.library, lambda: "{size} {counter} {seed}")

    assert Path(str(bench.keep(bench.painting()).file)).name == "64x64 0001 7.jpg"


def test_the_end_saves_all_it_can(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = bench.in_memory(monkeypatch), bench.in_memory(monkeypatch)
    write = Library.write

    def not_the_first(library: Library, file: str, data: bytes) -> None:
        metadata = read_metadata(data)
        assert metadata is not None
        (_refuse("disk_full") if metadata.uid == first.uid else write)(library, file, data)

    monkeypatch.setattr(Library, "write", not_the_first)
    asyncio.run(bench.keeper.close())

    assert [bench.now(each).state for each in (first, second)] == [State.FAILED, State.DONE]
    assert bench.keeper.unsaved(first.id) is not None


# -- what was not taken, and what it cost -------------------------------------------------------------------------


def test_what_the_model_did_not_take_is_not_told_of_the_picture(bench: Bench) -> None:
    done = bench.keep(bench.painting(), replace(ANSWER, left_out=frozenset({"seed", "guidance", "steps"})))

    assert (done.seed, done.guidance, done.negative_prompt, done.steps) == (None, None, "fog", 4)
    metadata = read_metadata(bench.library.path(str(done.file)).read_bytes())
    assert metadata is not None
    assert (metadata.seed, metadata.guidance, metadata.negative_prompt, metadata.steps) == (None, None, "fog", 4)


def test_an_answer_without_a_price_leaves_it_unknown(bench: Bench) -> None:
    assert bench.keep(bench.painting(), replace(ANSWER, neurons=None)).neurons is None
    assert bench.keep(bench.painting()).neurons == 172.8


# -- a damaged database -------------------------------------------------------------------------------------------


def _damaged(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for name in names:
        monkeypatch.setattr(Store, name, _refuse(DAMAGED))


def test_damage_keeps_no_picture_from_the_disk(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    painting = bench.painting()
    _damaged(monkeypatch, "plan_file", "unset", "set_neurons", "finish")

    failed = bench.keep(painting, replace(ANSWER, left_out=frozenset({"seed"})))

    assert (failed.state, failed.error, failed.error_detail, failed.seconds) == (State.FAILED, DAMAGED, "", 2.0)
    [file] = bench.library.folder.rglob("*.jpg")
    assert as_it_came(file.read_bytes()) == DATA
    assert bench.keeper.unsaved_count == 0


@pytest.mark.parametrize("name", ["plan_file", "unset"])
def test_other_trouble_of_the_database_keeps_the_picture_in_memory(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    painting = bench.painting()
    monkeypatch.setattr(Store, name, _refuse("read_only"))

    failed = bench.keep(painting, replace(ANSWER, left_out=frozenset({"seed"})))

    assert (failed.state, failed.error, failed.error_detail) == (State.FAILED, KEPT_IN_MEMORY, "read_only")
    assert bench.keeper.unsaved_count == 1


# -- a look at what came ------------------------------------------------------------------------------------------


def test_an_empty_picture_is_noted_once_it_is_there(bench: Bench) -> None:
    done = bench.keep(bench.painting(), BLANK)
    assert done.error is None

    bench.look(done, BLANK)

    assert bench.now(done).error == EMPTY_PICTURE
    assert bench.noted == [bench.now(done)]


def test_a_picture_with_something_in_it_is_not_noted(bench: Bench) -> None:
    done = bench.keep(bench.painting())

    bench.look(done, ANSWER)

    assert (bench.now(done), bench.noted) == (done, [])


def test_what_its_user_should_know_first_is_not_written_over(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    for painting in (bench.elsewhere(monkeypatch), bench.in_memory(monkeypatch)):
        bench.look(painting, BLANK)
        assert bench.now(painting) == painting
    done = bench.keep(bench.painting(), BLANK)
    bench.store.note(done.id, "references_unread")
    bench.look(done, BLANK)
    assert bench.now(done).error == "references_unread"
    assert bench.noted == []


@pytest.mark.parametrize("gone", [True, False])
def test_one_that_has_gone_meanwhile_is_let_go(bench: Bench, gone: bool) -> None:
    done = bench.keep(bench.painting(), BLANK)
    if gone:
        bench.store.remove(done.id)
    else:
        bench.store.queue_again(done.id)

    bench.look(done, BLANK)

    assert bench.noted == []
    assert gone or bench.now(done).error is None


def test_a_note_the_database_does_not_take_is_no_trouble(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    done = bench.keep(bench.painting(), BLANK)
    monkeypatch.setattr(Store, "note", _refuse("disk_full"))

    bench.look(done, BLANK)

    assert bench.now(done).error is None
