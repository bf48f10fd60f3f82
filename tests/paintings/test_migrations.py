"""The schema: from nothing to the newest, and never twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from server.paintings.migrations import STEPS, migrate
from server.paintings.store import Store


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)) as connection:
        yield connection


def version(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def schema(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT sql FROM sqlite_schema ORDER BY name")]


def test_an_empty_database_gets_every_step(connection: sqlite3.Connection) -> None:
    migrate(connection)

    assert version(connection) == len(STEPS)
    assert {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")} >= {
        "paintings",
        "settings",
    }


def test_a_second_time_changes_nothing(connection: sqlite3.Connection) -> None:
    migrate(connection)
    before = schema(connection)
    connection.execute("INSERT INTO settings VALUES ('theme', 'dark')")

    migrate(connection)

    assert schema(connection) == before
    assert connection.execute("SELECT value FROM settings").fetchall() == [("dark",)]


def test_a_step_that_fails_leaves_the_database_as_it_was(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE settings (mine TEXT)")
    before = schema(connection)

    with pytest.raises(sqlite3.OperationalError):
        migrate(connection)

    assert schema(connection) == before
    assert version(connection) == 0


def test_paintings_of_an_older_program_keep_their_order(connection: sqlite3.Connection) -> None:
    STEPS[0](connection)
    connection.execute("PRAGMA user_version = 1")
    for created in (20.0, 10.0, 10.0, 30.5):
        connection.execute(
            "INSERT INTO paintings (state, prompt, model, steps, sample, created) VALUES ('done', '', 'a', 1, 0, ?)",
            (created,),
        )

    migrate(connection)

    places = [row[0] for row in connection.execute("SELECT place FROM paintings ORDER BY id")]
    assert places == [20_000_000, 20_000_001, 20_000_002, 30_500_000]


def test_paintings_that_are_there_get_names_for_all_time(connection: sqlite3.Connection) -> None:
    STEPS[0](connection)
    connection.execute("PRAGMA user_version = 1")
    for _ in range(3):
        connection.execute(
            "INSERT INTO paintings (state, prompt, model, steps, sample, created) VALUES ('done', '', '', 1, 0, 0)"
        )

    migrate(connection)

    uids = [row[0] for row in connection.execute("SELECT uid FROM paintings")]
    assert len(set(uids)) == 3
    assert all(UUID(uid).version == 4 and len(uid) == 32 for uid in uids)


@pytest.mark.parametrize("state", ["finished", "", "DONE"])
def test_a_painting_has_one_of_the_six_states(connection: sqlite3.Connection, state: str) -> None:
    migrate(connection)

    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT INTO paintings (state, prompt, model, steps, sample, created) VALUES (?, '', '', 1, 0, 0)", (state,)
        )


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path, connection: sqlite3.Connection) -> None:
    migrate(connection)
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 5}")

    Store(tmp_path / "a.sqlite3").close()

    assert version(connection) == len(STEPS) + 5
