"""What a search compares: text without the differences nobody means, and the two ways of looking for a piece of it.

Pieces of three characters and more are found anywhere in a text, by SQLite's trigrams. Shorter ones would find nothing
there, while Chinese words have two characters or one: for them each text has a list of beginnings as well, of single
characters and pairs where a script has no spaces, of a word's first two letters elsewhere, and of its signs and emoji.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

TRIGRAM = 3
_QUOTED_OR_WORD = re.compile(r'["“”„](.*?)(?:["“”„]|$)|([^\s"“”„]+)')
_RUNS = re.compile(r"[0-9a-z]+|[^\W_0-9a-z]+")
_SIGNS = re.compile(r"[^\w\s\u200b-\u200f\ufe00-\ufe0f]|_")  # but for what only says how others are drawn


class Match(Struct, frozen=True):
    """Expressions of FTS5 for the tables `words` and `beginnings`; empty where that table is not asked."""

    words: str = ""
    beginnings: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.beginnings


def plain(text: str) -> str:
    """The same for capital and small, full-width and half-width letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def beginnings(text: str) -> str:
    """All that a piece of one or two characters can find in a text, each once."""
    found: dict[str, None] = {}
    even = plain(text)
    for run in _RUNS.findall(even):
        pieces = [run[:1], run[:2]] if run.isascii() else [*run, *(run[at : at + 2] for at in range(len(run) - 1))]
        found.update(dict.fromkeys(pieces))
    found.update(dict.fromkeys(_signs(even)))
    return " ".join(found)


def match(wish: str) -> Match:
    """All words and "quoted phrases" of what someone looks for."""
    terms = [plain(quoted or word).strip() for quoted, word in _QUOTED_OR_WORD.findall(wish)]
    long = [term for term in terms if len(term) >= TRIGRAM]
    short = [piece for term in terms if len(term) < TRIGRAM for piece in (*_RUNS.findall(term), *_signs(term))]
    return Match(words=_all_of(long), beginnings=_all_of(short))


def _signs(text: str) -> list[str]:
    """As the table takes them, which parts its tokens at every sign of ASCII: no word's beginning is that long."""
    return [f"x{ord(sign):02x}" if sign.isascii() else sign for sign in _SIGNS.findall(text)]


def _all_of(terms: list[str]) -> str:
    return " AND ".join('"' + term.replace('"', '""').replace("\x00", "") + '"' for term in terms)
