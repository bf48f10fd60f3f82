"""What many paintings have in common, asked of the database at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from server.paintings.painting import TRASH

COMPARED = ("prompt", "model", "steps", "width", "height", "guidance", "negative_prompt")
_SEEN = f"(p.deleted IS NULL OR p.file LIKE '{TRASH}/%') AND p.missing IS NULL"
_NOTHING = "''"


class InCommon(Struct, frozen=True):
    """`ids` are of those that can still be seen, `same` has the values that all of them share, None for none given.

    `differing` names the columns of COMPARED that they do not share. `bytes` is the size of all files; `oldest` and
    `newest` are seconds since 1970. `albums` says of how many of them each album has; `favourites` how many are.
    """

    ids: list[int]
    same: Mapping[str, Any]
    differing: list[str]
    bytes: int
    oldest: float
    newest: float
    favourites: int
    albums: Mapping[int, int]

    @property
    def count(self) -> int:
        return len(self.ids)


def read_in_common(connection: sqlite3.Connection, ids: Iterable[int]) -> InCommon:
    """Raises sqlite3.Error."""
    wanted = (json.dumps(list(ids)),)
    those = "p.id IN (SELECT value FROM json_each(?))"
    found = f"FROM paintings p WHERE {those} AND {_SEEN}"
    # Nothing given is a value like any other, and not left out, as min and max would.
    sides = ", ".join(f"min(coalesce({each}, {_NOTHING})), max(coalesce({each}, {_NOTHING}))" for each in COMPARED)
    about = "coalesce(sum(bytes), 0), coalesce(min(created), 0), coalesce(max(created), 0), coalesce(sum(favourite), 0)"
    row = tuple(connection.execute(f"SELECT {about}, {sides} {found}", wanted).fetchone())
    pairs = dict(zip(COMPARED, zip(row[4::2], row[5::2], strict=True), strict=True))
    inside = f"SELECT m.album, count(*) FROM album_paintings m JOIN paintings p ON p.id = m.painting WHERE {those}"
    return InCommon(
        ids=[each[0] for each in connection.execute(f"SELECT p.id {found} ORDER BY p.place DESC", wanted)],
        same={name: low if low != "" else None for name, (low, high) in pairs.items() if low == high},
        differing=[name for name, (low, high) in pairs.items() if low != high],
        bytes=row[0],
        oldest=row[1],
        newest=row[2],
        favourites=row[3],
        albums=dict(map(tuple, connection.execute(f"{inside} AND {_SEEN} GROUP BY m.album", wanted))),
    )
