"""From a prompt with variables to the prompts that are sent: all there are, or some by chance."""

from __future__ import annotations

import random
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from server.common.errors import BadInput
from server.paintings.models import MODELS
from server.paintings.painting import Order
from server.paintings.variables import Lookup, Misspelt, Template, draw, has_variables, nth, parse

MOST_AT_ONCE = 64
"""Paintings of one order that wants all combinations."""

SHOWN = 4
_TRIES = 20


class Outlook(Struct, frozen=True):
    """What would come out: `combinations` there are, of which `examples` are some."""

    combinations: int
    examples: list[str]

    @property
    def fits(self) -> bool:
        """Whether all of them may be painted at once."""
        return self.combinations <= MOST_AT_ONCE


def is_open(prompt: str) -> bool:
    """Whether what is sent may differ from what is written: it has variables, or something that is meant as it is."""
    return "\\" in prompt or has_variables(prompt)


def outlook(prompt: str, lookup: Lookup, *, every: bool) -> Outlook:
    """Reads lists: call it in a thread. Raises Misspelt."""
    template = parse(prompt, lookup)
    if every:
        return Outlook(template.count, [nth(template, number) for number in range(min(SHOWN, template.count))])
    return Outlook(template.count, _drawn(template, min(SHOWN, template.count), random.Random()))  # noqa: S311


def unfold(order: Order, lookup: Lookup, *, chance: Callable[[], random.Random] = random.Random) -> Order:
    """The order with what each of its paintings sends. Reads lists: call it in a thread. Raises BadInput.

    An order for every combination has as many paintings as there are.
    """
    try:
        sent = _sent(order, parse(order.prompt, lookup), chance)
    except Misspelt as error:
        raise BadInput({"prompt": error.code}) from error
    if not all(sent):
        raise BadInput({"prompt": "prompt_empty"})
    if max(map(len, sent)) > MODELS[order.model].prompt_limit:
        raise BadInput({"prompt": "prompt_too_long"})
    return replace(order, count=len(sent), sent=sent)


def _sent(order: Order, template: Template, chance: Callable[[], random.Random]) -> tuple[str, ...]:
    if not order.every or template.count == 1:
        texts = _drawn(template, order.count, chance())
    elif template.count > MOST_AT_ONCE:
        raise Misspelt("combinations_too_many")
    else:
        texts = [nth(template, number) for number in range(template.count)]
    return tuple(text.strip() for text in texts)


def _drawn(template: Template, number: int, chance: random.Random) -> list[str]:
    """Different ones, as long as there are others."""
    found: list[str] = []
    for _ in range(number):
        for _ in range(_TRIES):
            text = draw(template, chance)
            if text not in found:
                break
        found.append(text)
    return found
