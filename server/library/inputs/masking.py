"""A picture and a mask as the model for painting over parts takes them; everything here blocks: call it in a thread."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from server.common.errors import BadInput
from server.library.inputs.shelf import Inputs
from server.pictures.displayable import displayable_bytes, flat
from server.pictures.picture import PNG, NotAPicture, read_picture

if TYPE_CHECKING:
    from PIL import Image

BEGINNING_OF_WHITE = 128
"""Grey from which a pixel counts as marked: the brush's edges are soft."""


def keep_masked(inputs: Inputs, picture: bytes, mask: bytes, *, along: float, side: int) -> str:
    """Keep the square of a picture and its mask, both PNGs of `side` pixels; their names as a painting has them.

    `along`, from 0 to 1, says where along the longer side of the picture the square lies. Raises BadInput for a mask
    that is empty or none, NotAPicture and StorageError.
    """
    marked = _marked(mask, side)
    square = _square(picture, along, side)
    return ",".join((inputs.put_exactly(square), inputs.put_exactly(marked)))


def _marked(data: bytes, side: int) -> bytes:
    """In black and white; white is what is painted anew."""
    try:
        found = read_picture(data)
        if (found.kind, found.width, found.height) != (PNG, side, side):
            raise BadInput({"mask": "mask_unreadable"})
        drawn = displayable_bytes(data).convert("RGB").convert("L")
        grey = drawn.point(lambda value: 255 if value >= BEGINNING_OF_WHITE else 0)
    except NotAPicture as error:
        raise BadInput({"mask": "mask_unreadable"}) from error
    if grey.getbbox() is None:
        raise BadInput({"mask": "mask_empty"})
    return _png(grey)


def _square(data: bytes, along: float, side: int) -> bytes:
    from PIL.Image import Resampling

    upright = displayable_bytes(data, side=_longer_side(data, side))
    short = min(upright.size)
    left, top = (round((length - short) * along) for length in upright.size)
    part = flat(upright.crop((left, top, left + short, top + short))).convert("RGB")
    return _png(part.resize((side, side), Resampling.LANCZOS))


def _longer_side(data: bytes, side: int) -> int | None:
    """So much of the longer side that the shorter one is twice as long as what is made of it; None for all of it."""
    picture = read_picture(data)  # says what is none, and refuses what would take all memory
    short, long = sorted((picture.width, picture.height))
    return -(-long * side * 2 // short) if short > side * 2 else None


def _png(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()
