"""The one way from a picture's file to pixels as they are meant to be seen.

Upright as EXIF says, in sRGB whatever profile it has, with its transparency, and of 8 bits. Thumbnails, exports,
references, masks and whatever else is made of a picture begin here. A browser does the same with the file itself.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from server.pictures.decoding import damage_named, decoded, room_for
from server.pictures.parts import read_parts

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageCms import ImageCmsTransform

STRIP = 256
"""Rows of a large picture that are dealt with at a time, so that there is one of it in memory and not two."""


def displayable(stream: BinaryIO, *, side: int | None = None) -> Image:
    """In one of the modes L, LA, RGB and RGBA; with no side above `side` pixels, where that is told.

    Takes milliseconds, with the largest pictures a second: call it in a thread. Raises NotAPicture for what is none or
    is damaged, TooLarge for what has more pixels than anybody here deals with, and OSError.
    """
    parts = read_parts(stream)
    with damage_named(), room_for(parts, side):
        image: Image = decoded(stream, parts, side)
        image = _plain(image) if side is None else _shrunk(image, side)
        return _upright(_in_srgb(image, parts.profile), parts.turn)


def displayable_bytes(data: bytes, *, side: int | None = None) -> Image:
    """The same from a picture's bytes."""
    return displayable(io.BytesIO(data), side=side)


def in_own_colours(stream: BinaryIO) -> tuple[Image, bytes]:
    """The same with the profile left to be told with it, and that profile; empty where the colours are sRGB's.

    Of CMYK, which few programs show as it was meant, what sRGB has for it.
    """
    parts = read_parts(stream)
    with damage_named(), room_for(parts, None):
        image: Image = _plain(decoded(stream, parts))
        if image.mode == "CMYK":
            return _upright(_in_srgb(image, parts.profile), parts.turn), b""
        return _upright(image, parts.turn), parts.profile


def is_transparent(image: Image) -> bool:
    """Whether anything can be seen through it; for what `displayable` gave."""
    if image.mode not in ("LA", "RGBA"):
        return False
    least = image.getchannel("A").getextrema()[0]
    return isinstance(least, int | float) and least < 255


def flat(image: Image) -> Image:
    """Without transparency: on white, as it is seen on paper. Of what `displayable` gave, in the modes L and RGB."""
    from PIL import Image as Images

    if image.mode not in ("LA", "RGBA"):
        return image
    ground = Images.new("RGB", image.size, "white")
    for top in range(0, image.height, STRIP):
        strip = _rows(image, top, STRIP)
        ground.paste(strip.convert("RGB"), (0, top), strip.getchannel("A"))
    return ground


def _shrunk(image: Image, side: int) -> Image:
    """By a whole number first, strip by strip: that alone makes large ones small."""
    from PIL import Image as Images

    factor = max(1, max(image.size) // (side * 2))
    if factor == 1:
        small = _plain(image)
    else:
        step = factor * max(1, STRIP // factor)
        size = (-(-image.width // factor), -(-image.height // factor))
        first = _plain(_rows(image, 0, step)).reduce(factor)
        small = Images.new(first.mode, size)
        small.paste(first)
        for top in range(step, image.height, step):
            small.paste(_plain(_rows(image, top, step)).reduce(factor), (0, top // factor))
    small.thumbnail((side, side), Images.Resampling.LANCZOS)
    return small


def _rows(image: Image, top: int, count: int) -> Image:
    rows = image.crop((0, top, image.width, min(image.height, top + count)))
    rows.info = image.info  # what is transparent of a palette or of plain colours stands there
    return rows


def _plain(image: Image) -> Image:
    """Of 8 bits, without a palette, its transparency a channel of its own; CMYK stays what it is."""
    if image.mode == "I;16":
        return _from_16_bits(image)
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode == "1" else "RGB")


def _from_16_bits(image: Image) -> Image:
    """Pillow's own way takes everything above 255 for white."""
    grey = image.point(lambda level: level * (1 / 257) + 0.5).convert("L")
    hidden = image.info.get("transparency")
    if not isinstance(hidden, int):
        return grey
    seen = image.point([255 * (level != hidden) for level in range(65536)], "L")
    grey.putalpha(seen)
    return grey


def _in_srgb(image: Image, profile: bytes) -> Image:
    """As it is where no profile is told, or one that cannot be used."""
    transform = _transform(image.mode.removesuffix("A"), profile) if profile else None
    if transform is None:
        return image.convert("RGB") if image.mode == "CMYK" else image
    return _transformed(image, transform)


def _transform(mode: str, profile: bytes) -> ImageCmsTransform | None:
    """From a profile's colours to sRGB's, as RGB."""
    from PIL import ImageCms

    spaces = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != spaces[mode]:
            return None
        target = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(source, target, mode, "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return None if mode == "RGB" and _changes_nothing(transform) else transform


def _changes_nothing(transform: ImageCmsTransform) -> bool:
    """As with most profiles: they are sRGB's own, and to apply them to a large picture would take seconds."""
    from PIL import Image as Images
    from PIL import ImageChops

    levels = bytes(17 * (colour >> shift & 15) for colour in range(4096) for shift in (8, 4, 0))
    colours = Images.frombytes("RGB", (64, 64), levels)
    differences = ImageChops.difference(colours, transform.apply(colours)).convert("L").getextrema()
    return differences[1] in (0, 1)


def _transformed(image: Image, transform: ImageCmsTransform) -> Image:
    """Into the picture itself where it has room for three colours."""
    from PIL import Image as Images

    is_transparent = image.mode in ("LA", "RGBA")
    mode = "RGBA" if is_transparent else "RGB"
    target = image if image.mode == mode else Images.new(mode, image.size)
    for top in range(0, image.height, STRIP):
        strip = _rows(image, top, STRIP)
        coloured = strip.convert(strip.mode.removesuffix("A")) if is_transparent else strip
        done = transform.apply(coloured)
        if is_transparent:
            done.putalpha(strip.getchannel("A"))
        target.paste(done, (0, top))
    return target


def _upright(image: Image, turn: int) -> Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[turn]) if turn in turns else image
