"""Databases as failing disks leave them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def spoil(database: Path, damage: str) -> bytes:
    """All of it, all but its first page, or one page: that of a table or index."""
    data = bytearray(database.read_bytes())
    if damage == "no database":
        data = bytearray(b"this is no database at all" * 1000)
    elif damage == "broken pages":
        data[4096:] = bytes(len(data) - 4096)
    else:
        with closing(sqlite3.connect(database)) as connection:
            [page] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [damage]).fetchone()
        data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    database.write_bytes(data)
    return bytes(data)


def damage_under_way(database: Path) -> None:
    """Behind the back of all who have it open: they keep no page in memory that another has changed."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE another (id INTEGER)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with database.open("r+b") as file:
        whole = file.seek(0, os.SEEK_END)
        file.seek(size)
        file.write(bytes(whole - size))
