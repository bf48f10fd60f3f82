"""Everything that lies in a library's folder, pictures or not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from server.library.folder import PART_SUFFIX
from server.paintings.painting import OWN

KEEPSAKES = (f"{OWN}/keepsakes.json", f"{OWN}/keepsakes.bak.json", f"{OWN}/settings.json")
"""Merged by the librarian, who has all of it in the database: never taken for a file that is in the way."""


class TreeEntry(Struct, frozen=True):
    """A file: its path below the folder, with slashes; bytes; time of change in nanoseconds."""

    path: str
    size: int
    modified: int


def entries(folder: Path) -> Iterator[TreeEntry]:
    """All files, what links to files stands for too. Links to folders are not followed, what is half written is left
    out. Raises OSError: to leave out a folder that cannot be read would be to lose it.
    """
    waiting = [""]
    while waiting:
        name = waiting.pop()
        with os.scandir(folder / name if name else folder) as found:
            for entry in sorted(found, key=lambda entry: entry.name):
                path = f"{name}/{entry.name}" if name else entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif not entry.name.endswith(PART_SUFFIX) and entry.is_file():
                    yield _entry(path, entry.stat())


def entry_of(folder: Path, path: str) -> TreeEntry | None:
    """What is there now; None where no file is."""
    try:
        about = (folder / path).stat()
    except OSError:
        return None
    return _entry(path, about) if stat.S_ISREG(about.st_mode) else None


def _entry(path: str, about: os.stat_result) -> TreeEntry:
    return TreeEntry(path, about.st_size, about.st_mtime_ns)
