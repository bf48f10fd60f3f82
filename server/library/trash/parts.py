"""What the trash works with, and whom it tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from server.library.folder import Library
from server.library.index.trash_rows import TrashRows
from server.library.thumbnails import Thumbnails
from server.paintings.painting import TRASH, Painting
from server.paintings.store import Store

UNDO_SECONDS = 10.0
"""In which a deletion can be undone that goes straight to the system's trash."""

PICTURELESS_SECONDS = 600.0
"""The same of what has no picture, and so nothing that could lie in a trash."""


FIRST = 5.0
"""Seconds after the start in which is first looked for what has been in the trash for long enough."""

PERIOD = 3600.0
"""The same between two looks."""

AGAIN = 5.0
"""The same while a deletion waits for a folder that is not there."""

DAY = 86400.0

TRASH_REFUSED = "trash_refused"


class TrashListener(Protocol):
    """Whoever shows paintings."""

    def removed(self, painting_id: int) -> None:
        """It is in a trash, or nowhere any more."""

    def refused(self, painting: Painting) -> None:
        """No trash took its file: it is back in its place."""

    def trash_changed(self) -> None:
        """Something else is to be said of the trash."""


class TrashParts(Struct, frozen=True):
    """What it works with. `days`: how long pictures stay; 0 for straight to the system's trash."""

    store: Store
    rows: TrashRows
    library: Library
    thumbnails: Thumbnails
    days: Callable[[], int]
    undo_seconds: float = UNDO_SECONDS
    pictureless_seconds: float = PICTURELESS_SECONDS


def is_in_trash(painting: Painting) -> bool:
    """Whether it lies in our own trash."""
    return painting.missing is None and (painting.file or "").startswith(f"{TRASH}/")
