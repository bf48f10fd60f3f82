"""What the database tells of deleted paintings. Reads only; every call raises StorageError."""

from __future__ import annotations

from pathlib import Path

from server.paintings.database import connect, named_errors
from server.paintings.migrations import APART
from server.paintings.painting import TRASH, Painting, painting_of

_COLUMNS = ", ".join(Painting.__struct_fields__)
_DELETED = f"{APART} AND deleted IS NOT NULL AND missing IS NULL"
_IN_TRASH = f"{_DELETED} AND file LIKE '{TRASH}/%'"


class TrashRows:
    """Used on the server's loop. Paintings in the trash come newest deletion first."""

    def __init__(self, database: Path) -> None:
        self._connection = connect(database)

    def close(self) -> None:
        self._connection.close()

    def count(self) -> int:
        """How many lie in the trash."""
        with named_errors():
            return int(self._connection.execute(f"SELECT count(*) FROM paintings WHERE {_IN_TRASH}").fetchone()[0])

    def stretch(self, start: int, stop: int) -> list[Painting]:
        """Those from number `start` to before number `stop`, counted from 0."""
        statement = f"{_IN_TRASH} ORDER BY deleted DESC, id DESC LIMIT ? OFFSET ?"
        return self._many(statement, max(0, stop - start), start)

    def ids(self, until: float) -> list[int]:
        """Of all that lie in the trash since this moment (seconds since 1970) or before."""
        return [painting.id for painting in self.deleted_before(until)]

    def deleted_before(self, moment: float) -> list[Painting]:
        """Those in the trash since before a moment (seconds since 1970), oldest first."""
        return self._many(f"{_IN_TRASH} AND deleted <= ? ORDER BY deleted, id", moment)

    def last(self) -> list[Painting]:
        """What was deleted last, in one go; whatever of it can still be brought back."""
        newest = f"SELECT max(deleted) FROM paintings WHERE {_DELETED}"
        return self._many(f"{_DELETED} AND deleted = ({newest}) ORDER BY id")

    def albums_of(self, painting_id: int) -> list[tuple[str, str]]:
        """Key and name of each album a painting is in."""
        statement = (
            "SELECT a.key, a.name FROM album_paintings m JOIN albums a ON a.id = m.album WHERE m.painting = ?"
            " ORDER BY a.key"
        )
        with named_errors():
            return [(str(key), str(name)) for key, name in self._connection.execute(statement, (painting_id,))]

    def _many(self, condition: str, *values: object) -> list[Painting]:
        with named_errors():
            rows = self._connection.execute(f"SELECT {_COLUMNS} FROM paintings WHERE {condition}", values)
            return [painting_of(row) for row in rows]
