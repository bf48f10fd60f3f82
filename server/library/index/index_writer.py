"""Writes down what the folder holds: new pictures, moved ones, lost ones. Used in one worker thread alone."""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid5

from server.common.errors import StorageError
from server.common.file_names import disk_name
from server.library.index.difference import Difference, compare, knows_any
from server.library.index.noted import note_of, take_over
from server.library.index.search_words import index_words
from server.library.index.walk import Found, InspectedFile, Listing, look_into
from server.paintings.database import DAMAGED, connect, named_errors
from server.paintings.painting import TRASH, State

KEEP_MISSING = 90 * 86400.0
"""Seconds a painting whose file is gone is remembered: favourites and albums are back when its file is."""

SEEN = "keepsakes_seen"
"""The setting with a checksum of the favourites' and albums' file, as it was last read or written here."""

_NAMESPACE = UUID("8f1b1c0e-7f0a-4c39-9d0e-5b0d6c1f5a11")
_TOLD = "state, missing, deleted, file, prompt, prompt_sent, model, width, height, bytes"
"""What a file can change in its painting's row."""


class IndexWriter:
    """Every method raises StorageError, and does all it does in one transaction or nothing."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.folder = folder
        self._connection = connect(database)

    def close(self) -> None:
        self._connection.close()

    def compare(self, listing: Listing) -> Difference:
        """What the listing tells that is not written down."""
        with named_errors():
            return compare(self.do, listing)

    def knows_any(self) -> bool:
        """Whether any picture is known to lie in the folder."""
        with named_errors():
            return knows_any(self.do)

    def learn(self, found: list[Found], difference: Difference) -> list[int]:
        """Look into these files; ids of paintings that are new, back or different. What has moved is no longer gone."""
        looked = list(self._look_into(found, difference))
        with self.transaction():
            changed = [painting for seen in looked if (painting := self._note(seen, difference)) is not None]
            index_words(self.do, len(found))
        return changed

    def _look_into(self, found: list[Found], difference: Difference) -> Iterator[InspectedFile]:
        for each in found:
            seen = look_into(self.folder, each)
            if isinstance(seen, InspectedFile):
                yield seen
            elif not _in_trash(each) and _is_there(self.folder, each.path):
                difference.unread[each.path] = seen

    def lose(self, paths: dict[str, int | None]) -> list[int]:
        """Hide the paintings whose files are really gone; their ids, without those that have gone elsewhere since."""
        lost = {path: painting for path, painting in paths.items() if not _is_there(self.folder, path)}
        with self.transaction():
            return [painting for path, painting in lost.items() if self._lose(path, painting) and painting is not None]

    def index(self, most: int) -> int:
        """Make at most so many paintings findable by their words; how many there were to do."""
        with self.transaction():
            return index_words(self.do, most)

    def check(self) -> None:
        """Read all of the database. Takes a second when it is large. Raises StorageError where it is damaged."""
        with named_errors():
            found = self.do("PRAGMA quick_check(1)")
        if found[0][0] != "ok":
            raise StorageError(DAMAGED)

    def prune(self) -> None:
        """Forget what has been missing for a long time."""
        old = "SELECT id FROM paintings WHERE missing < ?"
        before = (time.time() - KEEP_MISSING,)
        with self.transaction():
            self.do(f"DELETE FROM album_paintings WHERE painting IN ({old})", *before)
            self.do(f"DELETE FROM files WHERE painting IN ({old})", *before)
            self.do("DELETE FROM paintings WHERE missing < ?", *before)

    # -- one file ------------------------------------------------------------------------------------------------

    def _note(self, seen: InspectedFile, difference: Difference) -> int | None:
        if not seen.identity:
            self._write_down(seen, None)
            return None
        there = self.do(f"SELECT id, uid, {_TOLD} FROM paintings WHERE file = ? ORDER BY missing", seen.found.path)
        if there and there[0]["state"] in (State.QUEUED, State.PAINTING):
            return None  # just being saved; its row will say so
        difference.gone.pop(seen.found.path, None)
        painting = self._stayed(seen, there[0], difference) if there else None
        if painting is None:
            painting = self._moved(seen, difference) or self._just_left(seen, difference) or self._new(seen)
        self._write_down(seen, painting)
        after = self.do(f"SELECT {_TOLD} FROM paintings WHERE id = ?", painting)
        same = there and there[0]["id"] == painting and tuple(after[0]) == tuple(there[0])[2:]
        return None if same else painting

    def _stayed(self, seen: InspectedFile, row: sqlite3.Row, difference: Difference) -> int | None:
        """The painting that was in this place, unless the file tells of being another."""
        [known] = self.do("SELECT max(identity) FROM files WHERE path = ?", seen.found.path)
        is_another = seen.metadata is not None and seen.metadata.uid != row["uid"] and known[0] != seen.identity
        if is_another and (known[0] or "uid:").startswith("uid:"):
            self.do("UPDATE paintings SET missing = ?, file = NULL WHERE id = ?", time.time(), row["id"])
            self.do("DELETE FROM files WHERE path = ?", seen.found.path)
            difference.adrift.setdefault(f"uid:{row['uid']}", []).append(row["id"])
            return None
        self._found(row["id"], seen)
        return int(row["id"])

    def _moved(self, seen: InspectedFile, difference: Difference) -> int | None:
        """A painting whose file has left its place and is in this one now."""
        adrift = difference.adrift.get(seen.identity, [])
        while adrift:
            painting = adrift.pop(0)
            rows = self.do("SELECT state, file, missing FROM paintings WHERE id = ?", painting)
            if not rows or rows[0]["state"] in (State.QUEUED, State.PAINTING):
                continue
            row = rows[0]
            if row["missing"] is None and row["file"] is not None and row["file"] not in difference.gone:
                continue  # found by another of its names
            difference.gone.pop(row["file"] or "", None)
            self.do("DELETE FROM files WHERE painting = ?", painting)
            self._found(painting, seen)
            return painting
        return None

    def _just_left(self, seen: InspectedFile, difference: Difference) -> int | None:
        """The same, where it was moved while the folder was being listed and was seen in both places."""
        statement = (
            "SELECT p.id, p.file FROM paintings p WHERE p.uid = ? UNION SELECT p.id, p.file FROM files f"
            " JOIN paintings p ON p.id = f.painting WHERE f.identity = ? LIMIT 20"
        )
        for painting, file in map(tuple, self.do(statement, seen.identity.removeprefix("uid:"), seen.identity)):
            if file is not None and file != seen.found.path and not _is_there(self.folder, file):
                difference.adrift.setdefault(seen.identity, []).append(painting)
                difference.gone[file] = painting
        return self._moved(seen, difference)

    def _found(self, painting: int, seen: InspectedFile) -> None:
        """Its row says what the file says. What the file says nothing of stays."""
        told = seen.metadata
        self.do(
            "UPDATE paintings SET file = ?, missing = NULL, state = 'done', bytes = ?, width = ?, height = ?,"
            " deleted = CASE WHEN ? THEN coalesce(deleted, ?) WHEN file LIKE ? THEN NULL ELSE deleted END,"
            " error = CASE WHEN state = 'done' THEN error END, model = coalesce(?, model),"
            " prompt = coalesce(?, iif(model = '', nullif(?, ''), NULL), prompt),"
            " negative_prompt = coalesce(?, iif(model = '', ?, NULL), negative_prompt),"
            " prompt_sent = CASE WHEN ? THEN ? ELSE prompt_sent END WHERE id = ?",
            *(seen.found.path, seen.found.size, seen.width, seen.height),
            *(_in_trash(seen.found), self._deleted(seen.found), f"{TRASH}/%"),
            *(told.model if told else None, told.prompt if told else None, seen.foreign),
            *(told.negative_prompt if told else None, seen.avoided),
            *(told is not None, told.prompt_sent if told else None),
            painting,
        )

    def _new(self, seen: InspectedFile) -> int:
        """A painting of its own, also for a copy: it lives from now on under a name made of both."""
        metadata, found = seen.metadata, seen.found
        note = note_of(self.folder, found)
        uid = note.uid if note else seen.identity.partition(":")[2]
        order_uid = metadata.order_uid if metadata else None
        if self.do("SELECT 1 FROM paintings WHERE uid = ?", uid):
            uid, order_uid = uuid5(_NAMESPACE, f"{uid} {found.path}").hex, None
            if self.do("SELECT 1 FROM paintings WHERE uid = ?", uid):
                uid = secrets.token_hex(16)
        created = (metadata.created if metadata else None) or (note.created if note else found.modified / 1e9)
        values = {
            "uid": uid,
            "state": State.DONE,
            "prompt": metadata.prompt if metadata else seen.foreign,
            "prompt_sent": metadata.prompt_sent if metadata else None,
            "model": (metadata.model or "") if metadata else "",
            "steps": (metadata.steps or 0) if metadata else 0,
            "seed": metadata.seed if metadata and (metadata.seed or 0) < 2**63 else None,
            "guidance": metadata.guidance if metadata else None,
            "negative_prompt": (metadata.negative_prompt or "") if metadata else seen.avoided,
            "parent": metadata.parent_uid if metadata else note and note.parent,
            "order_uid": order_uid,
            "sample": bool(metadata and metadata.sample),
            "created": created,
            "seconds": metadata.seconds if metadata else None,
            "neurons": metadata.neurons if metadata else None,
            "translation": metadata.translation_neurons if metadata else None,
            "file": found.path,
            "width": seen.width,
            "height": seen.height,
            "bytes": found.size,
            "deleted": self._deleted(found) if _in_trash(found) else None,
            "place": self._free_place((metadata.place if metadata else None) or int(created * 1_000_000)),
        }
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        [row] = self.do(f"INSERT INTO paintings ({names}) VALUES ({marks}) RETURNING id", *values.values())
        if note is not None:
            knows_albums = bool(self.do("SELECT 1 FROM settings WHERE name = ?", SEEN))
            take_over(self.do, uid, note, knows_albums=knows_albums)
        self._give_back(int(row[0]), uid)
        return int(row[0])

    def _give_back(self, painting: int, uid: str) -> None:
        """What its user had done with it before the database was lost, and what it was made from."""
        for (names,) in map(tuple, self.do("DELETE FROM waiting_inputs WHERE uid = ? RETURNING inputs", uid)):
            self.do("UPDATE paintings SET inputs = ? WHERE id = ?", names, painting)
        for (key,) in map(tuple, self.do("DELETE FROM waiting_keepsakes WHERE uid = ? RETURNING album", uid)):
            if key:
                place = "INSERT OR IGNORE INTO album_paintings SELECT id, ? FROM albums WHERE key = ?"
                self.do(place, painting, key)
            else:
                self.do("UPDATE paintings SET favourite = 1 WHERE id = ?", painting)

    def _deleted(self, found: Found) -> float:
        """Since when it lies in the trash."""
        note = note_of(self.folder, found)
        return min(note.deleted, time.time()) if note else time.time()

    def _free_place(self, wished: int) -> int:
        """Where it belongs by its date, though never among what is yet to be painted; in microseconds, as `wished`."""
        place = max(0, min(wished, int(time.time() * 1_000_000)))
        step = 1
        taken = "SELECT 1 FROM paintings WHERE place = ? UNION ALL SELECT 1 FROM unindexed WHERE place = ?"
        while self.do(taken, place, place):
            place += secrets.randbelow(step) + 1
            step *= 2
        return place

    def _write_down(self, seen: InspectedFile, painting: int | None) -> None:
        found = seen.found
        statement = "INSERT OR REPLACE INTO files (path, size, modified, identity, painting) VALUES (?, ?, ?, ?, ?)"
        self.do(statement, found.path, found.size, found.modified, seen.identity, painting)

    def _lose(self, path: str, painting: int | None) -> bool:
        """Whether a painting is without its file now."""
        if painting is None:
            self.do("DELETE FROM files WHERE path = ?", path)
            return False
        # In the trash as well: emptied by hand, or on its way back, which a listing may just have missed.
        self.do("DELETE FROM files WHERE path = ? AND painting IN (SELECT id FROM paintings WHERE file <> path)", path)
        hide = "UPDATE paintings SET missing = ? WHERE id = ? AND file = ? RETURNING id"
        return bool(self.do(hide, time.time(), painting, path))

    # -- helpers -------------------------------------------------------------------------------------------------

    def do(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """Inside a transaction of this writer, or to read something."""
        return self._connection.execute(statement, values).fetchall()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises StorageError."""
        with named_errors(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield


def _is_there(folder: Path, path: str) -> bool:
    return os.path.lexists(folder / disk_name(path))


def _in_trash(found: Found) -> bool:
    return found.path.startswith(f"{TRASH}/")
