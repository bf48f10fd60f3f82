"""Prompts with something left open: `{red|blue}` for one of several, `__name__` for a line of a list, both nested.

What has no bar inside its brackets is no choice: `{prompt}` and JSON stay as they are. `3::red` weighs three times as
much when drawn by chance. A backslash before `{`, `}`, `|` or `_` takes its meaning away, and goes itself.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Sequence

from msgspec import Struct, field

DEEPEST = 20
"""Brackets inside each other, and half as many lists."""

LONGEST = 20_000
"""Characters that may come out."""

MOST_STEPS = 100_000
"""Pieces put together for one prompt; lists that name each other can ask for any number of them."""

_NAME = r"[^\W_](?:[\w-]{0,60}?[^\W_])?"
_LIST = rf"__(?P<list>{_NAME}(?:/{_NAME})*)__"
_TOKEN = re.compile(rf"\\(?P<escaped>[{{}}|_])|{_LIST}|(?P<sign>[{{|}}])|(?P<text>[^\\_{{|}}]+|.)", re.DOTALL)
_WEIGHT = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)::")
_ESCAPED = re.compile(r"\\([{}|_])")
_NAMED = re.compile(_LIST)
_SIGNS = re.compile(r"[{|}]")

Lookup = Callable[[str], Sequence[str]]
"""The lines of a list by its name. Raises Misspelt."""


class Misspelt(Exception):
    """`code` names the advice, `about` the piece at fault, for whoever wrote it; never for a log."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.about = about


class Choice(Struct, frozen=True):
    """One of several; `count` is how many things can come out of it."""

    options: tuple[Template, ...]
    weights: tuple[float, ...]
    count: int


class Template(Struct, frozen=True):
    """Pieces one after the other."""

    parts: tuple[str | Choice, ...]
    count: int

    @classmethod
    def of(cls, parts: Sequence[str | Choice]) -> Template:
        return cls(tuple(parts), math.prod(part.count for part in parts if isinstance(part, Choice)))


class _Open(Struct):
    """A bracket that is not closed yet: its options so far, each with its weight as written."""

    start: int
    options: list[list[str | Choice]] = field(default_factory=lambda: [[]])
    weights: list[str] = field(default_factory=lambda: [""])


def has_variables(text: str) -> bool:
    """Whether anything is left open, at first sight: what is in it may turn out to be plain text after all."""
    bare = _ESCAPED.sub("", text)
    depth = 0
    for sign in _SIGNS.findall(bare):
        if sign == "|" and depth:
            return True
        depth = max(0, depth + {"{": 1, "}": -1, "|": 0}[sign])
    return _NAMED.search(bare) is not None


def escape(text: str) -> str:
    """A text that means itself."""
    return re.sub(r"([{}|_])", r"\\\1", text) if has_variables(text) or _ESCAPED.search(text) else text


def parse(text: str, lookup: Lookup) -> Template:
    """What can come out of a prompt. Raises Misspelt."""
    return _Parser(lookup).parse(text, ())


def nth(template: Template, number: int) -> str:
    """The combination of that number, from 0; the last variable changes fastest. Raises Misspelt."""
    return _Writer(number).write(template)


def draw(template: Template, chance: random.Random) -> str:
    """One by chance, each option of a choice as likely as its weight says. Raises Misspelt."""
    return _Writer(chance).write(template)


class _Parser:
    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._lists: dict[str, Choice] = {}

    def parse(self, text: str, inside: tuple[str, ...]) -> Template:
        """`inside`: the lists this is a line of."""
        stack = [_Open(0)]
        for token in _TOKEN.finditer(text):
            if name := token["list"]:
                stack[-1].options[-1].append(self._list(name, inside))
            elif token["sign"]:
                _take_sign(text, token, stack)
            else:
                stack[-1].options[-1].append(token["escaped"] or self._unweighted(text, token, stack))
        while len(stack) > 1:
            left = stack.pop()
            if len(left.options) > 1:
                raise Misspelt("choice_unclosed", text[left.start : left.start + 40])
            stack[-1].options[-1] += ["{", left.weights[0], *left.options[0]]
        return Template.of(stack[0].options[0])

    @staticmethod
    def _unweighted(text: str, token: re.Match[str], stack: list[_Open]) -> str:
        """The rest of a text at whose beginning a weight stood."""
        weight = stack[-1].weights[-1]
        at_beginning = weight and not stack[-1].options[-1]
        return token["text"][len(weight) :] if at_beginning else token["text"]

    def _list(self, name: str, inside: tuple[str, ...]) -> Choice:
        if name in inside:
            raise Misspelt("lists_in_circles", name)
        if len(inside) >= DEEPEST // 2:
            raise Misspelt("variables_too_deep", name)
        if name not in self._lists:
            weights, lines = zip(*(_weighed(line) for line in self._lookup(name)), strict=True)
            self._lists[name] = _choice([self.parse(line, (*inside, name)) for line in lines], weights)
        return self._lists[name]


def _take_sign(text: str, token: re.Match[str], stack: list[_Open]) -> None:
    sign, top = token["sign"], stack[-1]
    is_inside = len(stack) > 1
    if sign == "{":
        if len(stack) > DEEPEST:
            raise Misspelt("variables_too_deep", text[token.start() : token.start() + 40])
        stack.append(_Open(token.start(), weights=[_weight_at(text, token.end())]))
    elif sign == "|" and is_inside:
        top.options.append([])
        top.weights.append(_weight_at(text, token.end()))
    elif sign == "}" and is_inside:
        stack.pop()
        stack[-1].options[-1] += _closed(top)
    else:
        top.options[-1].append(sign)


def _closed(bracket: _Open) -> list[str | Choice]:
    if len(bracket.options) == 1:
        return ["{", bracket.weights[0], *bracket.options[0], "}"]
    return [_choice([Template.of(option) for option in bracket.options], bracket.weights)]


def _choice(options: Sequence[Template], weights: Sequence[str]) -> Choice:
    numbers = [float(weight.strip().removesuffix("::")) if weight else 1.0 for weight in weights]
    if not any(numbers):
        numbers = [1.0] * len(options)
    return Choice(tuple(options), tuple(numbers), sum(option.count for option in options))


def _weight_at(text: str, position: int) -> str:
    found = _WEIGHT.match(text, position)
    return found[0] if found else ""


def _weighed(line: str) -> tuple[str, str]:
    weight = _weight_at(line, 0)
    return weight, line[len(weight) :]


class _Writer:
    """Puts one text together: by a combination's number, or by chance."""

    def __init__(self, by: int | random.Random) -> None:
        self._by = by
        self._text: list[str] = []
        self._length = self._steps = 0

    def write(self, template: Template) -> str:
        self._write(template)
        return "".join(self._text)

    def _write(self, sequence: Template) -> None:
        rest = sequence.count
        number = self._by if isinstance(self._by, int) else 0
        for part in sequence.parts:
            self._steps += 1
            if isinstance(part, str):
                self._text.append(part)
                self._length += len(part)
            else:
                rest //= part.count
                self._by = number // rest if isinstance(self._by, int) else self._by
                number %= rest
                self._write(self._option(part))
            if self._length > LONGEST or self._steps > MOST_STEPS:
                raise Misspelt("expansion_too_long")

    def _option(self, choice: Choice) -> Template:
        if isinstance(self._by, random.Random):
            return self._by.choices(choice.options, choice.weights)[0]
        for option in choice.options:
            if self._by < option.count:
                return option
            self._by -= option.count
        raise AssertionError(choice.count)
