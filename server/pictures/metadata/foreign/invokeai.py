"""InvokeAI, which has changed its way of writing twice."""

from __future__ import annotations

import re
from collections.abc import Mapping

from server.pictures.metadata.foreign.told import Fields, Told
from server.pictures.metadata.foreign.values import LONGEST_TEXT, ForeignMetadata, decimal, named, text, whole

REFUSED = re.compile(r"\[([^\[\]]*)\]")
"""The negative prompt of its first two versions, in the middle of the other."""

DREAM = re.compile(r'"(.*?)"((?:\s+-.*)?)', re.DOTALL)
SWITCH = re.compile(r"\s-(\w+)\s+(\S+)")


def read_invokeai(told: Told) -> ForeignMetadata | None:
    """The newest there is: `invokeai_metadata`, `sd-metadata`, `Dream`."""
    for fields in (told.object("invokeai_metadata"), *told.objects.values()):
        if text(fields.get("positive_prompt")) is not None or ("app_version" in fields and "image" not in fields):
            return _current(fields)
    if isinstance(image := told.object("sd-metadata").get("image"), dict):
        return _second(told.object("sd-metadata"), image)
    if found := DREAM.fullmatch(told.texts.get("Dream", "")[:LONGEST_TEXT]):
        return _first(found[1], dict(SWITCH.findall(found[2])))
    return None


def _current(fields: Fields) -> ForeignMetadata:
    """What the model is has been an object of several shapes."""
    model = fields.get("model")
    name = (model.get("name") or model.get("model_name")) if isinstance(model, dict) else model
    return ForeignMetadata(
        program=named("InvokeAI", fields.get("app_version")),
        prompt=text(fields.get("positive_prompt")) or "",
        negative_prompt=text(fields.get("negative_prompt")),
        steps=whole(fields.get("steps")),
        seed=whole(fields.get("seed")),
        guidance=decimal(fields.get("guidance")) or decimal(fields.get("cfg_scale")),
        model=text(name),
        width=whole(fields.get("width")),
        height=whole(fields.get("height")),
    )


def _second(fields: Fields, image: Fields) -> ForeignMetadata:
    parts = image.get("prompt")
    parts = parts if isinstance(parts, list) else [parts]
    said = [text(part.get("prompt") if isinstance(part, dict) else part) or "" for part in parts]
    prompt, refused = _divided(", ".join(each for each in said if each))
    return ForeignMetadata(
        program=named("InvokeAI", fields.get("app_version")),
        prompt=prompt,
        negative_prompt=refused,
        steps=whole(image.get("steps")),
        seed=whole(image.get("seed")),
        guidance=decimal(image.get("cfg_scale")),
        model=text(fields.get("model_weights")),
        width=whole(image.get("width")),
        height=whole(image.get("height")),
    )


def _first(said: str, switches: Mapping[str, str]) -> ForeignMetadata:
    prompt, refused = _divided(said)
    return ForeignMetadata(
        program="InvokeAI",
        prompt=prompt,
        negative_prompt=refused,
        steps=whole(switches.get("s")),
        seed=whole(switches.get("S")),
        guidance=decimal(switches.get("C")),
        width=whole(switches.get("W")),
        height=whole(switches.get("H")),
    )


def _divided(said: str) -> tuple[str, str | None]:
    refused = ", ".join(part.strip(" ,") for part in REFUSED.findall(said))
    kept = ", ".join(part for each in REFUSED.split(said)[::2] if (part := each.strip(" ,")))
    return text(kept) or "", text(refused)
