"""Texts hidden in pixels: one bit of each, where nobody sees it. AUTOMATIC1111's extension for that and NovelAI do it.

https://github.com/neggles/sd-webui-stealth-pnginfo: column by column, in the lowest bits of alpha, or of red, green and
blue; fifteen letters that name the kind, the text's length in bits as four bytes, and the text, as it is or with gzip.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

from server.pictures.kinds import PNG, PictureKind
from server.pictures.metadata.chunks import Malformed, content
from server.pictures.metadata.png import SIGNATURE, chunk_of, walk

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 16 * 1024 * 1024
"""Of a picture that is decoded for this: 64 MB in memory."""

NAME = 15
LENGTH = 4
NAMES = {
    "A": {b"stealth_pnginfo": False, b"stealth_pngcomp": True},
    "RGB": {b"stealth_rgbinfo": False, b"stealth_rgbcomp": True},
}
"""By channels: the kinds, and whether the text is packed."""

HEAD = 8 * (NAME + LENGTH)
MOST_PACKED, MOST_TEXT = 2 * 1024 * 1024, 4 * 1024 * 1024
RGB, RGBA = 2, 6
BITS = bytes(48 + (value & 1) for value in range(256))


def read_hidden(stream: BinaryIO, kind: PictureKind) -> str | None:
    """The text in a PNG's pixels. Most have none, which is seen from the first rows; where it is, all are decoded."""
    if kind != PNG:
        return None
    try:
        peeked = _decoded(stream, HEAD)
        found = peeked and _announced(peeked)
        whole = _decoded(stream, None) if found else None
        if not (found and whole):
            return None
        channels, packed, size = found
        if HEAD + 8 * size > len(channels) * whole.width * whole.height:
            return None
        return _text(_bits(whole, channels, HEAD, size), packed)
    except (Malformed, OSError, SyntaxError, ValueError, zlib.error):
        return None


def _announced(image: Image) -> tuple[str, bool, int] | None:
    """In which channels, whether packed, and how many bytes."""
    for channels, kinds in NAMES.items():
        if channels == "A" and image.mode != "RGBA":
            continue
        head = _bits(image, channels, 0, NAME + LENGTH)
        packed = kinds.get(head[:NAME])
        size = int.from_bytes(head[NAME:], "big") // 8
        if packed is not None and 0 < size <= MOST_PACKED:
            return channels, packed, size
    return None


def _bits(image: Image, channels: str, start: int, size: int) -> bytes:
    """So many bytes from a bit on, counted down the first column, then the second."""
    from PIL.Image import Transpose

    of_pixel = len(channels)
    columns = min(image.width, -(-(start + 8 * size) // (of_pixel * image.height)))
    part = image.crop((0, 0, columns, image.height))
    part = part.getchannel("A") if channels == "A" else part.convert("RGB")
    bits = part.transpose(Transpose.TRANSPOSE).tobytes()[start : start + 8 * size].translate(BITS)
    return int(bits.ljust(8 * size, b"0"), 2).to_bytes(size, "big")


def _text(data: bytes, packed: bool) -> str:
    if packed:
        unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        data = unpacking.decompress(data, MOST_TEXT)
    return data.decode()


def _decoded(stream: BinaryIO, rows: int | None) -> Image | None:
    """The picture, or its first rows, which takes a part of the time only; None where it can hold no such text."""
    from PIL.PngImagePlugin import PngImageFile

    short = _shortened(stream, rows)
    if short is None:
        return None
    image = PngImageFile(io.BytesIO(short))
    image.load()
    return image


def _shortened(stream: BinaryIO, rows: int | None) -> bytes | None:
    """The same PNG with nothing but its pixels, and of these no more than the first rows."""
    header = content(stream, next(walk(stream)))
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    if len(header) != 13 or not 0 < width * height <= MOST_PIXELS:
        return None
    bits, colours, interlaced = header[8], header[9], header[12]
    if bits != 8 or colours not in (RGB, RGBA) or interlaced:
        return None
    rows = min(rows or height, height)
    header = header[:4] + rows.to_bytes(4, "big") + header[8:]
    pixels = _packed_pixels(stream, 64 * 1024 + rows * (1 + 4 * width))
    return b"".join((SIGNATURE, chunk_of(b"IHDR", header), chunk_of(b"IDAT", pixels), chunk_of(b"IEND", b"")))


def _packed_pixels(stream: BinaryIO, room: int) -> bytes:
    """Up to so many bytes: rows are never larger packed than plain, but for a little."""
    parts: list[bytes] = []
    for chunk in walk(stream):
        if chunk.kind != b"IDAT":
            if parts:
                break
            continue
        stream.seek(chunk.body)
        parts.append(stream.read(min(room, chunk.body_end - chunk.body)))
        room -= len(parts[-1])
        if room <= 0:
            break
    return b"".join(parts)
