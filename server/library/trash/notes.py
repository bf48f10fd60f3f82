"""What is noted of each picture in the trash, beside it: what it was, so that it comes back as that.

A database that is lost or deleted takes nothing with it then: neither where a picture lay, nor its favourite, albums
and lineage, nor since when it lies here. A note is found by the path of the picture it is about. Blocks.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from server.common import disk
from server.common.hidden import Hidden
from server.library.folder import part_of
from server.paintings.painting import OWN

NOTES = f"{OWN}/trash-notes"
"""Not in the trash itself, where everything is looked at that changes."""

MOST_BYTES = 1024 * 1024


class NotedAlbum(Struct, frozen=True):
    key: str
    name: str


class TrashNote(Hidden, frozen=True):
    """`place` is where the picture lay, `lies` where it lies: both below the library's folder, with slashes.

    `deleted` and `created` are seconds since 1970, `size` is in bytes, `uid` and `parent` are names for all time.
    """

    uid: str
    place: str
    deleted: float
    created: float
    lies: str = ""
    size: int = 0
    favourite: bool = False
    albums: tuple[NotedAlbum, ...] = ()
    parent: str | None = None
    inputs: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether the place is one below the folder: somebody may have written this file."""
        parts = Path(self.place).parts
        return bool(parts) and not Path(self.place).anchor and ".." not in parts and parts[0] != OWN


def write_note(folder: Path, note: TrashNote) -> bool:
    """False where the disk takes none: a picture is deleted all the same, and its note is tried again later.

    Not synced: with a power cut it may be gone, and is written anew from the database. A thousand are written at once.
    """
    target = _note_file(folder, note.lies)
    part = part_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with disk.writing(part) as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(note), indent=1))
        disk.replace(part, target)
    except OSError:
        disk.discard(part)
        disk.discard(target)  # of another picture that lay there once
        return False
    return True


def read_note(folder: Path, lies: str) -> TrashNote | None:
    """Of the picture that lies there in the trash."""
    return _read(_note_file(folder, lies))


def has_note(folder: Path, lies: str) -> bool:
    """Whether there is one of this very picture."""
    note = read_note(folder, lies)
    return note is not None and note.lies == lies


def remove_note(folder: Path, lies: str) -> None:
    disk.discard(_note_file(folder, lies))


def all_notes(folder: Path) -> Iterator[TrashNote]:
    """Of pictures that lie in the trash; those that are half written are not among them."""
    with contextlib.suppress(OSError):
        for file in sorted((folder / NOTES).glob("*.json")):
            note = None if file.name.startswith(".") else _read(file)
            if note is not None:
                yield note


def _read(file: Path) -> TrashNote | None:
    with contextlib.suppress(OSError, ValueError, RecursionError):  # msgspec's own errors are ValueErrors
        data = disk.read(file) if file.stat().st_size < MOST_BYTES else b""
        note = msgspec.json.decode(data, type=TrashNote)
        return note if note.is_sound else None
    return None


def _note_file(folder: Path, lies: str) -> Path:
    """By a checksum: a name with something added to it may be one letter too long."""
    name = hashlib.sha256(lies.encode(errors="surrogateescape")).hexdigest()[:32]
    return folder / NOTES / f"{name}.json"
