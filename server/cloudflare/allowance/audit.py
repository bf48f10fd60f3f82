"""Asks Cloudflare now and then how much the whole account has used, and finds what was used elsewhere.

Cloudflare counts some minutes late. Where it counts more than we do, the rest was used elsewhere, or was charged
without our knowing. Where it counts less, that says something only once we have been quiet for a while: then estimates
of ours have been too high. What answers said of their own price is never doubted.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from server.cloudflare.account.connection import Connection, Painter, Status
from server.cloudflare.allowance.usage_ledger import Sum, UsageLedger, account_key
from server.cloudflare.analytics import REFUSED
from server.common.account import Account
from server.common.background import begin
from server.common.errors import AtelierError
from server.paintings.day import day_of

ASK_EVERY = 300.0
"""Seconds between two questions, at least."""

FIRST = 2.0
"""Seconds after a page opened: it comes first."""

LATE = 900.0
"""Seconds after which Cloudflare surely counts a call."""

log = logging.getLogger(__name__)


class Auditor:
    """Never waited for, and quiet about what goes wrong. A token that may not ask is not asked with again."""

    def __init__(
        self, *, ledger: UsageLedger, connection: Connection, clock: Callable[[], float], on_news: Callable[[], None]
    ) -> None:
        self._ledger = ledger
        self._connection = connection
        self._clock = clock
        self._on_news = on_news
        self._asked: dict[Account, float] = {}
        self._refused: set[Account] = set()
        self._asking: asyncio.Task[None] | None = None

    def look(self, *, after: float = 0.0) -> None:
        """Ask, in `after` seconds, unless that was done lately."""
        if self._asking is None or self._asking.done():
            self._asking = begin(self._look(after), "asking for today's use")

    async def close(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait({self._asking})

    async def _look(self, after: float) -> None:
        await asyncio.sleep(after)
        if self._connection.status is not Status.CONNECTED:
            return
        try:
            painter = await self._connection.painter(sample=False)
            if self._is_due(painter.account):
                await self._ask(painter)
        except AtelierError as error:
            log.info("Cloudflare's count of today is not to be had: %s", error)
            if error.code == REFUSED:
                self._refused.add(painter.account)

    def _is_due(self, account: Account) -> bool:
        last = self._asked.get(account)
        return account not in self._refused and (last is None or abs(self._clock() - last) >= ASK_EVERY)

    async def _ask(self, painter: Painter) -> None:
        self._asked[painter.account] = self._clock()
        day, account = day_of(self._clock()), account_key(painter.account.id)
        counted = await painter.client.usage(painter.account, day)
        ours = self._ledger.sum(day, account)
        self._ledger.correct(day, account, neurons=elsewhere(counted, ours, self._clock()), moment=self._clock())
        self._on_news()


def elsewhere(counted: float, ours: Sum, now: float) -> float:
    """Neurons to add to our own sum; less than none where our estimates were too high."""
    difference = counted - ours.neurons
    if now - ours.newest > LATE:
        return max(difference, -ours.estimated)
    return max(difference, ours.elsewhere)
