"""Makes paintings findable by their words, and forgets the words of those that are gone. For the librarian's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.library.index.spelling import beginnings, plain
from server.paintings.migrations import SEARCHED

Do = Callable[..., list[Any]]
"""Runs a statement with its values, inside a transaction; its rows."""


_FRESH = f"SELECT id, place, {SEARCHED.format(row='paintings')} FROM paintings WHERE indexed = 0 LIMIT ?"


def index_words(do: Do, most: int) -> int:
    """Of at most so many paintings; how many there were to do."""
    stale = do("SELECT place, text FROM unindexed LIMIT ?", most)
    for place, text in map(tuple, stale):
        do("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", place, plain(text))
        do("INSERT INTO beginnings (beginnings, rowid, tokens) VALUES ('delete', ?, ?)", place, beginnings(text))
        do("DELETE FROM unindexed WHERE place = ?", place)
    fresh = do(_FRESH, most)
    for painting, place, text in map(tuple, fresh):
        do("INSERT INTO words (rowid, text) VALUES (?, ?)", place, plain(text))
        do("INSERT INTO beginnings (rowid, tokens) VALUES (?, ?)", place, beginnings(text))
        do("UPDATE paintings SET indexed = 1 WHERE id = ?", painting)
    return len(stale) + len(fresh)
