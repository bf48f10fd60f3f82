"""What a page was shown and will ask for again: between two of its requests, and no longer."""

from __future__ import annotations

from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")

MOST_KEPT = 8
"""Of the last pictures; a dialog that was left open for longer has to be opened again."""


class RecentItems(Generic[T]):
    """The last few of a kind by a number of their own, in memory: between two requests of a page, no longer."""

    def __init__(self) -> None:
        self._kept: dict[int, T] = {}
        self._numbers = count(1)

    def keep(self, value: T) -> int:
        number = next(self._numbers)
        self._kept[number] = value
        for old in list(self._kept)[:-MOST_KEPT]:
            del self._kept[old]
        return number

    def take(self, number: int | None) -> T | None:
        """For what is done once."""
        return None if number is None else self._kept.pop(number, None)

    def get(self, number: int | None) -> T | None:
        return None if number is None else self._kept.get(number)
