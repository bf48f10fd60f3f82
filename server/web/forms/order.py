"""The studio's form: what of it is kept while it is being filled in, and what it shows the next time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from robyn import Request

from server.paintings.input_names import names_in
from server.paintings.models import DEFAULT_MODEL, MODELS, Input, Model
from server.paintings.painting import Order, Painting
from server.paintings.preferences import MAX_COUNT, MAX_SEED, STEPS, UNFOLDING, Preferences
from server.prompts import draft_of
from server.prompts.applied_style import in_style, style_behind, without_avoided
from server.prompts.styles import LONGEST_NAME, Styles
from server.studio.ordering import DECIMAL, WHOLE, clean_prompt, order_of
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
        "style",
    }
)
"""All fields but the prompt. The page sends those that its model takes."""

LONGEST_KEY = LONGEST_NAME + 20
COUNTS = range(1, MAX_COUNT + 1)
SIDES = range(1, 10_000)


def parse_order(request: Request, styles: Styles, *, samples: bool) -> Order:
    """What is to be painted, in the style that the form has on. Raises BadInput."""
    fields = read_fields(request, required={"prompt"}, optional=SETTINGS)
    return order_of(in_style(fields, styles), samples=samples)


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
        "style_used": fields["style"][:LONGEST_KEY] if "style" in fields else None,
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


def words_of(form: Mapping[str, Any]) -> dict[str, Any]:
    """Of a form as preferences, what stays in it when it is ordered: in the order the style is in the prompt."""
    draft, typed = (clean_prompt(form.get(name, "")) for name in ("draft", "typed"))
    return {"draft": draft, "typed": typed, "style_used": form.get("style_used", "")}


def settings_again(painting: Painting, styles: Styles) -> dict[str, Any]:
    """A painting's parameters as preferences, its seed too: the same picture again, where the model can."""
    model = _of_the_form(MODELS.get(painting.model))
    style = style_behind(styles, painting.prompt, painting.prompt_sent or "")
    words = draft_of(painting.prompt, painting.prompt_sent) if style is None else draft_of(painting.prompt, None)
    known = {
        **words,
        "style_used": "" if style is None else style.key,
        "model": model.id if model else None,
        "steps": painting.steps if painting.steps in STEPS else None,
        "picture_width": painting.asked_width or painting.width,
        "picture_height": painting.asked_height or painting.height,
        "guidance": painting.guidance,
        "seed": str(painting.seed) if painting.seed is not None else "",
        "negative_prompt": (
            painting.negative_prompt if style is None else without_avoided(painting.negative_prompt, style)
        ),
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
        "typed": preferences.typed if preferences.draft.strip() else "",
        "style": preferences.style_used,
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
    """As a number is written; None for what is none of ours."""
    seed = fields.get("seed", "").strip()
    if "seed" not in fields or (seed and not (WHOLE.fullmatch(seed) and int(seed) <= MAX_SEED)):
        return None
    return str(int(seed)) if seed else ""
