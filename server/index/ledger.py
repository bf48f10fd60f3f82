"""Writes down what the folder holds: new pictures, moved ones, lost ones. Used in one worker thread alone."""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid5

from server.database import DAMAGED, connect, named_errors
from server.errors import StorageError
from server.index.spelling import beginnings, plain
from server.index.walk import Found, Listing, Seen, look_into
from server.library import TRASH
from server.paintings import State

KEEP_MISSING = 90 * 86400.0
"""Seconds a painting whose file is gone is remembered: favourites and albums are back when its file is."""

_NAMESPACE = UUID("8f1b1c0e-7f0a-4c39-9d0e-5b0d6c1f5a11")
_KNOWN = (
    "SELECT f.path, f.size, f.modified, f.painting, p.missing FROM files f LEFT JOIN paintings p ON p.id = f.painting"
    " UNION ALL SELECT p.file, -1, -1, p.id, p.missing FROM paintings p"
    " WHERE p.file IS NOT NULL AND p.state = 'done' AND NOT EXISTS (SELECT 1 FROM files f WHERE f.path = p.file)"
)
_TOLD = "state, missing, deleted, file, prompt, model, width, height, bytes"
"""What a file can change in its painting's row."""


@dataclass(slots=True)
class Difference:
    """What a listing tells that the ledger did not know. `gone` maps the paths of lost files to their paintings."""

    fresh: list[Found] = field(default_factory=list)
    gone: dict[str, int | None] = field(default_factory=dict)
    away: bool = False
    """Not one of the files that were there is: that is a disk that was unplugged, not a tidy user."""


class Ledger:
    """Every method raises StorageError, and does all it does in one transaction or nothing."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.folder = folder
        self._connection = connect(database)

    def close(self) -> None:
        self._connection.close()

    def compare(self, listing: Listing) -> Difference:
        """Fresh files come in the order they were made in, an original before its copies."""
        difference = Difference()
        known = lost = 0
        seen: set[str] = set()
        with named_errors():
            for path, size, modified, painting, missing in map(tuple, self._connection.execute(_KNOWN)):
                found = listing.files.get(path)
                known += painting is not None and missing is None and not Path(path).is_absolute()
                if found is not None and (found.size, found.modified) == (size, modified) and missing is None:
                    seen.add(path)
                elif found is None and missing is None and listing.covers(path) and not Path(path).is_absolute():
                    difference.gone[path] = painting
                    lost += painting is not None
        difference.fresh = [found for path, found in listing.files.items() if path not in seen]
        difference.fresh.sort(key=lambda found: (found.modified, len(found.path), found.path))
        difference.away = (
            listing.folders is None and bool(known) and lost == known and not listing.files and not listing.marked
        )
        return difference

    def knows_any(self) -> bool:
        """Whether any picture is known to lie in the folder."""
        with named_errors():
            return any(not Path(row[0]).is_absolute() for row in self.do(f"{_KNOWN} LIMIT 50"))

    def learn(self, found: list[Found], gone: dict[str, int | None]) -> list[int]:
        """Look into these files; ids of paintings that are new, back or different. What has moved leaves `gone`."""
        looked = [seen for each in found if (seen := look_into(self.folder, each)) is not None]
        with self.transaction():
            changed = [painting for seen in looked if (painting := self._note(seen, gone)) is not None]
            self._index(len(found))
        return changed

    def lose(self, paths: dict[str, int | None]) -> list[int]:
        """Hide the paintings whose files are really gone; their ids."""
        lost = {path: painting for path, painting in paths.items() if not os.path.lexists(self.folder / path)}
        with self.transaction():
            for path, painting in lost.items():
                self._lose(path, painting)
        return [painting for painting in lost.values() if painting is not None]

    def index(self, most: int) -> int:
        """Make at most so many paintings findable by their words; how many there were to do."""
        with self.transaction():
            return self._index(most)

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

    def _note(self, seen: Seen, gone: dict[str, int | None]) -> int | None:
        if not seen.identity:
            self._write_down(seen, None)
            return None
        there = self.do(f"SELECT id, uid, {_TOLD} FROM paintings WHERE file = ? ORDER BY missing", seen.found.path)
        if there and there[0]["state"] in (State.QUEUED, State.PAINTING):
            return None  # just being saved; its row will say so
        gone.pop(seen.found.path, None)
        painting = self._stayed(seen, there[0]) if there else None
        if painting is None:
            painting = self._moved(seen, gone) or self._new(seen)
        self._write_down(seen, painting)
        after = self.do(f"SELECT {_TOLD} FROM paintings WHERE id = ?", painting)
        same = there and there[0]["id"] == painting and tuple(after[0]) == tuple(there[0])[2:]
        return None if same else painting

    def _stayed(self, seen: Seen, row: sqlite3.Row) -> int | None:
        """The painting that was in this place, unless the file tells of being another."""
        [known] = self.do("SELECT max(identity) FROM files WHERE path = ?", seen.found.path)
        is_another = seen.story is not None and seen.story.uid != row["uid"] and known[0] != seen.identity
        if is_another and (known[0] or "uid:").startswith("uid:"):
            self.do("UPDATE paintings SET missing = ?, file = NULL WHERE id = ?", time.time(), row["id"])
            self.do("DELETE FROM files WHERE path = ?", seen.found.path)
            return None
        self._found(row["id"], seen)
        return int(row["id"])

    def _moved(self, seen: Seen, gone: dict[str, int | None]) -> int | None:
        """A painting whose file has left its place and is in this one now."""
        statement = (
            "SELECT p.id, p.file, p.missing FROM paintings p WHERE p.state NOT IN ('queued', 'painting') AND"
            " (p.uid = ? OR p.id IN (SELECT painting FROM files WHERE identity = ?))"
        )
        for row in self.do(statement, seen.identity.removeprefix("uid:"), seen.identity):
            if row["missing"] is None and row["file"] is not None and row["file"] not in gone:
                continue
            gone.pop(row["file"] or "", None)
            self.do("DELETE FROM files WHERE painting = ?", row["id"])
            self._found(row["id"], seen)
            return int(row["id"])
        return None

    def _found(self, painting: int, seen: Seen) -> None:
        """Its row says what the file says. What the file says nothing of stays."""
        told = seen.story
        self.do(
            "UPDATE paintings SET file = ?, missing = NULL, state = 'done', bytes = ?, width = ?, height = ?,"
            " deleted = CASE WHEN ? THEN coalesce(deleted, ?) WHEN file LIKE ? THEN NULL ELSE deleted END,"
            " error = CASE WHEN state = 'done' THEN error END, prompt = coalesce(?, prompt), model = coalesce(?, model)"
            " WHERE id = ?",
            *(seen.found.path, seen.found.size, seen.width, seen.height),
            *(_in_trash(seen.found), time.time(), f"{TRASH}/%"),
            *(told.prompt if told else None, told.model if told else None),
            painting,
        )

    def _new(self, seen: Seen) -> int:
        """A painting of its own, also for a copy: it lives from now on under a name made of both."""
        story, found = seen.story, seen.found
        uid = seen.identity.partition(":")[2]
        if self.do("SELECT 1 FROM paintings WHERE uid = ?", uid):
            uid = uuid5(_NAMESPACE, f"{uid} {found.path}").hex
            if self.do("SELECT 1 FROM paintings WHERE uid = ?", uid):
                uid = secrets.token_hex(16)
        created = (story.created if story else None) or found.modified / 1e9
        values = {
            "uid": uid,
            "state": State.DONE,
            "prompt": story.prompt if story else "",
            "model": (story.model or "") if story else "",
            "steps": (story.steps or 0) if story else 0,
            "sample": bool(story and story.sample),
            "created": created,
            "seconds": story.seconds if story else None,
            "neurons": story.neurons if story else None,
            "file": found.path,
            "width": seen.width,
            "height": seen.height,
            "bytes": found.size,
            "deleted": time.time() if _in_trash(found) else None,
            "place": self._free_place(created),
        }
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        [row] = self.do(f"INSERT INTO paintings ({names}) VALUES ({marks}) RETURNING id", *values.values())
        self._give_back(int(row[0]), uid)
        return int(row[0])

    def _give_back(self, painting: int, uid: str) -> None:
        """What its user had done with it before the database was lost."""
        for (key,) in map(tuple, self.do("DELETE FROM waiting_keepsakes WHERE uid = ? RETURNING album", uid)):
            if key:
                place = "INSERT OR IGNORE INTO album_paintings SELECT id, ? FROM albums WHERE key = ?"
                self.do(place, painting, key)
            else:
                self.do("UPDATE paintings SET favourite = 1 WHERE id = ?", painting)

    def _free_place(self, created: float) -> int:
        """Where it belongs by its date, though never among what is yet to be painted."""
        place = max(0, int(min(created, time.time()) * 1_000_000))
        step = 1
        taken = "SELECT 1 FROM paintings WHERE place = ? UNION ALL SELECT 1 FROM unindexed WHERE place = ?"
        while self.do(taken, place, place):
            place += secrets.randbelow(step) + 1
            step *= 2
        return place

    def _write_down(self, seen: Seen, painting: int | None) -> None:
        found = seen.found
        statement = "INSERT OR REPLACE INTO files (path, size, modified, identity, painting) VALUES (?, ?, ?, ?, ?)"
        self.do(statement, found.path, found.size, found.modified, seen.identity, painting)

    def _lose(self, path: str, painting: int | None) -> None:
        if painting is None:
            self.do("DELETE FROM files WHERE path = ?", path)
        elif path.startswith(f"{TRASH}/"):  # emptied by hand
            self.do("DELETE FROM paintings WHERE id = ? AND file = ?", painting, path)
            self.do("DELETE FROM files WHERE path = ?", path)
        else:
            self.do("UPDATE paintings SET missing = ? WHERE id = ? AND file = ?", time.time(), painting, path)

    # -- words ---------------------------------------------------------------------------------------------------

    def _index(self, most: int) -> int:
        stale = self.do("SELECT place, text FROM unindexed LIMIT ?", most)
        for place, text in map(tuple, stale):
            self.do("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", place, plain(text))
            self.do(
                "INSERT INTO beginnings (beginnings, rowid, tokens) VALUES ('delete', ?, ?)", place, beginnings(text)
            )
            self.do("DELETE FROM unindexed WHERE place = ?", place)
        fresh = self.do("SELECT id, place, prompt, file FROM paintings WHERE indexed = 0 LIMIT ?", most)
        for painting, place, prompt, file in map(tuple, fresh):
            text = prompt or file or ""
            self.do("INSERT INTO words (rowid, text) VALUES (?, ?)", place, plain(text))
            self.do("INSERT INTO beginnings (rowid, tokens) VALUES (?, ?)", place, beginnings(text))
            self.do("UPDATE paintings SET indexed = 1 WHERE id = ?", painting)
        return len(stale) + len(fresh)

    # -- helpers -------------------------------------------------------------------------------------------------

    def do(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """Inside a transaction of this ledger, or to read something."""
        return self._connection.execute(statement, values).fetchall()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises StorageError."""
        with named_errors(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield


def _in_trash(found: Found) -> bool:
    return found.path.startswith(f"{TRASH}/")
