"""Carries a request to the API and brings the whole answer back; names whatever goes wrong on the way.

The only user of httpx's client. Errors are raised after the `except` that caught their cause: httpx's own hold the
request, and so the token.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import zlib
from collections.abc import Iterator

import certifi
import httpx

from server.answers import Reply
from server.errors import UpstreamError
from server.patience import Patience
from server.proxies import find_proxy

_NAMES: tuple[tuple[type[httpx.HTTPError], str], ...] = (
    (httpx.ConnectTimeout, "connect_timed_out"),
    (httpx.WriteTimeout, "send_timed_out"),
    (httpx.ReadTimeout, "answer_timed_out"),
    (httpx.PoolTimeout, "pool_timed_out"),
    (httpx.NetworkError, "connection_cut"),
    (httpx.LocalProtocolError, "paste_damaged"),
    (httpx.UnsupportedProtocol, "api_base_wrong"),
)
_CERT_NOT_YET_VALID, _CERT_EXPIRED = 9, 10


class Wire:
    """One client, its connections used again and again. Making one takes 50 ms and blocks: do it in a thread."""

    def __init__(self, *, user_agent: str, patience: Patience, transport: httpx.AsyncBaseTransport | None) -> None:
        for name in ("httpx", "httpcore"):  # they log URLs, which hold the account id, and headers
            logging.getLogger(name).setLevel(logging.WARNING)
        self._largest = patience.largest_answer
        self._client = httpx.AsyncClient(
            transport=transport or _SystemProxy(),
            trust_env=False,
            follow_redirects=False,
            headers={
                "User-Agent": user_agent,
                "Accept": "application/json, image/*",
                "Accept-Encoding": "gzip",
            },
            timeout=httpx.Timeout(
                connect=patience.connect, write=patience.write, pool=patience.pool, read=patience.read
            ),
        )

    async def send(self, request: httpx.Request | Outgoing, *, seconds: float) -> Reply: ...
