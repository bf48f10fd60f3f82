"""What is asked of Cloudflare once more, where nothing can have been paid for; and what never is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from server.cloudflare.client import Cloudflare, Parameters
from tests.clients import PROMPT, Pauses, failure, paint, quick, with_client
from tests.upstream import Upstream
from tests.upstream_answers import (
    Behaviour,
    cut,
    hang_up,
    late,
    redirect,
    refuse,
    send_picture,
)


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


def test_no_capacity_is_asked_again(upstream: Upstream) -> None:
    pauses = Pauses()
    upstream.next(refuse(3040, 429), refuse(3040, 429))

    assert paint(upstream, limits=pauses.limits()).picture.data == upstream.pictures[-1]
    assert [0.5 <= pauses.asked[0] <= 1.0, 1.0 <= pauses.asked[1] <= 2.0] == [True, True]


def test_three_tries_are_enough(upstream: Upstream) -> None:
    pauses = Pauses()
    upstream.next(*[refuse(3040, 429)] * 4)

    assert failure(lambda: paint(upstream, limits=pauses.limits())).code == "no_capacity"
    assert len(upstream.requests) == 3
    assert len(pauses.asked) == 2


def test_pauses_do_not_grow_for_ever(upstream: Upstream) -> None:
    pauses = Pauses()
    upstream.next(*[refuse(3040, 429)] * 9)

    failure(lambda: paint(upstream, limits=pauses.limits(tries=9)))

    assert max(pauses.asked) <= 8.0
    assert min(pauses.asked[4:]) >= 4.0


def test_retry_after_in_seconds_is_honoured(upstream: Upstream) -> None:
    pauses = Pauses()
    upstream.next(refuse(3040, 429, retry_after="17"))

    paint(upstream, limits=pauses.limits())

    assert pauses.asked == [17.0]


def test_retry_after_as_a_date_is_honoured(upstream: Upstream) -> None:
    pauses = Pauses()
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    upstream.next(refuse(3040, 429, retry_after=moment))

    paint(upstream, limits=pauses.limits())

    assert 30 < pauses.asked[0] <= 40


def test_a_retry_after_too_long_is_not_waited_for(upstream: Upstream) -> None:
    upstream.next(refuse(3040, 429, retry_after="3600"))

    caught = failure(lambda: paint(upstream))

    assert (caught.code, caught.retry_after) == ("no_capacity", 3600.0)
    assert len(upstream.requests) == 1


@pytest.mark.parametrize("header", ["soon", "nan", "-5", "Wed, 99 Foo 2026", ""])
def test_a_retry_after_that_makes_no_sense_is_none(upstream: Upstream, header: str) -> None:
    pauses = Pauses()
    upstream.next(refuse(3040, 429, retry_after=header))

    paint(upstream, limits=pauses.limits())

    assert pauses.asked[0] <= 1.0


def test_a_refused_connection_is_tried_again(upstream: Upstream) -> None:
    upstream.down()
    pauses = Pauses(meanwhile=upstream.up)

    paint(upstream, limits=pauses.limits())

    assert len(pauses.asked) == 1


def test_a_connection_refused_three_times_is_given_up(upstream: Upstream) -> None:
    pauses = Pauses()
    upstream.down()

    assert failure(lambda: paint(upstream, limits=pauses.limits())).code == "connection_refused"
    assert len(pauses.asked) == 2


@pytest.mark.parametrize(
    "behaviour",
    [
        *(refuse(code, status) for code, status in [(3036, 429), (3007, 408), (3030, 400)]),
        *(refuse(None, status) for status in [409, 429, 500]),
        *(hang_up(), cut(), redirect("http://127.0.0.1/"), send_picture(b"no picture"), late(9)),
    ],
)
def test_nothing_else_is_asked_twice(upstream: Upstream, behaviour: Behaviour) -> None:
    upstream.next(behaviour)

    failure(lambda: paint(upstream, model=quick(seconds=1)))

    assert len(upstream.requests) == 1


def test_a_cancelled_painting_ends_at_once(upstream: Upstream) -> None:
    upstream.delay = 60

    async def cancel(client: Cloudflare) -> bool:
        task = asyncio.create_task(client.paint(upstream.account, quick(), Parameters(PROMPT, 4)))
        await asyncio.to_thread(upstream.wait_for_requests, 1)
        task.cancel()
        await asyncio.wait({task})
        return task.cancelled()

    assert with_client(upstream.base_url, cancel)
