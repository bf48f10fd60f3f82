"""The studio's form: what it orders, and what of it is kept while it is being filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from robyn import Request

from server.common.errors import BadInput
from server.library.inputs import names_in
from server.paintings.models import DEFAULT_MODEL, MODELS, Input, Model, Range
from server.paintings.painting import Order, Painting
from server.paintings.preferences import MAX_COUNT, MAX_SEED, STEPS, UNFOLDING, Preferences
from server.paintings.variables import has_variables
from server.prompts import draft_of
from server.web.forms import MAX_DRAFT, number, read_fields

SETTINGS = frozenset(
    {
        "model",
        "steps",
        "count",
        "width",
        "height",
        "seed",
        "guidance",
        "negative_prompt",
        "references",
        "typed",
        "unfold",
    }
)
"""All fields but the prompt. The page sends those that its model takes."""

COUNTS = range(1, MAX_COUNT + 1)
SIDES = range(1, 10_000)
DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")


def parse_order(request: Request, *, samples: bool) -> Order:
    """What is to be painted. Raises BadInput."""
    return order_of(read_fields(request, required={"prompt"}, optional=SETTINGS), samples=samples)


def order_of(fields: Mapping[str, str], *, samples: bool) -> Order:
    """What the form's fields order. A side between two that the model takes becomes the nearer one. Raises BadInput."""
    model = MODELS.get(fields.get("model", DEFAULT_MODEL.id))
    if model is None or model.input is Input.MASKED:  # which needs more than a form can say (server.web.forms.mask)
        raise BadInput({"model": "unknown_value"})
    return order_for(fields, model, samples=samples)


def order_for(fields: Mapping[str, str], model: Model, *, samples: bool) -> Order:
    """The order that fields describe, for a model of any kind. Raises BadInput."""
    problems = dict.fromkeys(not_taken(fields, model), "not_taken")
    order = Order(
        prompt=_prompt(fields["prompt"], model, problems),
        steps=number(fields, "steps", model.steps.integers, int(model.steps.default), problems),
        count=number(fields, "count", COUNTS, 1, problems),
        model=model.id,
        sample=samples,
        width=_side(fields, "width", model.width, problems),
        height=_side(fields, "height", model.height, problems),
        seed=_seed(fields, problems),
        guidance=_guidance(fields, model.guidance, problems),
        negative_prompt=_negative_prompt(fields, model, problems),
        inputs=_references(fields, model, problems),
        typed=_clean(fields.get("typed", "")),
        every=fields.get("unfold") == "every",
    )
    if problems:
        raise BadInput(problems)
    return order


def parse_draft(request: Request) -> dict[str, Any]:
    """The form while it is being filled in, as preferences: what is out of range is left for later. Raises BadInput."""
    fields = read_fields(request, optional={"prompt", *SETTINGS})
    return {"draft": fields.get("prompt", "")[:MAX_DRAFT], **kept_settings(fields)}


def kept_settings(fields: Mapping[str, str]) -> dict[str, Any]:
    """Those that make sense, as preferences; the others are left for later."""
    read = {
        "model": fields["model"] if fields.get("model") in MODELS else None,
        "steps": _number_or_none(fields, "steps", STEPS),
        "count": _number_or_none(fields, "count", COUNTS),
        "picture_width": _number_or_none(fields, "width", SIDES),
        "picture_height": _number_or_none(fields, "height", SIDES),
        "seed": _kept_seed(fields),
        "guidance": float(fields["guidance"]) if DECIMAL.fullmatch(fields.get("guidance", "")) else None,
        "negative_prompt": fields["negative_prompt"][:MAX_DRAFT] if "negative_prompt" in fields else None,
        "typed": fields["typed"][:MAX_DRAFT] if "typed" in fields else None,
        "unfold": fields["unfold"] if fields.get("unfold") in UNFOLDING else None,
    }
    return {name: value for name, value in read.items() if value is not None}


def settings_of(order: Order) -> dict[str, Any]:
    """An order as preferences, so that the form is the same next time."""
    known = {
        "draft": order.prompt,
        "typed": order.typed,
        "unfold": "every" if order.every else "chance",
        "model": order.model,
        "steps": order.steps,
        "count": order.count,
        "picture_width": order.width,
        "picture_height": order.height,
        "guidance": order.guidance,
    }
    return {name: value for name, value in known.items() if value is not None}


def settings_again(painting: Painting) -> dict[str, Any]:
    """A painting's parameters as preferences, its seed too: the same picture again, where the model can."""
    model = _of_the_form(MODELS.get(painting.model))
    known = {
        **draft_of(painting.prompt, painting.prompt_sent),
        "model": model.id if model else None,
        "steps": painting.steps if painting.steps in STEPS else None,
        "picture_width": painting.asked_width or painting.width,
        "picture_height": painting.asked_height or painting.height,
        "guidance": painting.guidance,
        "seed": str(painting.seed) if painting.seed is not None else "",
        "negative_prompt": painting.negative_prompt,
        "references": painting.inputs if model and model.input is Input.REFERENCES else "",
        "parent": "",
    }
    return {name: value for name, value in known.items() if value is not None}


def fitted(preferences: Preferences) -> dict[str, Any]:
    """What the form shows: the settings last used, each as near as the model comes to it."""
    model = _of_the_form(MODELS.get(preferences.model)) or DEFAULT_MODEL
    guidance = preferences.guidance
    if model.guidance is not None:
        guidance = model.guidance.nearest(guidance) if guidance >= 0 else model.guidance.default
    return {
        "model": model,
        "draft": preferences.draft,
        "typed": preferences.typed,
        "unfold": preferences.unfold,
        "steps": int(model.steps.nearest(preferences.steps)),
        "count": preferences.count,
        "width": int(model.width.nearest(preferences.picture_width)),
        "height": int(model.height.nearest(preferences.picture_height)),
        "seed": preferences.seed,
        "guidance": guidance,
        "negative_prompt": preferences.negative_prompt,
        "references": names_in(preferences.references),
    }


def _of_the_form(model: Model | None) -> Model | None:
    """Where the form can ask it: what paints over parts is asked in a dialog of its own."""
    return None if model is None or model.input is Input.MASKED else model


def _number_or_none(fields: Mapping[str, str], name: str, allowed: range) -> int | None:
    problems: dict[str, str] = {}
    value = number(fields, name, allowed, 0, problems)
    return value if name in fields and not problems else None


def _kept_seed(fields: Mapping[str, str]) -> str | None:
    problems: dict[str, str] = {}
    seed = _seed(fields, problems)
    if "seed" not in fields or problems:
        return None
    return "" if seed is None else str(seed)


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


def _prompt(text: str, model: Model, problems: dict[str, str]) -> str:
    prompt = _clean(text)
    if not prompt:
        problems["prompt"] = "prompt_empty"
    elif len(prompt) > model.prompt_limit and not has_variables(prompt):
        problems["prompt"] = "prompt_too_long"
    return prompt


def _negative_prompt(fields: Mapping[str, str], model: Model, problems: dict[str, str]) -> str:
    prompt = _clean(fields.get("negative_prompt", ""))
    if len(prompt) > model.prompt_limit:
        problems["negative_prompt"] = "prompt_too_long"
    return prompt


def _references(fields: Mapping[str, str], model: Model, problems: dict[str, str]) -> str:
    names = names_in(fields.get("references", ""))
    if len(names) > model.input_pictures:
        problems.setdefault("references", "references_full")
    return ",".join(names)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def _side(fields: Mapping[str, str], name: str, allowed: Range, problems: dict[str, str]) -> int | None:
    if name not in fields or allowed.is_fixed:
        return None
    within = range(int(allowed.minimum), int(allowed.maximum) + 1)
    return int(allowed.nearest(number(fields, name, within, int(allowed.default), problems)))


def _seed(fields: Mapping[str, str], problems: dict[str, str]) -> int | None:
    text = fields.get("seed", "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,16}", text) or int(text) > MAX_SEED:
        problems.setdefault("seed", "out_of_range")
        return None
    return int(text)


def _guidance(fields: Mapping[str, str], allowed: Range | None, problems: dict[str, str]) -> float | None:
    text = fields.get("guidance")
    if text is None or allowed is None:
        return None
    if not DECIMAL.fullmatch(text) or not allowed.minimum <= float(text) <= allowed.maximum:
        problems.setdefault("guidance", "out_of_range")
        return None
    return float(text)
