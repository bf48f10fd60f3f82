"""PNG: https://www.w3.org/TR/png-3/#5Chunk-layout."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from server.pictures.kinds import PNG, NotAPicture
from server.pictures.parts.parts import MOST_PIECES, MOST_PROFILE, PictureParts, Piece, read_exactly
from server.pictures.parts.turn import MOST_BYTES, turn_of

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SHOWS = (b"PLTE", b"tRNS")
"""Beside header and pixels, what the colours cannot be told without."""

DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
WITH_ALPHA = (4, 6)
LONGEST = 0x7FFF_FFFF
END = b"\x00\x00\x00\x00IEND\xaeB`\x82"


def png_parts(stream: BinaryIO) -> PictureParts:
    """Its pixels are handed out as one single piece, whatever number of them there is. Raises NotAPicture."""
    stream.seek(8)
    width, height, colour, header = _header(stream)
    found = _Chunks(stream)
    found.read()
    channels = 4 if found.makes_transparent and colour == 2 else CHANNELS[colour]
    return PictureParts(
        PNG,
        width,
        height,
        (SIGNATURE + header, *found.kept, *_as_one(found.pixels)),
        found.turn,
        found.profile,
        may_be_transparent=found.makes_transparent or colour in WITH_ALPHA,
        unpacked=height * (1 + -(-width * channels * header[16] // 8)),
    )


class _Chunks:
    """All behind the header, up to the last that holds pixels."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.kept: list[tuple[int, int]] = []
        self.pixels: list[tuple[int, int]] = []
        self.makes_transparent = False
        self.turn = 1
        self.profile = b""

    def read(self) -> None:
        at = self._stream.tell()
        for _ in range(MOST_PIECES):
            head = self._stream.read(8)
            size, name = int.from_bytes(head[:4], "big"), head[4:]
            if len(head) < 8 or name == b"IEND" or (self.pixels and name != b"IDAT"):
                return
            if size > LONGEST:
                raise NotAPicture("a piece without an end")
            self._take(name, at, size)
            at = self._stream.seek(at + size + 12)
        raise NotAPicture("too many pieces")

    def _take(self, name: bytes, at: int, size: int) -> None:
        if name == b"IDAT":
            self.pixels.append((at + 8, at + 8 + size))
        elif name in SHOWS:
            self.kept.append((at, at + size + 12))
            self.makes_transparent = self.makes_transparent or name == b"tRNS"
        elif name == b"eXIf":
            self.turn = turn_of(self._stream.read(min(size, MOST_BYTES)))
        elif name == b"iCCP" and size <= MOST_PROFILE:
            self.profile = _profile(self._stream.read(size))


def _header(stream: BinaryIO) -> tuple[int, int, int, bytes]:
    chunk = read_exactly(stream, 25)
    if chunk[:8] != b"\x00\x00\x00\rIHDR" or zlib.crc32(chunk[4:21]) != int.from_bytes(chunk[21:], "big"):
        raise NotAPicture("no header where it has to be")
    width, height = int.from_bytes(chunk[8:12], "big"), int.from_bytes(chunk[12:16], "big")
    depth, colour = chunk[16], chunk[17]
    if not (width and height) or depth not in DEPTHS.get(colour, ()):
        raise NotAPicture("a header that makes no sense")
    return width, height, colour, chunk


def _as_one(pixels: list[tuple[int, int]]) -> tuple[Piece, ...]:
    """Many small pieces are one for the decoder, which looks neither at the checksum nor for what follows."""
    total = sum(end - begin for begin, end in pixels)
    if not pixels or total > LONGEST:
        return (END,)
    return (total.to_bytes(4, "big") + b"IDAT", *pixels, bytes(4) + END)


def _profile(body: bytes) -> bytes:
    """Empty where it is broken or unpacks to more than any needs."""
    packed = body.partition(b"\x00")[2][1:]
    unpacking = zlib.decompressobj()
    try:
        profile = unpacking.decompress(packed, MOST_PROFILE)
    except zlib.error:
        return b""
    return profile if unpacking.eof else b""
