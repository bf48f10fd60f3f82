"""Gives a file another name in one step that fails where the name is taken. Blocks.

A second name and then the loss of the first would be two steps, and whoever is killed in between has the picture twice.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from server.common import disk

_HERE = -100
"""AT_FDCWD: relative paths begin where the process is."""

_NO_REPLACE = 1
"""Of Linux's renameat2."""

_EXCLUSIVE = 4
"""RENAME_EXCL of macOS' renamex_np."""

_UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""The system or its file system has no such step: network drives, FAT, old kernels."""

Step = Callable[[bytes, bytes], int]


def move_new(source: Path, target: Path) -> None:
    """Raises OSError; FileExistsError where the name is taken, and then nothing has changed."""
    if disk.TAKEN_NAMES_REFUSE:
        disk.rename(source, target)
        return
    step = _step()
    if step is None or not _moved(step, source, target):
        _move_if_free(source, target)


def _moved(step: Step, source: Path, target: Path) -> bool:
    """False where this file system does not know the step. Raises OSError."""
    if step(os.fsencode(source), os.fsencode(target)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNKNOWN:
        return False
    raise OSError(code, os.strerror(code))


def _move_if_free(source: Path, target: Path) -> None:
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    disk.rename(source, target)


@cache
def _step() -> Step | None:
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        exclusive = getattr(library, "renamex_np", None)
        return exclusive and (lambda source, target: int(exclusive(source, target, _EXCLUSIVE)))
    rename = getattr(library, "renameat2", None)
    return rename and (lambda source, target: int(rename(_HERE, source, _HERE, target, _NO_REPLACE)))
