"""The database file: opening it, in whichever thread will use the connection, and naming what it refuses."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from server.errors import StorageError


def connect(database: Path) -> sqlite3.Connection:
    """A connection for the calling thread alone, with its transactions begun by hand. Raises sqlite3.Error."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.text_factory = _text
    # A commit survives the program's death in either mode; NORMAL spares an fsync for each of them.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


@contextlib.contextmanager
def named_errors() -> Iterator[None]:
    """SQLite's own texts say nothing of rows, but a name and a number are enough. Raises StorageError."""
    codes = {sqlite3.SQLITE_FULL: "disk_full", sqlite3.SQLITE_READONLY: "read_only"}
    try:
        yield
    except sqlite3.Error as error:
        number = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest is SQLite's finer distinctions
        raise StorageError(codes.get(number, "storage_failed"), type(error).__name__) from error


def _text(stored: bytes) -> str:
    """A damaged byte must not keep the whole program from starting."""
    return stored.decode(errors="replace")
