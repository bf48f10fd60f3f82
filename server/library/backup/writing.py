"""Writes a backup: one piece of one picture in memory at a time, under a hidden name until it is whole.

Everything here blocks and belongs in a thread.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from server.common import disk
from server.library.backup.layout import MANIFEST, PICTURES, Item, compose
from server.library.backup.left_out import LeftOut, WhyLeft
from server.library.folder import claim, folder_error, numbered_names, part_of, sync_folder
from server.library.moving.transfer import PIECE, Stopped, Tally

LARGE = 2**31 - 2**24
"""Bytes from which ZIP needs its larger form."""


class BackupSource(Struct, frozen=True):
    """A picture to be backed up: where it is, and the path and identity it has in the library.

    `room` is the part of the backup it goes to.
    """

    file: Path
    path: str
    size: int
    modified: int
    identity: str
    room: str = PICTURES


class BackupWriter(Struct):
    """`sources` are the pictures, `texts` the JSON files by their names; `left` names what could not be read."""

    sources: list[BackupSource]
    texts: Mapping[str, bytes]
    stop: threading.Event
    tally: Tally = field(default_factory=Tally)
    left: LeftOut = field(default_factory=LeftOut)

    def write(self, target: Path) -> Path:
        """The file that was written: the target, or beside it where its name is taken.

        Raises FolderRefused and Stopped; nothing is left then.
        """
        part = part_of(target)
        self.tally.files_total = sum(each.room == PICTURES for each in self.sources)
        self.tally.bytes_total = sum(each.size for each in self.sources)
        try:
            try:
                self._fill(part)
                return _name(part, target)
            finally:
                disk.discard(part)
        except OSError as error:
            raise folder_error(error) from error

    def _fill(self, part: Path) -> None:
        with disk.writing(part) as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
                items = [item for source in self.sources if (item := self._add(archive, source)) is not None]
                for name, data in self.texts.items():
                    items.append(Item(name, len(data), hashlib.sha256(data).hexdigest()))
                    archive.writestr(name, data, zipfile.ZIP_DEFLATED)
                archive.writestr(MANIFEST, compose(items), zipfile.ZIP_DEFLATED)
            stream.flush()
            os.fsync(stream.fileno())

    def _add(self, archive: zipfile.ZipFile, source: BackupSource) -> Item | None:
        """None where it has gone since it was listed, or its disk does not give all of it."""
        self._heed()
        self.tally.files += source.room == PICTURES
        info = zipfile.ZipInfo(source.room + source.path, _dos_time(source.modified))
        try:
            reading = disk.reading(source.file)
        except OSError:
            self.left.add(source.path, WhyLeft.UNREADABLE)
            return None
        with reading:
            try:
                size, checksum = self._copy(archive, info, reading, large=source.size > LARGE)
            except _BrokenOff:
                self.left.add(source.path, WhyLeft.UNREADABLE)
                _forget(archive, info)
                return None
        return Item(source.room + source.path, size, checksum, source.modified, source.identity)

    def _copy(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, reading: BinaryIO, *, large: bool
    ) -> tuple[int, str]:
        checksum, size = hashlib.sha256(), 0
        with archive.open(info, "w", force_zip64=large) as writing:
            while piece := _read_piece(reading):
                self._heed()
                checksum.update(piece)
                writing.write(piece)
                size += len(piece)
                self.tally.bytes += len(piece)
        return size, checksum.hexdigest()

    def _heed(self) -> None:
        if self.stop.is_set():
            raise Stopped


class _BrokenOff(Exception):
    """A picture's disk has not given all of it."""


def _read_piece(reading: BinaryIO) -> bytes:
    try:
        return reading.read(PIECE)
    except OSError as error:
        raise _BrokenOff from error


def _forget(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Nothing leads to what has been written of an entry then."""
    archive.filelist.remove(info)
    del archive.NameToInfo[info.filename]


def _name(part: Path, target: Path) -> Path:
    for name in numbered_names(target.stem, target.suffix):
        try:
            claim(part, target.with_name(name))
        except FileExistsError:
            continue
        sync_folder(target.parent)
        return target.with_name(name)
    raise AssertionError("the numbers never end")


def _dos_time(modified: int) -> tuple[int, int, int, int, int, int]:
    """ZIP's years go from 1980 to 2107."""
    year, *rest = time.localtime(min(max(modified // 10**9, 315_619_200), 4_300_000_000))[:6]
    return (year, rest[0], rest[1], rest[2], rest[3], rest[4])
