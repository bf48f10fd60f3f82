"""WebP: https://developers.google.com/speed/webp/docs/riff_container. Of an animation, the first picture."""

from __future__ import annotations

from typing import BinaryIO

from server.pictures.kinds import WEBP, NotAPicture
from server.pictures.parts.parts import MOST_PIECES, MOST_PROFILE, PictureParts
from server.pictures.parts.turn import MOST_BYTES, turn_of

PICTURE = (b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L")
HAS_ALPHA = 0x10
PER_PIXEL = 16
"""Bytes: Pillow's decoder has the canvas twice, a copy of it and the picture made of that."""


def webp_parts(stream: BinaryIO) -> PictureParts:
    """Raises NotAPicture."""
    found = _Chunks(stream)
    found.read()
    size = sum(end - begin for begin, end in found.kept)
    head = b"RIFF" + (size + 4).to_bytes(4, "little") + b"WEBP"
    return PictureParts(
        WEBP,
        found.width,
        found.height,
        (head, *found.kept),
        found.turn,
        found.profile,
        may_be_transparent=found.may_be_transparent,
        extra=size,
        per_pixel=PER_PIXEL,
    )


class _Chunks:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.kept: list[tuple[int, int]] = []
        self.width = self.height = 0
        self.may_be_transparent = False
        self.turn = 1
        self.profile = b""

    def read(self) -> None:
        self._stream.seek(4)
        at, end = 12, 8 + int.from_bytes(self._stream.read(4), "little")
        seen: set[bytes] = set()
        for _ in range(MOST_PIECES):
            self._stream.seek(at)
            head = self._stream.read(8)
            if at >= end or len(head) < 8:
                break
            name, size = head[:4], int.from_bytes(head[4:], "little")
            following = at + 8 + size + size % 2
            if name not in seen:  # of two the first counts; what is behind them is stepped over all the same
                seen.add(name)
                self._take(name, at, following, size)
            at = following
        else:
            raise NotAPicture("too many pieces")
        if not (self.width and self.height):
            raise NotAPicture("no size")

    def _take(self, name: bytes, at: int, following: int, size: int) -> None:
        if name in PICTURE:
            self.kept.append((at, following))
            self._measure(name, self._stream.read(min(size, 10)))
        elif name == b"EXIF":
            self.turn = turn_of(self._stream.read(min(size, MOST_BYTES)))
        elif name == b"ICCP" and size <= MOST_PROFILE:
            self.profile = self._stream.read(size)

    def _measure(self, name: bytes, body: bytes) -> None:
        """The canvas comes first, where there is one."""
        width, height, alpha = _size(name, body.ljust(10, b"\x00"))
        self.may_be_transparent = self.may_be_transparent or alpha
        if not self.width:
            self.width, self.height = width, height


def _size(name: bytes, body: bytes) -> tuple[int, int, bool]:
    """Width, height, and whether it may be transparent, as a chunk tells them."""
    if name == b"VP8X":
        width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))
        return width, height, bool(body[0] & HAS_ALPHA)
    if name == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)
    if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = (int.from_bytes(body[at : at + 2], "little") & 0x3FFF for at in (6, 8))
        return width, height, False
    return 0, 0, False
