"""Decoding a picture's pixels, and no more of it than these; within bounds, and with one name for whatever is wrong."""

from __future__ import annotations

import contextlib
import struct
import threading
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from server.pictures.kinds import JPEG, MOST_PIXELS, PNG, WEBP, NotAPicture, PictureKind, TooCostly, TooLarge
from server.pictures.parts import PictureParts, PixelStream, count_scans

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MOST_MEMORY = 285_000_000
"""Bytes for one picture while it is decoded, with all that is made of it: as much as MOST_PIXELS take at four each."""

MOST_UNPACKED = 210_000_000
"""Bytes of a PNG's pixels, a second's work: MOST_PIXELS of three colours, 50 million with transparency."""

MOST_VISITS = 25_000_000
"""Blocks of 8 × 8 pixels that the scans of a JPEG may go through, a second's work. Ten scans of MOST_PIXELS, as
programs write them, are 16 million; a few bytes make one more."""

SMALL = 32_000_000
"""Bytes for a picture that need not wait for others."""

_ONE_LARGE = threading.Lock()

DAMAGE = (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError)
"""What Pillow says of files that are broken in one way or another."""


def check_size(parts: PictureParts) -> None:
    """Raises TooLarge."""
    if parts.width * parts.height > MOST_PIXELS:
        raise TooLarge("more pixels than are dealt with")


def decoded(stream: BinaryIO, parts: PictureParts, side: int | None = None) -> ImageFile:
    """The pixels as they are stored; of a JPEG smaller by a whole number, where `side` pixels are enough.

    Raises NotAPicture, TooLarge and TooCostly.
    """
    check_size(parts)
    _check_cost(stream, parts, side)
    with damage_named():
        image = _decoder(parts.kind)(cast("BinaryIO", PixelStream(stream, parts.pieces)))
        if parts.kind == JPEG and side is not None:
            image.draft(None, (side * 2, side * 2))
        image.load()
        return image


@contextlib.contextmanager
def room_for(parts: PictureParts, side: int | None) -> Iterator[None]:
    """Until there is: of pictures that take much, one is in memory at a time."""
    with _ONE_LARGE if memory_for(parts, side) > SMALL else contextlib.nullcontext():
        yield


def memory_for(parts: PictureParts, side: int | None = None) -> int:
    """Bytes that it takes to have the picture decoded, whole or with no side above `side` pixels."""
    pixels = parts.width * parts.height
    if side is None:
        remade = parts.turn > 1 or parts.may_be_transparent
        return parts.extra + pixels * (parts.per_pixel + 4 * remade)
    smaller = _draft_scale(parts, side) ** 2 if parts.kind == JPEG else 1
    return parts.extra + pixels * parts.per_pixel // smaller


def _check_cost(stream: BinaryIO, parts: PictureParts, side: int | None) -> None:
    """Raises TooCostly, and TooLarge for what would cost a browser as much."""
    if memory_for(parts, side) > MOST_MEMORY or parts.unpacked > MOST_UNPACKED:
        raise TooCostly("more memory or time than a picture may take")
    if parts.blocks and parts.blocks * count_scans(stream, parts) > MOST_VISITS:
        raise TooLarge("too many scans")


@contextlib.contextmanager
def damage_named() -> Iterator[None]:
    """Raises NotAPicture for what a decoder did not take, and TooCostly where memory ran out."""
    try:
        yield
    except NotAPicture:
        raise
    except MemoryError as error:
        raise TooCostly("no more memory") from error
    except (*DAMAGE, struct.error, zlib.error) as error:
        raise NotAPicture(f"it cannot be decoded: {type(error).__name__}") from error


def _draft_scale(parts: PictureParts, side: int) -> int:
    """As Pillow does it: the most of 8, 4 and 2 that leaves both sides as long as was asked for."""
    wanted = min(parts.width, parts.height) // (side * 2)
    return next((scale for scale in (8, 4, 2) if wanted >= scale), 1)


def _decoder(kind: PictureKind) -> type[ImageFile]:
    """The one that fits.

    `Image.open` would try all of them, and warns of large pictures before their size can be asked. Pillow is imported
    here because a start without pictures has no need of it.
    """
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile
    from PIL.WebPImagePlugin import WebPImageFile

    decoders: dict[PictureKind, type[ImageFile]] = {JPEG: JpegImageFile, PNG: PngImageFile, WEBP: WebPImageFile}
    return decoders[kind]
