"""Files that the program writes for itself, where others may have put a link: what it leads to is never written to."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from server.common import disk

_THROUGH_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""Windows lets only administrators make links."""


def open_new(file: Path) -> int:
    """A descriptor of an empty file for its user alone, in the place of whatever was there. Raises OSError."""
    disk.remove(file, missing_ok=True)
    return disk.patiently(lambda: os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600))


def open_to_append(file: Path) -> int:
    """The same, but a file that is there is gone on with. Raises OSError."""
    with contextlib.suppress(OSError):
        if file.is_symlink():
            disk.remove(file)
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _THROUGH_NO_LINK, 0o600)
