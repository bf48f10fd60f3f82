"""One picture in the format wanted, with or without its metadata. Takes a moment: call it in a thread."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import Any

from server.common.errors import StorageError
from server.pictures.export_options import KINDS, ExportFormat, ExportOptions
from server.pictures.metadata import Metadata, embed, read_metadata, strip
from server.pictures.metadata.chunks import Malformed
from server.pictures.picture import JPEG, PNG, WEBP, Picture, PictureKind


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
    """Turned as it was meant to be seen, with its colour profile. In JPEG, which knows no transparency, on white."""
    from PIL import Image, ImageOps

    made = io.BytesIO()
    with Image.open(io.BytesIO(data)) as opened:
        image = ImageOps.exif_transpose(opened)
        profile = opened.info.get("icc_profile")
        image.info = {}
    if kind == JPEG:
        image = _opaque(image)
    elif image.mode not in ("RGB", "RGBA", "L", "LA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    settings: dict[PictureKind, dict[str, Any]] = {
        PNG: {"compress_level": 6},
        # 4:4:4 from where people ask for the best: below, halved colours are not seen.
        JPEG: {"quality": quality, "subsampling": 0 if quality >= 90 else 2},
        WEBP: {"quality": quality, "method": 4},
    }
    names = {PNG: "PNG", JPEG: "JPEG", WEBP: "WEBP"}
    if profile and image.mode in ("RGB", "RGBA"):
        settings[kind]["icc_profile"] = profile
    image.save(made, names[kind], **settings[kind])
    return made.getvalue()


def _opaque(image: Any) -> Any:  # noqa: ANN401 - Pillow's, not loaded before it is needed
    from PIL import Image

    if image.has_transparency_data:
        pasted = image.convert("RGBA")
        image = Image.new("RGB", pasted.size, "white")
        image.paste(pasted, mask=pasted.getchannel("A"))
    return image if image.mode in ("RGB", "L") else image.convert("RGB")
