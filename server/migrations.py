"""The database's schema as ordered steps; how many have been taken is SQLite's own `user_version`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from uuid import uuid4


def migrate(connection: sqlite3.Connection) -> None:
    """Take every step not yet taken, each in a transaction of its own."""
    taken: int = connection.execute("PRAGMA user_version").fetchone()[0]
    for number, step in enumerate(STEPS[taken:], start=taken + 1):
        with connection:
            connection.execute("BEGIN")
            step(connection)
            connection.execute(f"PRAGMA user_version = {number:d}")


def m001_paintings_and_settings(connection: sqlite3.Connection) -> None:
    connection.execute(
        """
        CREATE TABLE paintings (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            state TEXT NOT NULL
                CHECK (state IN ('queued', 'painting', 'done', 'failed', 'cancelled', 'interrupted')),
            prompt TEXT NOT NULL,
            model TEXT NOT NULL,
            steps INTEGER NOT NULL,
            sample INTEGER NOT NULL,
            created REAL NOT NULL,
            started REAL,
            seconds REAL,
            file TEXT,
            width INTEGER,
            height INTEGER,
            bytes INTEGER,
            neurons REAL,
            error TEXT,
            error_detail TEXT,
            deleted REAL
        ) STRICT
        """
    )
    connection.execute("CREATE INDEX paintings_by_state ON paintings (state) WHERE state IN ('queued', 'painting')")
    connection.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


def m002_uids(connection: sqlite3.Connection) -> None:
    """Names for all time; the paintings that are there already get theirs now."""
    connection.execute("ALTER TABLE paintings ADD COLUMN uid TEXT NOT NULL DEFAULT ''")
    ids = connection.execute("SELECT id FROM paintings").fetchall()
    connection.executemany("UPDATE paintings SET uid = ? WHERE id = ?", [(uuid4().hex, row[0]) for row in ids])
    connection.execute("CREATE UNIQUE INDEX paintings_by_uid ON paintings (uid)")


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (m001_paintings_and_settings, m002_uids)
