"""Texts from files that do not say how they are encoded: UTF-8, UTF-16, GBK or Windows-1252, told by their bytes."""

from __future__ import annotations

import codecs

from msgspec import Struct

_MARKS = {
    codecs.BOM_UTF8: "UTF-8",
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_PYTHONS = {"UTF-8": "utf-8-sig", "GBK": "gb18030", "Windows-1252": "windows-1252"}
_SEEN = 100_000
"""Bytes that are looked at where only likelihood can tell."""


class Decoded(Struct, frozen=True):
    """`encoding` as people call it; `guessed` where nothing in the file proves it."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes) -> Decoded:
    """A text without its mark. What is none of these is taken for Windows-1252, in which hardly anything is wrong."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return Decoded(_decoded(data, encoding), encoding)
    if wide := _wide(data[:_SEEN]):
        return Decoded(data.decode(wide, errors="replace"), "UTF-16", guessed=True)
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        encoding = "GBK" if _looks_chinese(data[:_SEEN]) else "Windows-1252"
        return Decoded(_decoded(data, encoding), encoding, guessed=True)


def _decoded(data: bytes, encoding: str) -> str:
    return data.decode(_PYTHONS.get(encoding, encoding.lower()), errors="replace")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: half the bytes of what is Latin in it are zeros, always on the same side."""
    low, high = data[::2].count(0), data[1::2].count(0)
    if max(low, high) * 4 < len(data) // 2 or min(low, high) * 4 > max(low, high):
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _looks_chinese(data: bytes) -> bool:
    """Chinese comes in pairs of high bytes; in a Western language one stands alone among letters."""
    pairs = alone = position = 0
    while position < len(data):
        if data[position] < 0x80:
            position += 1
        elif 0x81 <= data[position] <= 0xF7 and data[position + 1 : position + 2] >= b"\xa1":
            pairs += 1
            position += 2
        else:
            alone += 1
            position += 1
    return pairs > 4 * alone
