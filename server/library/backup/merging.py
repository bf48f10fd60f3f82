"""Takes a backup's pictures into the library: what is there is left out, nothing is written over. Blocks."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
import zipfile
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from server.common import disk
from server.common.errors import FolderRefused, StorageError
from server.library.backup.layout import Item
from server.library.backup.reading import Backup
from server.library.folder import Library, claim, folder_error, numbered_names, sync_folder
from server.library.index.unread import Why
from server.library.index.walk import Found, look_into
from server.library.inputs import Inputs
from server.library.moving.transfer import PIECE, Stopped, Tally
from server.library.trash.place import TrashPlace
from server.paintings.painting import OWN

ARRIVING = f"{OWN}/arriving"
"""Where a picture is until it is whole and known to be what the manifest says."""

SPARE = 1024 * 1024


class MergeReport(Struct):
    """What has become of a backup's pictures: `there` already, `renamed` because their name was taken, `damaged`, or
    `refused` because no library of ours would have them.
    """

    added: int = 0
    there: int = 0
    renamed: int = 0
    damaged: int = 0
    refused: int = 0
    styles: int = 0
    keepsakes: bool = False
    settings: bool = False


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
        self.report.refused = backup.refused
        wanted = [item for item in backup.pictures if item.identity not in self.known]
        self.report.there = len(backup.pictures) - len(wanted)
        self.tally.files_total, self.tally.bytes_total = len(wanted), sum(item.size for item in wanted)
        try:
            if self.library.is_away:
                raise FolderRefused("move_source_away")
            self._make_room()
            for item in wanted:
                self._heed()
                if not self._take_back(item):
                    self._take(backup, item)
                self.tally.files += 1
            self._take_inputs(backup)
        except OSError as error:
            raise folder_error(error) from error
        finally:
            clear(self.library.folder)

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
            if not self._unpack(backup, item, part):
                self.report.damaged += 1
                return
            os.utime(part, ns=(item.modified, item.modified))
            seen = look_into(self.library.folder, Found(f"{ARRIVING}/picture", item.size, item.modified))
            if isinstance(seen, Why) or not seen.identity:
                self.report.refused += 1
            elif seen.identity in self.known:
                self.report.there += 1
            else:
                self._name(part, item)
            disk.remove(part, missing_ok=True)

    def _take_inputs(self, backup: Backup) -> None:
        for item in backup.inputs if self.inputs is not None else ():
            self._heed()
            found = backup.input(item)
            if self.inputs is not None and found is not None:
                self.inputs.adopt(*found)

    def _unpack(self, backup: Backup, item: Item, part: Path) -> bool:
        """False where it is not what the manifest says."""
        checksum = hashlib.sha256()
        with disk.writing(part) as writing:
            try:
                with backup.open(item) as reading:
                    while piece := reading.read(PIECE):
                        self._heed()
                        checksum.update(piece)
                        writing.write(piece)
                        self.tally.bytes += len(piece)
            except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
                return False
            writing.flush()
            os.fsync(writing.fileno())
        return checksum.hexdigest() == item.sha256

    def _name(self, part: Path, item: Item) -> None:
        """Its own, or one with a number; where the very same file has it, that is the picture."""
        wanted = self.library.path(item.path)
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
                self.report.renamed += target != wanted
                return

    def _heed(self) -> None:
        if self.stop.is_set():
            raise Stopped


def clear(folder: Path) -> None:
    """Remove what a killed program left half way in."""
    with contextlib.suppress(OSError):
        disk.remove_tree(folder / ARRIVING)


def _checksum(path: Path) -> str:
    with disk.reading(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
