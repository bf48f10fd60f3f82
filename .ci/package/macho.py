"""The oldest macOS that programs and libraries ask for, read from their own headers: those are all it takes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

FAT = b"\xca\xfe\xba\xbe"
"""Several files in one, for several processors. Java's classes begin so, too, with a number that is larger."""
MOST_PROCESSORS = 30
HEADERS = {b"\xcf\xfa\xed\xfe": 32, b"\xce\xfa\xed\xfe": 28}
"""Bytes before the commands, for 64 bits and for 32."""

BUILD_VERSION = 0x32
VERSION_MIN_MACOSX = 0x24
OFFSET = {BUILD_VERSION: 12, VERSION_MIN_MACOSX: 8}
"""Of the version in LC_BUILD_VERSION and in the older LC_VERSION_MIN_MACOSX."""

Version = tuple[int, int]


def oldest_system(file: Path) -> Version | None:
    """Major and minor number; None where this is no Mach-O file, or says nothing of it."""
    with file.open("rb") as stream:
        if stream.read(4) not in (FAT, *HEADERS):
            return None
    data = file.read_bytes()
    return max((version for start in _starts(data) for version in _versions(data, start)), default=None)


def too_new(folder: Path, promised: str) -> list[str]:
    """What would not start on the system that is promised, with the one that it needs."""
    major, _, minor = promised.partition(".")
    found = []
    for file in sorted(folder.rglob("*")):
        needed = oldest_system(file) if file.is_file() and not file.is_symlink() else None
        if needed is not None and needed > (int(major), int(minor or 0)):
            found.append("{}: {}.{}".format(file.relative_to(folder).as_posix(), *needed))
    return found


def _starts(data: bytes) -> Iterator[int]:
    if data[:4] != FAT:
        yield 0
        return
    (count,) = struct.unpack_from(">I", data, 4)
    if count <= MOST_PROCESSORS:
        yield from (struct.unpack_from(">I", data, 8 + 20 * number + 8)[0] for number in range(count))


def _versions(data: bytes, start: int) -> Iterator[Version]:
    header = HEADERS.get(data[start : start + 4])
    if header is None:
        return
    (count,) = struct.unpack_from("<I", data, start + 16)
    place = start + header
    for _ in range(count):
        command, size = struct.unpack_from("<II", data, place)
        if command in OFFSET:
            (version,) = struct.unpack_from("<I", data, place + OFFSET[command])
            yield version >> 16, version >> 8 & 0xFF
        place += size
