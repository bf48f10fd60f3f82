"""A model made from what Cloudflare tells of it: its id and the JSON schema of what it takes. Trusts none of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from server.common.i18n import N_
from server.paintings.models.model import SEED_LIMIT, AnswerForm, Encoding, Model, Price, Range

MOST_STEPS = 50
SIDES = (64, 4096)
"""Pixels: what a schema says beyond these is not believed."""

PROMPT_LIMIT = 2048
MOST_PROMPT = 4096
"""Characters: where the schema names no limit, and at most."""

LICENCES = "https://developers.cloudflare.com/workers-ai/models/"
SECONDS = 180.0
_REMARK = N_("Found in your account's list. Its price is unknown and is counted from Cloudflare's answer.")


def model_of(model_id: str, schema: object, *, terms: str = "") -> Model | None:
    """The model, or None where the schema cannot be understood or asks for what we cannot give."""
    asked = schema.get("input") if isinstance(schema, dict) else None
    fields = asked.get("properties") if isinstance(asked, dict) else None
    if not isinstance(fields, dict) or not _is(fields.get("prompt"), "string"):
        return None
    steps = _steps(fields)
    seed = _seed(fields)
    width, height = _sides(fields)
    always = {"prompt"} | ({steps.field} if not steps.is_fixed else set()) | ({"seed"} if seed else set())
    required = asked.get("required", []) if isinstance(asked, dict) else []
    if not isinstance(required, list) or any(name not in always for name in map(str, required)):
        return None
    maker, _, name = model_id.removeprefix("@cf/").partition("/")
    return Model(
        id=model_id,
        name=name,
        maker=maker,
        licence=terms or LICENCES,
        encoding=Encoding.JSON,
        answer=AnswerForm.RAW,
        prompt_limit=_whole(fields["prompt"].get("maxLength"), PROMPT_LIMIT, 1, MOST_PROMPT),
        steps=steps,
        width=width,
        height=height,
        price=Price(known=False),
        seconds=SECONDS,
        seed=seed,
        guidance=_guidance(fields),
        negative_prompt=_is(fields.get("negative_prompt"), "string"),
        remark=_REMARK,
    )


def _steps(fields: Mapping[str, Any]) -> Range:
    name = next((each for each in ("num_steps", "steps") if _is(fields.get(each), "integer", "number")), None)
    if name is None:
        return Range("steps", 0, 0, default=0)
    told = fields[name]
    most = _whole(told.get("maximum"), 20, 1, MOST_STEPS)
    least = _whole(told.get("minimum"), 1, 1, most)
    return Range(name, least, most, default=_whole(told.get("default"), most, least, most))


def _sides(fields: Mapping[str, Any]) -> tuple[Range, Range]:
    if not all(_is(fields.get(name), "integer", "number") for name in ("width", "height")):
        return Range("width", 1024, 1024, default=1024), Range("height", 1024, 1024, default=1024)
    return _side("width", fields["width"]), _side("height", fields["height"])


def _side(name: str, told: Mapping[str, Any]) -> Range:
    """In steps of 8 at least, which the models ask for without saying so."""
    multiple = max(8, _whole(told.get("multipleOf"), 8, 1, 256))
    most = _whole(told.get("maximum"), 2048, *SIDES)
    least = min(most, math.ceil(_whole(told.get("minimum"), 256, *SIDES) / multiple) * multiple)
    side = Range(name, least, most, default=least, multiple_of=multiple)
    default = int(side.nearest(_whole(told.get("default"), 1024, least, most)))
    return Range(name, least, most, default=default, multiple_of=multiple)


def _seed(fields: Mapping[str, Any]) -> Range | None:
    """None as well for a model whose seeds are fewer than those we draw."""
    if not _is(fields.get("seed"), "integer", "number"):
        return None
    most = _number(fields["seed"].get("maximum"))
    return Range("seed", 0, 2**53, default=0) if most is None or most >= SEED_LIMIT - 1 else None


def _guidance(fields: Mapping[str, Any]) -> Range | None:
    if not _is(fields.get("guidance"), "number", "integer"):
        return None
    told = fields["guidance"]
    most = _between(_number(told.get("maximum")), 20, 1, 100)
    least = _between(_number(told.get("minimum")), 0, 0, most)
    if least == most:
        return None
    scale = Range("guidance", least, most, default=least, multiple_of=0.5)
    default = scale.nearest(_between(_number(told.get("default")), 7.5, least, most))
    return Range("guidance", least, most, default=default, multiple_of=0.5)


def _is(told: object, *kinds: str) -> bool:
    return isinstance(told, dict) and told.get("type") in kinds


def _whole(told: object, otherwise: int, least: int, most: int) -> int:
    return int(_between(_number(told), otherwise, least, most))


def _between(number: float | None, otherwise: float, least: float, most: float) -> float:
    return min(max(otherwise if number is None else number, least), most)


def _number(told: object) -> float | None:
    """None for all that is no finite number; a truth value is none."""
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    try:
        return float(told) if math.isfinite(told) else None
    except OverflowError:
        return None
