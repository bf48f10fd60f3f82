"""What is noted beside the trash of a picture in it, for a database that does not know the picture."""

from __future__ import annotations

from pathlib import Path

from server.library.index.search_words import Do
from server.library.index.walk import Found
from server.library.trash.notes import NotedAlbum, TrashNote, read_note
from server.paintings.input_names import are_names
from server.paintings.painting import TRASH


def note_of(folder: Path, found: Found) -> TrashNote | None:
    """Its note, where it lies in the trash and the note is of this very file."""
    note = read_note(folder, found.path) if found.path.startswith(f"{TRASH}/") else None
    return note if note is not None and note.size == found.size else None


def take_over(do: Do, uid: str, note: TrashNote, *, knows_albums: bool) -> None:
    """Let favourite, albums and inputs wait for the painting of this name.

    An album that is not there was removed by its user, where the database `knows_albums`; else it is made anew.
    """
    if note.favourite:
        do("INSERT OR IGNORE INTO waiting_keepsakes VALUES (?, '')", uid)
    if note.inputs and are_names(note.inputs):
        do("INSERT OR IGNORE INTO waiting_inputs VALUES (?, ?)", uid, note.inputs)
    for album in note.albums:
        key = _key_of(do, album)
        if key is None and not knows_albums:
            do("INSERT INTO albums (key, name) VALUES (?, ?)", album.key, album.name)
            key = album.key
        if key is not None:
            do("INSERT OR IGNORE INTO waiting_keepsakes VALUES (?, ?)", uid, key)


def _key_of(do: Do, album: NotedAlbum) -> str | None:
    rows = do("SELECT key FROM albums WHERE key = ? OR name = ? ORDER BY key <> ?", album.key, album.name, album.key)
    return str(rows[0][0]) if rows else None
