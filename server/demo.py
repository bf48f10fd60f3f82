"""A stand-in for the network: answers like Cloudflare, paints samples, needs no account."""

from __future__ import annotations

import httpx


class DemoTransport(httpx.AsyncBaseTransport):
    """Give it to `Cloudflare(transport=…)`; `seconds` is the range a sample takes."""

    def __init__(self, *, seconds: tuple[float, float] = (2.0, 4.0)) -> None:
        self._seconds = seconds
