"""The Flux proxy: asks Cloudflare for paintings and checks accounts; turns every failure into a named error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.answers import Answer
from server.models import Model, Parameters
from server.secret import Account

if TYPE_CHECKING:
    import httpx

__all__ = ["Answer", "Cloudflare", "Parameters"]


class Cloudflare:
    """One client for the whole run, made at the first call. Every method raises `UpstreamError` only."""

    def __init__(self, *, base_url: str, user_agent: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._base_url = base_url.rstrip("/")
        self._user_agent = user_agent
        self._transport = transport

    async def paint(self, account: Account, model: Model, parameters: Parameters) -> Answer:
        raise NotImplementedError

    async def check(self, account: Account) -> None:
        raise NotImplementedError

    async def aclose(self) -> None:
        raise NotImplementedError
