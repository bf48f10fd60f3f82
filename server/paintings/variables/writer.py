"""Puts texts together: the combination of a number, or one by chance, each choice as its sign says."""

from __future__ import annotations

import math
import random
from enum import Enum

from server.paintings.variables.template import Choice, How, Misspelt, Template, row_at

LONGEST = 20_000
"""Characters that may come out."""

MOST_STEPS = 100_000
"""Pieces put together for one prompt; lists that name each other can ask for any number of them."""


class _Way(Enum):
    """How what has no sign of its own is chosen."""

    BY_NUMBER = 0
    BY_CHANCE = 1
    IN_TURN = 2


class Writer:
    """One for all paintings of an order: what is chosen in turn goes on from one text to the next."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._turns: dict[int, int] = {}
        self._pieces: list[str] = []
        self._length = self._steps = 0
        self.repeats = False
        """Whether something was chosen together with its like, in the last text."""

    def nth(self, template: Template, number: int) -> str:
        """The combination of that number, from 0; the last variable changes fastest. Raises Misspelt."""
        return self._text(template, _Way.BY_NUMBER, number)

    def draw(self, template: Template) -> str:
        """One by chance, each option of a choice as likely as its weight says. Raises Misspelt."""
        return self._text(template, _Way.BY_CHANCE, 0)

    def draw_unlike(self, template: Template, others: list[str], *, tries: int) -> str:
        """One that is not among the others, if that many tries find it. Raises Misspelt."""
        turns = dict(self._turns)
        for _ in range(tries):
            self._turns = dict(turns)
            text = self.draw(template)
            if text not in others:
                break
        return text

    def _text(self, template: Template, way: _Way, number: int) -> str:
        self._pieces = []
        self._length = self._steps = 0
        self.repeats = False
        self._write(template, way, number)
        return "".join(self._pieces)

    def _write(self, sequence: Template, way: _Way, number: int) -> None:
        rest = sequence.count
        for part in sequence.parts:
            if isinstance(part, str):
                self._put(part)
                continue
            self._step()
            rest //= part.count
            self._choose(part, way, number // rest)
            number %= rest

    def _choose(self, choice: Choice, way: _Way, number: int) -> None:
        if choice.how is How.CHANCE or (way is _Way.BY_CHANCE and choice.how is How.ANY):
            self._put_row(choice, [(index, _Way.BY_CHANCE, 0) for index in self._drawn(choice)])
        elif choice.how is How.TURN or way is _Way.IN_TURN:
            row, _ = row_at([1] * len(choice.options), choice.least, choice.most, self._turn(choice, choice.picks))
            self._put_row(choice, [(index, _Way.IN_TURN, 0) for index in row])
        else:
            at = number if way is _Way.BY_NUMBER else self._turn(choice, choice.total)
            self._put_row(choice, _numbered(choice, at))

    def _put_row(self, choice: Choice, row: list[tuple[int, _Way, int]]) -> None:
        texts = set()
        for place, (index, way, number) in enumerate(row):
            if place:
                self._put(choice.joiner)
            before = len(self._pieces)
            self._write(choice.options[index], way, number)
            if len(row) > 1:
                texts.add("".join(self._pieces[before:]))
        self.repeats |= len(row) > 1 and len(texts) < len(row)

    def _drawn(self, choice: Choice) -> list[int]:
        if choice.least == choice.most == 1:
            return self._chance.choices(range(len(choice.options)), choice.weights)
        left = dict(enumerate(choice.weights))
        row: list[int] = []
        for _ in range(self._chance.randint(choice.least, choice.most)):
            weights = list(left.values())
            row += self._chance.choices(list(left), weights if any(weights) else None)
            del left[row[-1]]
        return row

    def _turn(self, choice: Choice, of: int) -> int:
        turn = self._turns.get(id(choice), 0)
        self._turns[id(choice)] = turn + 1
        return turn % of

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
        self._step()

    def _step(self) -> None:
        self._steps += 1
        if self._length > LONGEST or self._steps > MOST_STEPS:
            raise Misspelt("expansion_too_long")


def _numbered(choice: Choice, number: int) -> list[tuple[int, _Way, int]]:
    """Which options, each with the number of what is to come out of it."""
    if choice.least == choice.most == 1:
        for index, option in enumerate(choice.options):
            if number < option.count:
                return [(index, _Way.BY_NUMBER, number)]
            number -= option.count
    counts = [option.count for option in choice.options]
    row, number = row_at(counts, choice.least, choice.most, number)
    rest = math.prod(counts[index] for index in row)
    numbered = []
    for index in row:
        rest //= counts[index]
        numbered.append((index, _Way.BY_NUMBER, number // rest))
        number %= rest
    return numbered
