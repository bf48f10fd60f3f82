"""Takes out of Linux's libraries what the loader does not need, and packs what it does."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from package.elf import is_elf
from package.elf64 import Image, Unknown
from package.relr import pack

WORTH = 25_000
"""Bytes. A library that would lose less stays as its makers built it."""


def slim(folder: Path) -> None:
    """Every library in it, in place."""
    for file in sorted(folder.rglob("*.so*")):
        if not file.is_symlink() and is_elf(file):
            before = file.read_bytes()
            after = slimmed(before)
            if len(before) - len(after) >= WORTH:
                file.write_bytes(after)


def slimmed(library: bytes) -> bytes:
    """The library that does the same; where nothing is known to be possible, as it is."""
    try:
        image = Image(library)
    except Unknown:
        return library
    with suppress(Unknown):
        pack(image)
    return image.written()
