"""What of a picture's file is the picture: its size, its turn, its colour profile, and the pieces that hold its pixels.

Everything else, above all texts, which can be packed to a thousandth of what they are, is stepped over and never read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO

from server.pictures.kinds import JPEG, PNG, WEBP, NotAPicture, PictureKind, sniff
from server.pictures.parts.jpeg import count_scans, jpeg_parts
from server.pictures.parts.parts import PictureParts, PixelStream
from server.pictures.parts.png import png_parts
from server.pictures.parts.webp import webp_parts

__all__ = ["PictureParts", "PixelStream", "count_scans", "read_parts"]

_READERS: Mapping[PictureKind, Callable[[BinaryIO], PictureParts]] = {
    JPEG: jpeg_parts,
    PNG: png_parts,
    WEBP: webp_parts,
}


def read_parts(stream: BinaryIO) -> PictureParts:
    """Takes a file's head, and of a PNG or WebP the labels of its pieces. Raises NotAPicture and OSError."""
    stream.seek(0)
    kind = sniff(stream.read(16))
    if kind is None:
        raise NotAPicture("no JPEG, PNG or WebP")
    return _READERS[kind](stream)
