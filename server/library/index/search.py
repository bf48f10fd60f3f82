"""Finding paintings in the library: counting them, and telling any stretch of them in the order asked for.

Used on the server's loop: with 100,000 paintings the slowest question takes some 20 ms, most take less than one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from server.library.index.in_common import InCommon, read_in_common
from server.library.index.outline import Outline, read_outline
from server.library.index.query import LibraryQuery, PictureShape, PictureSize, Show, Sort
from server.library.index.spelling import Match, match
from server.paintings.database import connect, named_errors
from server.paintings.migrations import APART
from server.paintings.painting import TRASH, Painting, State, painting_of

FEW = 5000
"""Paintings that are sorted in less time than it takes to walk through 100,000."""

CACHE = 16_000
"""kB of the database that are kept at hand, as far as it is that large. A search in 100,000 paintings reads some 10 MB
of indexes; with SQLite's own 2 MB each of them is copied anew from the system, which takes two to four times
as long."""

MOST_CHILDREN = 8
"""Listed of what was made from one painting."""

_COLUMNS = ", ".join(f"p.{name}" for name in Painting.__struct_fields__)
_SHOWN = {
    Show.PICTURES: "p.state = 'done'",
    Show.ACTIVE: "p.state IN ('queued', 'painting')",
    Show.FAILED: "p.state IN ('failed', 'cancelled', 'interrupted')",
}
_SHAPES = {
    PictureShape.LANDSCAPE: "p.width > p.height",
    PictureShape.PORTRAIT: "p.width < p.height",
    PictureShape.SQUARE: "p.width = p.height",
}
_SIZES = {
    PictureSize.SMALL: "p.width * p.height < 1000000",
    PictureSize.MEDIUM: "p.width * p.height BETWEEN 1000000 AND 1999999",
    PictureSize.LARGE: "p.width * p.height >= 2000000",
}
_ORDERS = {
    Sort.NEWEST: "p.place DESC",
    Sort.OLDEST: "p.place",
    Sort.PROMPT: "substr(p.prompt, 1, 60) COLLATE NOCASE, p.place",
}
_VISIBLE = {
    False: "p.deleted IS NULL AND p.missing IS NULL",
    True: f"p.deleted IS NOT NULL AND p.missing IS NULL AND p.file LIKE '{TRASH}/%'",
}
# All rows are counted by the pages of an index, which takes a hundredth of the time of looking at each.
_ALL_PICTURES = f"SELECT (SELECT count(*) FROM paintings) - (SELECT count(*) FROM paintings WHERE {APART})"
_ORDERS_FOUND = {Sort.NEWEST: "w.rowid DESC", Sort.OLDEST: "w.rowid"}


class Album(Struct, frozen=True):
    """`key` names it in the file beside the pictures; `count` is of paintings one can see."""

    id: int
    key: str
    name: str
    count: int


class Family(Struct, frozen=True):
    """Where a painting came from and what was made from it, as far as these can be seen; `more` are not listed."""

    parent: Painting | None
    children: list[Painting]
    more: int


class LibrarySearch:
    """Reads only. Every call raises StorageError when the database fails."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._connection = connect(database)
        self._connection.execute(f"PRAGMA cache_size = -{CACHE}")

    def close(self) -> None:
        self._connection.close()

    def count(self, wanted: LibraryQuery) -> int:
        """How many there are."""
        in_any_order = replace(wanted, sort=Sort.NEWEST)
        question = _Question(in_any_order)
        counting = _ALL_PICTURES if in_any_order == LibraryQuery() else f"SELECT count(*) {question.source}"
        number: int = self._rows(counting, question.values)[0][0]
        return number

    def stretch(self, wanted: LibraryQuery, start: int, stop: int) -> list[Painting]:
        """Those from number `start` to before number `stop`, counted from 0."""
        question = self._question(wanted)
        # First the ids alone, from the index; whole rows only of those that are shown.
        inner = f"SELECT p.id {question.source} {question.order} LIMIT ? OFFSET ?"
        ids = [row[0] for row in self._rows(inner, (*question.values, max(0, stop - start), start))]
        return self.those(ids)

    def ids(self, wanted: LibraryQuery, start: int, stop: int) -> list[int]:
        """The ids of a stretch alone."""
        question = self._question(wanted)
        statement = f"SELECT p.id {question.source} {question.order} LIMIT ? OFFSET ?"
        return [row[0] for row in self._rows(statement, (*question.values, max(0, stop - start), start))]

    def outline(self, wanted: LibraryQuery) -> Outline:
        """Proportions and days of all of them. Takes 0.15 s of 100,000: for a thread, with a connection of its own."""
        question = _Question(wanted)
        with named_errors(), closing(connect(self._database)) as apart:
            by_time = wanted.sort in _ORDERS_FOUND
            return read_outline(apart, question.source, question.order, question.values, by_time=by_time)

    def among(self, wanted: LibraryQuery, ids: Iterable[int]) -> list[int]:
        """Which of these ids are still there to be seen. For a thread, as `outline`."""
        question = _Question(wanted)
        statement = f"SELECT p.id {question.source} AND p.id IN (SELECT value FROM json_each(?))"
        with named_errors(), closing(connect(self._database)) as apart:
            return [row[0] for row in apart.execute(statement, (*question.values, json.dumps(list(ids))))]

    def in_common(self, ids: Iterable[int]) -> InCommon:
        """Of these, as far as they can be seen. For a thread, as `outline`."""
        with named_errors(), closing(connect(self._database)) as apart:
            return read_in_common(apart, ids)

    def those(self, ids: list[int]) -> list[Painting]:
        """The paintings with these ids, in this order; unknown ids are left out."""
        marks = ", ".join("?" * len(ids))
        rows = self._rows(f"SELECT {_COLUMNS} FROM paintings p WHERE p.id IN ({marks})", ids)
        found = {row["id"]: painting_of(row) for row in rows}
        return [found[painting_id] for painting_id in ids if painting_id in found]

    def by_uid(self, uid: str) -> Painting | None:
        """The one of that name for all time, hidden ones too."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM paintings p WHERE p.uid = ?", (uid,))
        return painting_of(rows[0]) if rows else None

    def family(self, painting: Painting) -> Family:
        """Its parent, and its first children in the order they were made in: pictures that are still there."""
        parent = self.by_uid(painting.parent) if painting.parent and painting.parent != painting.uid else None
        if parent is not None and (parent.hidden or parent.state != State.DONE):
            parent = None
        children = f"FROM paintings p WHERE p.parent = ? AND p.uid <> ? AND p.state = 'done' AND {_VISIBLE[False]}"
        names = (painting.uid, painting.uid)
        number: int = self._rows(f"SELECT count(*) {children}", names)[0][0]
        rows = self._rows(f"SELECT {_COLUMNS} {children} ORDER BY p.place LIMIT {MOST_CHILDREN}", names)
        return Family(parent, [painting_of(row) for row in rows], number - len(rows))

    def nearest(self, painting: Painting) -> list[Painting]:
        """Up to three to compare it with: what it was made from, else others of its prompt, else the one before it."""
        parent = self.family(painting).parent
        if parent is not None:
            return [parent]
        other = f"FROM paintings p WHERE p.id <> ? AND p.state = 'done' AND p.file IS NOT NULL AND {_VISIBLE[False]}"
        twins = f"SELECT {_COLUMNS} {other} AND p.prompt = ? ORDER BY abs(p.place - ?) LIMIT 3"
        rows = self._rows(twins, (painting.id, painting.prompt, painting.place)) if painting.prompt else []
        before = f"SELECT {_COLUMNS} {other} ORDER BY p.place > ?, abs(p.place - ?) LIMIT 1"
        return [painting_of(row) for row in rows or self._rows(before, (painting.id, painting.place, painting.place))]

    def models(self) -> list[str]:
        """Models that paintings were made with."""
        statement = (
            "WITH RECURSIVE each (model) AS (SELECT min(model) FROM paintings WHERE model > '' UNION ALL"
            " SELECT (SELECT min(model) FROM paintings WHERE model > each.model) FROM each WHERE model IS NOT NULL)"
            " SELECT model FROM each WHERE model IS NOT NULL"
        )
        return [row[0] for row in self._rows(statement)]

    def albums(self) -> list[Album]:
        """By name."""
        statement = (
            "SELECT a.id, a.key, a.name, (SELECT count(*) FROM album_paintings m JOIN paintings p ON p.id = m.painting"
            " WHERE m.album = a.id AND p.deleted IS NULL AND p.missing IS NULL) AS count"
            " FROM albums a ORDER BY a.name COLLATE NOCASE, a.id"
        )
        return [Album(**dict(row)) for row in self._rows(statement)]

    def albums_of(self, painting_id: int) -> set[int]:
        """Ids of the albums a painting is in."""
        statement = "SELECT album FROM album_paintings WHERE painting = ?"
        return {row[0] for row in self._rows(statement, (painting_id,))}

    def _question(self, wanted: LibraryQuery) -> _Question:
        """Few of many are quickly put in order; of more than that, one had better walk through the order there is."""
        found = match(wanted.q)
        if found.is_empty or wanted.sort in _ORDERS_FOUND:
            return _Question(wanted)
        table = _table(found)
        counted = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"
        return _Question(wanted, few=self._rows(counted, (found.words or found.beginnings,))[0][0] < FEW)

    def _rows(self, statement: str, values: tuple[object, ...] | list[int] = ()) -> list[sqlite3.Row]:
        with named_errors():
            return self._connection.execute(statement, values).fetchall()


class _Question:
    """The end of a SELECT: `source` from FROM on, with `values` for its question marks, and the `order`."""

    def __init__(self, wanted: LibraryQuery, *, few: bool = False) -> None:
        self.values: tuple[object, ...] = ()
        found = match(wanted.q)
        # What the words find is in the library's order already; any other order is walked, and asked of each its words.
        leads = not found.is_empty and (wanted.sort in _ORDERS_FOUND or few)
        orders = _ORDERS | _ORDERS_FOUND if leads else _ORDERS
        self.order = f"ORDER BY {orders[wanted.sort]}"
        tables = f"paintings p {_index_for(replace(wanted, sort=Sort.NEWEST) if leads else wanted)}"
        if leads:
            tables = f"{_table(found)} w CROSS JOIN {tables} ON p.place = w.rowid"
        conditions = [_VISIBLE[wanted.show is Show.TRASH], *self._found(found, leads=leads), *self._filters(wanted)]
        self.source = f"FROM {tables} WHERE " + " AND ".join(conditions)

    def _found(self, found: Match, *, leads: bool) -> list[str]:
        asked = {"words": found.words, "beginnings": found.beginnings}
        given = {table: expression for table, expression in asked.items() if expression}
        self.values += tuple(given.values())
        place = "w.rowid" if leads else "p.place"
        inside = {table: f"{place} IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)" for table in given}
        if leads:
            inside[_table(found)] = f"{_table(found)} MATCH ?"
        return list(inside.values())

    def _filters(self, wanted: LibraryQuery) -> list[str]:
        asked: dict[str, object] = {
            "p.model = ?": wanted.model or None,
            "p.created >= ?": wanted.begin,
            "p.created < ?": wanted.end,
            "p.id IN (SELECT painting FROM album_paintings WHERE album = ?)": wanted.album,
        }
        given = {condition: value for condition, value in asked.items() if value is not None}
        self.values += tuple(given.values())
        plain = [_SHOWN.get(wanted.show), _SHAPES.get(wanted.shape), _SIZES.get(wanted.size)]
        plain.append("p.favourite = 1" if wanted.favourite else None)
        return [*given, *(condition for condition in plain if condition)]


def _table(found: Match) -> str:
    """The one that is asked first."""
    return "words" if found.words else "beginnings"


def _index_for(wanted: LibraryQuery) -> str:
    if wanted.show is Show.TRASH:
        return ""
    return "INDEXED BY paintings_by_prompt" if wanted.sort is Sort.PROMPT else "INDEXED BY paintings_in_library"
