"""Once a day takes thumbnails of pictures that are gone, renamed or elsewhere out of the cache.

A thumbnail is found by its picture's path, size and time of change, so that one of an earlier state is never shown, nor
ever asked for again.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Container
from pathlib import Path

from server.common import disk
from server.common.errors import StorageError
from server.common.file_names import disk_name
from server.library.folder import Library
from server.library.index.contents import states
from server.library.index.librarian import Librarian
from server.library.thumbnails import Thumbnails, name_of

BUSY = 10.0
"""Seconds until a library that had something to do is asked again."""

PERIOD = 86400.0
KEPT_FOR = 86400.0
"""Seconds any thumbnail stays: its picture may be one that the library is just about to hear of."""

BATCH = 500
REST = 0.02
"""Seconds between two pieces of work, in which pages and paintings have their turn."""


async def keep_tidy(thumbnails: Thumbnails, librarian: Librarian, library: Library) -> None:
    """For ever; to be cancelled."""
    while True:
        settled = librarian.is_settled
        if settled:
            with contextlib.suppress(StorageError):  # the next day is soon enough
                await tidy(thumbnails, librarian, library)
        await asyncio.sleep(PERIOD if settled else BUSY)


async def tidy(thumbnails: Thumbnails, librarian: Librarian, library: Library) -> int:
    """Remove what belongs to no picture; how many files that were. Raises StorageError."""
    needed = await _needed(librarian, library)
    removed = 0
    for folder in await asyncio.to_thread(_listed, thumbnails.folder):
        removed += await asyncio.to_thread(_sweep, folder, needed)
        await asyncio.sleep(REST)
    return removed


async def _needed(librarian: Librarian, library: Library) -> Container[str]:
    folder, names = library.folder, set[str]()
    after = ""
    while batch := await librarian.run(states, after, BATCH):
        names.update(name_of(folder / disk_name(path), size, modified) for path, size, modified in batch)
        after = batch[-1][0]
        await asyncio.sleep(REST)
    for picture in await asyncio.to_thread(_listed, library.rescued):
        with contextlib.suppress(OSError):
            about = picture.stat()
            names.add(name_of(picture, about.st_size, about.st_mtime_ns))
    return names


def _listed(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return list(folder.iterdir())
    return []


def _sweep(folder: Path, needed: Container[str]) -> int:
    """Also what a killed program was just writing."""
    before, removed = time.time() - KEPT_FOR, 0
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name not in needed and entry.stat().st_mtime < before:
                disk.remove(Path(entry))
                removed += 1
    return removed
