"""How paintings are to be handed out."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from server.pictures.picture import JPEG, PNG, WEBP, PictureKind

QUALITIES = range(1, 101)


class ExportFormat(StrEnum):
    """`ORIGINAL`: the file as it is, not one pixel encoded anew."""

    ORIGINAL = "original"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"


KINDS: dict[ExportFormat, PictureKind] = {ExportFormat.PNG: PNG, ExportFormat.JPEG: JPEG, ExportFormat.WEBP: WEBP}


class ExportOptions(Struct, frozen=True):
    """`quality` is for JPEG and WebP, from 1 to 100. An empty `pattern` (server.paintings.naming) keeps the name."""

    form: ExportFormat = ExportFormat.ORIGINAL
    quality: int = 90
    with_story: bool = True
    pattern: str = ""
