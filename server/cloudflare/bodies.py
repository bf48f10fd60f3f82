"""A model's parameters as the request body it takes: JSON, or the parts of a form."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from server.common.hidden import Hidden
from server.paintings.models import Encoding, Input, Model, Parameters
from server.pictures.picture import sniff


class Part(Hidden, frozen=True):
    """One part of a form; those that are files have a name for the file and a MIME type."""

    name: str
    content: bytes
    file: str | None = None
    kind: str | None = None


Body = bytes | Sequence[Part]
"""JSON, or a form."""


def body_of(model: Model, parameters: Parameters, *, without: Collection[str] = ()) -> Body:
    """Everything the model takes of the parameters, as it takes it; `without` those fields of it."""
    fields: dict[str, Any] = {name: value for name, value in model.fields(parameters).items() if name not in without}
    if model.encoding is Encoding.MULTIPART:
        texts = [Part(name, str(value).encode()) for name, value in fields.items()]
        return [*texts, *(_reference(number, data) for number, data in enumerate(parameters.pictures))]
    if model.input is Input.MASKED and parameters.pictures and parameters.mask:
        # As lists of numbers: what the schema calls `image_b64` is not read.
        fields |= {"image": list(parameters.pictures[0]), "mask": list(parameters.mask)}
    return json.dumps(fields).encode()


def incomplete_body(model: Model) -> Body:
    """What the model refuses before it begins, in the form that its orders have: all of it is lacking."""
    return [Part("steps", b"1")] if model.encoding is Encoding.MULTIPART else b"{}"


def _reference(number: int, data: bytes) -> Part:
    """Counted from 0: under any other name a picture is not read, and nothing says so."""
    kind = sniff(data)
    extension, mime = (kind.extension, kind.mime) if kind else (".bin", "application/octet-stream")
    return Part(f"input_image_{number}", data, f"input_image_{number}{extension}", mime)
