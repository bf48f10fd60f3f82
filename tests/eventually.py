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
    while not (found := probe()):
        if time.monotonic() > deadline:
            raise AssertionError(f"never happened: {what() if callable(what) else what or probe}")
        time.sleep(0.02)
    return found
