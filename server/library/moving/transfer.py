"""Takes the library's files across, each verified, none over another. All of it blocks and belongs in a thread."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from msgspec import Struct, field

from server.common import disk
from server.common.errors import FolderRefused
from server.library.folder import claim, folder_error, is_bare, numbered_names, part_of, sync_folder
from server.library.moving.journal import Journal
from server.library.moving.tree import KEEPSAKES, TreeEntry, entries, entry_of

PIECE = 1024 * 1024


class Stopped(Exception):
    """The move was told to stop."""


class Tally(Struct):
    """How far it is: files and bytes, of how many."""

    files: int = 0
    bytes: int = 0
    files_total: int = 0
    bytes_total: int = 0


class Transfer(Struct):
    """`there` tells of each source file taken across where it is now; `renamed` is of those whose name was taken."""

    journal: Journal
    stop: threading.Event
    tally: Tally = field(default_factory=Tally)
    _there: dict[TreeEntry, str] = field(default_factory=dict)
    _disks: tuple[int, int] | None = None
    """Of source and target: another one is there when a disk has been unplugged and its mount point is bare."""

    def round(self) -> int:
        """Take across what is not there yet, and take back what has left the source; how many files that were.

        Raises FolderRefused and Stopped. What is there by then stays.
        """
        try:
            return self._round()
        except OSError as error:
            raise self._named(error) from error

    def check(self) -> None:
        """Whether all that was found is there. Raises FolderRefused."""
        for entry, path in self._there.items():
            found = entry_of(self._target, path)
            if found is None or (entry.path not in KEEPSAKES and found.size != entry.size):
                raise FolderRefused("move_copy_differs")

    @property
    def renamed(self) -> Mapping[str, str]:
        return {entry.path: path for entry, path in self._there.items() if entry.path != path}

    @property
    def _source(self) -> Path:
        return self.journal.source

    @property
    def _target(self) -> Path:
        return self.journal.target

    def _round(self) -> int:
        self._begin()
        listed = list(entries(self._source))
        if not listed and is_bare(self._source):
            raise FolderRefused("move_source_away")
        now, names = frozenset(listed), frozenset(entry.path for entry in listed)
        fresh = [entry for entry in listed if entry not in self._there]
        self._count(listed, fresh)
        gone = self._take_back(now)
        for entry in fresh:
            self._bring(entry, names)
            self.tally.files += 1
        return len(fresh) + gone

    def _begin(self) -> None:
        if self._disks is None:
            if not self._target.is_dir():
                self.journal.note_folder("")
                self._target.mkdir()
            self._disks = self._see_disks()
        self._heed()

    def _count(self, listed: list[TreeEntry], fresh: list[TreeEntry]) -> None:
        tally, waiting = self.tally, sum(entry.size for entry in fresh)
        tally.files_total, tally.bytes_total = len(listed), sum(entry.size for entry in listed)
        tally.files, tally.bytes = len(listed) - len(fresh), tally.bytes_total - waiting

    def _take_back(self, now: frozenset[TreeEntry]) -> int:
        """What has changed in the source or left it since it was taken across; never a file that was there before."""
        stale = [path for path, source in self.journal.made().items() if source not in now]
        for path in stale:
            disk.remove(self._target / path, missing_ok=True)
        for entry in [entry for entry in self._there if entry not in now]:
            del self._there[entry]
        return len(stale)

    def _bring(self, entry: TreeEntry, names: frozenset[str]) -> None:
        self._heed()
        self._make_folders(entry.path)
        try:
            self._there[entry] = self._put(entry, names)
        except FileNotFoundError:
            if entry_of(self._source, entry.path) is not None:
                raise
            self._heed()  # removed by its user a moment ago; another round sees that

    def _put(self, entry: TreeEntry, names: frozenset[str]) -> str:
        """Under its own name, or one with a number where another file has it: where it is now."""
        pure = PurePosixPath(entry.path)
        for name in numbered_names(pure.stem, pure.suffix):
            path = str(pure.with_name(name))
            if path != entry.path and path in names:
                continue
            if not os.path.lexists(self._target / path):
                self._copy(entry, path)
                return path
            if path in KEEPSAKES or self._is_equal(entry, path):
                self.tally.bytes += entry.size
                return path
        raise AssertionError("the numbers never end")

    def _copy(self, entry: TreeEntry, path: str) -> None:
        target = self._target / path
        part = part_of(target)
        self.journal.note_file(path, entry)
        try:
            told = self._write(self._source / entry.path, part)
            if told != _checksum_on_disk(part):
                raise FolderRefused("move_copy_differs")
            os.utime(part, ns=(entry.modified, entry.modified))
            if entry_of(self._source, entry.path) == entry:  # else it is being changed, and another round takes it
                claim(part, target)
        finally:
            disk.discard(part)
        sync_folder(target.parent)

    def _write(self, source: Path, part: Path) -> bytes:
        """The checksum of what was read."""
        checksum = hashlib.sha256()
        with disk.reading(source) as reading, disk.writing(part) as writing:
            while piece := reading.read(PIECE):
                self._heed()
                checksum.update(piece)
                writing.write(piece)
                self.tally.bytes += len(piece)
            writing.flush()
            os.fsync(writing.fileno())
        return checksum.digest()

    def _is_equal(self, entry: TreeEntry, path: str) -> bool:
        there = entry_of(self._target, path)
        if there is None or there.size != entry.size:
            return False
        return _checksum(self._source / entry.path) == _checksum(self._target / path)

    def _make_folders(self, path: str) -> None:
        for folder in [*reversed(PurePosixPath(path).parents)][1:]:
            place = self._target / folder
            if not place.is_dir():
                self.journal.note_folder(str(folder))
                place.mkdir()

    def _heed(self) -> None:
        """Before each piece: whether to go on, and whether both are still what they were."""
        if self.stop.is_set():
            raise Stopped
        if self._see_disks() != self._disks:
            raise FolderRefused("move_source_away" if is_bare(self._source) else "move_target_away")

    def _see_disks(self) -> tuple[int, int]:
        return self._source.stat().st_dev, self._target.stat().st_dev

    def _named(self, error: OSError) -> FolderRefused:
        """What the disk said, and of which of the two."""
        if not self._source.is_dir():
            return FolderRefused("move_source_away")
        if not self._target.is_dir():
            return FolderRefused("move_target_away")
        return folder_error(error)


def _checksum(path: Path) -> bytes:
    with disk.reading(path) as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def _checksum_on_disk(path: Path) -> bytes:
    """Of what the disk gives back, and not of what the system still has in memory, where it can be told so."""
    with disk.reading(path) as stream:
        _forget(stream)
        return hashlib.file_digest(stream, "sha256").digest()


def _forget(stream: BinaryIO) -> None:
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
