"""What lies in the library's folder and could not be read: which files, and why, for their user to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct, field

MOST_NAMED = 200
"""Files that are named; of the others it is said how many there are."""


class WhyUnread(StrEnum):
    DAMAGED = "damaged"
    """No JPEG, PNG or WebP in it, or one that is broken."""
    EMPTY = "empty"
    REFUSED = "refused"
    """The system does not let us."""
    IN_USE = "in_use"
    """Another program has it open."""
    FOLDER_REFUSED = "folder_refused"
    """Nor into a folder, whatever is in it."""
    NO_FILE = "no_file"
    """A pipe, a device, a socket."""
    LINK = "link"
    """One that leads nowhere, or to itself."""
    FAILED = "failed"
    """The disk does, or the network to it."""


class UnreadFile(Struct, frozen=True):
    """`path` is below the library's folder, with slashes."""

    path: str
    why: WhyUnread


class UnreadFiles(Struct):
    """`refused` are those that could not be opened when last looked at, `no_pictures` those that were: how many there
    are in all, and the first of them.
    """

    refused: dict[str, WhyUnread] = field(default_factory=dict)
    no_pictures: tuple[int, list[UnreadFile]] = (0, [])

    @property
    def count(self) -> int:
        return len(self.refused) + self.no_pictures[0]

    def named(self) -> list[UnreadFile]:
        """At most MOST_NAMED, in the order of their paths."""
        refused = [UnreadFile(path, why) for path, why in self.refused.items()]
        return sorted([*refused, *self.no_pictures[1]], key=lambda each: each.path)[:MOST_NAMED]

    def looked(self, found: Mapping[str, WhyUnread], folders: Iterable[str] | None) -> None:
        """What was found in these folders, None for all, is how it stands there now."""
        again = None if folders is None else frozenset(folders)
        kept = {} if again is None else {path: why for path, why in self.refused.items() if _folder(path) not in again}
        self.refused = {**kept, **found}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
