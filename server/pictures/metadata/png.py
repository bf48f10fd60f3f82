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
    MOST_TEXTS,
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
from server.pictures.metadata.iptc import read_records
from server.pictures.metadata.jpeg import EXIF_LABEL, XMP_LABEL

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XMP_NAME = "XML:com.adobe.xmp"
PARAMETERS = "parameters"
IPTC_PROFILE = "Raw profile type iptc"
PROFILES = {
    **dict.fromkeys(("Raw profile type exif", "Raw profile type APP1"), Label.EXIF),
    "Raw profile type xmp": Label.XMP,
    IPTC_PROFILE: Label.TEXT,
}
PACKED = frozenset(
    {
        *(XMP_NAME.lower(), *(name.lower() for name in PROFILES)),
        *("parameters", "prompt", "workflow", "comment", "description", "title", "software", "source", "usercomment"),
        *("invokeai_metadata", "sd-metadata", "dream", "parameters-json", "generation_data", "extrametadata"),
    }
)
"""Names of texts that programs for AI pictures write, in small letters. Hundreds of others would be a bomb."""

MOST_TIMES = 1032
"""A packed byte can be that many: https://zlib.net/zlib_tech.html"""

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
        room = _Room()
        for chunk in walk(stream):
            if chunk.kind == b"eXIf":
                yield Block(Label.EXIF, content(stream, chunk))
            elif chunk.kind in TEXTS and room.takes(chunk):
                yield from _blocks(*_read_text(chunk.kind, content(stream, chunk), room))

    def build(self, data: bytes, additions: Additions) -> bytes:
        """Texts go in front of the picture, so that a reader finds them without reading all of it."""
        new = [_text_chunk(PARAMETERS, additions.parameters.encode(errors="replace"))]
        replaced = [PARAMETERS]
        if additions.xmp is not None:
            new.append(_text_chunk(XMP_NAME, additions.xmp))
            replaced.append(XMP_NAME)
        before: list[bytes] = []
        behind: list[bytes] = []
        for chunk in walk(io.BytesIO(data)):
            if chunk.kind in TEXTS and _name(data[chunk.body : chunk.body_end]) in replaced:
                continue
            side = behind if behind or chunk.kind == b"IDAT" else before
            side.append(data[chunk.start : chunk.end])
        return b"".join((SIGNATURE, *before, *new, *behind))

    def bare(self, data: bytes) -> bytes:
        kept = []
        for chunk in walk(io.BytesIO(data)):
            if chunk.kind[:1].isupper() or chunk.kind in NEEDED:
                kept.append(data[chunk.start : chunk.end])
            elif chunk.kind == b"eXIf" and (turned := orientation_only(data[chunk.body : chunk.body_end])):
                kept.append(chunk_of(b"eXIf", turned))
        return b"".join((SIGNATURE, *kept))


def walk(stream: BinaryIO) -> Iterator[Chunk]:
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


def _blocks(name: str, text: bytes) -> Iterator[Block]:
    """ImageMagick keeps what other formats hold as text, in hexadecimal digits."""
    if name in PROFILES:
        profile = _profile(text)
        if name == IPTC_PROFILE:
            yield from (Block(Label.TEXT, caption.encode(), "Caption") for caption in read_records(profile))
        elif profile:
            yield Block(PROFILES[name], profile.removeprefix(EXIF_LABEL).removeprefix(XMP_LABEL))
    elif text:
        yield Block(Label.XMP if name == XMP_NAME else Label.TEXT, text, name)


def _profile(text: bytes) -> bytes:
    """A line with its kind, one with its length, and the digits."""
    try:
        return bytes.fromhex(b"".join(text.split()[2:]).decode("ascii"))
    except ValueError:
        return b""


class _Room:
    """What may still be read and unpacked of one file's texts, in bytes."""

    def __init__(self) -> None:
        self._left = MOST_TEXTS

    def takes(self, chunk: Chunk) -> bool:
        size = chunk.body_end - chunk.body
        if size > min(self._left, MOST_TEXT):
            return False
        self._left -= size
        return True

    def inflate(self, packed: bytes) -> bytes:
        """Nothing where it is damaged or too large: the texts beside it may be whole."""
        most = min(self._left, MOST_TEXT)
        unpacking = zlib.decompressobj()
        try:
            text = unpacking.decompress(packed, most) if most else b""
        except zlib.error:
            self._left -= min(most, MOST_TIMES * len(packed))
            return b""
        self._left -= len(text)
        return b"" if unpacking.unconsumed_tail else text


def _read_text(kind: bytes, body: bytes, room: _Room) -> tuple[str, bytes]:
    """A text's name, and the text as UTF-8; of what is packed only known names are unpacked."""
    name, _, rest = body.partition(b"\x00")
    known = name.decode("latin-1").lower() in PACKED
    if kind == b"tEXt":
        text = decoded(rest).encode()
    elif kind == b"zTXt":
        text = decoded(room.inflate(rest[1:])).encode() if known else b""
    else:
        _language, _, tail = rest[2:].partition(b"\x00")
        text = tail.partition(b"\x00")[2]
        if rest[:1] == b"\x01":
            text = room.inflate(text) if known else b""
    return name.decode("latin-1"), text


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
    return chunk_of(kind, body)


def chunk_of(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return len(body).to_bytes(4, "big") + kind + body + checksum.to_bytes(4, "big")
