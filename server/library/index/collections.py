"""What users add to their paintings and no picture holds: favourites, albums,
comparisons, and which pictures a model was given.

Like the pictures, they outlive the database: they are also in a small file beside them, by the paintings' names for all
time. In the pictures themselves they would change files, and their dates, with every click.

All of this is for the librarian's thread: `await librarian.run(set_favourite, ids, True)`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import Any

from server.common import disk
from server.library.folder import write_synced
from server.library.index import saved_comparisons
from server.library.index.index_writer import SEEN, IndexWriter
from server.paintings.database import named_errors
from server.paintings.input_names import are_names
from server.paintings.painting import OWN

FILE = "keepsakes.json"
SPARE = "keepsakes.bak.json"
PARTS = ("favourites", "albums", "comparisons", "inputs")

_INPUTS = "SELECT uid, inputs FROM waiting_inputs UNION ALL SELECT uid, inputs FROM paintings WHERE inputs <> ''"

MOST_BYTES = 64 * 1024 * 1024
MOST_NAME = 80
"""Characters of an album's name."""


def set_favourite(writer: IndexWriter, ids: Iterable[int], on: bool) -> None:
    with writer.transaction():
        for painting in ids:
            writer.do("UPDATE paintings SET favourite = ? WHERE id = ?", on, painting)


def make_album(writer: IndexWriter, name: str) -> int:
    """The new album's id; that of the old one where there is an album of this name."""
    with writer.transaction():
        there = writer.do("SELECT id FROM albums WHERE name = ?", name)
        made = there or writer.do("INSERT INTO albums (key, name) VALUES (?, ?) RETURNING id", _new_key(), name)
        return int(made[0][0])


def rename_album(writer: IndexWriter, album: int, name: str) -> None:
    with writer.transaction():
        writer.do("UPDATE albums SET name = ? WHERE id = ?", name, album)


def remove_album(writer: IndexWriter, album: int) -> None:
    """The album alone; its paintings stay where they are."""
    with writer.transaction():
        writer.do("DELETE FROM album_paintings WHERE album = ?", album)
        writer.do("DELETE FROM albums WHERE id = ?", album)


def put_into(writer: IndexWriter, album: int, ids: Iterable[int]) -> None:
    statement = "INSERT OR IGNORE INTO album_paintings SELECT id, ? FROM albums WHERE id = ?"
    with writer.transaction():
        for painting in ids:
            writer.do(statement, painting, album)


def take_out(writer: IndexWriter, album: int, ids: Iterable[int]) -> None:
    with writer.transaction():
        for painting in ids:
            writer.do("DELETE FROM album_paintings WHERE album = ? AND painting = ?", album, painting)


def save(writer: IndexWriter) -> bool:
    """Write the file beside the pictures: a new one, then the old one's name. False where the disk takes none."""
    told = _gather(writer)
    data, folder = _written(told), writer.folder / OWN
    nothing_yet = not any(told[part] for part in PARTS) and not (folder / FILE).exists()
    if nothing_yet or _seen(writer) == _checksum(data):
        return True
    part = folder / f"{FILE}.part"
    try:
        folder.mkdir(exist_ok=True)  # not the library's folder itself: its disk may not be there
        write_synced(part, data)
        with contextlib.suppress(FileNotFoundError):
            disk.replace(folder / FILE, folder / SPARE)
        disk.replace(part, folder / FILE)
    except OSError:
        return False
    _note_seen(writer, data)
    return True


def load(writer: IndexWriter) -> None:
    """Take over what the file says and the database does not know: after its loss, or from another computer."""
    for name in (FILE, SPARE):
        with contextlib.suppress(OSError, ValueError):
            path = writer.folder / OWN / name
            data = disk.read(path) if path.stat().st_size < MOST_BYTES else b""
            if _seen(writer) == _checksum(data):
                return
            told = json.loads(data)
            with writer.transaction():
                _take_over(writer, told)
            _note_seen(writer, data)
            return


def gathered(writer: IndexWriter) -> bytes:
    """All of it, as the file beside the pictures tells it."""
    return _written(_gather(writer))


def merge(writer: IndexWriter, data: bytes) -> None:
    """Take over what another library's file says; albums of one name are one. Raises ValueError for anything else."""
    told = json.loads(data)
    with writer.transaction():
        names = {str(name): str(key) for key, name in map(tuple, writer.do("SELECT key, name FROM albums"))}
        keys = {str(row[0]) for row in writer.do("SELECT key FROM albums")}
        for album in (told.get("albums") or []) if isinstance(told, dict) else []:
            if isinstance(album, dict) and album.get("key") not in keys and album.get("name") in names:
                album["key"] = names[album["name"]]
        _take_over(writer, told)


def _gather(writer: IndexWriter) -> dict[str, Any]:
    def uids(question: str, *values: object) -> list[str]:
        return sorted({str(row[0]) for row in writer.do(question, *values)})

    waiting = "SELECT uid FROM waiting_keepsakes WHERE album = ?"
    inside = "SELECT p.uid FROM album_paintings m JOIN paintings p ON p.id = m.painting WHERE m.album = ?"
    with named_errors():
        albums = writer.do("SELECT id, key, name FROM albums ORDER BY key")
        return {
            "version": 1,
            "favourites": uids(f"SELECT uid FROM paintings WHERE favourite = 1 UNION {waiting}", ""),
            "albums": [
                {"key": key, "name": name, "paintings": uids(f"{inside} UNION {waiting}", album, key)}
                for album, key, name in map(tuple, albums)
            ],
            "comparisons": saved_comparisons.gathered(writer),
            "inputs": dict(sorted(map(tuple, writer.do(_INPUTS)))),
        }


def _written(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _take_over(writer: IndexWriter, told: Any) -> None:  # noqa: ANN401 - JSON
    """Raises ValueError where the file is not what we write."""
    if not isinstance(told, dict):
        raise ValueError("no keepsakes")
    for uid in _texts(told.get("favourites")):
        writer.do("INSERT OR IGNORE INTO waiting_keepsakes VALUES (?, '')", uid)
    for uid, names in _inputs(told.get("inputs")).items():
        writer.do("INSERT OR IGNORE INTO waiting_inputs VALUES (?, ?)", uid, names)
    saved_comparisons.take_over(writer, told.get("comparisons"))
    _take_albums(writer, told)
    _hand_out(writer)


def _take_albums(writer: IndexWriter, told: dict[str, Any]) -> None:
    for album in told.get("albums") or []:
        if not isinstance(album, dict):
            raise ValueError("no album")
        [key, name] = _texts([album.get("key"), album.get("name")])
        writer.do("INSERT OR IGNORE INTO albums (key, name) VALUES (?, ?)", key, name[:MOST_NAME])
        for uid in _texts(album.get("paintings")):
            writer.do("INSERT OR IGNORE INTO waiting_keepsakes VALUES (?, ?)", uid, key)


def _hand_out(writer: IndexWriter) -> None:
    """To the paintings that are known already."""
    writer.do(
        "UPDATE paintings SET favourite = 1 WHERE favourite = 0"
        " AND uid IN (SELECT uid FROM waiting_keepsakes WHERE album = '')"
    )
    writer.do(
        "INSERT OR IGNORE INTO album_paintings SELECT a.id, p.id FROM waiting_keepsakes w"
        " JOIN albums a ON a.key = w.album JOIN paintings p ON p.uid = w.uid"
    )
    writer.do("DELETE FROM waiting_keepsakes WHERE uid IN (SELECT uid FROM paintings)")
    writer.do(
        "UPDATE paintings SET inputs = w.inputs FROM waiting_inputs w WHERE w.uid = paintings.uid"
        " AND paintings.inputs = ''"
    )
    writer.do("DELETE FROM waiting_inputs WHERE uid IN (SELECT uid FROM paintings)")


def _inputs(told: Any) -> dict[str, str]:  # noqa: ANN401 - JSON
    """Those that are lists of names of ours, by the painting's."""
    given = told.items() if isinstance(told, dict) else ()
    return {uid: names for uid, names in given if isinstance(names, str) and are_names(names)}


def _texts(values: Any) -> list[str]:  # noqa: ANN401 - JSON
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError("no list of texts")
    return values


def _seen(writer: IndexWriter) -> str | None:
    with named_errors():
        rows = writer.do("SELECT value FROM settings WHERE name = ?", SEEN)
    return str(rows[0][0]) if rows else None


def _note_seen(writer: IndexWriter, data: bytes) -> None:
    with writer.transaction():
        writer.do("INSERT OR REPLACE INTO settings VALUES (?, ?)", SEEN, _checksum(data))


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _new_key() -> str:
    return secrets.token_hex(8)
