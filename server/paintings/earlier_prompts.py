"""Prompts to begin with again: what was painted, and what was only typed and then gave way to something else."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from server.paintings.database import connect, named_errors

MOST_PER_ORDER = 8
MOST_LAID_ASIDE = 50
"""Of what was never painted; older ones are forgotten."""

_ALL = (
    "(SELECT place, prompt FROM (SELECT place, prompt FROM paintings WHERE model <> '' ORDER BY place DESC LIMIT ?)"
    " UNION ALL SELECT place, prompt FROM laid_aside)"
)
_OLD = f"SELECT prompt FROM laid_aside ORDER BY place DESC LIMIT -1 OFFSET {MOST_LAID_ASIDE}"
_LAY_ASIDE = "INSERT OR REPLACE INTO laid_aside SELECT ?, max(?, coalesce(max(place) + 1, 0)) FROM laid_aside"
"""Each has a moment of its own."""


class EarlierPrompts:
    """Used on the server's loop; every call raises StorageError. Each prompt is told once, the newest first."""

    def __init__(self, database: Path) -> None:
        self._connection = connect(database)

    def close(self) -> None:
        self._connection.close()

    def recent(self, limit: int) -> list[str]:
        """The last ones; looked for among the last paintings, not among all."""
        statement = f"SELECT prompt FROM {_ALL} ORDER BY place DESC"
        return list(dict.fromkeys(self._texts(statement, limit * MOST_PER_ORDER)))[:limit]

    def find(self, text: str, limit: int, *, among: int = 20_000) -> list[str]:
        """Those that hold the text; looked for `among` so many of the last paintings."""
        pattern = "%" + "".join(f"!{each}" if each in "%_!" else each for each in text) + "%"
        statement = (
            f"SELECT prompt FROM {_ALL} WHERE prompt LIKE ? ESCAPE '!' GROUP BY prompt ORDER BY max(place) DESC LIMIT ?"
        )
        return self._texts(statement, among, pattern, limit)

    def lay_aside(self, texts: Iterable[str]) -> None:
        """Keep what was typed and not painted, for it is nowhere else."""
        for text in filter(None, (text.strip() for text in texts)):
            if not self._texts("SELECT prompt FROM paintings WHERE prompt = ? LIMIT 1", text):
                self._texts(_LAY_ASIDE, text, int(time.time() * 1_000_000))
        self._texts(f"DELETE FROM laid_aside WHERE prompt IN ({_OLD})")

    def _texts(self, statement: str, *values: object) -> list[str]:
        with named_errors():
            return [str(row[0]) for row in self._connection.execute(statement, values).fetchall()]
