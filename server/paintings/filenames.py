"""File names people recognise, which Windows, macOS and Linux all accept."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime

MAX_PROMPT_BYTES = 96
"""Of the prompt's beginning, as UTF-8. The whole name stays below 140 bytes: eCryptfs, the shortest file system
people meet, allows 143."""

MAX_NAME_BYTES = 140
MAX_ENDING = 10
FALLBACK = "painting"

# Windows refuses these as the part before the first dot, in any case (Microsoft, "Naming Files, Paths").
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s<>:\"/\\|?*\x00-\x1f\x7f]+")
_UNWRITABLE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff\uef80-\uefff]|[ .]$')
_ENDING = re.compile(r"\w{1,5}", re.ASCII)
_KEPT_CATEGORIES = ("L", "M", "N", "P", "Sc", "Sm", "Sk", "Zs")
# What is left of an emoji without its picture: variation selectors, the keycap and skin tones.
_EMOJI_REMAINS = re.compile("[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
_LOOSE = " .-_~"


def picture_name(prompt: str, when: datetime, extension: str) -> str:
    """`beginning-of-prompt_20261122-213510_a1b2c3d4.jpg`; the last part makes it one of a kind."""
    return f"{prompt_stem(prompt)}_{when:%Y%m%d-%H%M%S}_{secrets.token_hex(4)}{extension}"


def prompt_stem(prompt: str) -> str:
    """The prompt's beginning as the safe start of a file name; never empty, never ends in a dot or a space."""
    return safe_stem(prompt, MAX_PROMPT_BYTES)


def safe_stem(text: str, size: int, *, fallback: str = FALLBACK) -> str:
    """Any text's beginning as the start of a file name of at most `size` bytes; where nothing is left, `fallback`."""
    text = _EMOJI_REMAINS.sub(" ", unicodedata.normalize("NFC", text[:500]))
    kept = "".join(_keep(character) for character in text)
    stem = _trim(_cut(_SEPARATORS.sub(" ", kept), size))
    if not stem:
        return fallback
    return f"_{stem}" if _RESERVED.fullmatch(stem.partition(".")[0].strip()) else stem


def portable_name(name: str, most: int = MAX_NAME_BYTES) -> str:
    """A file's or folder's name as every system can write it: itself, if it is one already, of at most `most` bytes."""
    is_whole = not _UNWRITABLE.search(name) and len(name.encode()) <= most
    if is_whole and not _RESERVED.fullmatch(name.partition(".")[0].strip()):
        return name
    stem, dot, ending = name.rpartition(".")
    is_file = bool(dot and stem and _ENDING.fullmatch(ending))
    return f"{safe_stem(stem, most - MAX_ENDING)}.{ending}" if is_file else safe_stem(name, most - MAX_ENDING)


def _keep(character: str) -> str:
    """Emoji, private, unassigned and invisible characters become a space: file dialogs draw them as boxes."""
    if character.isspace() or unicodedata.category(character).startswith(_KEPT_CATEGORIES):
        return character
    return " "


def _cut(text: str, size: int) -> str:
    """As many whole characters as fit into `size` bytes of UTF-8."""
    return text.strip().encode()[:size].decode(errors="ignore")


def _trim(stem: str) -> str:
    """No dot or space at either end: Windows drops them, Unix hides what begins with a dot; no option-like dash.

    Nor an accent that has lost its letter.
    """
    while stem and (stem[0] in _LOOSE or unicodedata.category(stem[0]).startswith("M")):
        stem = stem[1:]
    return stem.rstrip(_LOOSE)
