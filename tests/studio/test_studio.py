"""The queue where HTTP does not reach: stopped before it began, a picture that arrives while the program ends."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from server.cloudflare.account.connection import Connection, Painter
from server.cloudflare.account.credentials import Credentials
from server.cloudflare.allowance.counter import Allowance
from server.cloudflare.allowance.usage_ledger import UsageLedger
from server.cloudflare.client import Cloudflare
from server.cloudflare.demo import DemoTransport
from server.common.account import Account
from server.common.errors import NotFound
from server.common.events import Hub
from server.common.secret import Secret
from server.library.folder import Library
from server.library.inputs import Inputs
from server.library.thumbnails import Thumbnails
from server.paintings.models import DEFAULT_MODEL
from server.paintings.painting import Order, Painting, State, Wording
from server.paintings.store import Store
from server.studio.queue import Holds
from server.studio.studio import Studio, StudioParts
from tests.eventually import LONG_ENOUGH


class Bench:
    """A studio that paints samples, on whatever loop `run` makes."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.store = store
        self.counts: list[int] = []
        self.is_paused = False
        self.holds = ""
        self.idle = asyncio.Event()
        self._folder = folder

    def run(self, work: Callable[[Studio], Awaitable[None]]) -> None:
        asyncio.run(self._run(work))

    async def _run(self, work: Callable[[Studio], Awaitable[None]]) -> None:
        client = Cloudflare(base_url="https://api.invalid", transport=DemoTransport())
        connection = Connection(
            credentials=Credentials({}),
            cloudflare=client,
            demo=lambda: Painter(client, Account("0" * 32, Secret("x" * 40)), sample=True),
            samples_only=True,
        )
        hub = Hub()
        ledger = UsageLedger(self._folder / "atelier.sqlite3")
        allowance = Allowance(ledger=ledger, store=self.store, connection=connection, hub=hub)
        parts = StudioParts(
            store=self.store,
            library=Library(self._folder / "library", self._folder / "rescued"),
            thumbnails=Thumbnails(self._folder / "thumbnails"),
            connection=connection,
            inputs=Inputs(self._folder / "inputs"),
            allowance=allowance,
            holds=Holds((self.holds, lambda _: None), lambda _: True),
            hub=hub,
            find=lambda uid: None,
            trash_days=lambda: 30,
        )
        studio = Studio(parts, self)
        await studio.open()
        await work(studio)
        await studio.close()
        await allowance.close()
        await connection.close()

    def width(self) -> int:
        return 2

    def paused(self) -> bool:
        return self.is_paused

    def pattern(self) -> str:
        return ""

    async def wording(self, painting: Painting) -> Wording:
        return Wording(painting.sent)

    def ended(self, painting: Painting) -> None:
        pass

    def active(self, count: int) -> None:
        self.counts.append(count)
        if count:
            self.idle.clear()
        else:
            self.idle.set()

    def states(self) -> list[State]:
        return [painting.state for painting in reversed(self.store.page())]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with closing(Store(tmp_path / "atelier.sqlite3")) as store:
        yield Bench(tmp_path, store)


def order(count: int) -> Order:
    return Order("a boat", steps=1, count=count, model=DEFAULT_MODEL.id, sample=True)


def test_ended_before_its_first_step_it_is_interrupted(bench: Bench) -> None:
    async def work(studio: Studio) -> None:
        studio.paint(order(3))

    bench.run(work)

    assert bench.states() == [State.INTERRUPTED, State.INTERRUPTED, State.QUEUED]


def test_cancelled_before_its_first_step_it_is_cancelled(bench: Bench) -> None:
    async def work(studio: Studio) -> None:
        [painting] = studio.paint(order(1))
        studio.cancel(painting.id)

    bench.run(work)

    assert bench.states() == [State.CANCELLED]


def test_deleted_while_it_runs_it_stays_deleted(bench: Bench) -> None:
    async def work(studio: Studio) -> None:
        [painting] = studio.paint(order(1))
        await asyncio.sleep(0)
        studio.delete(painting.id)
        with pytest.raises(NotFound):
            studio.find(painting.id)

    bench.run(work)

    assert bench.store.get(1) is None


def test_who_is_told_of_the_active_ones_hears_of_the_last(bench: Bench) -> None:
    async def work(studio: Studio) -> None:
        studio.paint(order(2))
        for painting in (1, 2):
            studio.cancel(painting)
        await asyncio.wait_for(bench.idle.wait(), LONG_ENOUGH)

    bench.run(work)

    assert max(bench.counts) == 2
    assert bench.counts[-1] == 0


def test_a_painting_of_a_model_that_is_gone_fails_and_the_queue_goes_on(bench: Bench) -> None:
    unknown = Order("a boat", steps=1, count=1, model="@cf/gone", sample=True)

    async def work(studio: Studio) -> None:
        bench.store.add(unknown, created=1.0)
        studio.queue.fill()
        await asyncio.wait_for(bench.idle.wait(), LONG_ENOUGH)

    bench.run(work)

    assert bench.states() == [State.FAILED]
    assert bench.store.page()[0].error == "model_unknown"


def test_what_is_paused_or_waits_for_the_allowance_keeps_no_window_open(bench: Bench) -> None:
    bench.is_paused = True

    async def work(studio: Studio) -> None:
        studio.paint(order(3))
        assert studio.queue.pending() == 0
        bench.is_paused = False
        assert studio.queue.pending() == 3

    bench.run(work)


@pytest.mark.parametrize(("reason", "pending"), [("allowance", 0), ("network", 1)])
def test_only_what_goes_on_soon_is_pending(bench: Bench, reason: str, pending: int) -> None:
    end = time.time() + 3600
    hold = {"reason": reason, "model": "", "since": end - 60, "until": end, "tries": 1}
    bench.holds = json.dumps([hold])
    bench.store.add(replace(order(1), sample=False), created=1.0)

    async def work(studio: Studio) -> None:
        assert studio.queue.pending() == pending

    bench.run(work)
