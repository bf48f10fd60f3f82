"""The picture models as the real service has them: what each takes, in which form, and what it answers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from tests.http_server import Request

Field = tuple[type | tuple[type, ...], float, float]
"""Type, least, most: characters of a text, value of a number."""

NUMBER = (int, float)
_SEED: Field = (int, 0, 2**53)
_SD: Mapping[str, Field] = {
    "prompt": (str, 1, 100_000),
    "negative_prompt": (str, 0, 100_000),
    "height": (int, 256, 2048),
    "width": (int, 256, 2048),
    "num_steps": (int, 0, 20),
    "strength": (NUMBER, 0, 1),
    "guidance": (NUMBER, -math.inf, math.inf),
    "seed": _SEED,
    "image": (list, 0, math.inf),
    "image_b64": (str, 0, math.inf),
    "mask": (list, 0, math.inf),
}
_FLUX_2: Mapping[str, Field] = {
    "prompt": (str, 1, 100_000),
    "steps": (int, 1, 100),
    "guidance": (NUMBER, 0, 100),
    "width": (int, 256, 1920),
    "height": (int, 256, 1920),
    "seed": _SEED,
}
_LEONARDO: Mapping[str, Field] = {
    "prompt": (str, 1, 100_000),
    "guidance": (NUMBER, 0, 10),
    "seed": _SEED,
    "height": (int, 0, 2500),
    "width": (int, 0, 2500),
    "num_steps": (int, 1, 40),
    "steps": (int, 1, 40),
}


@dataclass(frozen=True, slots=True)
class Served:
    """One model: `form` for multipart, `raw` for a body that is the picture, under the label `label`."""

    fields: Mapping[str, Field]
    form: bool = False
    raw: bool = False
    kind: str = "JPEG"
    label: str = "image/jpeg"
    size: tuple[int, int] = (1024, 1024)
    steps: int = 4
    # Neurons: (per tile, per tile and step, per input tile); None where the header is missing.
    price: tuple[float, float, float] | None = (0.0, 0.0, 0.0)
    whole_tiles: bool = True
    side_step: int = 1
    needs_mask: bool = False
    properties: tuple[Mapping[str, Any], ...] = ()

    def neurons(self, width: int, height: int, steps: int, pictures: int) -> float | None:
        if self.price is None:
            return None
        tile, step, given = self.price
        tiles = width * height / 512**2
        tiles = math.ceil(tiles) if self.whole_tiles else tiles
        return tiles * (tile + steps * step) + pictures * given


MODELS: Mapping[str, Served] = {
    "@cf/black-forest-labs/flux-1-schnell": Served(
        {"prompt": (str, 1, 2048), "steps": (int, 1, 8)}, price=(4.8, 9.6, 0)
    ),
    "@cf/black-forest-labs/flux-2-dev": Served(
        _FLUX_2, form=True, size=(1024, 768), steps=50, price=(0, 37.5, 18.75 * 50)
    ),
    "@cf/black-forest-labs/flux-2-klein-4b": Served(_FLUX_2, form=True, size=(1024, 768), price=(26.05, 0, 5.37)),
    "@cf/black-forest-labs/flux-2-klein-9b": Served(_FLUX_2, form=True, size=(1024, 768), price=(340.91, 0, 181.82)),
    "@cf/leonardo/lucid-origin": Served(_LEONARDO, size=(1120, 1120), steps=15, price=(636, 12, 0), whole_tiles=False),
    "@cf/leonardo/phoenix-1.0": Served(
        {
            **_LEONARDO,
            "negative_prompt": (str, 1, 100_000),
            "num_steps": (int, 1, 50),
            "guidance": (NUMBER, 2, 10),
            "height": (int, 0, 2048),
            "width": (int, 0, 2048),
        },
        raw=True,
        steps=25,
        price=None,
    ),
    "@cf/stabilityai/stable-diffusion-xl-base-1.0": Served(
        _SD, raw=True, kind="PNG", label="image/png", steps=20, side_step=8
    ),
    "@cf/bytedance/stable-diffusion-xl-lightning": Served(_SD, raw=True, label="image/png", steps=20),
    "@cf/lykon/dreamshaper-8-lcm": Served(_SD, raw=True, kind="PNG", label="image/png", size=(512, 512), steps=20),
    "@cf/runwayml/stable-diffusion-v1-5-inpainting": Served(
        _SD, raw=True, kind="PNG", label="image/png", size=(512, 512), steps=20, needs_mask=True
    ),
}


def schema_of(served: Served) -> dict[str, Any]:
    """As `models/schema` tells it; of a model asked with a form, the wrapper alone."""
    if served.form:
        wrapper = {"type": "object", "properties": {"body": {"type": "object"}, "contentType": {"type": "string"}}}
        asked = {"type": "object", "properties": {"multipart": wrapper}, "required": ["multipart"]}
    else:
        properties = {name: _told(*each) for name, each in served.fields.items()}
        asked = {"type": "object", "properties": properties, "required": ["prompt"]}
    return {"input": asked, "output": {"type": "string", "contentType": "image/png", "format": "binary"}}


def _told(kind: type | tuple[type, ...], least: float, most: float) -> dict[str, Any]:
    ends = ("minLength", "maxLength") if kind is str else ("minimum", "maximum")
    told = {name: end for name, end in zip(ends, (least, most), strict=True) if math.isfinite(end)}
    kinds: Mapping[object, str] = {str: "string", int: "integer", NUMBER: "number", list: "array"}
    return {"type": kinds[kind], **told}


class Malformed(Exception):
    """The body is no form, or no value of it is what its field takes."""


def form_fields(request: Request, fields: Mapping[str, Field]) -> tuple[dict[str, Any], list[bytes]]:
    """The known fields as values, and the pictures under the names that are read. Unknown ones pass unseen."""
    content_type = request.headers.get("content-type", "")
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(EmailMessage, policy=policy.HTTP).parsebytes(head + request.body)
    if not content_type.startswith("multipart/form-data; boundary=") or not message.is_multipart():
        raise Malformed
    values: dict[str, Any] = {}
    pictures: dict[str, bytes] = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            raise Malformed
        if part.get_filename() is not None:
            pictures[name] = content
        elif name in fields:
            values[name] = _value(content.decode(), fields[name][0])
    return values, [pictures[name] for name in sorted(pictures) if name in _PICTURES]


_PICTURES = tuple(f"input_image_{number}" for number in range(4))


def _value(text: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401 - as the schema says
    if kind is str:
        return text
    try:
        return int(text) if kind is int else float(text)
    except ValueError:
        raise Malformed from None
