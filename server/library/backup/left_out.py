"""What of a library did not get into a backup, or of a backup into a library: which files, and why."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct, field

from server.common.file_names import shown_name

MOST_NAMED = 1000
"""Files that are named; of the others it is said how many there are."""

LONGEST_NAME = 300
"""Characters shown of a name that somebody else wrote."""

_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Control characters, halves of characters, and what turns the direction of what follows."""


class WhyLeft(StrEnum):
    UNREADABLE = "unreadable"
    """The disk does not give it, or not all of it."""
    DAMAGED = "damaged"
    """Not what the backup's list says it is."""
    MISSING = "missing"
    """In the backup's list alone."""
    UNLISTED = "unlisted"
    """In the backup, and not in its list."""
    GARBLED = "garbled"
    """What the list says of it makes no sense."""
    PLACE = "place"
    """It would lie outside of the library, or where nobody sees it."""
    NO_PICTURE = "no_picture"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    PACKED = "packed"
    """In a way that cannot be unpacked here."""
    NOT_WRITTEN = "not_written"
    """The library's disk does not take it."""


class LeftFile(Struct, frozen=True):
    """`name` as people may see it, whatever is in it."""

    name: str
    why: WhyLeft


class LeftOut(Struct):
    """How many there are in all, and the first of them."""

    count: int = 0
    named: list[LeftFile] = field(default_factory=list)

    def add(self, name: str, why: WhyLeft) -> None:
        self.count += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(LeftFile(as_shown(name), why))


def as_shown(name: str) -> str:
    """A name from outside in one line of text that any page takes."""
    shown = _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", shown_name(name))
    return shown if len(shown) <= LONGEST_NAME else f"{shown[:LONGEST_NAME]}…"
