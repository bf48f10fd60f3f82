"""From a prompt with variables to the prompts that are sent: all there are, or some by chance."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from server.common.errors import BadInput
from server.paintings.models import MODELS
from server.paintings.painting import Order
from server.paintings.variables import Lookup, Misspelt, Template, Writer, foreign_in, is_open, parse, read, remarks_in

MOST_AT_ONCE = 64
"""Paintings of one order that wants all combinations."""

SHOWN = 4
_TRIES = 20
_ENOUGH = 4 * MOST_AT_ONCE
"""Combinations that are looked at one by one, so that what comes out twice is counted and painted once."""


class Outlook(Struct, frozen=True):
    """What would come out: `combinations` there are, of which `examples` are some. `remarks` are not sent.

    `varies`: two paintings may differ, even of one combination.
    """

    combinations: int
    examples: list[str]
    remarks: list[str] = field(default_factory=list)
    varies: bool = False

    @property
    def fits(self) -> bool:
        """Whether all of them may be painted at once."""
        return self.combinations <= MOST_AT_ONCE


def outlook(prompt: str, lookup: Lookup, *, every: bool) -> Outlook:
    """Reads lists: call it in a thread. Raises Misspelt."""
    reading = read(prompt, lookup)
    template, chance = reading.template, random.Random()  # noqa: S311
    combinations = _combinations(template, chance)
    number = template.count if combinations is None else len(combinations)
    if every and number > 1:
        examples = _first(template, SHOWN, chance) if combinations is None else combinations[:SHOWN]
    else:
        examples = _drawn(template, SHOWN if template.varies else 1, chance)
    return Outlook(number, list(dict.fromkeys(examples)), reading.remarks, template.varies)


def pieces_of(prompt: str, problem: Misspelt) -> list[str]:
    """What of a prompt a backslash has to stand before, for it to be sent as it is; nothing where that is no way."""
    match problem.code:
        case "syntax_foreign":
            return foreign_in(prompt) or [problem.about]
        case "remark_unclear":
            return remarks_in(prompt)
        case "list_unknown":
            return [f"__{problem.about}__"]
        case "choice_unclosed":
            return [problem.about]
        case _:
            return []


async def unfolded(order: Order, lookup: Lookup) -> Order:
    """`unfold` in a thread, for what needs it. Raises BadInput."""
    return await asyncio.to_thread(unfold, order, lookup) if is_open(order.prompt) else order


def unfold(order: Order, lookup: Lookup, *, chance: Callable[[], random.Random] = random.Random) -> Order:
    """The order with what each of its paintings sends. Reads lists: call it in a thread. Raises BadInput.

    An order for every combination has as many paintings as there are.
    """
    try:
        sent = _sent(order, parse(order.prompt, lookup), chance())
    except Misspelt as error:
        raise BadInput({"prompt": error.code}, about=error.about) from error
    if not all(sent):
        raise BadInput({"prompt": "prompt_empty"})
    if max(map(len, sent)) > MODELS[order.model].prompt_limit:
        raise BadInput({"prompt": "prompt_too_long"})
    return replace(order, count=len(sent), sent=sent)


def _sent(order: Order, template: Template, chance: random.Random) -> tuple[str, ...]:
    texts = _combinations(template, chance) if order.every else []
    if texts is None or len(texts) > MOST_AT_ONCE:
        raise Misspelt("combinations_too_many")
    if len(texts) < 2:
        texts = _drawn(template, order.count, chance)
    return tuple(text.strip() for text in texts)


def _combinations(template: Template, chance: random.Random) -> list[str] | None:
    """Each once, and nothing beside its like where several are chosen. None where they are too many to look at."""
    return _first(template, template.count, chance) if template.count <= _ENOUGH else None


def _first(template: Template, number: int, chance: random.Random) -> list[str]:
    writer = Writer(chance)
    texts: dict[str, None] = {}
    for each in range(min(number, template.count)):
        text = writer.nth(template, each)
        if not writer.repeats:
            texts[text] = None
    return list(texts)


def _drawn(template: Template, number: int, chance: random.Random) -> list[str]:
    """Different ones, as long as there are others."""
    writer = Writer(chance)
    found: list[str] = []
    for _ in range(number):
        found.append(writer.draw_unlike(template, found, tries=_TRIES))
    return found
