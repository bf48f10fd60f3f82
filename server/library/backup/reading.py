"""Looks at a file that claims to be a backup, and takes nothing of what it says for granted. Belongs in a thread."""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from msgspec import Struct, field

from server.common import disk
from server.common.errors import FolderRefused
from server.library.backup.layout import INPUTS, MANIFEST, MOST_BYTES, MOST_INPUT, PICTURES, Item, is_safe, parse

ENCRYPTED = 0x1


class Backup(Struct):
    """One that is open. `pictures` may be taken, `refused` are those that may not, by name, place or size.

    `inputs` are pictures that models were given; their names are still to be looked at.
    """

    archive: zipfile.ZipFile
    pictures: list[Item] = field(default_factory=list)
    refused: int = 0
    inputs: list[Item] = field(default_factory=list)
    texts: dict[str, Item] = field(default_factory=dict)

    def text(self, name: str) -> bytes | None:
        """One of the JSON files; None where it is not there or damaged."""
        item = self.texts.get(name)
        data = _read_all(self.archive, name) if item is not None else None
        return data if item and data is not None and hashlib.sha256(data).hexdigest() == item.sha256 else None

    def input(self, item: Item) -> tuple[str, bytes] | None:
        """The name and bytes of one of the `inputs`; None where it is damaged."""
        data = _read_all(self.archive, item.name)
        return None if data is None else (item.name.removeprefix(INPUTS), data)

    def open(self, item: Item) -> IO[bytes]:
        """The picture's bytes. Raises zipfile.BadZipFile and OSError, also on the way."""
        return self.archive.open(item.name)


@contextlib.contextmanager
def opened(file: Path) -> Iterator[Backup]:
    """Raises FolderRefused for what is no backup, or none that can be read."""
    if not file.is_file():
        raise FolderRefused("backup_missing")
    with contextlib.ExitStack() as stack:
        try:
            archive = stack.enter_context(disk.patiently(lambda: zipfile.ZipFile(file)))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            is_held = isinstance(error, OSError) and disk.is_in_use(error)
            raise FolderRefused("move_in_use" if is_held else "backup_damaged", type(error).__name__) from error
        if sum(info.compress_size for info in archive.infolist()) > file.stat().st_size:
            raise FolderRefused("backup_damaged", "overlapping entries")
        yield _examined(archive)


def _examined(archive: zipfile.ZipFile) -> Backup:
    manifest = _read_all(archive, MANIFEST)
    if manifest is None:
        raise FolderRefused("backup_foreign")
    backup, inside = Backup(archive), {info.filename: info for info in archive.infolist()}
    for item in parse(manifest):
        _sort(backup, item, inside.get(item.name))
    return backup


def _sort(backup: Backup, item: Item, info: zipfile.ZipInfo | None) -> None:
    if item.name.startswith(INPUTS):
        if info is not None and _is_stored(info, item) and item.size <= MOST_INPUT:
            backup.inputs.append(item)
    elif not item.name.startswith(PICTURES):
        backup.texts[item.name] = item
    elif info is None or not is_safe(item) or not _is_stored(info, item):
        backup.refused += 1
    else:
        backup.pictures.append(item)


def _is_stored(info: zipfile.ZipInfo, item: Item) -> bool:
    """As we write them: what is not compressed cannot swell."""
    plain = info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & ENCRYPTED
    return plain and info.file_size == info.compress_size == item.size


def _read_all(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """A text, as far as it is small: a bomb is not unpacked to see how large it gets."""
    try:
        with archive.open(name) as stream:
            data = stream.read(MOST_BYTES + 1)
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error):
        return None
    return data if len(data) <= MOST_BYTES else None
