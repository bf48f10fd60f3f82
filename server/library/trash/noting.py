"""What is to be noted of a painting that goes to the trash."""

from __future__ import annotations

import os
import time
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from server.library.folder import Library
from server.library.index.trash_rows import TrashRows
from server.library.trash.notes import NotedAlbum, TrashNote, has_note, write_note
from server.paintings.painting import TRASH, Painting


def note_of(painting: Painting, rows: TrashRows, library: Library) -> TrashNote:
    """For the server's loop. Raises StorageError."""
    return TrashNote(
        uid=painting.uid,
        place=_place_of(painting, library),
        deleted=painting.deleted or time.time(),
        created=painting.created,
        favourite=painting.favourite,
        albums=tuple(NotedAlbum(key, name) for key, name in rows.albums_of(painting.id)),
        parent=painting.parent,
        inputs=painting.inputs,
    )


def note_again(note: TrashNote, file: str, library: Library) -> None:
    """Where there is none: a full disk took none, or a move of the library gave the file another name. Blocks."""
    path = library.path(file)
    if os.path.lexists(path) and not has_note(library.folder, file):
        write_note(library.folder, replace(note, lies=file, size=path.lstat().st_size))


def _place_of(painting: Painting, library: Library) -> str:
    """Where it is to lie when it is back: a picture the folder did not take may find room there then."""
    file = (painting.file or "").removeprefix(f"{TRASH}/")
    if not Path(file).is_absolute():
        return file
    return f"{PurePosixPath(library.name_for('', painting.created, '')).parent}/{Path(file).name}"
