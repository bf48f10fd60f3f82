"""What the database says, read beside the program that has it open."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from server.paintings import State
from tests.program import Program


def rows(program: Program) -> dict[int, tuple[State, str | None]]:
    """State and file of every painting, oldest first."""
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3")) as connection:
        found = connection.execute("SELECT id, state, file FROM paintings ORDER BY id").fetchall()
    return {painting: (State(state), file) for painting, state, file in found}
