"""The ledger and what it adds up to, with a clock of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from server.cloudflare.account.connection import Painter
from server.cloudflare.allowance.counter import Allowance
from server.cloudflare.allowance.meter import Meter
from server.cloudflare.allowance.prices import price_of
from server.cloudflare.allowance.usage_ledger import Sum, Use, account_key
from server.paintings.day import FREE_NEURONS, day_of, reset_after
from server.paintings.models import FLUX_1_SCHNELL
from server.paintings.painting import Order, State
from server.pictures.picture import read_picture
from tests.desk import FOUR_STEPS, HOUR, NOON, Clock, Desk
from tests.jpegs import make_jpeg
from tests.upstream import ACCOUNT_ID, OTHER_ACCOUNT_ID


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, Clock())
    with closing(desk.store):
        yield desk


@pytest.mark.parametrize(
    ("moment", "day", "until"),
    [
        (NOON, "2026-11-24", 12 * HOUR),
        (NOON + 12 * HOUR - 1, "2026-11-24", 1),
        (NOON + 12 * HOUR, "2026-11-25", 24 * HOUR),
        (0.0, "1970-01-01", 24 * HOUR),
    ],
)
def test_a_day_ends_at_midnight_utc(moment: float, day: str, until: float) -> None:
    assert day_of(moment) == day
    assert reset_after(moment) - moment == until


def test_a_call_counts_as_estimated_until_the_answer_says_more(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        painting = desk.start()
        allowance.begun(painter, painting)
        under_way = allowance.now()
        assert under_way.spent == pytest.approx(FOUR_STEPS)
        assert under_way.estimated

        desk.store.end(painting.id, State.DONE)
        allowance.paid(painting, 171.5)
        paid = allowance.now()
        assert (paid.spent, paid.estimated, paid.left) == (171.5, False, FREE_NEURONS - 171.5)
        assert paid.uses == (Use(FLUX_1_SCHNELL.id, 1, 171.5, 0.0),)

    desk.run(work)


def test_an_answer_without_a_price_stays_an_estimate(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        painting = desk.start()
        allowance.begun(painter, painting)
        allowance.paid(painting, None)
        assert allowance.now().spent == pytest.approx(FOUR_STEPS)
        assert allowance.now().estimated

    desk.run(work)


@pytest.mark.parametrize(
    ("code", "counted"),
    [
        ("no_capacity", 0),
        ("prompt_flagged", 0),
        ("token_refused", 0),
        ("connection_cut", FOUR_STEPS),
        ("answer_timed_out", FOUR_STEPS),
        ("picture_incomplete", FOUR_STEPS),
    ],
)
def test_only_what_may_have_been_charged_is_counted(desk: Desk, code: str, counted: float) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        painting = desk.start()
        allowance.begun(painter, painting)
        allowance.failed(painting, code)
        assert allowance.now().spent == pytest.approx(counted)
        assert allowance.now().estimated == bool(counted)

    desk.run(work)


def test_a_second_try_is_a_second_call(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        painting = desk.start()
        for code in ("connection_cut", "no_capacity", "connection_cut"):
            allowance.begun(painter, painting)
            allowance.failed(painting, code)
        allowance.begun(painter, painting)
        allowance.paid(painting, 100.0)
        [use] = allowance.now().uses
        assert use.count == 3
        assert use.neurons == pytest.approx(2 * FOUR_STEPS + 100)
        assert use.estimated == pytest.approx(2 * FOUR_STEPS)

    desk.run(work)


def test_samples_are_not_counted_and_not_waited_for(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        desk.order(count=3, sample=True)
        [painting] = desk.order(sample=True)
        allowance.begun(Painter(painter.client, painter.account, sample=True), painting)
        allowance.paid(painting, 0.0)
        assert (allowance.now().uses, allowance.now().waiting) == ((), 0)

    desk.run(work)


@pytest.mark.parametrize(
    ("estimated", "waiting", "is_estimate"), [(0.0, 0.0, False), (43.2, 0.0, True), (0.0, 43.2, True)]
)
def test_what_is_left_is_exact_only_where_all_is_known(estimated: float, waiting: float, is_estimate: bool) -> None:
    spent = Sum(neurons=86.4, estimated=estimated, newest=NOON, elsewhere=0.0, asked=None)

    meter = Meter(uses=(), sum=spent, waiting=waiting, resets=0.0, limit=FREE_NEURONS)

    assert meter.left_estimated is is_estimate


def test_what_waits_is_taken_off_what_is_left(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        first, *_ = desk.order(steps=4, count=3)
        assert allowance.now().left == pytest.approx(FREE_NEURONS - 3 * FOUR_STEPS)
        assert (allowance.now().spent, allowance.now().estimated, allowance.now().left_estimated) == (0, False, True)
        desk.store.mark_deleted(first.id, NOON)
        assert allowance.now().waiting == pytest.approx(2 * FOUR_STEPS)

    desk.run(work)


def test_what_waits_for_tomorrow_takes_nothing_off_today(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        later = Order(
            "a boat", steps=4, count=2, model=FLUX_1_SCHNELL.id, sample=False, not_before=allowance.tomorrow()
        )
        desk.store.add(later, created=desk.clock())
        assert (allowance.now().left, allowance.now().waiting) == (FREE_NEURONS, 0)
        desk.clock.now += 12 * HOUR + 1
        assert allowance.now().waiting == pytest.approx(2 * FOUR_STEPS)

    desk.run(work)


def test_midnight_utc_begins_with_nothing_spent(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        desk.clock.now = NOON + 12 * HOUR - 1
        early, late = desk.start(), desk.start()
        allowance.begun(painter, early)
        allowance.paid(early, 100.0)
        allowance.begun(painter, late)
        desk.clock.now += 2
        assert (allowance.now().spent, allowance.now().resets) == (0, NOON + 36 * HOUR)
        # What ends on the new day counts there: nobody says on which side of midnight it is billed.
        allowance.paid(late, 90.0)
        assert allowance.now().spent == 90
        desk.clock.now -= 2
        assert allowance.now().spent == 100

    desk.run(work)


def test_a_clock_set_back_counts_on_the_day_it_shows(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        painting = desk.start()
        allowance.begun(painter, painting)
        desk.clock.now -= 72 * HOUR
        allowance.paid(painting, 50.0)
        assert allowance.now().spent == 50
        assert allowance.now().resets == NOON - 60 * HOUR
        desk.clock.now = NOON
        assert allowance.now().spent == 0

    desk.run(work)


def test_pages_hear_of_the_new_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.cloudflare.allowance.counter.LOOK_AT_THE_CLOCK", 0.01)

    async def work(allowance: Allowance, painter: Painter) -> None:
        with desk.hub.listen(desk.hub.sequence) as changes:
            await asyncio.sleep(0.05)
            assert changes.empty()
            desk.clock.now += 13 * HOUR
            change = await asyncio.wait_for(changes.get(), 20)
            assert change.kind.name == "ALLOWANCE"
            desk.clock.now -= 26 * HOUR
            await asyncio.wait_for(changes.get(), 20)

    desk.run(work)


def test_each_account_has_a_day_of_its_own(desk: Desk, tmp_path: Path) -> None:
    async def spend(allowance: Allowance, painter: Painter) -> None:
        painting = desk.start()
        allowance.begun(painter, painting)
        allowance.paid(painting, 100.0)
        assert allowance.now().spent == 100

    async def look(allowance: Allowance, painter: Painter) -> None:
        assert allowance.now().uses == ()

    desk.run(spend)
    other = Desk(tmp_path, desk.clock, account_id=OTHER_ACCOUNT_ID)
    with closing(other.store):
        other.run(look)
    assert ACCOUNT_ID.encode() not in b"".join(file.read_bytes() for file in tmp_path.glob("atelier.sqlite3*"))


def test_a_restart_keeps_the_day_and_learns_from_what_was_saved(desk: Desk) -> None:
    """The picture was on the disk when the program died, its price not yet in the ledger."""

    async def die(allowance: Allowance, painter: Painter) -> None:
        saved, lost = desk.start(), desk.start()
        for painting in (saved, lost):
            allowance.begun(painter, painting)
        desk.store.set_neurons(saved.id, 160.0)
        desk.store.finish(saved.id, read_picture(make_jpeg(2_000)), "a.jpg", seconds=1.0)
        desk.store.end(lost.id, State.INTERRUPTED)

    async def look(allowance: Allowance, painter: Painter) -> None:
        [use] = allowance.now().uses
        assert use.neurons == pytest.approx(160 + FOUR_STEPS)
        assert use.estimated == pytest.approx(FOUR_STEPS)

    desk.run(die)
    desk.run(look)


def test_only_the_last_try_is_corrected_by_what_a_painting_cost(desk: Desk) -> None:
    async def die(allowance: Allowance, painter: Painter) -> None:
        painting = desk.start()
        allowance.begun(painter, painting)
        allowance.failed(painting, "connection_cut")
        allowance.begun(painter, painting)
        desk.store.set_neurons(painting.id, 160.0)
        desk.store.finish(painting.id, read_picture(make_jpeg(2_000)), "a.jpg", seconds=1.0)

    async def look(allowance: Allowance, painter: Painter) -> None:
        assert allowance.now().spent == pytest.approx(160 + FOUR_STEPS)

    desk.run(die)
    desk.run(look)


@pytest.mark.parametrize(("days", "kept"), [(90, 100.0), (91, 0.0)])
def test_old_days_are_forgotten(desk: Desk, days: int, kept: float) -> None:
    async def spend(allowance: Allowance, painter: Painter) -> None:
        painting = desk.start()
        allowance.begun(painter, painting)
        allowance.paid(painting, 100.0)

    async def look(allowance: Allowance, painter: Painter) -> None:
        desk.clock.now = NOON
        assert allowance.now().spent == kept

    desk.run(spend)
    desk.clock.now += days * 24 * HOUR
    desk.run(look)


def test_a_ledger_that_takes_nothing_is_in_nobody_s_way(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        desk.store._connection.execute("DROP TABLE calls")
        painting = desk.start()
        allowance.begun(painter, painting)
        allowance.paid(painting, 100.0)

    desk.run(work)
    assert "the ledger takes no change: storage_failed" in caplog.text


def test_the_account_s_key_tells_accounts_apart_and_nothing_else() -> None:
    assert account_key(ACCOUNT_ID) == account_key(ACCOUNT_ID) != account_key(OTHER_ACCOUNT_ID)
    assert len(account_key(ACCOUNT_ID)) == 16


@pytest.mark.parametrize(
    ("model", "wish", "neurons"),
    [
        # Measured: schnell, klein-4b rounded up to whole tiles, klein-9b, lucid by fractions, phoenix, flux-2-dev.
        ("black-forest-labs/flux-1-schnell", {"steps": 4}, 172.80),
        ("black-forest-labs/flux-2-klein-4b", {"steps": 4, "width": 1280, "height": 720}, 104.20),
        ("black-forest-labs/flux-2-klein-9b", {"steps": 4, "width": 1024, "height": 1024}, 1363.64),
        ("leonardo/lucid-origin", {"steps": 15, "width": 1120, "height": 1120}, 3904.6875),
        ("leonardo/phoenix-1.0", {"steps": 25, "width": 1024, "height": 1024}, 3120.0),
        ("black-forest-labs/flux-2-dev", {"steps": 50, "width": 1024, "height": 1024}, 7500.0),
        ("stabilityai/stable-diffusion-xl-base-1.0", {"steps": 20, "width": 1024, "height": 1024}, 0.0),
        # Reckoned by the price page: reference pictures are paid too.
        (
            "black-forest-labs/flux-2-klein-4b",
            {"steps": 4, "width": 1024, "height": 1024, "inputs": "a" * 64 + "," + "b" * 64},
            104.20 + 2 * 5.37,
        ),
    ],
)
def test_the_price_of_an_order_is_what_was_billed(model: str, wish: dict[str, Any], neurons: float) -> None:
    order = Order("a boat", count=1, model=f"@cf/{model}", sample=False, **wish)

    assert price_of(order) == pytest.approx(neurons)


def test_a_model_that_is_gone_costs_nothing() -> None:
    assert price_of(Order("a boat", steps=4, count=1, model="@cf/gone", sample=False)) == 0
    assert price_of(Order("a boat", steps=4, count=1, model=FLUX_1_SCHNELL.id, sample=False)) == pytest.approx(172.8)
