"""What dropped pictures told, and what the form can take of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from server.common.i18n import N_
from server.paintings.models import DEFAULT_MODEL, MODELS, Model, Range
from server.paintings.preferences import MAX_SEED
from server.pictures.metadata.foreign import ForeignMetadata
from server.prompts import draft_of


class DroppedFact(Struct, frozen=True):
    """One value of metadata. `note` says what becomes of it here, where that is not simply itself; texts are msgids."""

    label: str
    value: str
    note: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    becomes: str = ""


def facts(metadata: ForeignMetadata, model: Model) -> Iterator[DroppedFact]:
    """All that is known but the prompts, in the order people look for it."""
    if metadata.model is not None:
        known = MODELS.get(metadata.model)
        yield DroppedFact(N_("Model"), known.name if known else metadata.model)
    numbers = ((N_("Steps"), metadata.steps, model.steps), (N_("Seed"), metadata.seed, model.seed))
    for label, number, allowed in (*numbers, (N_("Guidance"), metadata.guidance, model.guidance)):
        if number is not None:
            yield _number(label, number, allowed, model)
    if metadata.width and metadata.height:
        yield _size(metadata.width, metadata.height, model)


def prompt_note(metadata: ForeignMetadata, model: Model) -> DroppedFact | None:
    """Said of a prompt that the model will not take as it is."""
    length = len(metadata.prompt_sent or metadata.prompt)
    if length <= model.prompt_limit:
        return None
    note = N_("{n} characters, and {model} takes {limit}: shorten it before painting")
    return DroppedFact(N_("Prompt"), "", note, {"n": length, "model": model.name, "limit": model.prompt_limit})


def model_for(metadata: ForeignMetadata, chosen: str) -> Model:
    """The model the picture was painted with, where it is one of ours, else the one chosen in the form."""
    return MODELS.get(metadata.model or "", MODELS.get(chosen, DEFAULT_MODEL))


def form_changes(metadata: ForeignMetadata, model: Model, *, prompt_only: bool) -> dict[str, Any]:
    """What the form is filled with; numbers out of the model's range become the nearest in it."""
    draft = {**draft_of(metadata.prompt, metadata.prompt_sent), "style_used": ""} if metadata.prompt else {}
    return draft if prompt_only else {**draft, "model": model.id, **_settings(metadata, model)}


def _settings(metadata: ForeignMetadata, model: Model) -> dict[str, Any]:
    sides = (("picture_width", metadata.width, model.width), ("picture_height", metadata.height, model.height))
    numbers = (*sides, ("steps", metadata.steps, model.steps), ("guidance", metadata.guidance, model.guidance))
    settings: dict[str, Any] = {
        name: allowed.nearest(told) if name == "guidance" else int(allowed.nearest(told))
        for name, told, allowed in numbers
        if told is not None and allowed is not None and not allowed.is_fixed
    }
    if model.seed is not None and metadata.seed is not None and metadata.seed <= MAX_SEED:
        settings["seed"] = str(metadata.seed)
    if model.negative_prompt:
        settings["negative_prompt"] = metadata.negative_prompt or ""
    return settings


def _number(label: str, number: float, allowed: Range | None, model: Model) -> DroppedFact:
    shown = f"{number:g}" if isinstance(number, float) else str(number)
    if allowed is None or allowed.is_fixed:
        return DroppedFact(label, shown, N_("not used: {model} has no such setting"), {"model": model.name})
    nearest = allowed.nearest(number)
    if nearest == number:
        return DroppedFact(label, shown)
    note = N_("becomes {value}: {model} takes {minimum} to {maximum}")
    ends = {"minimum": f"{allowed.minimum:g}", "maximum": f"{allowed.maximum:g}"}
    return DroppedFact(label, shown, note, {"value": f"{nearest:g}", "model": model.name, **ends}, f"{nearest:g}")


def _size(width: int, height: int, model: Model) -> DroppedFact:
    nearest = f"{model.width.nearest(width):g} × {model.height.nearest(height):g}"
    shown = f"{width} × {height}"
    if shown == nearest:
        return DroppedFact(N_("Size"), shown)
    return DroppedFact(
        N_("Size"), shown, N_("becomes {value} with {model}"), {"value": nearest, "model": model.name}, nearest
    )
