"""The hub: who listens hears everything since, or is told to start over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from types import SimpleNamespace
from typing import Any

from server.common.events import BACKLOG, REFRESH, Change, ChangeKind, Hub, waiting
from server.web.routes import live


def on_a_loop(work: Callable[[Hub], None]) -> None:
    async def run() -> None:
        work(Hub())

    asyncio.run(run())


def change(number: int) -> Change:
    return Change(ChangeKind.CHANGED, (number,))


def test_every_page_hears_every_change_in_order() -> None:
    def work(hub: Hub) -> None:
        with hub.listen(0) as one, hub.listen(0) as other:
            hub.publish(change(1))
            hub.publish(change(2))

            assert waiting(one) == waiting(other) == [change(1), change(2)]

    on_a_loop(work)


def test_a_page_that_has_seen_all_hears_only_what_is_new() -> None:
    def work(hub: Hub) -> None:
        hub.publish(change(1))
        with hub.listen(hub.sequence) as changes:
            assert waiting(changes) == []

    on_a_loop(work)


def test_a_page_that_has_missed_something_starts_over() -> None:
    def work(hub: Hub) -> None:
        hub.publish(change(1))
        for seen in (None, 0, 2, 99):
            with hub.listen(seen) as changes:
                hub.publish(Change(ChangeKind.CONNECTION))
                assert waiting(changes) == [REFRESH, Change(ChangeKind.CONNECTION)]

    on_a_loop(work)


def test_a_page_that_does_not_listen_for_long_starts_over() -> None:
    def work(hub: Hub) -> None:
        with hub.listen(0) as changes:
            for number in range(BACKLOG + 1):
                hub.publish(change(number))
            assert waiting(changes) == [REFRESH]

            hub.publish(change(1))
            assert waiting(changes) == [change(1)]

    on_a_loop(work)


def test_a_page_that_leaves_is_forgotten() -> None:
    def work(hub: Hub) -> None:
        with hub.listen(0):
            assert hub.listeners == 1
        assert hub.listeners == 0

    on_a_loop(work)


async def broken_stream() -> AsyncGenerator[str, None]:
    yield "first"
    raise ValueError("a prompt")


def test_a_bug_ends_the_stream_and_is_reported() -> None:
    """Robyn would write the error's text into the log."""
    reported: list[Exception] = []
    pages: Any = SimpleNamespace(site=SimpleNamespace(shell=SimpleNamespace(report_bug=reported.append)))

    async def collect() -> list[str]:
        return [message async for message in live._reported(pages, broken_stream())]

    assert asyncio.run(collect()) == ["first"]
    assert [type(error) for error in reported] == [ValueError]
