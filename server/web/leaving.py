"""What a page sends while it is being left, and the page that comes in its place: that one is to show it.

See docs/facts.md#what-comes-first-when-a-page-is-left.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque

PATIENCE = 3.0
"""Seconds a page waits for what may have been lost on the way: hardly ever is it, and a busy computer is slow."""

KEPT = 32


class Leavings:
    """A page that is left names what it sends in a cookie, which the next one's request brings along.

    Browsers begin to load the next page and to send the last words of the one before at the same time, each on a
    connection of its own; in WebKit and Firefox either may be here first. Belongs to the server's loop.
    """

    def __init__(self) -> None:
        self._here = deque[str](maxlen=KEPT)
        self._news = asyncio.Event()

    def came(self, name: str) -> None:
        """It is here, and dealt with."""
        self._here.append(name)
        self._news.set()
        self._news = asyncio.Event()

    async def wait_for(self, name: str) -> None:
        """Returns when it is here, or will hardly come any more."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while name not in self._here:
                    await self._news.wait()
