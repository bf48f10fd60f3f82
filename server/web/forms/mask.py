"""The form for painting over a part of a picture: fields as the studio's, and the mask as a file."""

from __future__ import annotations

from robyn import Request

from server.common.errors import BadInput
from server.common.hidden import Hidden
from server.common.multipart import read_parts
from server.paintings.models import SD_INPAINTING
from server.paintings.painting import Order
from server.studio.ordering import order_for
from server.web.forms import BadRequest, body_of, number

FIELDS = frozenset({"prompt", "negative_prompt", "steps", "guidance", "seed", "along"})
PERCENT = range(101)


class Masked(Hidden, frozen=True):
    """What the dialog sends. `along`, from 0 to 1, says which square of the picture is meant."""

    order: Order
    along: float
    mask: bytes


def parse_masked(request: Request, *, samples: bool) -> Masked:
    """Raises BadInput, and BadRequest for what is no form with one file."""
    try:
        fields, files = read_parts(request.headers.get("content-type") or "", body_of(request))
    except ValueError as error:
        raise BadRequest(400, "body_unreadable") from error
    if fields.keys() - FIELDS or files.keys() - {"mask"}:
        raise BadRequest(422, "unknown_field")
    problems = {} if "mask" in files else {"mask": "mask_empty"}
    along = number(fields, "along", PERCENT, 50, problems)
    settings = {name: value for name, value in fields.items() if name != "along"} | {"prompt": fields.get("prompt", "")}
    order = order_for(settings, SD_INPAINTING, samples=samples)
    if problems:
        raise BadInput(problems)
    return Masked(order=order, along=along / 100, mask=files["mask"])
