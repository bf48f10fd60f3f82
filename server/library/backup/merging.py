"""Takes a backup's pictures into the library: what is there is left out, nothing is written over. Blocks."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import threading
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from server.common import disk
from server.common.errors import FolderRefused, StorageError
from server.library.backup.layout import Item
from server.library.backup.left_out import LeftOut, WhyLeft
from server.library.backup.reading import UNREADABLE, Backup, blocked
from server.library.folder import Library, claim, folder_error, numbered_names, sync_folder
from server.library.index.unread import WhyUnread
from server.library.index.walk import Found, look_into
from server.library.inputs import Inputs
from server.library.moving.transfer import PIECE, Stopped, Tally
from server.library.trash.place import TrashPlace
from server.paintings.filenames import portable_name
from server.paintings.painting import OWN
from server.pictures.kinds import sniff

ARRIVING = f"{OWN}/arriving"
"""Where a picture is until it is whole and known to be what the manifest says."""

SPARE = 1024 * 1024

LONGEST_NAME = 240
"""Bytes; Windows takes 255 characters, of which some may be for a number."""

_FOR_ALL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
"""What a disk says that will say it of the next picture too."""


class MergeReport(Struct):
    """What has become of a backup's files: `there` already, `renamed` because their name was taken or this system
    cannot write it, or `left` out.
    """

    added: int = 0
    there: int = 0
    renamed: int = 0
    styles: int = 0
    keepsakes: bool = False
    settings: bool = False
    left: LeftOut = field(default_factory=LeftOut)


class Merger(Struct):
    """`known` are the identities of the pictures that are in the library; `trashed` tells where those lie that are in
    its trash, from which they come back as what they were.
    """

    library: Library
    known: frozenset[str]
    stop: threading.Event
    tally: Tally = field(default_factory=Tally)
    report: MergeReport = field(default_factory=MergeReport)
    inputs: Inputs | None = None
    trashed: Mapping[str, str] = field(default_factory=dict)

    def take_in(self, backup: Backup) -> None:
        """All that is not there. Raises FolderRefused and Stopped; the pictures that are in by then stay, whole."""
        self.report.left = backup.left
        wanted = [item for item in backup.pictures if item.identity not in self.known]
        self._skip(backup, wanted)
        self.tally.files_total, self.tally.bytes_total = len(wanted), sum(item.size for item in wanted)
        try:
            if self.library.is_away:
                raise FolderRefused("move_source_away")
            self._make_room()
            for item in wanted:
                self._heed()
                if self._take_back(item):
                    _claim_entry(backup, item)
                else:
                    self._take(backup, item)
                self.tally.files += 1
            self._take_inputs(backup)
            for name in backup.entries.unlisted():
                self.report.left.add(name, WhyLeft.UNLISTED)
        except OSError as error:
            raise folder_error(error) from error
        finally:
            clear(self.library.folder)

    def _skip(self, backup: Backup, wanted: list[Item]) -> None:
        """What is here already; its entry is nobody else's."""
        taken = {id(item) for item in wanted}
        for item in backup.pictures:
            if id(item) not in taken:
                self.report.there += 1
                _claim_entry(backup, item)

    def _make_room(self) -> None:
        clear(self.library.folder)
        (self.library.folder / ARRIVING).mkdir(parents=True, exist_ok=True)
        if self.tally.bytes_total + SPARE > shutil.disk_usage(self.library.folder).free:
            raise FolderRefused("move_disk_full")

    def _take_back(self, item: Item) -> bool:
        """Out of the trash, where it lies there; the librarian sees that it is back."""
        lies = self.trashed.get(item.identity)
        if lies is None:
            return False
        try:
            TrashPlace(self.library).take(lies)
        except StorageError:  # gone meanwhile, or not to be moved: the backup has another
            return False
        self.report.added += 1
        return True

    def _take(self, backup: Backup, item: Item) -> None:
        with self.library.gate.opened():
            part = self.library.folder / ARRIVING / "picture"
            why = self._unpack(backup, item, part)
            if why is None:
                os.utime(part, ns=(item.modified, item.modified))
                why = self._place(part, item)
            if why is not None:
                self.report.left.add(item.path, why)
            disk.remove(part, missing_ok=True)

    def _place(self, part: Path, item: Item) -> WhyLeft | None:
        seen = look_into(self.library.folder, Found(f"{ARRIVING}/picture", item.size, item.modified))
        if isinstance(seen, WhyUnread) or not seen.identity:
            return WhyLeft.NO_PICTURE
        if seen.identity in self.known:
            self.report.there += 1
            return None
        for path in _names(item.path):
            try:
                self._name(part, self.library.path(path), item)
            except (OSError, ValueError) as error:  # a disk from another system, a file where a folder should be
                if isinstance(error, OSError) and error.errno in _FOR_ALL:
                    raise
                continue
            return None
        return WhyLeft.NOT_WRITTEN

    def _take_inputs(self, backup: Backup) -> None:
        for item in backup.inputs if self.inputs is not None else ():
            self._heed()
            found = backup.input(item)
            if self.inputs is None or found is None or not self.inputs.adopt(*found):
                self.report.left.add(item.name, WhyLeft.DAMAGED)

    def _unpack(self, backup: Backup, item: Item, part: Path) -> WhyLeft | None:
        """Raises OSError where the library's disk does not take it."""
        why: WhyLeft | None = WhyLeft.MISSING
        for info in backup.places(item):
            why = blocked(info) or self._unpack_one(backup, info, item, part)
            if why is None:
                backup.entries.take(info)
                return None
        return why

    def _unpack_one(self, backup: Backup, info: zipfile.ZipInfo, item: Item, part: Path) -> WhyLeft | None:
        checksum, size = hashlib.sha256(), 0
        with disk.writing(part) as writing:
            for piece in _pieces(backup, info):
                self._heed()
                if piece is None or (size == 0 and sniff(piece) is None):
                    return WhyLeft.DAMAGED if piece is None else WhyLeft.NO_PICTURE
                size += len(piece)
                if size > item.size:  # it swells
                    return WhyLeft.DAMAGED
                checksum.update(piece)
                writing.write(piece)
                self.tally.bytes += len(piece)
            writing.flush()
            os.fsync(writing.fileno())
        return None if checksum.hexdigest() == item.sha256 else WhyLeft.DAMAGED

    def _name(self, part: Path, wanted: Path, item: Item) -> None:
        """Its own, or one with a number; where the very same file has it, that is the picture. Raises OSError."""
        wanted.parent.mkdir(parents=True, exist_ok=True)
        for name in numbered_names(wanted.stem, wanted.suffix):
            target = wanted.with_name(name)
            if target.is_file() and _checksum(target) == item.sha256:
                self.report.there += 1
                return
            with contextlib.suppress(FileExistsError):
                claim(part, target)
                sync_folder(target.parent)
                self.report.added += 1
                self.report.renamed += target != self.library.path(item.path)
                return

    def _heed(self) -> None:
        if self.stop.is_set():
            raise Stopped


def clear(folder: Path) -> None:
    """Remove what a killed program left half way in."""
    with contextlib.suppress(OSError):
        disk.remove_tree(folder / ARRIVING)


def _pieces(backup: Backup, info: zipfile.ZipInfo) -> Iterator[bytes | None]:
    """The bytes of an entry; None, and no more, where it is damaged."""
    try:
        with backup.open(info) as reading:
            while piece := reading.read(PIECE):
                yield piece
    except UNREADABLE:
        yield None


def _claim_entry(backup: Backup, item: Item) -> None:
    for info in backup.places(item)[:1]:
        backup.entries.take(info)


def _names(path: str) -> Iterator[str]:
    """Where a picture can go: where it lay, or the nearest to it that every system and every disk can write."""
    parts = path.split("/")
    yield path if os.name == "posix" else "/".join(portable_name(part, LONGEST_NAME) for part in parts)
    yield "/".join(portable_name(part) for part in parts)


def _checksum(path: Path) -> str:
    with disk.reading(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
