"""The system's trash. Blocks."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from server.common import disk
from server.library.trash.drives import RealWindows, Windows, bin_takes


def to_trash(path: Path) -> bool:
    """Move a file or folder to the system's trash; True when it is gone from its place.

    Where the system would remove it for good instead, nothing is done.
    """
    if os.path.lexists(path) and is_taken(path):
        from send2trash import send2trash

        with contextlib.suppress(OSError):
            disk.patiently(lambda: send2trash(path))
    return not os.path.lexists(path)


def is_taken(path: Path) -> bool:
    """Whether the system has a trash for it. Elsewhere than on Windows one hears of that when it is refused."""
    windows = asked_system()
    if windows is None:
        return True
    with contextlib.suppress(OSError):
        return bin_takes(windows, path)
    return False


def asked_system() -> Windows | None:
    """Whom to ask; None where there is nothing to ask."""
    return RealWindows() if sys.platform == "win32" else None
