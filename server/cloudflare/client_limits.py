"""How long the client waits, how often it asks again, and how much it takes in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from msgspec import Struct

MEBIBYTE = 1024 * 1024


class ClientLimits(Struct, frozen=True):
    """Seconds, counts and bytes. `read` is between two bytes; a model says how long its answer may take as a whole."""

    connect: float = 10.0
    write: float = 30.0
    pool: float = 10.0
    read: float = 300.0
    check: float = 20.0
    largest_answer: int = 64 * MEBIBYTE
    tries: int = 3
    first_pause: float = 1.0
    longest_pause: float = 8.0
    longest_asked_pause: float = 60.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
