"""What the database says, read beside the program that has it open."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from server.paintings.painting import State
from tests.program import Program


def calls(program: Program) -> int:
    """How many calls the ledger holds."""
    return _count(program, "calls")


def paintings(program: Program) -> int:
    """How many there are; of very many, sooner said than `rows`."""
    return _count(program, "paintings")


def not_before(program: Program, painting: int) -> float | None:
    """When a painting may begin."""
    return _column(program, painting, "not_before")  # type: ignore[return-value]


def seed(program: Program, painting: int) -> int | None:
    return _column(program, painting, "seed")  # type: ignore[return-value]


def put_off(program: Program, painting: int, moment: float) -> None:
    """Let it begin then; while the program does not run."""
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3")) as connection, connection:
        connection.execute("UPDATE paintings SET not_before = ? WHERE id = ?", (moment, painting))


def _count(program: Program, table: str) -> int:
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3")) as connection:
        number: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
    return number


def _column(program: Program, painting: int, name: str) -> object:
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3")) as connection:
        return connection.execute(f"SELECT {name} FROM paintings WHERE id = ?", (painting,)).fetchone()[0]  # noqa: S608


def rows(program: Program) -> dict[int, tuple[State, str | None]]:
    """State and file of every painting, oldest first."""
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3")) as connection:
        found = connection.execute("SELECT id, state, file FROM paintings ORDER BY id").fetchall()
    return {painting: (State(state), file) for painting, state, file in found}


def row_of(program: Program, painting: int) -> dict[str, object]:
    """All that is known of one, by the names of the columns."""
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3")) as connection:
        connection.row_factory = sqlite3.Row
        return dict(connection.execute("SELECT * FROM paintings WHERE id = ?", (painting,)).fetchone())


def with_inputs(program: Program) -> dict[int, str]:
    """The pictures that paintings were made from, by the painting."""
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3")) as connection:
        return dict(connection.execute("SELECT id, inputs FROM paintings WHERE inputs <> ''").fetchall())


def setting(program: Program, name: str) -> str:
    """As it is stored; read when the program has ended."""
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3")) as connection:
        [value] = connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return str(value)


def change_setting(program: Program, name: str, value: str) -> None:
    """While the program does not run."""
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3")) as connection, connection:
        connection.execute("UPDATE settings SET value = ? WHERE name = ?", (value, name))
