"""Which painting stands in which cell of which comparison, in the database.

Used from the server's thread alone, with a connection of its own; every call is short. Calls raise StorageError.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

from server.common.recent import RecentItems
from server.paintings.database import connect, named_errors

MOST_CELLS = 24


class Axis(StrEnum):
    """What differs from row to row, or from column to column."""

    MODEL = "model"
    STEPS = "steps"
    GUIDANCE = "guidance"
    SEED = "seed"


class AxisValues(Struct, frozen=True):
    """The labels of one side of the table, as they stand in a form."""

    axis: Axis
    values: tuple[str, ...]


class Comparison(Struct, frozen=True):
    """`cells` says by row and column which painting is there: its id, or None where it has gone for good."""

    id: int
    created: float
    prompt: str
    rows: AxisValues
    columns: AxisValues | None
    cells: Mapping[tuple[int, int], int | None]


class ComparisonSummary(Struct, frozen=True):
    """A comparison as it stands in a list of them: `lines` are its rows and, where it has any, its columns.

    `paintings` are the ids of those with a picture.
    """

    id: int
    created: float
    prompt: str
    lines: Sequence[AxisValues]
    paintings: Sequence[int]


class Comparisons:
    """Its tables are made with the store's, which must have opened the database before. Raises sqlite3.Error.

    `drawn` keeps the last pictures of tables until a browser has taken them.
    """

    def __init__(self, database: Path) -> None:
        self._connection = connect(database)
        self.drawn = RecentItems[bytes]()

    def close(self) -> None:
        self._connection.close()

    def add(
        self, prompt: str, lines: Sequence[AxisValues], cells: Mapping[tuple[int, int], str], *, created: float
    ) -> int:
        """Note a comparison, whose `cells` name paintings by their uid; its number."""
        axes = json.dumps([{"axis": line.axis, "values": line.values} for line in lines])
        with named_errors(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            statement = "INSERT INTO grids (created, prompt, axes) VALUES (?, ?, ?) RETURNING id"
            number: int = self._connection.execute(statement, (created, prompt, axes)).fetchone()[0]
            self._connection.executemany(
                'INSERT INTO grid_cells (grid, painting, "row", "column") VALUES (?, ?, ?, ?)',
                [(number, uid, row, column) for (row, column), uid in cells.items()],
            )
        return number

    def get(self, number: int) -> Comparison | None:
        with named_errors():
            found = self._connection.execute("SELECT * FROM grids WHERE id = ?", (number,)).fetchone()
            statement = (
                'SELECT "row", "column", paintings.id AS painting FROM grid_cells'
                " LEFT JOIN paintings ON paintings.uid = grid_cells.painting WHERE grid = ?"
            )
            cells = self._connection.execute(statement, (number,)).fetchall()
        if found is None:
            return None
        rows, *columns = [_line(each) for each in json.loads(found["axes"])]
        return Comparison(
            id=number,
            created=found["created"],
            prompt=found["prompt"],
            rows=rows,
            columns=columns[0] if columns else None,
            cells={(cell["row"], cell["column"]): cell["painting"] for cell in cells},
        )

    def newest(self, most: int) -> list[ComparisonSummary]:
        """That many, the newest first, each with the paintings in it that can still be seen, by row and column."""
        statement = "SELECT id, created, prompt, axes FROM grids ORDER BY created DESC, id DESC LIMIT ?"
        cells = (
            "SELECT paintings.id FROM grid_cells JOIN paintings ON paintings.uid = grid_cells.painting"
            " WHERE grid = ? AND state = 'done' AND file IS NOT NULL AND deleted IS NULL AND missing IS NULL"
            ' ORDER BY "row", "column"'
        )
        with named_errors():
            found = self._connection.execute(statement, (most,)).fetchall()
            return [
                ComparisonSummary(
                    id=row["id"],
                    created=row["created"],
                    prompt=row["prompt"],
                    lines=[_line(each) for each in json.loads(row["axes"])],
                    paintings=[cell["id"] for cell in self._connection.execute(cells, (row["id"],))],
                )
                for row in found
            ]

    def of(self, uid: str) -> int | None:
        """The comparison that a painting belongs to."""
        with named_errors():
            found = self._connection.execute("SELECT grid FROM grid_cells WHERE painting = ?", (uid,)).fetchone()
        return int(found["grid"]) if found else None


def _line(stored: Mapping[str, Any]) -> AxisValues:
    return AxisValues(Axis(stored["axis"]), tuple(stored["values"]))
