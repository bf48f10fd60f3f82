"""Many paintings in a few characters: `3,7-1200,1203`, the way a page names what is selected in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from server.common.errors import BadInput

MOST = 200_000
"""Paintings that can be named at once."""

_PART = re.compile(r"(\d{1,15})(?:-(\d{1,15}))?", re.ASCII)


def parse_selection(text: str) -> list[int]:
    """The ids, smallest first. Raises BadInput for anything that is no selection, or too large a one."""
    ids: list[int] = []
    # In their order, so that a part said a thousand times costs no more than said once.
    for first, last in sorted(map(_ends, text.split(","))):
        unseen = max(first, ids[-1] + 1) if ids else first
        if len(ids) + last - unseen >= MOST:
            raise BadInput({"ids": "unknown_value"})
        ids.extend(range(unseen, last + 1))
    return ids


def _ends(part: str) -> tuple[int, int]:
    found = _PART.fullmatch(part)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last:
        raise BadInput({"ids": "unknown_value"})
    return first, last


def write_selection(ids: Iterable[int]) -> str:
    """The same back: neighbours become one part."""
    parts: list[list[int]] = []
    for painting_id in sorted(set(ids)):
        if parts and parts[-1][1] == painting_id - 1:
            parts[-1][1] = painting_id
        else:
            parts.append([painting_id, painting_id])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)
