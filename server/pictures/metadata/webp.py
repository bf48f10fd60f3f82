"""WebP: a RIFF file. What has metadata needs a header of its own, VP8X, which says what else is there.

https://developers.google.com/speed/webp/docs/riff_container
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from server.pictures.metadata.chunks import (
    MOST_CHUNKS,
    MOST_TEXT,
    Additions,
    Block,
    Chunk,
    Label,
    Malformed,
    content,
    read_exactly,
)
from server.pictures.metadata.exif import orientation_only

HAS_ALPHA, HAS_EXIF, HAS_XMP = 0x10, 0x08, 0x04
LABELS = {b"EXIF": Label.EXIF, b"XMP ": Label.XMP}
NEEDED = (b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L")
JPEG_LABEL = b"Exif\x00\x00"


class Webp:
    """See `Format`."""

    EXIF_ROOM = MOST_TEXT
    XMP_ROOM = MOST_TEXT

    def blocks(self, stream: BinaryIO) -> Iterator[Block]:
        for chunk in _walk(stream):
            if chunk.kind in LABELS:
                # Some programs put JPEG's label in front of it.
                yield Block(LABELS[chunk.kind], content(stream, chunk).removeprefix(JPEG_LABEL))

    def build(self, data: bytes, additions: Additions) -> bytes:
        new = {b"EXIF": additions.exif, b"XMP ": additions.xmp}
        chunks = {kind: _chunk(kind, body) for kind, body in new.items() if body is not None}
        kept = [chunk for chunk in _walk(io.BytesIO(data)) if chunk.kind not in chunks]
        return _riff(data, kept, chunks)

    def bare(self, data: bytes) -> bytes:
        kept, turned = [], {}
        for chunk in _walk(io.BytesIO(data)):
            if chunk.kind in NEEDED:
                kept.append(chunk)
            elif chunk.kind == b"EXIF":
                exif = orientation_only(data[chunk.body : chunk.body_end].removeprefix(JPEG_LABEL))
                turned = {b"EXIF": _chunk(b"EXIF", exif)} if exif else {}
        return _riff(data, kept, turned)


def _walk(stream: BinaryIO) -> Iterator[Chunk]:
    """Every chunk within the length the file claims. Raises Malformed."""
    stream.seek(0)
    head = read_exactly(stream, 12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP":
        raise Malformed("not a WebP")
    at, end = 12, 8 + int.from_bytes(head[4:8], "little")
    for _ in range(MOST_CHUNKS):
        if at >= end:
            return
        label = read_exactly(stream, 8)
        size = int.from_bytes(label[4:], "little")
        body_end = at + 8 + size
        if body_end > end:
            raise Malformed("a chunk longer than the file")
        following = body_end + size % 2
        yield Chunk(label[:4], at, at + 8, body_end, following)
        at = stream.seek(following)
    raise Malformed("too many chunks")


def _riff(data: bytes, kept: list[Chunk], new: dict[bytes, bytes]) -> bytes:
    """The file anew, in the order the format asks for: header, picture, EXIF, XMP, whatever else."""
    there = new.keys() | {chunk.kind for chunk in kept}
    flags = sum(flag for kind, flag in ((b"EXIF", HAS_EXIF), (b"XMP ", HAS_XMP)) if kind in there)
    header = _header(data, kept, flags)
    picture = [data[chunk.start : chunk.end] for chunk in kept if chunk.kind in NEEDED[1:]]
    metadata = [new.get(kind) or _first(data, kept, kind) for kind in LABELS]
    others = [data[chunk.start : chunk.end] for chunk in kept if chunk.kind not in (*NEEDED, *LABELS)]
    body = b"".join((b"WEBP", header, *picture, *metadata, *others))
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _header(data: bytes, kept: list[Chunk], flags: int) -> bytes:
    """VP8X with the flags for metadata set as told; none for a plain file that has no need of it."""
    if not kept:
        raise Malformed("no picture in it")
    first = kept[0]
    if first.kind == b"VP8X" and first.body_end - first.body == 10:
        old = data[first.body]
        flags |= old & ~(HAS_EXIF | HAS_XMP)
        if flags == old & HAS_ALPHA and not any(chunk.kind == b"ALPH" for chunk in kept):
            return b""
        return _chunk(b"VP8X", bytes((flags,)) + data[first.body + 1 : first.body_end])
    if not flags:
        return b""
    width, height, alpha = _size(first.kind, data[first.body : first.body + 10])
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return _chunk(b"VP8X", bytes((flags | alpha, 0, 0, 0)) + size)


def _size(kind: bytes, start: bytes) -> tuple[int, int, int]:
    """Width, height and HAS_ALPHA of a plain picture, from the beginning of its data."""
    if kind == b"VP8 " and start[3:6] == b"\x9d\x01\x2a":
        width = int.from_bytes(start[6:8], "little") & 0x3FFF
        height = int.from_bytes(start[8:10], "little") & 0x3FFF
        alpha = 0
    elif kind == b"VP8L" and start[:1] == b"\x2f":
        bits = int.from_bytes(start[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        alpha = HAS_ALPHA if bits >> 28 & 1 else 0
    else:
        raise Malformed("neither VP8 nor VP8L")
    if not (width and height):
        raise Malformed("no size")
    return width, height, alpha


def _first(data: bytes, kept: list[Chunk], kind: bytes) -> bytes:
    return next((data[chunk.start : chunk.end] for chunk in kept if chunk.kind == kind), b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)
