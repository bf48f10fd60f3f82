"""A picture's bytes, and what they are; taken from its head alone wherever that is enough."""

from __future__ import annotations

import io
from pathlib import Path

from server.common import disk
from server.common.hidden import Hidden
from server.pictures.decoding import check_size, decoded
from server.pictures.kinds import (
    JPEG,
    MOST_PIXELS,
    PNG,
    WEBP,
    NotAPicture,
    PictureKind,
    TooLarge,
    sniff,
)
from server.pictures.parts import read_parts

__all__ = [
    "JPEG",
    "MOST_PIXELS",
    "PNG",
    "WEBP",
    "NotAPicture",
    "Picture",
    "PictureKind",
    "TooLarge",
    "is_complete",
    "measure",
    "read_picture",
    "sniff",
]

JPEG_END = b"\xff\xd9"


class Picture(Hidden, frozen=True):
    """An encoded picture, byte for byte as it came. `width` × `height` pixels as it is seen, after EXIF's turn."""

    data: bytes
    kind: PictureKind
    width: int
    height: int


def read_picture(data: bytes) -> Picture:
    """Tell format and size from the bytes, without decoding the pixels. Raises NotAPicture, and TooLarge."""
    parts = read_parts(io.BytesIO(data))
    check_size(parts)
    width, height = parts.size
    return Picture(data=data, kind=parts.kind, width=width, height=height)


def measure(file: Path) -> tuple[PictureKind, int, int]:
    """Format, width and height as it is seen, of a file of which no more is read than that takes.

    Of any size. Raises NotAPicture and OSError.
    """
    with disk.reading(file) as stream:
        parts = read_parts(stream)
        return parts.kind, *parts.size


def is_complete(data: bytes) -> bool:
    """Whether everything from the first pixel to the last is there. Can take some 10 ms: call it in a thread."""
    try:
        parts = read_parts(io.BytesIO(data))
        check_size(parts)
        if parts.kind == JPEG:
            # Up to its pixels, which have an end marker that cannot occur among them. A user waits for this, and to
            # decode them would find out no more: libjpeg takes everything else for a picture.
            begin = parts.pieces[-1][0]
            return isinstance(begin, int) and data.find(JPEG_END, begin) >= 0
        decoded(io.BytesIO(data), parts)
    except (NotAPicture, OSError):
        return False
    return True
