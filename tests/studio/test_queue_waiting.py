"""The queue from within: what holds paintings back, and how that ends by itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.common.errors import StorageError
from server.paintings.models import FLUX_1_SCHNELL
from server.paintings.painting import Order, Painting, Reason
from server.studio.keeper import KEPT_IN_MEMORY
from server.studio.queue import running as queue_running
from tests.eventually import LONG_ENOUGH
from tests.queue_bench import DONE, FAILED, PAINTING, QUEUED, QUOTA, Bench, made_in, nothing_more, until
from tests.upstream_answers import refuse


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with made_in(tmp_path) as bench:
        yield bench


def test_what_the_allowance_holds_goes_back_to_its_turn_and_waits(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"ab")
        await bench.easel.wait_for("a")
        bench.easel.refuse("a", QUOTA)
        await bench.until(1, QUEUED)
        await nothing_more()

        assert bench.states() == [QUEUED, QUEUED]
        assert bench.easel.asked == ["a"]
        assert (bench.ended, bench.told, bench.active[-1]) == ([], 1, 0)
        assert bench.changed == [(1, PAINTING), (1, QUEUED)]
        glance = bench.queue.glance()
        assert (glance.paused, glance.count, [hold.reason for hold in glance.holds]) == (
            False,
            2,
            [Reason.ALLOWANCE],
        )
        assert [hold.reason for hold in glance.over(bench.painting(2))] == [Reason.ALLOWANCE]

        bench.queue.try_now(Reason.ALLOWANCE)
        await bench.easel.wait_for("a", "a")
        assert (bench.told, bench.painting(2).state) == (2, QUEUED)
        bench.easel.paint("a")
        await bench.easel.wait_for("a", "a", "b")
        assert (bench.told, bench.holds.all()) == (3, [])

    bench.run(work)


def test_try_now_is_for_what_was_named(bench: Bench) -> None:
    async def work() -> None:
        bench.order("a")
        await bench.easel.wait_for("a")
        bench.easel.refuse("a", QUOTA)
        await bench.until(1, QUEUED)

        bench.queue.try_now(Reason.NETWORK, Reason.PACE)
        await nothing_more()
        assert bench.easel.asked == ["a"]
        bench.queue.forget_holds()
        await bench.easel.wait_for("a", "a")
        assert (bench.told, bench.kept_holds) == (3, "[]")

    bench.run(work)


def test_what_goes_on_soon_is_pending_and_what_waits_for_the_allowance_is_not(bench: Bench) -> None:
    bench.width = 2

    async def work() -> None:
        bench.order("a", "b", model=FLUX_1_SCHNELL.id)
        await bench.easel.wait_for("a", "b")
        bench.easel.cut("a")
        await bench.until(1, QUEUED)
        assert [hold.reason for hold in bench.holds.all()] == [Reason.NETWORK]
        assert (bench.queue.pending(), bench.active[-1]) == (2, 2)

        bench.easel.refuse("b", QUOTA)
        await bench.until(2, QUEUED)
        assert [hold.reason for hold in bench.holds.all()] == [Reason.ALLOWANCE]
        assert (bench.queue.pending(), bench.active[-1]) == (0, 0)

    bench.run(work)


def test_a_start_tries_the_network_at_once_and_nothing_else(bench: Bench) -> None:
    hold = {"model": "", "since": bench.now, "until": bench.now + 200, "tries": 4}
    bench.kept_holds = json.dumps([hold | {"reason": "network"}, hold | {"reason": "pace", "until": bench.now + 100}])
    bench.store.add(Order("a", steps=1, count=1, model=FLUX_1_SCHNELL.id, sample=False), created=1.0)

    async def work() -> None:
        await nothing_more()
        assert bench.easel.asked == []
        bench.now += 100
        bench.queue.fill()
        await bench.easel.wait_for("a")

    bench.run(work)


def test_a_hold_that_ends_is_found_by_itself(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_running, "LONGEST_NAP", 0.01)

    async def work() -> None:
        bench.order("a")
        await bench.easel.wait_for("a")
        bench.easel.refuse("a", refuse(None, 429, "AiError: rate limited"))
        await bench.until(1, QUEUED)
        await asyncio.sleep(0.05)
        assert bench.easel.asked == ["a"]

        bench.now += 600
        await bench.easel.wait_for("a", "a")

    bench.run(work)


def test_a_short_hold_ends_in_its_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        naps: list[float] = []
        loop = asyncio.get_running_loop()
        later = loop.call_later

        def noting(delay: float, callback: Any, *args: Any, **how: Any) -> asyncio.TimerHandle:  # noqa: ANN401
            if getattr(callback, "__self__", None) is bench.queue:
                naps.append(delay)
            return later(delay, callback, *args, **how)

        monkeypatch.setattr(loop, "call_later", noting)
        bench.order("a")
        await bench.easel.wait_for("a")
        bench.easel.cut("a")
        await bench.until(1, QUEUED)
        assert naps[-1] == 5.0 + queue_running.TICK
        bench.now -= 60
        bench.queue.fill()
        assert naps[-1] == queue_running.LONGEST_NAP, "a computer that sleeps stops its timers"

    bench.run(work)


def test_a_database_that_cannot_be_read_is_asked_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_running, "LONGEST_NAP", 0.01)

    async def work() -> None:
        bench.order("a")
        await bench.easel.wait_for("a")
        bench.easel.refuse("a", refuse(None, 429, "AiError: rate limited"))
        await bench.until(1, QUEUED)
        failures = 0

        def broken(**_: Any) -> list[Painting]:  # noqa: ANN401
            nonlocal failures
            failures += 1
            raise StorageError("storage_failed")

        whole = bench.store.queued
        monkeypatch.setattr(bench.store, "queued", broken)
        bench.now += 600
        await until(lambda: failures >= 2)
        monkeypatch.setattr(bench.store, "queued", whole)
        await bench.easel.wait_for("a", "a")

    bench.run(work)


@pytest.mark.parametrize("in_memory", [False, True])
def test_an_end_the_database_did_not_take_is_written_down_later(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, in_memory: bool
) -> None:
    """The next time anything is to be painted."""
    taken = bench.store._update

    def refusing(painting_id: int, **changes: object) -> Painting:
        if changes.get("state") in (DONE, FAILED) or (in_memory and "file" in changes):
            raise StorageError("disk_full")
        return taken(painting_id, **changes)

    async def work() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        bench.order("a")
        await bench.easel.wait_for("a")
        monkeypatch.setattr(bench.store, "_update", refusing)
        if in_memory:
            bench.easel.paint("a")
        else:
            bench.easel.refuse("a", refuse(3030, 400, "NSFW prompt"))
        await asyncio.wait_for(bench.queue.ended(bench.painting(1)), LONG_ENOUGH)
        await nothing_more()
        assert bench.painting(1).state is PAINTING

        monkeypatch.setattr(bench.store, "_update", taken)
        bench.order("b")

        failed = bench.painting(1)
        code = KEPT_IN_MEMORY if in_memory else "storage_failed"
        assert (failed.state, failed.error, failed.error_detail, failed.seconds) == (FAILED, code, "", None)
        assert bench.changed[-2:] == [(1, FAILED), (2, PAINTING)]
        bench.store.queue_again(1)
        bench.store.start(1, started=2.0)
        bench.queue.fill()
        assert bench.painting(1).state is PAINTING, "it is written down once"

    bench.run(work)
