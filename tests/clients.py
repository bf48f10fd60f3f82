"""Asking the stand-in through the real client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from msgspec.structs import replace

from server.cloudflare.client import Answer, Cloudflare, Parameters
from server.cloudflare.client_limits import ClientLimits
from server.cloudflare.proxy_routes import Network
from server.common.account import Account
from server.common.errors import UpstreamError
from server.paintings.models import FLUX_1_SCHNELL, Model
from tests.upstream import Upstream

PROMPT = "水彩画：a fox named Zanzibar"
_T = TypeVar("_T")


def quick(*, seconds: float = 30.0) -> Model:
    """The usual model, waited for no longer than `seconds`."""
    return replace(FLUX_1_SCHNELL, seconds=seconds)


class Pauses:
    """Waits no time at all, and notes how long it should have. `meanwhile` runs in each pause."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.asked: list[float] = []
        self._meanwhile = meanwhile

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)
        self._meanwhile()

    def limits(self, **changes: float) -> ClientLimits:
        return replace(ClientLimits(sleep=self.sleep), **changes)


def with_client(
    base_url: str,
    work: Callable[[Cloudflare], Awaitable[_T]],
    *,
    limits: ClientLimits | None = None,
    network: Callable[[], Awaitable[Network]] | None = None,
) -> _T:
    """Run `work` with a client, on a loop of its own."""
    waiting = limits or Pauses().limits()
    client = Cloudflare(base_url=base_url, limits=waiting, network=network)
    return run_client(client, work)


def run_client(client: Cloudflare, work: Callable[[Cloudflare], Awaitable[_T]]) -> _T:
    async def run() -> _T:
        try:
            return await work(client)
        finally:
            await client.aclose()

    return asyncio.run(run())


def paint(
    upstream: Upstream,
    *,
    prompt: str = PROMPT,
    steps: int = 4,
    account: Account | None = None,
    model: Model | None = None,
    limits: ClientLimits | None = None,
) -> Answer:
    """One painting."""
    parameters = Parameters(prompt=prompt, steps=steps)

    async def work(client: Cloudflare) -> Answer:
        return await client.paint(account or upstream.account, model or quick(), parameters)

    return with_client(upstream.base_url, work, limits=limits)


def check(upstream: Upstream, account: Account | None = None) -> None:
    with_client(upstream.base_url, lambda client: client.check(account or upstream.account))


def failure(call: Callable[[], object]) -> UpstreamError:
    """The error that a call ends with."""
    with pytest.raises(UpstreamError) as caught:
        call()
    return caught.value
