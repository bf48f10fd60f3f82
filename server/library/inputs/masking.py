"""A picture and a mask as the model for painting over parts takes them; everything here blocks: call it in a thread."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from server.common.errors import BadInput
from server.library.inputs.shelf import Inputs, flat
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
    from PIL import Image

    try:
        found = read_picture(data)
        if (found.kind, found.width, found.height) != (PNG, side, side):
            raise BadInput({"mask": "mask_unreadable"})
        with Image.open(io.BytesIO(data)) as image:
            grey = image.convert("RGB").convert("L").point(lambda value: 255 if value >= BEGINNING_OF_WHITE else 0)
    except (NotAPicture, OSError, SyntaxError, ValueError) as error:
        raise BadInput({"mask": "mask_unreadable"}) from error
    if grey.getbbox() is None:
        raise BadInput({"mask": "mask_empty"})
    return _png(grey)


def _square(data: bytes, along: float, side: int) -> bytes:
    from PIL import Image, ImageOps

    read_picture(data)  # says what is none, and refuses what would take all memory
    try:
        with Image.open(io.BytesIO(data)) as image:
            upright = ImageOps.exif_transpose(image)
            short = min(upright.size)
            left, top = (round((length - short) * along) for length in upright.size)
            part = flat(upright.crop((left, top, left + short, top + short)))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPicture("it cannot be decoded") from error
    return _png(part.resize((side, side), Image.Resampling.LANCZOS))


def _png(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()
