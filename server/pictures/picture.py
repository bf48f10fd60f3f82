"""What a picture's bytes are. Never trusts a label: one model sends JPEG as `image/png`."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from server.common.hidden import Hidden

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

# Ours are about 1 megapixel, the largest any model paints 4; a small file that claims more wants our memory.
MOST_PIXELS = 50_000_000


class NotAPicture(ValueError):
    """The bytes are no JPEG, PNG or WebP that could be opened."""


class PictureKind(Struct, frozen=True):
    """A file format for pictures."""

    extension: str
    mime: str


JPEG_END = b"\xff\xd9"
JPEG = PictureKind(".jpg", "image/jpeg")
PNG = PictureKind(".png", "image/png")
WEBP = PictureKind(".webp", "image/webp")


class Picture(Hidden, frozen=True):
    """An encoded picture, byte for byte as it came."""

    data: bytes
    kind: PictureKind
    width: int
    height: int


def read_picture(data: bytes) -> Picture:
    """Tell format and size from the bytes, without decoding the pixels. Raises NotAPicture."""
    kind = sniff(data)
    if kind is None:
        raise NotAPicture("no JPEG, PNG or WebP")
    try:
        with _open(io.BytesIO(data), kind) as image:
            width, height = image.size
    except (OSError, SyntaxError, ValueError) as error:
        raise NotAPicture("the header cannot be read") from error
    if not 0 < width * height <= MOST_PIXELS:
        raise NotAPicture("the size makes no sense")
    return Picture(data=data, kind=kind, width=width, height=height)


def measure(file: Path) -> tuple[PictureKind, int, int]:
    """Format, width and height of a file, of which no more is read than that takes. Raises NotAPicture and OSError."""
    with file.open("rb") as stream:
        kind = sniff(stream.read(16))
        if kind is None:
            raise NotAPicture("no JPEG, PNG or WebP")
        stream.seek(0)
        try:
            with _open(stream, kind) as image:
                return kind, *image.size
        except (SyntaxError, ValueError, EOFError, struct.error) as error:
            raise NotAPicture("the header cannot be read") from error


def is_complete(data: bytes) -> bool:
    """Whether everything from the first pixel to the last is there. Can take some 10 ms: call it in a thread."""
    try:
        picture = read_picture(data)
        with _open(io.BytesIO(data), picture.kind) as image:
            if picture.kind == JPEG:
                # Opened up to its pixels, which have an end marker that cannot occur among them. A user waits for
                # this, and to decode them would find out no more: libjpeg takes everything else for a picture.
                return data.find(JPEG_END, image.fp.tell() if image.fp else 0) >= 0
            image.load()
    except (OSError, SyntaxError, ValueError):
        return False
    return True


def sniff(data: bytes) -> PictureKind | None:
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    return None


def _open(stream: BinaryIO, kind: PictureKind) -> ImageFile:
    from PIL.Image import DecompressionBombError

    try:
        return _decoder(kind)(stream)
    except DecompressionBombError as error:  # WebP's decoder asks for all of the canvas at once
        raise NotAPicture("the size makes no sense") from error


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
