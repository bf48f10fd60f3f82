"""What else is counted: room for a wish, calls for words, and what Cloudflare says of the whole account."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from server.cloudflare.account.connection import Painter
from server.cloudflare.allowance import counter
from server.cloudflare.allowance.audit import ASK_EVERY, LATE
from server.cloudflare.allowance.counter import AFTER_MIDNIGHT, Allowance
from server.cloudflare.allowance.meter import Meter, model_name
from server.cloudflare.allowance.usage_ledger import Sum, Use, account_key
from server.common.events import ChangeKind
from server.paintings.day import FREE_NEURONS
from server.paintings.limit import Limit
from server.paintings.models import FLUX_1_SCHNELL
from server.paintings.painting import Order
from tests.desk import FOUR_STEPS, HOUR, NOON, Clock, Desk
from tests.eventually import LONG_ENOUGH
from tests.upstream import ACCOUNT_ID

GRANITE = "@cf/ibm-granite/granite-4.0-h-micro"


class Analytics(httpx.AsyncBaseTransport):
    """Cloudflare's own count, as it is told."""

    def __init__(self) -> None:
        self.counted: float | None = 0.0
        self.status = 200
        self.asked: list[dict[str, Any]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(json.loads(await request.aread())["variables"])
        groups = [{"sum": {"totalNeurons": self.counted}, "dimensions": {"date": self.asked[-1]["day"]}}]
        body: dict[str, Any] = {"data": {"viewer": {"accounts": [{"aiInferenceAdaptiveGroups": groups}]}}}
        if self.counted is None:
            body = {"errors": [{"message": "not authorized"}]}
        stream = httpx.ByteStream(json.dumps(body).encode())
        return httpx.Response(self.status, headers={"content-type": "application/json"}, stream=stream)


@pytest.fixture
def analytics() -> Analytics:
    return Analytics()


@pytest.fixture
def desk(tmp_path: Path, analytics: Analytics) -> Iterator[Desk]:
    desk = Desk(tmp_path, Clock())
    desk.transport = analytics
    with closing(desk.store):
        yield desk


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that opens need not be given its time here."""
    monkeypatch.setattr(counter, "FIRST", 0.0)


# -- room for a wish ----------------------------------------------------------------------------------------------


def test_room_is_what_neither_was_spent_nor_waits(desk: Desk) -> None:
    desk.limit = Limit(own=1_000)

    async def work(allowance: Allowance, painter: Painter) -> None:
        spent = desk.start()
        allowance.begun(painter, spent)
        allowance.paid(spent, 100.0)
        desk.order()
        order = Order("a boat", steps=4, count=3, model=FLUX_1_SCHNELL.id, sample=False)

        room = allowance.room(order)
        assert (room.limit, room.count) == (Limit(own=1_000), 3)
        assert room.taken == pytest.approx(100 + FOUR_STEPS)
        assert room.each == pytest.approx(FOUR_STEPS)
        assert allowance.room(spent) == replace(room, count=1)
        assert allowance.room(replace(order, sample=True)) == replace(room, each=0.0)
        assert allowance.now().limit == 1_000
        desk.limit = Limit()
        assert (allowance.room(order).limit, allowance.now().limit) == (Limit(), FREE_NEURONS)

    desk.run(work)


def test_tomorrow_begins_a_little_after_midnight(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        assert allowance.tomorrow() == NOON + 12 * HOUR + AFTER_MIDNIGHT

    desk.run(work)


def test_what_may_begin_at_midnight_is_tomorrows(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        midnight = NOON + 12 * HOUR
        wish = Order("a boat", steps=4, count=1, model=FLUX_1_SCHNELL.id, sample=False, not_before=midnight)
        desk.store.add(wish, created=NOON)
        assert allowance.now().waiting == 0
        desk.store.add(replace(wish, not_before=midnight - 1), created=NOON)
        assert allowance.now().waiting == pytest.approx(FOUR_STEPS)

    desk.run(work)


# -- calls for words ----------------------------------------------------------------------------------------------


def test_a_call_for_words_counts_as_estimated_until_it_is_answered(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        call = allowance.asked(painter, GRANITE, 2.0)
        assert allowance.now().uses == (Use(GRANITE, 1, 2.0, 2.0),)
        with desk.hub.listen(desk.hub.sequence) as changes:
            allowance.answered(call, 1.5)
            assert changes.get_nowait().kind is ChangeKind.ALLOWANCE
        assert allowance.now().uses == (Use(GRANITE, 1, 1.5, 0.0),)
        desk.clock.now += 24 * HOUR
        allowance.answered(allowance.asked(painter, GRANITE, 2.0), None)
        assert allowance.now().uses == (Use(GRANITE, 1, 2.0, 2.0),)

    desk.run(work)


@pytest.mark.parametrize(("code", "count"), [("no_capacity", 0), ("answer_timed_out", 1)])
def test_a_refused_call_for_words_counts_where_it_may_have_been_charged(desk: Desk, code: str, count: int) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        allowance.refused(allowance.asked(painter, GRANITE, 2.0), code)
        assert allowance.now().spent == 2.0 * count

    desk.run(work)


def test_words_of_a_sample_cost_nothing(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        call = allowance.asked(replace(painter, sample=True), GRANITE, 2.0)
        assert call is None
        allowance.refused(call, "no_capacity")
        allowance.answered(call, 1.0)
        assert allowance.now().uses == ()

    desk.run(work)


def test_dearest_models_come_first(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        allowance.asked(painter, GRANITE, 2.0)
        allowance.asked(painter, GRANITE, 3.0)
        painting = desk.start()
        allowance.begun(painter, painting)
        assert [use.model for use in allowance.now().uses] == [FLUX_1_SCHNELL.id, GRANITE]
        assert allowance.now().rows[0][0] == FLUX_1_SCHNELL.name
        assert allowance.now().uses[1] == Use(GRANITE, 2, 5.0, 5.0)

    desk.run(work)


# -- what Cloudflare says -----------------------------------------------------------------------------------------


async def told(allowance: Allowance, desk: Desk) -> None:
    """A page opens, and hears when Cloudflare has been asked."""
    with desk.hub.listen(desk.hub.sequence) as changes:
        allowance.page_opened()
        change = await asyncio.wait_for(changes.get(), LONG_ENOUGH)
        assert change.kind is ChangeKind.ALLOWANCE


async def looked(allowance: Allowance) -> None:
    """A page opens, and whatever is asked of Cloudflare has been answered."""
    allowance.page_opened()
    task = allowance._auditor._asking
    assert task is not None
    await asyncio.wait_for(asyncio.wait({task}), LONG_ENOUGH)


def test_what_was_used_elsewhere_is_found_when_somebody_looks(desk: Desk, analytics: Analytics) -> None:
    analytics.counted = 700.0

    async def work(allowance: Allowance, painter: Painter) -> None:
        painting = desk.start()
        allowance.begun(painter, painting)
        allowance.paid(painting, 100.0)
        assert analytics.asked == [], "nobody looks"
        assert allowance.now().asked_at is None
        desk.clock.now += 60

        await told(allowance, desk)

        now = allowance.now()
        assert analytics.asked == [{"account": ACCOUNT_ID, "day": "2026-11-24"}]
        assert (now.spent, now.sum.elsewhere, now.left) == (700.0, 600.0, FREE_NEURONS - 700.0)
        assert now.asked_at == datetime.fromtimestamp(NOON + 60, UTC)

    desk.run(work)


def test_cloudflare_is_asked_every_five_minutes_at_most(desk: Desk, analytics: Analytics) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        await looked(allowance)
        desk.clock.now += ASK_EVERY - 1
        await looked(allowance)
        assert len(analytics.asked) == 1
        desk.clock.now += 1
        await looked(allowance)
        assert len(analytics.asked) == 2
        desk.clock.now -= 24 * HOUR
        await looked(allowance)
        assert len(analytics.asked) == 3, "a clock that was set back keeps nobody from asking"

    desk.run(work)


def test_a_painting_that_was_paid_is_a_reason_to_ask_while_somebody_looks(desk: Desk, analytics: Analytics) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        with desk.hub.listen(desk.hub.sequence) as changes:
            painting = desk.start()
            allowance.begun(painter, painting)
            allowance.paid(painting, 100.0)
            await asyncio.wait_for(changes.get(), LONG_ENOUGH)
            assert len(analytics.asked) == 1
            allowance.paid(painting, 100.0)
            assert allowance.now().spent == 100.0, "one call is paid once"

    desk.run(work)


def test_a_token_that_may_not_ask_is_not_asked_with_again(desk: Desk, analytics: Analytics) -> None:
    analytics.counted = None

    async def work(allowance: Allowance, painter: Painter) -> None:
        await looked(allowance)
        desk.clock.now += 2 * ASK_EVERY
        await looked(allowance)
        assert len(analytics.asked) == 1
        assert allowance.now().asked_at is None

    desk.run(work)


def test_passing_trouble_is_asked_through(desk: Desk, analytics: Analytics) -> None:
    analytics.status = 502

    async def work(allowance: Allowance, painter: Painter) -> None:
        await looked(allowance)
        desk.clock.now += ASK_EVERY
        analytics.status = 200
        await looked(allowance)
        assert len(analytics.asked) == 2
        assert allowance.now().asked_at is not None

    desk.run(work)


def test_without_an_account_of_one_s_own_nobody_is_asked(desk: Desk, analytics: Analytics) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        allowance._connection.samples = True
        await looked(allowance)
        assert analytics.asked == []

    desk.run(work)


def test_the_end_waits_for_no_answer(desk: Desk, analytics: Analytics) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        allowance.page_opened()

    desk.run(work)
    assert analytics.asked == []


def test_estimates_that_were_too_high_are_found_once_it_is_quiet(desk: Desk, analytics: Analytics) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        allowance.begun(painter, desk.start())
        analytics.counted = FOUR_STEPS - 70
        await looked(allowance)
        assert allowance.now().spent == pytest.approx(FOUR_STEPS)
        desk.clock.now += LATE
        await looked(allowance)
        assert allowance.now().spent == pytest.approx(FOUR_STEPS)
        desk.clock.now += ASK_EVERY
        await looked(allowance)
        assert allowance.now().spent == pytest.approx(FOUR_STEPS - 70)

    desk.run(work)


def test_a_call_refused_for_the_allowance_says_that_it_is_used_up(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        first, second = desk.start(), desk.start()
        allowance.begun(painter, first)
        allowance.paid(first, 100.0)
        allowance.begun(painter, second)

        allowance.failed(second, "daily_quota_used")

        now = allowance.now()
        assert (now.spent, now.sum.elsewhere, now.left) == (FREE_NEURONS, FREE_NEURONS - 100.0, 0)
        assert now.sum.asked == NOON
        assert [use.count for use in now.uses] == [1]

    desk.run(work)


def test_what_is_known_of_elsewhere_is_not_made_less_by_a_refusal(desk: Desk, analytics: Analytics) -> None:
    analytics.counted = FREE_NEURONS + 500.0

    async def work(allowance: Allowance, painter: Painter) -> None:
        await looked(allowance)
        painting = desk.start()
        allowance.begun(painter, painting)
        allowance.failed(painting, "daily_quota_used")
        assert allowance.now().spent == FREE_NEURONS + 500.0

    desk.run(work)


def test_another_account_s_day_stays_as_it_is(desk: Desk) -> None:
    async def work(allowance: Allowance, painter: Painter) -> None:
        allowance._ledger.correct("2026-11-24", account_key("f" * 32), neurons=70.0, moment=NOON)
        allowance._ledger.correct("2026-11-23", account_key(ACCOUNT_ID), neurons=50.0, moment=NOON)
        allowance._ledger.correct("2026-11-24", account_key(ACCOUNT_ID), neurons=5.0, moment=NOON)
        allowance._ledger.correct("2026-11-24", account_key(ACCOUNT_ID), neurons=7.0, moment=NOON + 1)
        sums = [allowance._ledger.sum(day, account_key(ACCOUNT_ID)) for day in ("2026-11-23", "2026-11-24")]
        assert [(each.elsewhere, each.asked, each.newest) for each in sums] == [(50.0, NOON, 0.0), (7.0, NOON + 1, 0.0)]
        assert allowance._ledger.sum("2026-11-24", account_key("f" * 32)).elsewhere == 70.0

    desk.run(work)


# -- the meter ----------------------------------------------------------------------------------------------------


def test_the_meter_tells_what_is_left_and_when_the_day_ends() -> None:
    spent = Sum(neurons=9_000.0, estimated=0.0, newest=NOON, elsewhere=500.0, asked=NOON)
    meter = Meter(uses=(), sum=spent, waiting=300.0, resets=NOON + 12 * HOUR, limit=FREE_NEURONS)

    assert (meter.spent, meter.left, meter.left_estimated, meter.estimated) == (9_500.0, 200.0, True, False)
    assert replace(meter, waiting=900.0).left == 0
    assert meter.resets_at == datetime(2026, 11, 25, tzinfo=UTC)
    assert meter.resets_at.utcoffset() == datetime.now(UTC).astimezone().utcoffset()


def test_a_model_that_is_not_known_is_called_by_the_end_of_its_id() -> None:
    assert model_name("@cf/somebody/their/model-1") == "model-1"
    assert model_name("model-1") == "model-1"
    assert model_name(FLUX_1_SCHNELL.id) == FLUX_1_SCHNELL.name
