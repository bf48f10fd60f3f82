"""Tells open pages what changed. A page renders nothing itself: it hears what to show (server-sent events)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from enum import Enum, auto

from msgspec import Struct

BACKLOG = 256
"""Changes a page may lag behind before it is told to start over."""


class ChangeKind(Enum):
    ADDED = auto()
    CHANGED = auto()
    REMOVED = auto()
    RESTORED = auto()
    QUEUE = auto()
    CHIME = auto()
    LIBRARY = auto()
    FAVOURITE = auto()
    CONNECTION = auto()
    MODELS = auto()
    ALLOWANCE = auto()
    CLOSING = auto()
    TROUBLE = auto()
    EXPORT = auto()
    DOCTOR = auto()
    FOLDER = auto()
    BACKUP = auto()
    PROGRESS = auto()
    REFRESH = auto()


class Change(Struct, frozen=True):
    """Something a page shows is different now; `ids` are the paintings it concerns, oldest first."""

    kind: ChangeKind
    ids: tuple[int, ...] = ()


REFRESH = Change(ChangeKind.REFRESH)


class Hub:
    """Hands every change to every open page. Lives on the server's loop."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Change]] = set()
        self.sequence = 0

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    def publish(self, change: Change) -> None:
        self.sequence += 1
        for queue in self._listeners:
            self._offer(queue, change)

    @contextlib.contextmanager
    def listen(self, seen: int | None) -> Iterator[asyncio.Queue[Change]]:
        """Changes from now on; a REFRESH first when the page has not seen all until now."""
        queue: asyncio.Queue[Change] = asyncio.Queue(BACKLOG)
        if seen != self.sequence:
            queue.put_nowait(REFRESH)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    @staticmethod
    def _offer(queue: asyncio.Queue[Change], change: Change) -> None:
        if queue.full():
            while not queue.empty():
                queue.get_nowait()
            change = REFRESH
        queue.put_nowait(change)


def waiting(changes: asyncio.Queue[Change]) -> list[Change]:
    """What else has happened meanwhile, oldest first."""
    return [changes.get_nowait() for _ in range(changes.qsize())]
