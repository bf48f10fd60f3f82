"""What can come out of a prompt: pieces one after the other, some of them choices, and how many that makes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

MOST_CHOSEN = 20
"""Of one choice at once."""


class How(StrEnum):
    """By which a choice is made, as the sign at its beginning says: as all of them are, by chance, in turn, or all."""

    ANY = ""
    CHANCE = "~"
    TURN = "@"
    ALL = "!"


class Misspelt(Exception):
    """`code` names the advice, `about` the piece at fault, for whoever wrote it; never for a log."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.about = about


class Choice(Struct, frozen=True):
    """From `least` to `most` of several, no option twice, in every order, with the `joiner` between them.

    `total` is how many things can come out of it; `count` how many of those are combinations to be painted.
    """

    options: tuple[Template, ...]
    weights: tuple[float, ...]
    total: int
    how: How = How.ANY
    least: int = 1
    most: int = 1
    joiner: str = ","

    @property
    def count(self) -> int:
        return 1 if self.how in (How.CHANCE, How.TURN) else self.total

    @property
    def varies(self) -> bool:
        return self.total > 1 or any(option.varies for option in self.options)

    @property
    def picks(self) -> int:
        """Ways to choose, whatever is open inside the options."""
        return sum(math.perm(len(self.options), size) for size in range(self.least, self.most + 1))


class Template(Struct, frozen=True):
    """Pieces one after the other."""

    parts: tuple[str | Choice, ...]
    count: int

    @classmethod
    def of(cls, parts: Sequence[str | Choice]) -> Template:
        return cls(tuple(parts), math.prod(part.count for part in parts if isinstance(part, Choice)))

    @property
    def varies(self) -> bool:
        """Whether two paintings of it may differ."""
        return any(part.varies for part in self.parts if isinstance(part, Choice))


def total_of(counts: Sequence[int], least: int, most: int) -> int:
    """How many different rows of `least` to `most` there are, of things each in so many forms."""
    if (least, most) == (1, 1):
        return sum(counts)
    sums = symmetric_sums(counts, most)
    return sum(math.factorial(size) * sums[size] for size in range(least, most + 1))


def row_at(counts: Sequence[int], least: int, most: int, number: int) -> tuple[list[int], int]:
    """The row of that number: which things, and the number of their forms. Fewer things come before more."""
    sums = symmetric_sums(counts, most)
    for size in range(least, most + 1):
        rows = math.factorial(size) * sums[size]
        if number < rows:
            return _row_of(counts, sums[: size + 1], number)
        number -= rows
    raise AssertionError(number)


def symmetric_sums(counts: Sequence[int], most: int) -> list[int]:
    """Of each size up to `most`, the sum over all sets of that size of the product of their counts."""
    sums = [1] + [0] * most
    for count in counts:
        for size in range(most, 0, -1):
            sums[size] += count * sums[size - 1]
    return sums


def _row_of(counts: Sequence[int], sums: list[int], number: int) -> tuple[list[int], int]:
    chosen: list[int] = []
    forms = 1
    for left in range(len(sums) - 2, -1, -1):
        for index, count in enumerate(counts):
            if index in chosen:
                continue
            without = _without(sums, count)
            rows = forms * count * math.factorial(left) * without[left]
            if number < rows:
                chosen.append(index)
                forms, sums = forms * count, without[: left + 1]
                break
            number -= rows
    return chosen, number


def _without(sums: list[int], count: int) -> list[int]:
    """The sums where one thing of that count is gone."""
    others = [1]
    for size in range(1, len(sums)):
        others.append(sums[size] - count * others[size - 1])
    return others
