"""A saved picture as it came, without the metadata it was given: taken apart by other code than puts it together."""

from __future__ import annotations

from collections.abc import Iterable


def as_it_came(saved: bytes) -> bytes:
    """Byte for byte, for pictures that had no metadata of these kinds of their own. Fails where none is found."""
    original = {b"\xff\xd8": _jpeg, b"\x89P": _png, b"RI": _webp}[saved[:2]](saved)
    assert len(original) < len(saved), "the picture has no metadata"
    return original


def all_as_they_came(saved: Iterable[bytes]) -> list[bytes]:
    return sorted(as_it_came(data) for data in saved)


def _jpeg(data: bytes) -> bytes:
    kept, at = data[:2], 2
    while data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        kept += data[at:end] if data[at + 1] != 0xE1 else b""
        at = end
    return kept + data[at:]


def _png(data: bytes) -> bytes:
    kept, at = data[:8], 8
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kept += data[at:end] if data[at + 4 : at + 8] not in (b"tEXt", b"iTXt") else b""
        at = end
    return kept


def _webp(data: bytes) -> bytes:
    kept, at = b"WEBP", 12
    while at < len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        kept += data[at:end] if data[at : at + 4] not in (b"VP8X", b"EXIF", b"XMP ") else b""
        at = end
    return b"RIFF" + len(kept).to_bytes(4, "little") + kept
