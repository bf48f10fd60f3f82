"""Comparisons as JSON, to outlive the database beside the pictures and to go along in a backup.

For the librarian's thread. What another library says of comparisons is not believed beyond what a table can show.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from server.library.comparisons import MOST_CELLS, Axis

if TYPE_CHECKING:
    from server.library.index.index_writer import IndexWriter

MOST_TEXT = 20_000
"""Characters of a prompt."""

_UID = re.compile(r"[0-9a-f]{32}")


def gathered(writer: IndexWriter) -> list[dict[str, Any]]:
    """Every comparison, the oldest first."""
    cells: dict[int, list[list[object]]] = {}
    for number, *cell in map(
        tuple, writer.do('SELECT grid, "row", "column", painting FROM grid_cells ORDER BY 1, 2, 3')
    ):
        cells.setdefault(number, []).append(cell)
    return [
        {"created": created, "prompt": prompt, "axes": json.loads(axes), "cells": cells.get(number, [])}
        for number, created, prompt, axes in map(tuple, writer.do("SELECT * FROM grids ORDER BY id"))
    ]


def take_over(writer: IndexWriter, told: object) -> int:
    """Those that are not here, within the caller's transaction; how many. A painting is in one comparison only."""
    added = 0
    for each in told if isinstance(told, list) else []:
        if not _is_whole(each) or any(_is_here(writer, uid) for *_, uid in each["cells"]):
            continue
        axes = json.dumps([{"axis": axis["axis"], "values": axis["values"]} for axis in each["axes"]])
        statement = "INSERT INTO grids (created, prompt, axes) VALUES (?, ?, ?) RETURNING id"
        [[number]] = writer.do(statement, float(each["created"]), each["prompt"], axes)
        for row, column, uid in each["cells"]:
            place = 'INSERT OR IGNORE INTO grid_cells (grid, painting, "row", "column") VALUES (?, ?, ?, ?)'
            writer.do(place, number, uid, row, column)
        added += 1
    return added


def _is_here(writer: IndexWriter, uid: str) -> bool:
    return bool(writer.do("SELECT 1 FROM grid_cells WHERE painting = ?", uid))


def _is_whole(told: Any) -> bool:  # noqa: ANN401 - JSON
    try:
        sides = [len(axis["values"]) for axis in told["axes"] if _is_axis(axis)]
        prompt, created, cells = told["prompt"], told["created"], told["cells"]
        plain = isinstance(prompt, str) and len(prompt) < MOST_TEXT and type(created) in (int, float)
        return plain and 0 < len(sides) == len(told["axes"]) < 3 and _are_cells(cells, [*sides, 1])
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _is_axis(axis: Any) -> bool:  # noqa: ANN401
    """Raises ValueError for one that is not known here."""
    values = axis["values"]
    Axis(axis["axis"])
    return len(values) <= MOST_CELLS and all(isinstance(value, str) and len(value) < 200 for value in values)


def _are_cells(cells: Any, sides: Sequence[int]) -> bool:  # noqa: ANN401
    """Each in a place of its own within the table, with the name of a painting."""
    places = {(row, column) for row, column, _ in cells}
    inside = all(type(at) is int and 0 <= at < side for place in places for at, side in zip(place, sides, strict=False))
    return 0 < len(places) == len(cells) <= MOST_CELLS and inside and all(_UID.fullmatch(uid) for *_, uid in cells)
