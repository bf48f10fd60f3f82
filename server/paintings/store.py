"""Paintings and settings in SQLite. Used from the server's thread alone; every call is short."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from uuid import uuid4

from server.common import disk
from server.common.errors import StorageError
from server.common.own_files import open_new
from server.paintings.database import connect, named_errors
from server.paintings.migrations import APART, migrate
from server.paintings.painting import TRASH, OfOrder, Order, Painting, State, painting_of
from server.pictures.enlarging.wish import LOCAL
from server.pictures.picture import Picture

_COLUMNS = ", ".join(Painting.__struct_fields__)
_ALL = f"SELECT {_COLUMNS} FROM paintings"
_PAID = f"{_ALL} WHERE state = 'done' AND model <> '' AND NOT sample"
_VISIBLE = f"{_ALL} WHERE deleted IS NULL AND missing IS NULL"
# The plus keeps SQLite from walking through all rows by their ids, instead of those that wait.
_QUEUED = f"{_VISIBLE} AND state = 'queued' AND +id > ? ORDER BY coalesce(turn, id)"
_NEXT = _QUEUED.replace("ORDER", f"AND (model LIKE '{LOCAL}%') = ? ORDER") + " LIMIT 1"
_APART = f"{_ALL} WHERE {APART}"
# The studio shows what was painted, and none of the other pictures in the folder.
_STRIP = f"{_VISIBLE} AND model <> ''"
_NEWEST = _STRIP.replace(_COLUMNS, "id, coalesce(order_uid, uid)", 1)
_BEGUN = " AND state <> 'queued'"
RESERVE_BYTES = 512 * 1024
"""Held back on the disk, for the rows that say that it is full."""

Slot = tuple[str, Callable[[str], None]]
"""A setting's text, empty where there is none, and the way to change it."""


class Store:
    """Opens the database, creating or migrating it. Raises sqlite3.Error; every other call raises StorageError."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self._reserve = database.with_suffix(".reserve")
        self._connection = connect(database)
        migrate(self._connection)
        with contextlib.suppress(OSError), os.fdopen(open_new(self._reserve), "wb") as reserve:
            reserve.write(bytes(RESERVE_BYTES))

    def close(self) -> None:
        """Close the database; later calls raise StorageError."""
        self._connection.close()

    def add(self, order: Order, *, created: float, seeds: Sequence[int | None] = ()) -> list[Painting]:
        """One queued row for each painting ordered, oldest first; `seeds` has one for each, if any."""
        ordered = {
            "model": order.model,
            "steps": order.steps,
            "sample": order.sample,
            "asked_width": order.width,
            "asked_height": order.height,
            "guidance": order.guidance,
            "negative_prompt": order.negative_prompt,
            "parent": order.parent,
            "inputs": order.inputs,
            "not_before": order.not_before,
            "order_uid": order.uid or uuid4().hex,
            "created": created,
        }
        names, marks = ", ".join(ordered), ", ".join(f":{name}" for name in ordered)
        statement = (
            f"INSERT INTO paintings (uid, state, seed, prompt, prompt_sent, {names}, place)"
            f" VALUES (:uid, 'queued', :seed, :prompt, :prompt_sent, {marks},"
            # Behind all others, also when the clock has been set back.
            " max(:now, (SELECT coalesce(max(place), 0) + 1 FROM paintings)))"
            f" RETURNING {_COLUMNS}"
        )
        shared = ordered | {"now": int(created * 1_000_000)}
        each = [
            shared | {"uid": uuid4().hex, "seed": seed, "prompt": typed, "prompt_sent": sent}
            for seed, (typed, sent) in zip(seeds or [None] * order.count, order.prompts, strict=True)
        ]
        with named_errors(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            rows = [self._connection.execute(statement, values).fetchone() for values in each]
        return [painting_of(row) for row in rows]

    def get(self, painting_id: int) -> Painting | None:
        """The painting, deleted ones too; None when there is no such id."""
        return self._one(f"SELECT {_COLUMNS} FROM paintings WHERE id = ?", painting_id)

    def several(self, painting_ids: Iterable[int]) -> list[Painting]:
        """Those that there are, deleted ones too, by their ids. Asked once for all of them, who may be 200,000."""
        return self._many(
            f"{_ALL} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", json.dumps([*painting_ids])
        )

    def painted_since(self, moment: float) -> list[Painting]:
        """Those with a picture that Cloudflare made, ordered from then on, in seconds since 1970; deleted ones too."""
        return self._many(f"{_PAID} AND created >= ?", moment)

    def page(self, *, before: int | None = None, limit: int = 24) -> list[Painting]:
        """The newest of what was painted, or what stands before the place `before`, newest first."""
        newest = 2**62 if before is None else before
        return self._many(f"{_STRIP} AND place < ? ORDER BY place DESC LIMIT ?", newest, limit)

    def of_order(self, order_uid: str) -> list[Painting]:
        """Those of one order that can be seen, in the order they were asked for."""
        return self._many(f"{_STRIP} AND order_uid = ? ORDER BY place", order_uid)

    def newest(self, *, begun: bool = False) -> OfOrder | None:
        """The one asked for last; with `begun` the last of those that do not merely wait. None when there is none."""
        rows = self._rows(f"{_NEWEST}{_BEGUN if begun else ''} ORDER BY place DESC LIMIT 1")
        return OfOrder(*rows[0]) if rows else None

    def next_queued(self, *, after: int = 0, local: bool = False) -> Painting | None:
        """The one whose turn it is, with an id above `after`: of Cloudflare's, or of this computer's."""
        return self._one(_NEXT, after, local)

    def postponed(self) -> float | None:
        """The first moment before which a waiting painting may not begin, past or to come."""
        statement = "SELECT min(not_before) FROM paintings WHERE state = 'queued' AND deleted IS NULL"
        moment: float | None = self._rows(statement)[0][0]
        return moment

    def last_id(self) -> int:
        """The greatest one given; 0 before the first."""
        rows = self._rows("SELECT coalesce(max(id), 0) FROM paintings")
        return int(rows[0][0])

    def queued(self, *, after: int = 0) -> list[Painting]:
        """All that wait, in the order they will be painted in, of those whose id is greater than `after`."""
        return self._many(_QUEUED, after)

    def reorder(self, painting_ids: Sequence[int]) -> None:
        """Let these, which all wait, have their turns in this order; those of others are left as they are."""
        turns = sorted(each.turn or each.id for each in map(self.get, painting_ids) if each)
        with named_errors(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            changes = zip(turns, painting_ids, strict=True)
            self._connection.executemany("UPDATE paintings SET turn = ? WHERE id = ?", changes)

    def count_queued(self) -> int:
        count: int = self._rows("SELECT count(*) FROM paintings WHERE state = 'queued' AND deleted IS NULL")[0][0]
        return count

    def in_state(self, state: State) -> list[Painting]:
        """All paintings in a state other than done, oldest first, deleted ones too."""
        return self._many(f"{_APART} AND state = ? ORDER BY +id", state)

    def deleted(self) -> list[Painting]:
        """Those whose deletion is not finished; what lies in our own trash is."""
        deleted = "deleted IS NOT NULL AND missing IS NULL AND coalesce(file, '') NOT LIKE ?"
        return self._many(f"{_APART} AND {deleted} ORDER BY +id", f"{TRASH}/%")

    def knows_files(self) -> bool:
        """Whether any picture was last seen in the library's folder."""
        rows = self._rows("SELECT file FROM paintings WHERE state = 'done' AND file IS NOT NULL LIMIT 50")
        return any(not Path(row["file"]).is_absolute() for row in rows)

    def count_active(self) -> int:
        active = "state IN ('queued', 'painting') AND deleted IS NULL"
        return int(self._rows(f"SELECT count(*) FROM paintings WHERE {APART} AND {active}")[0][0])

    def count_by_state(self) -> dict[str, int]:
        """How many paintings are in each state that any is in, deleted ones too."""
        rows = self._rows("SELECT state, count(*) AS number FROM paintings GROUP BY state ORDER BY state")
        return {row["state"]: row["number"] for row in rows}

    def recent_errors(self, limit: int) -> list[str]:
        """Codes of what went wrong last, newest first."""
        statement = "SELECT error FROM paintings WHERE error IS NOT NULL ORDER BY id DESC LIMIT ?"
        return [row["error"] for row in self._rows(statement, limit)]

    def start(self, painting_id: int, *, started: float) -> Painting:
        return self._update(painting_id, state=State.PAINTING, started=started, error=None, error_detail=None)

    def plan_file(self, painting_id: int, file: str) -> Painting:
        """Note where the picture is about to be written, so that a crash after writing loses nothing."""
        return self._update(painting_id, file=file)

    def finish(
        self, painting_id: int, picture: Picture, file: str, *, seconds: float | None, note: str | None = None
    ) -> Painting:
        return self._update(
            painting_id,
            state=State.DONE,
            file=file,
            width=picture.width,
            height=picture.height,
            bytes=len(picture.data),
            seconds=seconds,
            error=note,
            error_detail=None,
        )

    def unset(self, painting_id: int, names: Collection[str]) -> Painting:
        """It was painted without its seed, guidance or negative prompt after all."""
        return self._update(painting_id, **{name: "" if name == "negative_prompt" else None for name in names})

    def set_neurons(self, painting_id: int, neurons: float) -> Painting:
        return self._update(painting_id, neurons=neurons)

    def set_prompt_sent(self, painting_id: int, prompt: str, *, translation: float | None = None) -> Painting:
        """`translation`: the neurons it took."""
        return self._update(painting_id, prompt_sent=prompt, translation=translation)

    def fail(self, painting_id: int, error: str, detail: str, *, seconds: float | None) -> Painting:
        changes = {"state": State.FAILED, "file": None, "error": error, "error_detail": detail, "seconds": seconds}
        return self._update(painting_id, **changes)

    def note(self, painting_id: int, error: str | None) -> Painting:
        """Say something about a painting without changing its state, or nothing any more."""
        return self._update(painting_id, error=error)

    def end(self, painting_id: int, state: State) -> Painting:
        """Cancelled or interrupted: over without a picture."""
        return self._update(painting_id, state=state, file=None)

    def queue_again(self, painting_id: int) -> Painting:
        nothing = dict.fromkeys(("started", "seconds", "file", "error", "error_detail", "not_before"))
        return self._update(painting_id, state=State.QUEUED, **nothing)

    def mark_deleted(self, painting_id: int, when: float | None) -> Painting:
        """Hide the painting since `when`, or show it again with None."""
        return self._update(painting_id, deleted=when)

    def mark_missing(self, painting_id: int, when: float) -> None:
        """Its file has left the library, and may come back."""
        self._update(painting_id, missing=when, deleted=None)

    def move(self, painting_id: int, file: str, *, deleted: float | None) -> Painting:
        """Its file is in another place now, whoever has missed it on its way."""
        return self._update(painting_id, file=file, deleted=deleted, missing=None)

    def inputs(self) -> list[str]:
        """The input pictures of all paintings that have some, each painting's as its row names them."""
        statement = "SELECT inputs FROM paintings WHERE inputs <> '' UNION ALL SELECT inputs FROM waiting_inputs"
        return [row["inputs"] for row in self._rows(statement)]

    def remove(self, painting_id: int) -> None:
        self._write("DELETE FROM paintings WHERE id = ?", painting_id)

    def settings(self) -> dict[str, str]:
        return {row["name"]: row["value"] for row in self._rows("SELECT name, value FROM settings")}

    def change_setting(self, name: str, value: str) -> None:
        statement = "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        self._write(statement, name, value)

    def restore_settings(self, settings: Mapping[str, str]) -> None:
        """Take over what another database held."""
        for name, value in settings.items():
            self.change_setting(name, value)

    def _update(self, painting_id: int, **changes: object) -> Painting:
        names = ", ".join(f"{name} = ?" for name in changes)
        statement = f"UPDATE paintings SET {names} WHERE id = ? RETURNING {_COLUMNS}"
        [row] = self._write(statement, *changes.values(), painting_id)
        return painting_of(row)

    def _one(self, statement: str, *values: object) -> Painting | None:
        return next(iter(self._many(statement, *values)), None)

    def _many(self, statement: str, *values: object) -> list[Painting]:
        return [painting_of(row) for row in self._rows(statement, *values)]

    def _write(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """A change to what is there already has the reserve to fall back on; new orders have not."""
        try:
            return self._rows(statement, *values)
        except StorageError as error:
            if error.code != "disk_full" or not self._reserve.exists():
                raise
            with contextlib.suppress(OSError):
                disk.remove(self._reserve)
            return self._rows(statement, *values)

    def _rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        with named_errors():
            return self._connection.execute(statement, values).fetchall()
