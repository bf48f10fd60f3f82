"""Makes paintings findable by their words, and forgets the words of those that are gone. For the librarian's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.library.index.spelling import beginnings, plain

Do = Callable[..., list[Any]]
"""Runs a statement with its values, inside a transaction; its rows."""


def index_words(do: Do, most: int) -> int:
    """Of at most so many paintings; how many there were to do."""
    stale = do("SELECT place, text FROM unindexed LIMIT ?", most)
    for place, text in map(tuple, stale):
        do("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", place, plain(text))
        do("INSERT INTO beginnings (beginnings, rowid, tokens) VALUES ('delete', ?, ?)", place, beginnings(text))
        do("DELETE FROM unindexed WHERE place = ?", place)
    fresh = do("SELECT id, place, prompt, prompt_sent, file FROM paintings WHERE indexed = 0 LIMIT ?", most)
    for painting, place, prompt, sent, file in map(tuple, fresh):
        # As the triggers put it together that keep what a row said before (server.paintings.migrations).
        text = (prompt + (f"\n{sent}" if sent is not None else "")) if prompt else file or ""
        do("INSERT INTO words (rowid, text) VALUES (?, ?)", place, plain(text))
        do("INSERT INTO beginnings (rowid, tokens) VALUES (?, ?)", place, beginnings(text))
        do("UPDATE paintings SET indexed = 1 WHERE id = ?", painting)
    return len(stale) + len(fresh)
