"""The folder the library was in before: what only it has, and its way to the trash. Belongs in a thread."""

from __future__ import annotations

import hashlib
from pathlib import Path

from server.common.errors import FolderRefused
from server.library.moving.journal import COARSEST
from server.library.moving.place import LibraryPlace
from server.library.moving.tree import KEEPSAKES, TreeEntry, entries, entry_of
from server.library.trash import to_trash


def count_extras(left: Path, place: LibraryPlace) -> int:
    """How many of its files are not in the new folder as they are in the old one. Raises FolderRefused."""
    try:
        if not left.is_dir():
            return 0
        return sum(not _is_there(left, entry, place) for entry in entries(left) if entry.path not in KEEPSAKES)
    except OSError as error:
        raise FolderRefused("folder_unreadable", type(error).__name__) from error


def to_system_trash(left: Path) -> None:
    """Raises FolderRefused where the system takes it not."""
    if not to_trash(left):
        raise FolderRefused("left_not_trashed")


def _is_there(left: Path, entry: TreeEntry, place: LibraryPlace) -> bool:
    path = place.renamed.get(entry.path, entry.path)
    there = entry_of(place.folder, path)
    if there is None or there.size != entry.size:
        return False
    if abs(there.modified - entry.modified) <= COARSEST:
        return True
    return _checksum(left / entry.path) == _checksum(place.folder / path)


def _checksum(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
