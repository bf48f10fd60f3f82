"""Finding paintings in the library: counting them, and telling any stretch of them in the order asked for.

Used on the server's loop: with 100,000 paintings the slowest question takes some 20 ms, most take less than one.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, fields, replace
from pathlib import Path

from server.database import connect, named_errors
from server.index.spelling import Match, match
from server.index.wanted import Shape, Show, Sort, Wanted
from server.library import TRASH
from server.paintings import Painting, painting_of

_COLUMNS = ", ".join(f"p.{field.name}" for field in fields(Painting))
_SHOWN = {
    Show.PICTURES: "p.state = 'done'",
    Show.ACTIVE: "p.state IN ('queued', 'painting')",
    Show.FAILED: "p.state IN ('failed', 'cancelled', 'interrupted')",
}
_SHAPES = {
    Shape.LANDSCAPE: "p.width > p.height",
    Shape.PORTRAIT: "p.width < p.height",
    Shape.SQUARE: "p.width = p.height",
}
_ORDERS = {
    Sort.NEWEST: "p.place DESC",
    Sort.OLDEST: "p.place",
    Sort.PROMPT: "substr(p.prompt, 1, 60) COLLATE NOCASE, p.place",
}
_ORDERS_FOUND = {Sort.NEWEST: "w.rowid DESC", Sort.OLDEST: "w.rowid"}


@dataclass(frozen=True, slots=True)
class Album:
    """`key` names it in the file beside the pictures; `count` is of paintings one can see."""

    id: int
    key: str
    name: str
    count: int


class Catalogue:
    """Reads only. Every call raises StorageError when the database fails."""

    def __init__(self, database: Path) -> None:
        self._connection = connect(database)

    def close(self) -> None:
        self._connection.close()

    def count(self, wanted: Wanted) -> int:
        """How many there are."""
        question = _Question(replace(wanted, sort=Sort.NEWEST))
        number: int = self._rows(f"SELECT count(*) {question.source}", question.values)[0][0]
        return number

    def stretch(self, wanted: Wanted, start: int, stop: int) -> list[Painting]:
        """Those from number `start` to before number `stop`, counted from 0."""
        question = _Question(wanted)
        # First the ids alone, from the index; whole rows only of those that are shown.
        inner = f"SELECT p.id {question.source} {question.order} LIMIT ? OFFSET ?"
        ids = [row[0] for row in self._rows(inner, (*question.values, max(0, stop - start), start))]
        return self.those(ids)

    def ids(self, wanted: Wanted, start: int, stop: int) -> list[int]:
        """The ids of a stretch alone."""
        question = _Question(wanted)
        statement = f"SELECT p.id {question.source} {question.order} LIMIT ? OFFSET ?"
        return [row[0] for row in self._rows(statement, (*question.values, max(0, stop - start), start))]

    def those(self, ids: list[int]) -> list[Painting]:
        """The paintings with these ids, in this order; unknown ids are left out."""
        marks = ", ".join("?" * len(ids))
        rows = self._rows(f"SELECT {_COLUMNS} FROM paintings p WHERE p.id IN ({marks})", ids)
        found = {row["id"]: painting_of(row) for row in rows}
        return [found[painting_id] for painting_id in ids if painting_id in found]

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

    def _rows(self, statement: str, values: tuple[object, ...] | list[int] = ()) -> list[sqlite3.Row]:
        with named_errors():
            return self._connection.execute(statement, values).fetchall()


class _Question:
    """The end of a SELECT: `source` from FROM on, with `values` for its question marks, and the `order`."""

    def __init__(self, wanted: Wanted) -> None:
        self._match = match(wanted.q)
        self.values: tuple[object, ...] = ()
        conditions = [*self._found(), *self._filters(wanted)]
        if wanted.show is Show.TRASH:
            visible = [f"p.deleted IS NOT NULL AND p.file LIKE '{TRASH}/%'"]
            index = ""
        else:
            visible = ["p.deleted IS NULL AND p.missing IS NULL"]
            index = "INDEXED BY paintings_by_prompt" if self._by_prompt(wanted) else "INDEXED BY paintings_in_library"
        tables = f"{self._table} w CROSS JOIN paintings p {index} ON p.place = w.rowid"
        tables = f"paintings p {index}" if self._match.is_empty else tables
        self.source = f"FROM {tables} WHERE " + " AND ".join([*visible, *conditions])
        orders = _ORDERS if self._match.is_empty else _ORDERS | _ORDERS_FOUND
        self.order = f"ORDER BY {orders[wanted.sort]}"

    @property
    def _table(self) -> str:
        return "words" if self._match.words else "beginnings"

    def _by_prompt(self, wanted: Wanted) -> bool:
        return wanted.sort is Sort.PROMPT and self._match.is_empty

    def _found(self) -> list[str]:
        asked: Match = self._match
        if asked.is_empty:
            return []
        self.values += (asked.words or asked.beginnings,)
        if not (asked.words and asked.beginnings):
            return [f"{self._table} MATCH ?"]
        self.values += (asked.beginnings,)
        return ["words MATCH ?", "w.rowid IN (SELECT rowid FROM beginnings WHERE beginnings MATCH ?)"]

    def _filters(self, wanted: Wanted) -> list[str]:
        asked: dict[str, object] = {
            "p.model = ?": wanted.model or None,
            "p.created >= ?": wanted.begin,
            "p.created < ?": wanted.end,
            "p.id IN (SELECT painting FROM album_paintings WHERE album = ?)": wanted.album,
        }
        given = {condition: value for condition, value in asked.items() if value is not None}
        self.values += tuple(given.values())
        plain = [_SHOWN.get(wanted.show), _SHAPES.get(wanted.shape), "p.favourite = 1" if wanted.favourite else None]
        return [*given, *(condition for condition in plain if condition)]
