"""What a listing of the folder tells that the database does not know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from server.library.index.search_words import Do
from server.library.index.unread import WhyUnread
from server.library.index.walk import Found, Listing

# Between two paths, so that a look into one folder costs what is in it; with 0 nothing in folders below.
_KNOWN = (
    # What its painting has left is not known any more: it may come back to this very place, from our trash.
    "SELECT f.path, iif(p.file <> f.path, -1, f.size), f.modified, f.painting, p.missing"
    " FROM files f LEFT JOIN paintings p ON p.id = f.painting"
    " WHERE f.path >= ?1 AND f.path < ?2 AND (?3 OR instr(substr(f.path, length(?1) + 1), '/') = 0)"
    " UNION ALL SELECT p.file, -1, -1, p.id, p.missing FROM paintings p"
    " WHERE p.file >= ?1 AND p.file < ?2 AND (?3 OR instr(substr(p.file, length(?1) + 1), '/') = 0)"
    " AND p.state = 'done' AND NOT EXISTS (SELECT 1 FROM files f WHERE f.path = p.file)"
)
_EVERYTHING = ("", "\U0010ffff", 1)


class Difference(Struct):
    """What a listing tells that the index did not know. `gone` maps the paths of lost files to their paintings."""

    fresh: list[Found] = field(default_factory=list)
    gone: dict[str, int | None] = field(default_factory=dict)
    adrift: dict[str, list[int]] = field(default_factory=dict)
    """Paintings that are without a file, by what a file of theirs would be known by."""
    unread: dict[str, WhyUnread] = field(default_factory=dict)
    """What could not be looked at, by path."""
    away: bool = False
    """Not one of the files that were there is: that is a disk that was unplugged, not a tidy user."""


def compare(do: Do, listing: Listing) -> Difference:
    """Fresh files come in the order they were made in, an original before its copies."""
    difference = Difference(unread=dict(listing.problems))
    known = lost = 0
    seen: set[str] = set()
    for path, size, modified, painting, missing in _known(do, listing):
        found = listing.files.get(path)
        is_here = missing is None and not Path(path).is_absolute()
        known += painting is not None and is_here
        if found is not None and (found.size, found.modified) == (size, modified) and missing is None:
            seen.add(path)
        elif found is None and is_here and listing.covers(path):
            difference.gone[path] = painting
            lost += painting is not None
    difference.fresh = [found for path, found in listing.files.items() if path not in seen]
    difference.fresh.sort(key=lambda found: (found.modified, len(found.path), found.path))
    difference.away = listing.folders is None and 0 < known == lost and not listing.files and not listing.marked
    if difference.fresh:
        _find_adrift(do, difference)
    return difference


def knows_any(do: Do) -> bool:
    """Whether any picture is known to lie in the folder."""
    return any(not Path(row[0]).is_absolute() for row in do(f"{_KNOWN} LIMIT 50", *_EVERYTHING))


def _known(do: Do, listing: Listing) -> Iterator[tuple[Any, ...]]:
    """Of the folders listed."""
    if listing.folders is None:
        yield from map(tuple, do(_KNOWN, *_EVERYTHING))
        return
    for folder in listing.folders:
        first, last = (f"{folder}/", f"{folder}0") if folder else _EVERYTHING[:2]  # 0 is what follows the slash
        yield from map(tuple, do(_KNOWN, first, last, 0))


def _find_adrift(do: Do, difference: Difference) -> None:
    lost = [painting for painting in difference.gone.values() if painting is not None]
    long_gone = do(
        "SELECT id FROM paintings WHERE missing IS NOT NULL"
        " UNION SELECT id FROM paintings WHERE file IS NULL AND state NOT IN ('queued', 'painting')"
    )
    known = "SELECT 'uid:' || uid FROM paintings WHERE id = ? UNION SELECT identity FROM files WHERE painting = ?"
    for painting in [*lost, *(int(row[0]) for row in long_gone)]:
        for (identity,) in map(tuple, do(known, painting, painting)):
            difference.adrift.setdefault(identity, []).append(painting)
