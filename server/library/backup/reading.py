"""Looks at a file that claims to be a backup, and takes nothing of what it says for granted. Belongs in a thread.

Many programs pack what has been unpacked: in another order, within a folder, compressed, with names in other letters.
What the manifest says of each file is the measure, and not how we pack.
"""

from __future__ import annotations

import contextlib
import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from msgspec import Struct, field

from server.common import disk
from server.common.errors import FolderRefused
from server.library.backup.entries import MARKS_OF_OTHERS, Entries
from server.library.backup.layout import (
    INPUTS,
    MANIFEST,
    MOST_BYTES,
    MOST_INPUT,
    PICTURES,
    Item,
    Manifest,
    objection,
    parse,
)
from server.library.backup.left_out import LeftOut, WhyLeft

UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, MemoryError),
    *(NotImplementedError, OSError, OverflowError, RuntimeError, ValueError),
)
"""All that an entry can raise whose headers and bytes somebody has made up."""

MOST_MANIFESTS = 16
"""Files of that name that are looked into: other programs have such ones too."""

ENCRYPTED = 0x1
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Backup(Struct):
    """One that is open. `pictures` may be taken, `left` are files that may not.

    `inputs` are pictures that models were given; their names are still to be looked at.
    """

    archive: zipfile.ZipFile
    entries: Entries
    pictures: list[Item] = field(default_factory=list)
    left: LeftOut = field(default_factory=LeftOut)
    inputs: list[Item] = field(default_factory=list)
    texts: dict[str, Item] = field(default_factory=dict)

    def text(self, name: str) -> bytes | None:
        """One of the JSON files; None where it is not there or damaged."""
        item = self.texts.get(name)
        return self._bytes(item, MOST_BYTES) if item is not None else None

    def input(self, item: Item) -> tuple[str, bytes] | None:
        """The name and bytes of one of the `inputs`; None where it is damaged."""
        data = self._bytes(item, MOST_INPUT)
        return None if data is None else (item.name.removeprefix(INPUTS), data)

    def places(self, item: Item) -> list[zipfile.ZipInfo]:
        """Where the bytes of a file can be: under its name, or else wherever there are as many."""
        return self.entries.candidates(item)

    def open(self, info: zipfile.ZipInfo) -> IO[bytes]:
        """The bytes. Raises what UNREADABLE names, also on the way."""
        return self.archive.open(info)

    def _bytes(self, item: Item, most: int) -> bytes | None:
        for info in self.places(item):
            data = _read_all(self.archive, info, most)
            if data is not None and hashlib.sha256(data).hexdigest() == item.sha256:
                self.entries.take(info)
                return data
        return None


@contextlib.contextmanager
def opened(file: Path) -> Iterator[Backup]:
    """Raises FolderRefused for what is no backup, or none that can be read."""
    if not file.is_file():
        raise FolderRefused("backup_missing")
    with contextlib.ExitStack() as stack:
        try:
            archive = stack.enter_context(disk.patiently(lambda: zipfile.ZipFile(file)))
        except UNREADABLE as error:
            is_held = isinstance(error, OSError) and disk.is_in_use(error)
            raise FolderRefused("move_in_use" if is_held else _what_else(file), type(error).__name__) from error
        if sum(info.compress_size for info in archive.infolist()) > file.stat().st_size:
            raise FolderRefused("backup_damaged", "overlapping entries")
        yield _examined(archive)


def blocked(info: zipfile.ZipInfo) -> WhyLeft | None:
    """Why an entry cannot be unpacked here; None where it can."""
    if info.flag_bits & ENCRYPTED:
        return WhyLeft.ENCRYPTED
    return None if info.compress_type in _PLAIN else WhyLeft.PACKED


def _what_else(file: Path) -> str:
    """The code of what is no ZIP: packed by others in another way, or nothing that can be known."""
    try:
        with disk.reading(file) as stream:
            start = stream.read(512)
    except OSError:
        return "backup_damaged"
    is_other = any(start[at : at + len(mark)] == mark for at, mark in MARKS_OF_OTHERS)
    return "backup_packed" if is_other else "backup_damaged"


def _examined(archive: zipfile.ZipFile) -> Backup:
    entries = Entries(archive.infolist())
    manifest = _manifest(archive, entries)
    backup = Backup(archive, entries)
    for name in manifest.garbled:
        entries.claim(name)
        backup.left.add(name, WhyLeft.GARBLED)
    for item in manifest.items:
        _sort(backup, item, entries.claim(item.name))
    return backup


def _manifest(archive: zipfile.ZipFile, entries: Entries) -> Manifest:
    """The one that lies highest. From then on the entries are those beside it."""
    refused = FolderRefused("backup_foreign")
    for prefix, info in entries.named(MANIFEST)[:MOST_MANIFESTS]:
        if (why := blocked(info)) is not None:
            refused = FolderRefused("backup_encrypted" if why is WhyLeft.ENCRYPTED else "backup_packed")
            continue
        try:
            data = _read(archive, info, MOST_BYTES)
        except UNREADABLE as error:
            refused = FolderRefused("backup_damaged", type(error).__name__)
            continue
        try:
            found = parse(data)
        except FolderRefused as error:
            refused = error
            continue
        entries.below(prefix)
        entries.claim(MANIFEST)
        return found
    raise refused


def _sort(backup: Backup, item: Item, info: zipfile.ZipInfo | None) -> None:
    if item.name.startswith(INPUTS):
        backup.inputs.append(item)
    elif not item.name.startswith(PICTURES):
        backup.texts[item.name] = item
    elif (why := objection(item) or _mismatch(item, info)) is not None:
        backup.left.add(item.path, why)
    else:
        backup.pictures.append(item)


def _mismatch(item: Item, info: zipfile.ZipInfo | None) -> WhyLeft | None:
    """Known from the headers already. What swells beyond what the manifest says of it is not even begun."""
    if info is None:
        return None  # perhaps under another name
    return blocked(info) or (None if info.file_size == item.size else WhyLeft.DAMAGED)


def _read_all(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | None:
    """A small file; None where it is none, or cannot be read."""
    try:
        data = _read(archive, info, most)
    except UNREADABLE:
        return None
    return data if len(data) <= most else None


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """As far as it is small: a bomb is not unpacked to see how large it gets."""
    with archive.open(info) as stream:
        return stream.read(most + 1)
