"""The folder the library was in before: what only it has, its way to the trash, or its end. Belongs in a thread."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from server.common import disk
from server.common.errors import FolderRefused
from server.library.moving.journal import COARSEST
from server.library.moving.place import LibraryPlace
from server.library.moving.tree import KEEPSAKES, TreeEntry, entries, entry_of
from server.library.trash.notes import NOTES


def count_extras(left: Path, place: LibraryPlace) -> int:
    """How many of its files are not in the new folder as they are in the old one. Raises FolderRefused."""
    try:
        if not left.is_dir():
            return 0
        return sum(not _is_there(left, entry, place) for entry in entries(left) if not _is_noted(entry))
    except OSError as error:
        raise FolderRefused("folder_unreadable", type(error).__name__) from error


def erase_copies(left: Path, place: LibraryPlace) -> int:
    """Remove for good what is in the new folder as well; how many files stay, of which there is no other.

    Raises FolderRefused, and what is there by then stays.
    """
    try:
        found = list(entries(left)) if left.is_dir() else []
        stay = [entry for entry in found if not _is_noted(entry) and not _erased(left, entry, place)]
        for entry in found if not stay else ():
            disk.remove(left / entry.path, missing_ok=True)
        _remove_empty(left)
    except OSError as error:
        raise FolderRefused("left_not_erased", type(error).__name__) from error
    return len(stay)


def _erased(left: Path, entry: TreeEntry, place: LibraryPlace) -> bool:
    if not _is_there(left, entry, place):
        return False
    disk.remove(left / entry.path, missing_ok=True)
    return True


def _remove_empty(left: Path) -> None:
    for folder, _, _ in os.walk(left, topdown=False):
        with contextlib.suppress(OSError):  # what is no file of the library's keeps its folder
            disk.remove_folder(Path(folder))


def _is_noted(entry: TreeEntry) -> bool:
    """What the new folder has in its own words."""
    return entry.path in KEEPSAKES or entry.path.startswith(f"{NOTES}/")


def _is_there(left: Path, entry: TreeEntry, place: LibraryPlace) -> bool:
    path = place.renamed.get(entry.path, entry.path)
    there = entry_of(place.folder, path)
    if there is None or there.size != entry.size:
        return False
    if abs(there.modified - entry.modified) <= COARSEST:
        return True
    return _checksum(left / entry.path) == _checksum(place.folder / path)


def _checksum(path: Path) -> bytes:
    with disk.reading(path) as stream:
        return hashlib.file_digest(stream, "sha256").digest()
