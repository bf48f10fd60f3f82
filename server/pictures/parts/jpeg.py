"""JPEG: https://www.w3.org/Graphics/JPEG/itu-t81.pdf. Profiles: https://www.color.org/ICC1v42_2006-05.pdf (B.4)."""

from __future__ import annotations

import re
from typing import BinaryIO

from server.pictures.kinds import JPEG, NotAPicture
from server.pictures.parts.parts import MOST_PIECES, MOST_PROFILE, PictureParts, Piece, read_exactly
from server.pictures.parts.turn import LABEL, turn_of

START = b"\xff\xd8"
SCAN = 0xDA
FRAMES = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))
PROGRESSIVE = (0xC2, 0xC6, 0xCA, 0xCE)
APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
LEFT_OUT = (*(app for app in range(APP0, APP15 + 1) if app not in (APP0, APP14)), COMMENT)
PROFILE = b"ICC_PROFILE\x00"
WITHOUT_LENGTH = (0x01, *range(0xD0, 0xD9))

MARKER = re.compile(rb"\xff([^\x00\xff])")
STEP = 4096
MOST_FILLED_IN = 256
"""Steps, thus a megabyte."""


def jpeg_parts(stream: BinaryIO) -> PictureParts:
    """Raises NotAPicture."""
    found = _Segments(stream)
    found.read()
    if found.frame is None:
        raise NotAPicture("no size")
    frame = found.frame
    blocks = frame.blocks if frame.is_progressive or found.first_scan_has < frame.components else 0
    profile = b"".join(part for _, part in sorted(found.profile.items()))
    coefficients = blocks * 64 * 2  # bytes: of several scans, all are kept until the last
    return PictureParts(
        JPEG,
        frame.width,
        frame.height,
        tuple(found.kept),
        found.turn,
        profile,
        extra=coefficients,
        blocks=blocks,
    )


class _Frame:
    """A frame header: the size, and how many blocks its components have together."""

    def __init__(self, marker: int, body: bytes) -> None:
        self.is_progressive = marker in PROGRESSIVE
        self.height, self.width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
        factors = [(each >> 4, each & 15) for each in body[7 : 6 + body[5] * 3 : 3]]
        self.components = len(factors)
        if not (self.width and self.height and factors and all(h and v for h, v in factors)):
            raise NotAPicture("a frame that makes no sense")
        most_h, most_v = (max(factor) for factor in zip(*factors, strict=True))
        self.blocks = sum(-(-self.width * h // (8 * most_h)) * -(-self.height * v // (8 * most_v)) for h, v in factors)


class _Segments:
    """All of them up to the first scan, behind which there are only pixels."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.kept: list[Piece] = [START]
        self.frame: _Frame | None = None
        self.turn = 1
        self.profile: dict[int, bytes] = {}
        self.first_scan_has = 0

    def read(self) -> None:
        self._stream.seek(2)
        for _ in range(MOST_PIECES):
            marker = self._marker()
            if marker in WITHOUT_LENGTH:
                continue
            body_at = self._stream.tell()
            size = int.from_bytes(read_exactly(self._stream, 2), "big")
            if size < 2:
                raise NotAPicture("a segment shorter than its length")
            self._take(marker, body_at, body_at + size)
            if marker == SCAN:
                return
            self._stream.seek(body_at + size)
        raise NotAPicture("too many segments")

    def _take(self, marker: int, at: int, end: int) -> None:
        if marker == SCAN:
            self.first_scan_has = read_exactly(self._stream, 1)[0]
            self.kept += [bytes((0xFF, marker)), (at, self._stream.seek(0, 2))]
            return
        if marker in FRAMES:
            if self.frame is not None:
                raise NotAPicture("two frames")
            self.frame = _Frame(marker, read_exactly(self._stream, end - at - 2).ljust(8, b"\x00"))
        elif marker in (APP1, APP2):
            self._note(read_exactly(self._stream, end - at - 2))
        if marker not in LEFT_OUT:
            self.kept += [bytes((0xFF, marker)), (at, end)]

    def _note(self, body: bytes) -> None:
        if body.startswith(LABEL):
            self.turn = turn_of(body)
        elif body.startswith(PROFILE) and len(body) > len(PROFILE) + 2:
            number, part = body[len(PROFILE)], body[len(PROFILE) + 2 :]
            if sum(map(len, self.profile.values())) + len(part) <= MOST_PROFILE:
                self.profile[number] = part

    def _marker(self) -> int:
        """The next one. What is filled in before it is stepped over, as decoders do."""
        for _ in range(MOST_FILLED_IN):
            some = self._stream.read(STEP)
            if found := MARKER.search(some):
                self._stream.seek(found.end() - len(some), 1)
                return int(found[1][0])
            if len(some) < STEP:
                break
            self._stream.seek(-1, 1)  # which may be the first half of one
        raise NotAPicture("no picture in it")


def count_scans(stream: BinaryIO, parts: PictureParts) -> int:
    """Reads the whole file: among the pixels no marker can stand by chance."""
    begin = parts.pieces[-1][0]
    stream.seek(begin if isinstance(begin, int) else 0)
    scans, last = 1, b""
    while some := stream.read(STEP * 256):
        scans += (last + some).count(b"\xff\xda")
        last = some[-1:] if some.endswith(b"\xff") else b""
    return scans
