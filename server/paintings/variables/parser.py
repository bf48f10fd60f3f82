"""From a text to what can come out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from server.paintings.variables.signs import (
    ESCAPED,
    FOREIGN,
    LIST,
    foreign_in,
    has_variables,
    remarks_in,
    without_remarks,
)
from server.paintings.variables.template import MOST_CHOSEN, Choice, How, Misspelt, Template, total_of

DEEPEST = 20
"""Brackets inside each other, and half as many lists."""

PIECE = 40
"""Characters of what is wrong that are told."""

Lookup = Callable[[str], Sequence[str]]
"""The lines of a list by its name. Raises Misspelt."""

_TOKEN = re.compile(
    rf"{ESCAPED}|(?P<foreign>{FOREIGN})|{LIST}|(?P<sign>[{{|}}]|\$\$)|(?P<text>[^\\_{{|}}$%]+|.)", re.DOTALL
)
_HEAD = re.compile(
    r"\s*(?P<how>[~@!]?)\s*"
    r"(?P<bound>(?:(?P<least>\d{1,4})(?P<to>-)?(?P<most>(?<=-)\d{1,4})?|-(?P<upto>\d{1,4}))\$\$"
    r"(?:(?P<joiner>[^${}\n]{0,40})\$\$)?)?"
)
_WEIGHT = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)::")


class Reading(Struct, frozen=True):
    """A prompt as it was understood; `remarks` are not sent."""

    template: Template
    remarks: list[str]


class _Open(Struct):
    """A bracket that is not closed yet: its options so far, each with its weight as written."""

    start: int
    head: re.Match[str] | None = None
    options: list[list[str | Choice]] = field(default_factory=lambda: [[]])
    weights: list[str] = field(default_factory=lambda: [""])
    has_dollars: bool = False

    @property
    def raw(self) -> str:
        """Its beginning, where it turns out to be text."""
        return "{" + (self.head[0] if self.head else "") + self.weights[0]

    @property
    def is_counted(self) -> bool:
        return self.head is not None and self.head["bound"] is not None

    @property
    def only_list(self) -> Choice | None:
        """Where there is nothing but a list in it."""
        parts = [part for part in self.options[0] if not isinstance(part, str) or part.strip()]
        only = parts[0] if len(self.options) == len(parts) == 1 and not self.weights[0] else None
        return only if isinstance(only, _Listed) else None


class _Listed(Choice, frozen=True):
    """The lines of a list."""


def read(text: str, lookup: Lookup) -> Reading:
    """What can come out of a prompt, and what of it are remarks. Raises Misspelt, with all that is foreign in it."""
    remarks = remarks_in(text)
    bare = without_remarks(text)
    if remarks and not has_variables(bare) and not foreign_in(bare):
        raise Misspelt("remark_unclear", remarks[0][:PIECE])
    return Reading(_Parser(lookup).parse(bare, ()), remarks)


def parse(text: str, lookup: Lookup) -> Template:
    """What can come out of a prompt. Raises Misspelt."""
    return read(text, lookup).template


class _Parser:
    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._lists: dict[str, Choice] = {}

    def parse(self, text: str, inside: tuple[str, ...]) -> Template:
        """`inside`: the lists this is a line of."""
        stack = [_Open(0)]
        position = 0
        while token := _TOKEN.match(text, position):
            position = token.end()
            if token["sign"]:
                position = _take_sign(text, token, stack)
            else:
                stack[-1].options[-1].append(self._piece(token, inside))
        while len(stack) > 1:
            left = stack.pop()
            if len(left.options) > 1 or left.is_counted:
                raise Misspelt("choice_unclosed", text[left.start : left.start + PIECE])
            stack[-1].options[-1] += [left.raw, *left.options[0]]
        return Template.of(stack[0].options[0])

    def _piece(self, token: re.Match[str], inside: tuple[str, ...]) -> str | Choice:
        if token["foreign"]:
            raise Misspelt("syntax_foreign", token[0].strip())
        if token["list"]:
            return self._list(token["list"], How(token["how"]), inside)
        return token["escaped"] or token["text"]

    def _list(self, name: str, how: How, inside: tuple[str, ...]) -> Choice:
        if name in inside:
            raise Misspelt("lists_in_circles", name)
        if len(inside) >= DEEPEST // 2:
            raise Misspelt("variables_too_deep", name)
        if name not in self._lists:
            weights, lines = zip(*(_weighed(line) for line in self._lookup(name)), strict=True)
            options = [self.parse(without_remarks(line), (*inside, name)) for line in lines]
            self._lists[name] = _choice(options, weights, _Listed)
        # Another one each time: what is chosen in turn has a turn of its own.
        return replace(self._lists[name], how=how)


def _take_sign(text: str, token: re.Match[str], stack: list[_Open]) -> int:
    """Where the text goes on."""
    sign, top, position = token["sign"], stack[-1], token.end()
    if sign == "{":
        if len(stack) > DEEPEST:
            raise Misspelt("variables_too_deep", text[token.start() : token.start() + PIECE])
        head = _HEAD.match(text, position)
        end = head.end() if head else position
        stack.append(_Open(token.start(), head, weights=[_weight_at(text, end)]))
        return end + len(stack[-1].weights[0])
    if len(stack) == 1:
        top.options[-1].append(sign)
    elif sign == "|":
        top.options.append([])
        top.weights.append(_weight_at(text, position))
        return position + len(top.weights[-1])
    elif sign == "}":
        stack.pop()
        _close(top, stack[-1], text[top.start : position])
    else:
        top.options[-1].append(sign)
        top.has_dollars = True
    return position


def _close(bracket: _Open, around: _Open, text: str) -> None:
    """Raises Misspelt where it is a choice, with an amount that is none."""
    listed = bracket.only_list
    if listed is None and len(bracket.options) == 1 and not bracket.is_counted:
        around.options[-1] += [bracket.raw, *bracket.options[0], "}"]
        around.has_dollars |= bracket.has_dollars
        return
    if bracket.has_dollars:
        raise Misspelt("syntax_foreign", text[:PIECE])
    around.options[-1].append(_counted(bracket, listed, text))


def _counted(bracket: _Open, listed: Choice | None, text: str) -> Choice:
    """The choice that a bracket is. Of a list alone the lines are the options."""
    head = bracket.head
    options = [_trimmed(option) for option in bracket.options] if bracket.is_counted else bracket.options
    choice = listed or _choice([Template.of(option) for option in options], bracket.weights)
    if head is None:
        return choice
    how = How(head["how"]) if head["how"] else choice.how
    if not bracket.is_counted:
        return replace(choice, how=how)
    least, most = _bounds(head, len(choice.options))
    if least > most:
        raise Misspelt("syntax_foreign", text[:PIECE])
    if most > MOST_CHOSEN:
        raise Misspelt("chosen_too_many", text[:PIECE])
    total = total_of([option.count for option in choice.options], least, most)
    joiner = "," if head["joiner"] is None else head["joiner"]
    return replace(choice, how=how, least=least, most=most, joiner=joiner, total=total)


def _trimmed(option: list[str | Choice]) -> list[str | Choice]:
    """Without the blanks around it, where a joiner is to stand between two."""
    trimmed = list(option)
    if trimmed and isinstance(trimmed[0], str):
        trimmed[0] = trimmed[0].lstrip()
    if trimmed and isinstance(trimmed[-1], str):
        trimmed[-1] = trimmed[-1].rstrip()
    return trimmed


def _bounds(head: re.Match[str], there: int) -> tuple[int, int]:
    """How many are chosen: no more than there are."""
    if head["upto"]:
        least, most = 1, int(head["upto"])
    else:
        least = int(head["least"])
        most = least if not head["to"] else int(head["most"] or there)
    return (min(least, there), min(most, there)) if least <= most else (least, most)


def _choice(options: Sequence[Template], weights: Sequence[str], kind: type[Choice] = Choice) -> Choice:
    numbers = [float(weight.strip().removesuffix("::")) if weight else 1.0 for weight in weights]
    if not any(numbers):
        numbers = [1.0] * len(options)
    return kind(tuple(options), tuple(numbers), sum(option.count for option in options))


def _weight_at(text: str, position: int) -> str:
    found = _WEIGHT.match(text, position)
    return found[0] if found else ""


def _weighed(line: str) -> tuple[str, str]:
    weight = _weight_at(line, 0)
    return weight, line[len(weight) :]
