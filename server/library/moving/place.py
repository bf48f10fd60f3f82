"""Which folder the library is in, in a file of its own: the database may be deleted at any time.

It is replaced in one step, so that after a crash the library is in one folder or in the other, and never in both.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from server.common import disk
from server.library.folder import save_as


class LibraryPlace(Struct, frozen=True):
    """`left` is the folder it was before, until its user has said what shall become of that.

    `renamed` maps paths that were taken in the new folder to those the files got instead; `move` names the move.
    """

    folder: Path
    left: Path | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    move: str = ""


def read_place(file: Path, usual: Path) -> LibraryPlace:
    """What was written down, or the usual folder."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        told: dict[str, Any] = json.loads(disk.read(file))
        folder, left = Path(told["folder"]), told.get("left")
        if folder.is_absolute():
            renamed = {str(old): str(new) for old, new in told.get("renamed", {}).items()}
            return LibraryPlace(folder, Path(left) if left else None, renamed, str(told.get("move", "")))
    return LibraryPlace(usual)


def write_place(file: Path, place: LibraryPlace) -> None:
    """On disk when this returns, whole. Raises OSError."""
    told = {
        "folder": str(place.folder),
        "left": str(place.left) if place.left else None,
        "renamed": dict(place.renamed),
        "move": place.move,
    }
    save_as(file, json.dumps(told, ensure_ascii=False, indent=1).encode())
