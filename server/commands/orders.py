"""From words on a command line to an order, by what the model takes.

The words come as a form's fields: `prompt`, `model`, `steps`, `count`, `width`, `height`, `seed`, `guidance`,
`negative_prompt` and `sample`, none of them but the prompt needed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from server.common.errors import BadInput
from server.paintings.models import DEFAULT_MODEL, MODELS, SEED_LIMIT, Input, Model, Range
from server.paintings.painting import Order
from server.paintings.preferences import MAX_COUNT

FIELDS = frozenset(
    {"prompt", "model", "steps", "count", "width", "height", "seed", "guidance", "negative_prompt", "sample"}
)
NOT_TAKEN = "not_taken"
"""The model has no such parameter."""

NEEDS_PICTURE = "needs_picture"
"""The model paints into a picture, which an order in words has not got."""

COUNT = Range("count", 1, MAX_COUNT, default=1)
SEED = Range("seed", 0, SEED_LIMIT - 1, default=0)
"""Ours; models take larger ones."""


def find_model(name: str) -> Model:
    """By its id, or by as much of that as stands behind the last slash. Raises BadInput."""
    wanted = name.strip().lower()
    for model in MODELS.values():
        if wanted in (model.id.lower(), model.id.rpartition("/")[2].lower(), model.name.lower()):
            return model
    raise BadInput({"model": "unknown_value"})


def read_order(fields: Mapping[str, str]) -> Order:
    """Raises BadInput with each field that is unknown, out of range or not taken by the model."""
    if unknown := fields.keys() - FIELDS:
        raise BadInput(dict.fromkeys(sorted(unknown), "unknown_field"))
    model = find_model(fields.get("model", DEFAULT_MODEL.id))
    if model.input is Input.MASKED:
        raise BadInput({"model": NEEDS_PICTURE})
    reading = _Reading(fields, model)
    steps, guidance = reading.number("steps", model.steps), reading.number("guidance", model.guidance)
    count, seed = reading.number("count", COUNT), reading.number("seed", SEED if model.seed else None)
    order = Order(
        prompt=reading.prompt(),
        steps=int(steps if steps is not None else model.steps.default),
        count=int(count or COUNT.default),
        model=model.id,
        sample=fields.get("sample", "") == "1",
        width=reading.side("width", model.width),
        height=reading.side("height", model.height),
        seed=int(seed) if seed is not None else None,
        guidance=guidance,
        negative_prompt=reading.negative_prompt(),
    )
    if reading.problems:
        raise BadInput(reading.problems)
    return order


class _Reading:
    """Collects what is wrong while it reads."""

    def __init__(self, fields: Mapping[str, str], model: Model) -> None:
        self._fields = fields
        self._model = model
        self.problems: dict[str, str] = {}

    def prompt(self) -> str:
        prompt = self._text("prompt")
        if not prompt:
            self.problems["prompt"] = "prompt_empty"
        return prompt

    def negative_prompt(self) -> str:
        if "negative_prompt" in self._fields and not self._model.negative_prompt:
            self.problems["negative_prompt"] = NOT_TAKEN
        return self._text("negative_prompt")

    def number(self, name: str, allowed: Range | None) -> float | None:
        """None where nothing was said, or nothing usable. `allowed` is None where the model takes no such thing."""
        text = self._fields.get(name)
        if text is None:
            return None
        if allowed is None:
            self.problems[name] = NOT_TAKEN
            return None
        number = _parsed(text, whole=float(allowed.multiple_of).is_integer())
        if number is None or not _takes(allowed, number):
            self.problems[name] = "out_of_range"
            return None
        return number

    def side(self, name: str, allowed: Range) -> int | None:
        """In pixels; None where there is but one, which may be said all the same."""
        number = self.number(name, allowed)
        return None if number is None or allowed.is_fixed else int(number)

    def _text(self, name: str) -> str:
        text = self._fields.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()
        if len(text) > self._model.prompt_limit:
            self.problems[name] = "prompt_too_long"
        return text


def _takes(allowed: Range, number: float) -> bool:
    """What is no whole number is given in steps for the page's slider only."""
    if float(allowed.multiple_of).is_integer():
        return number in allowed
    return allowed.minimum <= number <= allowed.maximum


def _parsed(text: str, *, whole: bool) -> float | None:
    try:
        number = int(text) if whole else float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and text.isascii() and len(text) <= 20 else None
