"""Pictures that are one single colour: some models answer with a black one and call it success."""

from __future__ import annotations

import io
from typing import cast

from server.pictures.picture import JPEG, Picture

SPARE = 16_384
"""Bytes beside the pixels, for what a file tells of itself."""

MOST_PER_PIXEL = 0.05
"""Bytes. One colour takes a third of that as JPEG and nearly nothing as PNG or WebP; paintings take 0.3 and more."""

TOLERANCE = 2
"""Of 255 levels, between the darkest and the brightest spot of each colour."""


def may_be_blank(picture: Picture) -> bool:
    """Whether so few bytes can hold no more than one colour. Costs nothing."""
    return len(picture.data) <= SPARE + MOST_PER_PIXEL * picture.width * picture.height


def is_blank(picture: Picture) -> bool:
    """Whether every pixel has the same colour; False for what cannot be decoded, in which there is something.

    A JPEG is decoded at an eighth, anything else whole: call it in a thread.
    """
    from PIL import Image

    if not may_be_blank(picture):
        return False
    try:
        with Image.open(io.BytesIO(picture.data)) as image:
            if picture.kind == JPEG:
                image.draft("RGB", (max(1, picture.width // 8), max(1, picture.height // 8)))
            levels = (image if image.mode == "RGB" else image.convert("RGB")).getextrema()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    bands = cast("tuple[tuple[int, int], ...]", levels)
    return all(most - least <= TOLERANCE for least, most in bands)
