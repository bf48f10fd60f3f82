"""PNG: chunks with a checksum each. Text has chunks of its own, and XMP is one of these texts.

https://www.w3.org/TR/png-3/#11keywords, and for XMP "XMP Specification Part 3", section 1.1.5.
"""

from __future__ import annotations

import io
import zlib
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

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XMP_NAME = "XML:com.adobe.xmp"
PARAMETERS = "parameters"
TEXTS = (b"tEXt", b"zTXt", b"iTXt")
# Beside those that cannot be left out (their names begin with a capital): colours, size, animation.
NEEDED = (
    *(b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT"),
    *(b"bKGD", b"tRNS", b"pHYs", b"acTL", b"fcTL", b"fdAT"),
)


class Png:
    """See `Format`."""

    EXIF_ROOM = 0
    XMP_ROOM = MOST_TEXT

    def blocks(self, stream: BinaryIO) -> Iterator[Block]:
        for chunk in _walk(stream):
            if chunk.kind == b"eXIf":
                yield Block(Label.EXIF, content(stream, chunk))
            elif chunk.kind in TEXTS:
                name, text = _read_text(chunk.kind, content(stream, chunk))
                yield Block(Label.XMP if name == XMP_NAME else Label.TEXT, text, name)

    def build(self, data: bytes, additions: Additions) -> bytes:
        """Texts go in front of the picture, so that a reader finds them without reading all of it."""
        new = [_text_chunk(PARAMETERS, additions.parameters.encode(errors="replace"))]
        replaced = [PARAMETERS]
        if additions.xmp is not None:
            new.append(_text_chunk(XMP_NAME, additions.xmp))
            replaced.append(XMP_NAME)
        before: list[bytes] = []
        behind: list[bytes] = []
        for chunk in _walk(io.BytesIO(data)):
            if chunk.kind in TEXTS and _name(data[chunk.body : chunk.body_end]) in replaced:
                continue
            side = behind if behind or chunk.kind == b"IDAT" else before
            side.append(data[chunk.start : chunk.end])
        return b"".join((SIGNATURE, *before, *new, *behind))

    def bare(self, data: bytes) -> bytes:
        kept = []
        for chunk in _walk(io.BytesIO(data)):
            if chunk.kind[:1].isupper() or chunk.kind in NEEDED:
                kept.append(data[chunk.start : chunk.end])
            elif chunk.kind == b"eXIf" and (turned := orientation_only(data[chunk.body : chunk.body_end])):
                kept.append(_chunk(b"eXIf", turned))
        return b"".join((SIGNATURE, *kept))


def _walk(stream: BinaryIO) -> Iterator[Chunk]:
    """Every chunk up to the end's. Raises Malformed."""
    stream.seek(0)
    if read_exactly(stream, 8) != SIGNATURE:
        raise Malformed("not a PNG")
    at = 8
    for _ in range(MOST_CHUNKS):
        head = read_exactly(stream, 8)
        size, kind = int.from_bytes(head[:4], "big"), head[4:]
        if size > 0x7FFF_FFFF or not kind.isalpha():
            raise Malformed("no chunk where one has to be")
        body_end = at + 8 + size
        yield Chunk(kind, at, at + 8, body_end, body_end + 4)
        if kind == b"IEND":
            return
        at = stream.seek(body_end + 4)
    raise Malformed("too many chunks")


def _name(body: bytes) -> str:
    return body.partition(b"\x00")[0].decode("latin-1")


def _read_text(kind: bytes, body: bytes) -> tuple[str, bytes]:
    """A text's name, and the text as UTF-8."""
    name, _, rest = body.partition(b"\x00")
    if kind == b"tEXt":
        text = rest.decode("latin-1").encode()
    elif kind == b"zTXt":
        text = _inflate(rest[1:]).decode("latin-1").encode()
    else:
        _language, _, tail = rest[2:].partition(b"\x00")
        text = tail.partition(b"\x00")[2]
        text = _inflate(text) if rest[:1] == b"\x01" else text
    return name.decode("latin-1"), text


def _inflate(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(packed, MOST_TEXT)
    except zlib.error as error:
        raise Malformed("a text that cannot be unpacked") from error
    if unpacking.unconsumed_tail:
        raise Malformed("too large")
    return text


def _text_chunk(name: str, text: bytes) -> bytes:
    """As plain `tEXt` where Latin letters are enough, which the oldest readers know, else as `iTXt`."""
    try:
        plain = text.decode().encode("latin-1")
        if name == XMP_NAME:
            raise UnicodeError
    except UnicodeError:
        kind, body = b"iTXt", name.encode() + b"\x00\x00\x00\x00\x00" + text
    else:
        kind, body = b"tEXt", name.encode() + b"\x00" + plain
    return _chunk(kind, body)


def _chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return len(body).to_bytes(4, "big") + kind + body + checksum.to_bytes(4, "big")
