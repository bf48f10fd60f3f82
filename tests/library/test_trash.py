"""Undo is possible for a while, and not longer. Paintings here have no files: the trash is the whole program's test."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from server.library.folder import Library
from server.library.index.trash_rows import TrashRows
from server.library.thumbnails import Thumbnails
from server.library.trash.parts import TrashParts
from server.library.trash.trash import Trash
from server.paintings.models import DEFAULT_MODEL
from server.paintings.painting import Order, Painting, State
from server.paintings.store import Store
from tests.eventually import LONG_ENOUGH


@dataclass(slots=True)
class Bench:
    """`gone_for_good` are the paintings that the bin says are gone."""

    store: Store
    folder: Path
    gone_for_good: list[int] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    def painting(self) -> Painting:
        [queued] = self.store.add(Order("a boat", 4, 1, DEFAULT_MODEL.id, sample=False), created=1.0)
        return self.store.end(queued.id, State.CANCELLED)

    def refused(self, painting: Painting) -> None:
        """Has no files to be refused."""

    def removed(self, painting_id: int) -> None:
        self.gone_for_good.append(painting_id)
        self.gone.set()

    def trash_changed(self) -> None:
        """Nobody asks."""

    def run(self, work: Callable[[Trash], Awaitable[None]], *, pictureless_seconds: float = 3600.0) -> None:
        async def on_a_loop() -> None:
            with closing(TrashRows(self.folder / "atelier.sqlite3")) as rows:
                parts = TrashParts(
                    store=self.store,
                    rows=rows,
                    library=Library(self.folder / "library", self.folder / "rescued"),
                    thumbnails=Thumbnails(self.folder / "thumbnails"),
                    days=lambda: 30,
                    pictureless_seconds=pictureless_seconds,
                )
                await work(Trash(self, parts))

        asyncio.run(on_a_loop())


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with closing(Store(tmp_path / "atelier.sqlite3")) as store:
        yield Bench(store, tmp_path)


def test_undo_brings_back_what_was_deleted(bench: Bench) -> None:
    painting = bench.painting()

    async def work(bin_: Trash) -> None:
        bin_.delete(painting)
        assert bench.store.page() == []
        assert await bin_.bring_back(painting.id) == ([painting], None)

    bench.run(work)

    assert bench.store.page() == [painting]
    assert bench.gone_for_good == []


def test_when_its_time_is_over_the_row_is_gone_and_undo_too_late(bench: Bench) -> None:
    painting = bench.painting()

    async def work(bin_: Trash) -> None:
        bin_.delete(painting)
        await asyncio.wait_for(bench.gone.wait(), LONG_ENOUGH)
        assert await bin_.bring_back(painting.id) == ([], None)

    bench.run(work, pictureless_seconds=0.01)

    assert bench.gone_for_good == [painting.id]
    left = bench.store.get(painting.id)
    assert left is None or left.hidden


def test_settling_finishes_every_deletion_now_and_no_other(bench: Bench) -> None:
    first, second, third = (bench.painting() for _ in range(3))

    async def work(bin_: Trash) -> None:
        bin_.delete(first)
        bin_.delete(second)
        await bin_.bring_back(second.id)
        await bin_.settle()
        assert await bin_.bring_back(first.id) == ([], None)

    bench.run(work)

    assert bench.gone_for_good == [first.id]
    assert bench.store.page() == [third, second]


def test_settling_finishes_what_an_earlier_run_deleted(bench: Bench) -> None:
    painting = bench.painting()
    bench.store.mark_deleted(painting.id, 1.0)

    bench.run(lambda bin_: bin_.settle())

    assert bench.gone_for_good == [painting.id]
    left = bench.store.get(painting.id)
    assert left is None or left.hidden


def test_a_file_already_gone_does_not_keep_its_painting(bench: Bench) -> None:
    painting = bench.store.plan_file(bench.painting().id, "2026-11/a boat.jpg")

    async def work(bin_: Trash) -> None:
        bin_.delete(painting)
        await bin_.settle()

    bench.run(work)

    left = bench.store.get(painting.id)
    assert left is None or left.hidden
