"""The formats of pictures, told from their first bytes and never from a label: one model sends JPEG as `image/png`."""

from __future__ import annotations

from msgspec import Struct

MOST_PIXELS = 8192 * 8192
"""Of a picture that is shown, exported or used. Ours have about 1 megapixel, the largest any model paints 4, and who
enlarges them eightfold has these 67. A small file that claims more wants our memory."""


class NotAPicture(ValueError):
    """The bytes are no JPEG, PNG or WebP that could be opened. `code` names it to users (server.common.advice)."""

    code = "picture_damaged"


class TooLarge(NotAPicture):
    """It may well be a picture, and has more pixels than anybody here deals with."""

    code = "picture_beyond_limits"


class TooCostly(TooLarge):
    """A browser can show it. To decode it here would take more memory than a single picture may."""


class PictureKind(Struct, frozen=True):
    """A file format for pictures."""

    extension: str
    mime: str


JPEG = PictureKind(".jpg", "image/jpeg")
PNG = PictureKind(".png", "image/png")
WEBP = PictureKind(".webp", "image/webp")


def sniff(data: bytes) -> PictureKind | None:
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    return None
