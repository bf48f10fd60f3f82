"""What is wrong with an order, in a sentence that names what the model does take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.speaker import Speaker
from server.common.errors import BadInput
from server.common.i18n import N_

if TYPE_CHECKING:
    from server.paintings.models import Model, Range

OPTIONS: Mapping[str, str] = {"width": "--size", "height": "--size", "negative_prompt": "--negative"}
"""Where a field's option is not called as the field."""

ABOUT_THE_MODEL: Mapping[str, str] = {
    "not_taken": N_("{model} does not take {option}."),
    "needs_picture": N_("{model} paints into a picture, and so only in the window."),
    "prompt_too_long": N_("{model} takes prompts of up to {limit} characters."),
}


def describe(error: BadInput, model: Model | None, speaker: Speaker) -> list[str]:
    """A sentence for each thing that is wrong. `model` is None where it is the model that is not known."""
    sentences = (_sentence(name, code, model, speaker) for name, code in error.fields.items())
    about = f" {error.about}" if error.about else ""
    return [f"{sentence}{about}" for sentence in dict.fromkeys(sentences)]


def _sentence(name: str, code: str, model: Model | None, speaker: Speaker) -> str:
    if model is None:
        return speaker.text(N_("There is no such model. `atelier models` lists them."))
    option = OPTIONS.get(name, f"--{name}")
    if code in ABOUT_THE_MODEL:
        values = {"model": model.name, "option": option, "limit": model.prompt_limit}
        return speaker.text(ABOUT_THE_MODEL[code]).format(**values)
    if name == "prompt":
        return _prompt(code, speaker)
    if name in ("width", "height"):
        return _size(model, speaker)
    return _number(option, _range(name, model), model, speaker)


def _prompt(code: str, speaker: Speaker) -> str:
    from server.common.advice import advise

    return speaker.text(N_("The prompt is empty.")) if code == "prompt_empty" else speaker.text(advise(code).sentence)


def _range(name: str, model: Model) -> Range:
    from server.studio.ordering import COUNT, SEED

    ranges = {"count": COUNT, "seed": SEED, "steps": model.steps, "guidance": model.guidance}
    return ranges[name] or COUNT


def _number(option: str, allowed: Range, model: Model, speaker: Speaker) -> str:
    least, most = f"{allowed.minimum:.15g}", f"{allowed.maximum:.15g}"
    if allowed.is_fixed:
        message = N_("{model} takes {least} for {option} and nothing else.")
    elif float(allowed.multiple_of).is_integer():
        message = N_("{model} takes whole numbers from {least} to {most} for {option}.")
    else:
        message = N_("{model} takes numbers from {least} to {most} for {option}.")
    return speaker.text(message, model=model.name, least=least, most=most, option=option)


def _size(model: Model, speaker: Speaker) -> str:
    width, height = model.width, model.height
    least, most = f"{width.minimum:g}x{height.minimum:g}", f"{width.maximum:g}x{height.maximum:g}"
    if not model.takes_size:
        return speaker.text(N_("{model} paints {least} and nothing else."), model=model.name, least=least)
    message = N_("{model} paints from {least} to {most}, both sides in multiples of {multiple}.")
    multiple = f"{width.multiple_of:g}"
    return speaker.text(message, model=model.name, least=least, most=most, multiple=multiple)
