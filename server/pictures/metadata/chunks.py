"""What JPEG, PNG and WebP have in common: a file is a row of labelled pieces, and some of them hold text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import BinaryIO, Protocol

from msgspec import Struct

MOST_CHUNKS = 20_000
"""Pieces looked at in one file. A PNG of 50 megapixels in the usual 8 kB pieces has about as many."""

MOST_TEXT = 8 * 1024 * 1024
"""Bytes of one text. The workflows that ComfyUI writes into its pictures can have some hundred kilobytes."""

MOST_TEXTS = 16 * 1024 * 1024
"""Bytes of all texts of one file, as they are when unpacked; what comes behind them is not looked at."""

MOST_PACKETS = 16
"""Blocks of EXIF and XMP in one file; most have one of each."""


class Malformed(ValueError):
    """The file breaks its format's rules, or has more of something than anybody needs."""


class Chunk(Struct, frozen=True):
    """One piece: its label, and where it, its content and the next piece begin."""

    kind: bytes
    start: int
    body: int
    body_end: int
    end: int


class Label(Enum):
    """What kind of metadata a block is; `TEXT` has a name beside its content."""

    EXIF = auto()
    XMP = auto()
    TEXT = auto()


class Block(Struct, frozen=True):
    """A piece of metadata as the file holds it: EXIF from the TIFF header on, XMP as a packet, text as UTF-8."""

    label: Label
    data: bytes
    name: str = ""


class Additions(Struct, frozen=True):
    """What goes into a picture, replacing what is there; None leaves it alone. `parameters` is for PNG."""

    exif: bytes | None
    xmp: bytes | None
    parameters: str


class Format(Protocol):
    """One file format. All raise Malformed."""

    EXIF_ROOM: int
    """Most bytes of EXIF that fit, as of XMP in `XMP_ROOM`; 0 where the format has another way for what it says."""

    XMP_ROOM: int

    def blocks(self, stream: BinaryIO) -> Iterator[Block]:
        """The metadata, in the file's order, reading no more than asked for."""

    def build(self, data: bytes, additions: Additions) -> bytes:
        """The same picture with other metadata."""

    def bare(self, data: bytes) -> bytes:
        """The same picture with only what is needed to show it as it is."""


def decoded(data: bytes) -> str:
    """A text of which nobody says how it is written: UTF-8 where it can be that, else the Latin-1 of the standards."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def within(blocks: Iterable[Block]) -> Iterator[Block]:
    """The first of a file's blocks, up to MOST_TEXTS and MOST_PACKETS."""
    room, packets = MOST_TEXTS, MOST_PACKETS
    for block in blocks:
        room -= len(block.data)
        packets -= block.label is not Label.TEXT
        if room < 0 or packets < 0:
            return
        yield block


def read_exactly(stream: BinaryIO, size: int) -> bytes:
    """Raises Malformed where the file ends before."""
    data = stream.read(size)
    if len(data) < size:
        raise Malformed("ends too early")
    return data


def content(stream: BinaryIO, chunk: Chunk) -> bytes:
    """What is in a chunk; the stream is left behind it. Raises Malformed for more than MOST_TEXT."""
    if chunk.body_end - chunk.body > MOST_TEXT:
        raise Malformed("too large")
    stream.seek(chunk.body)
    return read_exactly(stream, chunk.body_end - chunk.body)
