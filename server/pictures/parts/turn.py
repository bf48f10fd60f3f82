"""How a picture is to be turned, as EXIF says it: https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf (4.6.4)."""

from __future__ import annotations

import struct

ORIENTATION = 0x0112
MOST_ENTRIES = 512
MOST_BYTES = 64 * 1024
"""Of EXIF that are looked at: the turn stands in its first directory."""

LABEL = b"Exif\x00\x00"


def turn_of(exif: bytes) -> int:
    """From 1, as it is, to 8; 1 also where nothing of the kind can be read. With or without JPEG's label in front."""
    tiff = exif.removeprefix(LABEL)
    order = {b"MM\x00*": ">", b"II*\x00": "<"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for entry in range(at + 2, at + 2 + min(count, MOST_ENTRIES) * 12, 12):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1
