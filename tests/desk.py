"""A counter of what painting costs, with a store, an account and a clock of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from server.cloudflare.account.connection import Connection, Painter
from server.cloudflare.account.credentials import Credentials
from server.cloudflare.allowance.counter import Allowance
from server.cloudflare.allowance.usage_ledger import UsageLedger
from server.cloudflare.client import Cloudflare
from server.common.events import Hub
from server.paintings.limit import Limit
from server.paintings.models import FLUX_1_SCHNELL
from server.paintings.painting import Order, Painting
from server.paintings.store import Store
from tests.upstream import ACCOUNT_ID, TOKEN

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
HOUR = 3600.0
FOUR_STEPS = 172.8
"""Neurons of one picture of FLUX.1 schnell."""


@dataclass
class Clock:
    now: float = NOON

    def __call__(self) -> float:
        return self.now


class Desk:
    """A counter with its store, for one account; `restarted` opens both again."""

    def __init__(self, folder: Path, clock: Clock, *, account_id: str = ACCOUNT_ID) -> None:
        self.transport: httpx.AsyncBaseTransport | None = None
        self.limit = Limit()
        self._folder = folder
        self._account_id = account_id
        self.clock = clock
        self.store = Store(folder / "atelier.sqlite3")
        self.hub = Hub()

    def run(self, work: Callable[[Allowance, Painter], Awaitable[None]]) -> None:
        asyncio.run(self._run(work))

    async def _run(self, work: Callable[[Allowance, Painter], Awaitable[None]]) -> None:
        environ = {"CLOUDFLARE_ACCOUNT_ID": self._account_id, "CLOUDFLARE_API_TOKEN": TOKEN}
        cloudflare = Cloudflare(base_url="https://api.invalid", transport=self.transport)
        connection = Connection(
            credentials=Credentials(environ), cloudflare=cloudflare, demo=_no_demo, samples_only=False
        )
        await connection.start_loading()
        allowance = Allowance(
            ledger=UsageLedger(self._folder / "atelier.sqlite3", clock=self.clock),
            store=self.store,
            connection=connection,
            hub=self.hub,
            limit=lambda: self.limit,
        )
        allowance.open()
        await work(allowance, await connection.painter(sample=False))
        await allowance.close()
        await connection.close()

    def order(self, *, steps: int = 4, count: int = 1, sample: bool = False) -> list[Painting]:
        order = Order("a boat", steps=steps, count=count, model=FLUX_1_SCHNELL.id, sample=sample)
        return self.store.add(order, created=self.clock())

    def start(self, *, steps: int = 4) -> Painting:
        [painting] = self.order(steps=steps)
        return self.store.start(painting.id, started=self.clock())


def _no_demo() -> Painter:
    raise AssertionError
