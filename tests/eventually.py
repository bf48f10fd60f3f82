"""Waiting for what happens in other processes, without ever asserting how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")

LONG_ENOUGH = 45.0
"""Seconds; only a broken program takes them."""


def eventually(probe: Callable[[], _T], *, what: str | Callable[[], str] = "", seconds: float = LONG_ENOUGH) -> _T:
    """The first true value of `probe`; `what` tells of one that never came."""
    deadline = time.monotonic() + seconds
    asked = time.monotonic()
    while not (found := probe()):
        now = time.monotonic()
        if now > deadline:
            raise AssertionError(f"never happened: {what() if callable(what) else what or probe}")
        # A page that is asked for again and again keeps the processor from what is waited for.
        time.sleep(min(max(0.02, now - asked), 0.5))
        asked = time.monotonic()
    return found
