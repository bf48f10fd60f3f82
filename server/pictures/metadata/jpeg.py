"""JPEG: segments up to the first scan. EXIF and XMP are two kinds of APP1, each of at most 64 kB.

https://www.w3.org/Graphics/JPEG/itu-t81.pdf (B.1), and for the labels "XMP Specification Part 3", section 1.1.3.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from server.pictures.metadata.chunks import (
    MOST_CHUNKS,
    Additions,
    Block,
    Chunk,
    Label,
    Malformed,
    content,
    decoded,
    read_exactly,
)
from server.pictures.metadata.exif import orientation_only
from server.pictures.metadata.iptc import read_captions

START = b"\xff\xd8"
APP0, APP1, APP2, APP13, APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
COMMENT, SCAN, END = 0xFE, 0xDA, 0xD9
WITHOUT_LENGTH = (0x01, *range(0xD0, 0xD9))

EXIF_LABEL = b"Exif\x00\x00"
XMP_LABEL = b"http://ns.adobe.com/xap/1.0/\x00"
ICC_LABEL = b"ICC_PROFILE\x00"
LARGEST_SEGMENT = 0xFFFF - 2
MOST_FILL = 64 * 1024
"""Bytes between all segments of a file; hardly any writer leaves even one."""

MOST_OF_PHOTOSHOP = 4
"""Segments of APP13 that are looked into; most pictures have one."""

COMMENT_NAME, IPTC_NAME = "Comment", "Caption"


class Jpeg:
    """See `Format`."""

    EXIF_ROOM = LARGEST_SEGMENT - len(EXIF_LABEL)
    XMP_ROOM = LARGEST_SEGMENT - len(XMP_LABEL)

    def blocks(self, stream: BinaryIO) -> Iterator[Block]:
        photoshop = MOST_OF_PHOTOSHOP
        for chunk in _walk(stream):
            marker = chunk.kind[0]
            photoshop -= marker == APP13
            if marker in (APP1, COMMENT) or (marker == APP13 and photoshop >= 0):
                yield from _blocks(marker, content(stream, chunk))

    def build(self, data: bytes, additions: Additions) -> bytes:
        """EXIF stands right behind the JFIF header, where every reader looks, and XMP behind that."""
        first: list[bytes] = []
        new: list[bytes] = []
        others: list[bytes] = []
        for label, payload in ((EXIF_LABEL, additions.exif), (XMP_LABEL, additions.xmp)):
            if payload is not None:
                new.append(_segment(label + payload))
        for chunk in _walk(io.BytesIO(data)):
            if not _is_replaced(data, chunk, additions):
                (first if chunk.kind[0] == APP0 and not others else others).append(data[chunk.start : chunk.end])
        return b"".join((START, *first, *new, *others))

    def bare(self, data: bytes) -> bytes:
        kept = []
        for chunk in _walk(io.BytesIO(data)):
            if chunk.kind[0] == SCAN:
                kept.append(data[chunk.start : _end_of_picture(data, chunk.start)])
            elif _is_needed(data, chunk):
                kept.append(data[chunk.start : chunk.end])
            elif turned := _orientation(data, chunk):
                kept.append(_segment(EXIF_LABEL + turned))
        return b"".join((START, *kept))


def _blocks(marker: int, data: bytes) -> Iterator[Block]:
    if marker == COMMENT:
        yield Block(Label.TEXT, decoded(data).encode(), COMMENT_NAME)
    elif marker == APP13:
        yield from (Block(Label.TEXT, text.encode(), IPTC_NAME) for text in read_captions(data))
    elif data.startswith(EXIF_LABEL):
        yield Block(Label.EXIF, data[len(EXIF_LABEL) :])
    elif data.startswith(XMP_LABEL):
        yield Block(Label.XMP, data[len(XMP_LABEL) :])


def _walk(stream: BinaryIO) -> Iterator[Chunk]:
    """All segments; the last is everything from the first scan to the file's end. Raises Malformed."""
    stream.seek(0)
    if read_exactly(stream, 2) != START:
        raise Malformed("not a JPEG")
    at, fill = 2, MOST_FILL
    for _ in range(MOST_CHUNKS):
        marker = _marker(stream, fill)
        body = stream.tell()
        fill -= body - at - 2
        if marker == SCAN:
            end = stream.seek(0, io.SEEK_END)
            yield Chunk(b"\xda", at, body, end, end)
            return
        end = body + _length(stream, marker)
        yield Chunk(bytes((marker,)), at, min(body + 2, end), end, end)
        at = stream.seek(end)
    raise Malformed("too many segments")


def _length(stream: BinaryIO, marker: int) -> int:
    """Bytes behind the marker that belong to it, the two that tell their number included."""
    if marker == END:
        raise Malformed("no picture in it")
    if marker in WITHOUT_LENGTH:
        return 0
    size = int.from_bytes(read_exactly(stream, 2), "big")
    if size < 2:
        raise Malformed("a segment shorter than its length")
    return size


def _marker(stream: BinaryIO, fill: int) -> int:
    """The next marker; fill bytes may stand before it, up to so many."""
    if read_exactly(stream, 1) != b"\xff":
        raise Malformed("no marker where one has to be")
    for _ in range(fill + 1):
        marker = read_exactly(stream, 1)[0]
        if marker != 0xFF:
            return marker
    raise Malformed("only fill bytes")


def _segment(payload: bytes) -> bytes:
    if len(payload) > LARGEST_SEGMENT:
        raise Malformed("does not fit into a segment")
    return bytes((0xFF, APP1)) + (len(payload) + 2).to_bytes(2, "big") + payload


def _is_replaced(data: bytes, chunk: Chunk, additions: Additions) -> bool:
    if chunk.kind[0] != APP1:
        return False
    if data.startswith(EXIF_LABEL, chunk.body):
        return additions.exif is not None
    return additions.xmp is not None and data.startswith(XMP_LABEL, chunk.body)


def _is_needed(data: bytes, chunk: Chunk) -> bool:
    """Tables and frames; the JFIF header and Adobe's segment, without which colours come out wrong; the profile."""
    marker = chunk.kind[0]
    if marker == APP2:
        return data.startswith(ICC_LABEL, chunk.body)
    return marker in (APP0, APP14) or not (APP0 <= marker <= 0xEF or marker == COMMENT)


def _orientation(data: bytes, chunk: Chunk) -> bytes | None:
    if chunk.kind[0] != APP1 or not data.startswith(EXIF_LABEL, chunk.body):
        return None
    return orientation_only(data[chunk.body + len(EXIF_LABEL) : chunk.body_end])


def _end_of_picture(data: bytes, at: int) -> int:
    """Behind the end marker that belongs to the scan at `at`; cameras and chat programs hide things behind it."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        marker = data[at + 1]
        if marker == END:
            return at + 2
        if marker == 0 or marker in WITHOUT_LENGTH:
            at += 2
        elif marker == 0xFF:
            at += 1
        else:
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return len(data)
