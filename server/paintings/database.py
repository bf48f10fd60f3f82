"""The database file: opening it, in whichever thread will use the connection, and naming what it refuses.

One that is damaged is put aside and never repaired: what counts is in the pictures, and is read from there again.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from server.common import disk
from server.common.errors import StorageError

log = logging.getLogger(__name__)

DAMAGED = "database_damaged"
_LISTENERS: list[Callable[[], object]] = []
_DAMAGE = {sqlite3.SQLITE_CORRUPT: DAMAGED, sqlite3.SQLITE_NOTADB: DAMAGED}
_CODES = {sqlite3.SQLITE_FULL: "disk_full", sqlite3.SQLITE_READONLY: "read_only", **_DAMAGE}


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
    try:
        yield
    except sqlite3.Error as error:
        code = _CODES.get(_number(error), "storage_failed")
        if code == DAMAGED:
            for tell in _LISTENERS:
                tell()
        raise StorageError(code, type(error).__name__) from error


def on_damage(tell: Callable[[], object]) -> None:
    """From now on `tell` hears, in whichever thread it is, that damage was met. There is one database in a program."""
    _LISTENERS[:] = [tell]


def put_aside_if_damaged(database: Path) -> Path | None:
    """Where a database that cannot be read is now, under another name; None when it is well or is not there.

    Raises sqlite3.Error for any other trouble, and OSError where it cannot be renamed.
    """
    if not database.exists():
        return None
    try:
        with closing(connect(database)) as connection:
            _try(connection, whole=_suspicion(database).exists())
    except sqlite3.DatabaseError as error:
        if not tells_of_damage(error):
            raise
        return _put_aside(database)
    disk.remove(_suspicion(database), missing_ok=True)
    return None


def tells_of_damage(error: Exception) -> bool:
    """Named as StorageError, or as SQLite itself says it."""
    if isinstance(error, StorageError):
        return error.code == DAMAGED
    return isinstance(error, sqlite3.Error) and _number(error) in _DAMAGE


def suspect(database: Path) -> None:
    """The next start is to look at all of it."""
    with contextlib.suppress(OSError):
        _suspicion(database).touch()


def salvage_settings(damaged: Path) -> Mapping[str, str]:
    """What can be read of the settings in a database that is damaged, or another program's; nothing where none is."""
    with contextlib.suppress(sqlite3.Error), closing(sqlite3.connect(f"{damaged.as_uri()}?mode=ro", uri=True)) as old:
        return {str(name): str(value) for name, value in old.execute("SELECT name, value FROM settings")}
    return {}


def _try(connection: sqlite3.Connection, *, whole: bool) -> None:
    """The parts that a start needs. To read all of a large database would cost each start a second."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    if "paintings" in tables:
        connection.execute("SELECT * FROM paintings ORDER BY id DESC LIMIT 24").fetchall()
        connection.execute("SELECT * FROM settings").fetchall()
    if whole and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        error = sqlite3.DatabaseError("damaged")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _put_aside(database: Path) -> Path:
    now = datetime.now(UTC).astimezone()
    aside = database.with_name(f"{database.stem}.damaged-{now:%Y%m%d-%H%M%S}{database.suffix}")
    log.warning("the database is damaged and kept as %s", aside.name)
    for suffix in ("-wal", "-shm", ""):
        part = database.with_name(database.name + suffix)
        if part.exists():
            disk.rename(part, aside.with_name(aside.name + suffix))
    disk.remove(_suspicion(database), missing_ok=True)
    return aside


def _suspicion(database: Path) -> Path:
    return database.with_name(f"{database.name}.suspect")


def _number(error: sqlite3.Error) -> int:
    """Without SQLite's finer distinctions."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _text(stored: bytes) -> str:
    """A damaged byte must not keep the whole program from starting."""
    return stored.decode(errors="replace")
