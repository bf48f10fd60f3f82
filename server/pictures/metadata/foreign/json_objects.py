"""Programs that write one JSON object with plain fields: SwarmUI, InvokeAI and Fooocus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from server.pictures.metadata.foreign.values import ForeignMetadata, decimal, text, whole

Fields = Mapping[str, Any]


def read_swarmui(structured: Fields) -> ForeignMetadata | None:
    """`sui_image_params`; the prompt as typed is in `original_prompt` where wildcards or the like changed it."""
    fields = structured.get("sui_image_params")
    if not isinstance(fields, dict):
        return None
    return ForeignMetadata(
        program=_named("SwarmUI", fields.get("swarm_version")),
        prompt=text(fields.get("original_prompt")) or text(fields.get("prompt")) or "",
        negative_prompt=text(fields.get("original_negativeprompt")) or text(fields.get("negativeprompt")),
        steps=whole(fields.get("steps")),
        seed=whole(fields.get("seed")),
        guidance=decimal(fields.get("cfgscale")),
        model=text(fields.get("model")),
        width=whole(fields.get("width")),
        height=whole(fields.get("height")),
    )


def read_invokeai(fields: Fields) -> ForeignMetadata | None:
    """`invokeai_metadata`; what the model is has been an object of several shapes."""
    prompt = text(fields.get("positive_prompt"))
    if prompt is None and "app_version" not in fields:
        return None
    model = fields.get("model")
    name = (model.get("name") or model.get("model_name")) if isinstance(model, dict) else model
    return ForeignMetadata(
        program=_named("InvokeAI", fields.get("app_version")),
        prompt=prompt or "",
        negative_prompt=text(fields.get("negative_prompt")),
        steps=whole(fields.get("steps")),
        seed=whole(fields.get("seed")),
        guidance=decimal(fields.get("guidance")) or decimal(fields.get("cfg_scale")),
        model=text(name),
        width=whole(fields.get("width")),
        height=whole(fields.get("height")),
    )


def read_fooocus(structured: Fields) -> ForeignMetadata | None:
    """Its own scheme: an object with `base_model`, and the size as a pair in parentheses."""
    if "base_model" not in structured or "prompt" not in structured:
        return None
    size = re.fullmatch(r"\(\s*(\d{1,6})\s*,\s*(\d{1,6})\s*\)", str(structured.get("resolution", ""))[:40])
    return ForeignMetadata(
        program=text(structured.get("version")) or "Fooocus",
        prompt=text(structured.get("prompt")) or "",
        negative_prompt=text(structured.get("negative_prompt")),
        steps=whole(structured.get("steps")),
        seed=whole(structured.get("seed")),
        guidance=decimal(structured.get("guidance_scale")),
        model=text(structured.get("base_model")),
        width=whole(size[1]) if size else None,
        height=whole(size[2]) if size else None,
    )


def _named(program: str, version: object) -> str:
    return f"{program} {version[:40]}" if isinstance(version, str) and version else program
