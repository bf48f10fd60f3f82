"""Names of files as text that can be stored, sent and shown, whatever bytes a disk has for them.

A name that is no UTF-8 comes from Python with half characters in it, which no database, page or JSON takes. Here each
such byte becomes a character of Unicode's private area, from which the very name is found again.
"""

from __future__ import annotations

import codecs
import os
import re

FIRST = 0xEF00
"""The character for byte 0; only bytes from 128 on need one."""

_STANDS_FOR = re.compile("[\uef80-\uefff]+")
_HANDLER = "atelier.file-name"
_HALVES = "surrogateescape" if os.name == "posix" else "surrogatepass"


def stored_name(name: str) -> str:
    """As text, of a name or a path as the system tells it; the same where it is text already."""
    if name.isascii():
        return name
    parts = _STANDS_FOR.split(name)
    strange = [_as_characters(found.encode()) for found in _STANDS_FOR.findall(name)]
    texts = [part.encode("utf-8", _HALVES).decode("utf-8", _HANDLER) for part in parts]
    return "".join(text + found for text, found in zip(texts, [*strange, ""], strict=True))


def disk_name(stored: str) -> str:
    """The name as the system knows it."""
    if stored.isascii() or not _STANDS_FOR.search(stored):
        return stored
    data = b"".join(
        bytes(ord(each) - FIRST for each in part) if _STANDS_FOR.fullmatch(part) else part.encode()
        for part in re.split("([\uef80-\uefff]+)", stored)
    )
    return data.decode("utf-8", _HALVES)


def shown_name(stored: str) -> str:
    """As people see it: with a mark for what is no character."""
    return stored if stored.isascii() else _STANDS_FOR.sub("\N{REPLACEMENT CHARACTER}", stored)


def _as_characters(data: bytes) -> str:
    return "".join(chr(FIRST + byte) for byte in data)


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _as_characters(error.object[error.start : error.end]), error.end


codecs.register_error(_HANDLER, _replace)
