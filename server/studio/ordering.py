"""From fields to an order, by what the model takes: a form's of the page, or the words of a command line.

Both go the same way. A page's slider may stand between two sizes that a model takes, and its seeds may come from
pictures of other programs; a command says what it means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from server.common.errors import BadInput
from server.paintings.input_names import names_in
from server.paintings.models import DEFAULT_MODEL, MODELS, SEED_LIMIT, Input, Model, Range
from server.paintings.painting import Order
from server.paintings.preferences import MAX_COUNT, MAX_SEED
from server.paintings.variables import is_open

WORDS = frozenset(
    {"prompt", "model", "steps", "count", "width", "height", "seed", "guidance", "negative_prompt", "sample", "unfold"}
)
"""What a command may say."""

NOT_TAKEN = "not_taken"
"""The model has no such parameter."""

NEEDS_PICTURE = "needs_picture"
"""The model paints into a picture, which an order in words has not got."""

COUNT = Range("count", 1, MAX_COUNT, default=1)
SEED = Range("seed", 0, SEED_LIMIT - 1, default=0)
"""Of a command: what the program draws by lot itself."""

ANY_SEED = Range("seed", 0, MAX_SEED, default=0)
WHOLE = re.compile(r"[0-9]{1,16}")
DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")


def order_of(fields: Mapping[str, str], *, samples: bool) -> Order:
    """What the studio's form orders; a side between two that the model takes becomes the nearer. Raises BadInput."""
    model = MODELS.get(fields.get("model", DEFAULT_MODEL.id))
    if model is None or model.input is Input.MASKED:  # which needs more than a form can say (server.web.forms.mask)
        raise BadInput({"model": "unknown_value"})
    return order_for(fields, model, samples=samples)


def order_for(fields: Mapping[str, str], model: Model, *, samples: bool) -> Order:
    """The order that a form's fields describe, for a model of any kind. Raises BadInput."""
    reading = _Reading(fields, model, dict.fromkeys(not_taken(fields, model), NOT_TAKEN))
    return reading.order(samples=samples, seeds=ANY_SEED, of_form=True)


def order_in_words(fields: Mapping[str, str]) -> Order:
    """What a command orders. Raises BadInput with each field that is unknown, out of range or not taken."""
    if unknown := fields.keys() - WORDS:
        raise BadInput(dict.fromkeys(sorted(unknown), "unknown_field"))
    model = find_model(fields.get("model", DEFAULT_MODEL.id))
    if model.input is Input.MASKED:
        raise BadInput({"model": NEEDS_PICTURE})
    # A size may be said of a model that has but one, if it is that.
    problems = dict.fromkeys(set(not_taken(fields, model)) - {"width", "height"}, NOT_TAKEN)
    reading = _Reading(fields, model, problems)
    return reading.order(samples=fields.get("sample", "") == "1", seeds=SEED, of_form=False)


def find_model(name: str) -> Model:
    """By its id, or by as much of that as stands behind the last slash. Raises BadInput."""
    wanted = name.strip().lower()
    for model in MODELS.values():
        if wanted in (model.id.lower(), model.id.rpartition("/")[2].lower(), model.name.lower()):
            return model
    raise BadInput({"model": "unknown_value"})


def not_taken(fields: Mapping[str, str], model: Model) -> list[str]:
    """Fields that are there although the model has no such setting."""
    taken = {
        "width": model.takes_size,
        "height": model.takes_size,
        "seed": model.seed is not None,
        "guidance": model.guidance is not None,
        "negative_prompt": model.negative_prompt,
        "references": model.input is Input.REFERENCES,
    }
    return [name for name, is_taken in taken.items() if name in fields and not is_taken]


class _Reading:
    """Collects what is wrong while it reads: all of it is said at once."""

    def __init__(self, fields: Mapping[str, str], model: Model, problems: dict[str, str]) -> None:
        self._fields = {**fields, "seed": fields.get("seed", "").strip()}
        self._model = model
        self._problems = problems

    def order(self, *, samples: bool, seeds: Range, of_form: bool) -> Order:
        """Raises BadInput."""
        model = self._model
        seed = self._number("seed", seeds) if self._fields["seed"] else None
        order = Order(
            prompt=self._prompt(),
            steps=int(self._number("steps", model.steps, instead=model.steps.default)),
            count=int(self._number("count", COUNT, instead=COUNT.default)),
            model=model.id,
            sample=samples,
            width=self._side("width", model.width, fit=of_form),
            height=self._side("height", model.height, fit=of_form),
            seed=None if seed is None else int(seed),
            guidance=self._guidance(),
            negative_prompt=self._negative_prompt(),
            inputs=self._references(),
            typed=clean_prompt(self._fields.get("typed", "")),
            every=self._fields.get("unfold") == "every",
        )
        if self._problems:
            raise BadInput(self._problems)
        return order

    def _prompt(self) -> str:
        prompt = clean_prompt(self._fields["prompt"])
        if not prompt:
            self._problems["prompt"] = "prompt_empty"
        elif len(prompt) > self._model.prompt_limit and not is_open(prompt):  # what is sent is measured then
            self._problems["prompt"] = "prompt_too_long"
        return prompt

    def _negative_prompt(self) -> str:
        prompt = clean_prompt(self._fields.get("negative_prompt", ""))
        if len(prompt) > self._model.prompt_limit:
            self._problems["negative_prompt"] = "prompt_too_long"
        return prompt

    def _references(self) -> str:
        names = names_in(self._fields.get("references", ""))
        if len(names) > self._model.input_pictures:
            self._problems.setdefault("references", "references_full")
        return ",".join(names)

    def _guidance(self) -> float | None:
        allowed = self._model.guidance
        return None if allowed is None or "guidance" not in self._fields else self._number("guidance", allowed)

    def _side(self, name: str, allowed: Range, *, fit: bool) -> int | None:
        """In pixels; None where there is but one. `fit`: the nearest that the model takes."""
        if name not in self._fields or (fit and allowed.is_fixed):
            return None
        side = self._number(name, allowed, any_between=fit)
        return None if allowed.is_fixed else int(allowed.nearest(side))

    def _number(self, name: str, allowed: Range, *, instead: float = 0, any_between: bool = False) -> float:
        """`instead` where nothing was said, or nothing usable, which is then a problem."""
        text = self._fields.get(name)
        if text is None:
            return instead
        whole = float(allowed.multiple_of).is_integer()
        number = float(text) if (WHOLE if whole else DECIMAL).fullmatch(text) else -1.0
        # What is no whole number is given in steps for the page's slider only.
        between = allowed.minimum <= number <= allowed.maximum
        if not between or (whole and not any_between and number not in allowed):
            self._problems.setdefault(name, "out_of_range")
            return instead
        return number


def clean_prompt(text: str) -> str:
    """As it is kept and sent: no blanks around it, line ends of one kind, no NUL."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()
