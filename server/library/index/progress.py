"""What the librarian is doing, for pages to show."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class IndexWork(StrEnum):
    RESTING = "resting"
    LISTING = "listing"
    READING = "reading"
    FAILING = "failing"
    """By a fault of ours; it is tried again and again."""
    AWAY = "away"
    """The library's folder is not there."""
    DAMAGED = "damaged"
    """The database is: the next start puts it aside and builds a new one."""


class IndexProgress(Struct, frozen=True):
    """What is being done; `done` of `total` files while they are read. `unread` is how many there were that could not
    be, when all was done.
    """

    work: IndexWork = IndexWork.RESTING
    done: int = 0
    total: int = 0
    unread: int = 0
