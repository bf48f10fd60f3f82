"""One picture in the format wanted, with or without its metadata. Takes a moment: call it in a thread."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import Any

from server.common.errors import StorageError
from server.pictures.displayable import displayable_bytes, flat
from server.pictures.export_options import KINDS, ExportFormat, ExportOptions
from server.pictures.metadata import Metadata, embed, read_metadata, strip
from server.pictures.metadata.chunks import Malformed
from server.pictures.picture import JPEG, PNG, WEBP, NotAPicture, Picture, PictureKind


def convert(picture: Picture, metadata: Metadata, options: ExportOptions) -> tuple[bytes, PictureKind]:
    """The bytes and what they are; `metadata` is told where the picture has none of its own. Raises StorageError."""
    with _damage_named():
        return _convert(picture, metadata, options)


def plain_png(picture: Picture) -> bytes:
    """Its pixels and nothing else, for whoever reads no other format. Raises StorageError."""
    with _damage_named():
        return strip(picture.data if picture.kind == PNG else _encode(picture.data, PNG, quality=100))


@contextlib.contextmanager
def _damage_named() -> Iterator[None]:
    try:
        yield
    except NotAPicture as error:
        raise StorageError(error.code) from error
    except (Malformed, OSError, SyntaxError, ValueError) as error:
        raise StorageError("picture_damaged", type(error).__name__) from error


def _convert(picture: Picture, metadata: Metadata, options: ExportOptions) -> tuple[bytes, PictureKind]:
    kind = KINDS.get(options.form, picture.kind)
    told = read_metadata(picture.data)
    if (
        options.form is ExportFormat.ORIGINAL or kind == picture.kind == PNG
    ):  # what loses nothing need not be encoded anew
        if options.with_story:
            return picture.data if told else embed(picture.data, metadata), kind
        return strip(picture.data), kind
    plain = strip(_encode(picture.data, kind, options.quality))
    return embed(plain, told or metadata) if options.with_story else plain, kind


def _encode(data: bytes, kind: PictureKind, quality: int) -> bytes:
    """As it is meant to be seen (server.pictures.displayable). In JPEG, which knows no transparency, on white."""
    made = io.BytesIO()
    image = displayable_bytes(data)
    image.info = {}
    if kind == JPEG:
        image = flat(image)
    settings: dict[PictureKind, dict[str, Any]] = {
        PNG: {"compress_level": 6},
        # 4:4:4 from where people ask for the best: below, halved colours are not seen.
        JPEG: {"quality": quality, "subsampling": 0 if quality >= 90 else 2},
        WEBP: {"quality": quality, "method": 4},
    }
    names = {PNG: "PNG", JPEG: "JPEG", WEBP: "WEBP"}
    image.save(made, names[kind], **settings[kind])
    return made.getvalue()
