"""What is found of a picture's file, whatever its format."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO, TypeAlias

from msgspec import Struct

from server.pictures.kinds import NotAPicture, PictureKind

MOST_PIECES = 40_000
"""Pieces of one file. A PNG of 67 megapixels in the usual 8 kB pieces has 25,000 where nothing in it repeats."""

MOST_PROFILE = 4 * 1024 * 1024
"""Bytes of a colour profile; those of printers have two. A larger one is left out, as a broken one is."""

Piece: TypeAlias = bytes | tuple[int, int]
"""Bytes as they are, or where some begin and end in the file."""


class PictureParts(Struct, frozen=True):
    """`width` × `height` pixels as they are stored, before the `turn`, which is EXIF's, from 1 to 8."""

    kind: PictureKind
    width: int
    height: int
    pieces: tuple[Piece, ...]
    turn: int = 1
    profile: bytes = b""
    may_be_transparent: bool = False
    extra: int = 0
    """Bytes that its decoder wants beside the pixels, however small these are made."""
    unpacked: int = 0
    """Bytes of a PNG's pixels as they stand in it."""
    blocks: int = 0
    """Of a JPEG that comes in several scans, each of which goes through them."""
    per_pixel: int = 4
    """Bytes that its decoder takes for each pixel."""

    @property
    def size(self) -> tuple[int, int]:
        """Width × height as it is seen."""
        return (self.height, self.width) if self.turn >= 5 else (self.width, self.height)


class PixelStream(io.RawIOBase):
    """A file without what is no picture, read as if it had never been in it."""

    def __init__(self, stream: BinaryIO, pieces: Sequence[Piece]) -> None:
        self._stream = stream
        self._pieces = [(at, piece) for at, piece in zip(_starts(pieces), pieces, strict=True) if _length(piece)]
        self._end = sum(map(_length, pieces))
        self._at = 0
        self._index = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = max(0, offset + (0, self._at, self._end)[whence])
        self._index = 0
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        left = self._end - self._at if size < 0 else min(size, self._end - self._at)
        found: list[bytes] = []
        while left > 0 and (some := self._some(left)):
            found.append(some)
            self._at += len(some)
            left -= len(some)
        return found[0] if len(found) == 1 else b"".join(found)

    def _some(self, most: int) -> bytes:
        """From the piece that begins here or before; empty where the file is shorter than it said."""
        while self._at >= self._pieces[self._index][0] + _length(self._pieces[self._index][1]):
            self._index += 1
        begin, piece = self._pieces[self._index]
        inside = self._at - begin
        if isinstance(piece, bytes):
            return piece[inside : inside + most]
        self._stream.seek(piece[0] + inside)
        return self._stream.read(min(most, _length(piece) - inside))


def read_exactly(stream: BinaryIO, size: int) -> bytes:
    """Raises NotAPicture where the file ends before."""
    data = stream.read(size)
    if len(data) != size:
        raise NotAPicture("it breaks off")
    return data


def _length(piece: Piece) -> int:
    return len(piece) if isinstance(piece, bytes) else piece[1] - piece[0]


def _starts(pieces: Sequence[Piece]) -> list[int]:
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += _length(piece)
    return starts
