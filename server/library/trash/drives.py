"""What Windows says of a drive, and whether its bin takes something: where it does not, deleting is for good.

Asked to put something into the bin, Windows removes it at once on drives without one (network, sticks, cards), where
the bin is turned off, and where the thing is larger than the bin may be. The call asks nobody, as it was told to.
See docs/facts.md#windows-deletes-for-good-what-its-bin-does-not-take.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

FIXED = 3
"""DRIVE_FIXED, of GetDriveType's answers the only one whose drives have a bin for certain."""

MEGABYTE = 1024 * 1024
SHARE = 0.01
"""Of a drive, which the bin is taken for where Windows does not say how large it may be; it is five times as much."""

LONGEST = 259
"""Characters of a path in the bin: longer ones it does not take."""

PREFIX = 80
"""Characters of a folder's place in the bin: drive, the user's number, a name of its own."""

_POLICIES = r"Software\Microsoft\Windows\CurrentVersion\Policies\Explorer"
_BIN = r"Software\Microsoft\Windows\CurrentVersion\Explorer\BitBucket"


class Windows(Protocol):
    """The questions that are asked of the system."""

    def root(self, path: str) -> str:
        """Of the drive a path is on: `C:\\`, or the folder a drive is mounted in."""

    def kind(self, root: str) -> int:
        """As GetDriveType says it."""

    def has_bin(self, root: str) -> bool: ...

    def volume(self, root: str) -> str:
        """`{…}`, by which the registry knows a drive; empty where it has none."""

    def setting(self, key: str, name: str) -> int | None:
        """A number in the registry, of the user or else of the computer."""


class Contents(Struct, frozen=True):
    """Of a file or a folder: bytes, and the characters of its longest path, below itself and as it is."""

    size: int
    longest_below: int
    longest: int


def bin_takes(windows: Windows, path: Path) -> bool:
    """Whether this file or folder would be in the bin, and not gone. Raises OSError where it cannot be read."""
    root = windows.root(str(path))
    if windows.kind(root) != FIXED or not windows.has_bin(root) or _is_off(windows, root):
        return False
    contents = contents_of(path)
    fits = contents.longest <= LONGEST and PREFIX + contents.longest_below <= LONGEST
    return fits and contents.size < _room(windows, root)


def contents_of(path: Path) -> Contents:
    """Raises OSError."""
    if not path.is_dir():
        return Contents(path.lstat().st_size, 0, len(str(path)))
    found = [(each.lstat().st_size, str(each)) for each in _below(path)]
    longest = max((len(name) for _, name in found), default=len(str(path)))
    return Contents(sum(size for size, _ in found), longest - len(str(path)), longest)


def _below(path: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise error

    for folder, names, files in os.walk(path, onerror=refuse):
        yield from (Path(folder) / name for name in (*names, *files))


def _is_off(windows: Windows, root: str) -> bool:
    """For everybody, for this drive, or for all drives alike."""
    asked = (
        (_POLICIES, "NoRecycleFiles"),
        (_volume_key(windows, root), "NukeOnDelete"),
        (_BIN, "NukeOnDelete"),
    )
    return any(windows.setting(key, name) for key, name in asked)


def _room(windows: Windows, root: str) -> float:
    """Bytes."""
    megabytes = windows.setting(_volume_key(windows, root), "MaxCapacity")
    return shutil.disk_usage(root).total * SHARE if megabytes is None else megabytes * MEGABYTE


def _volume_key(windows: Windows, root: str) -> str:
    return rf"{_BIN}\Volume\{windows.volume(root)}"


class RealWindows:
    """Asks the system itself, through what ships with Python."""

    def root(self, path: str) -> str:
        room = self._text(1024)
        self._kernel.GetVolumePathNameW(path, room, 1024)
        return str(room.value)

    def kind(self, root: str) -> int:
        return int(self._kernel.GetDriveTypeW(root))

    def has_bin(self, root: str) -> bool:
        """SHQueryRecycleBin fails where there is none; its answer's own size comes first in it."""
        ctypes = import_module("ctypes")
        answer = (ctypes.c_int64 * 3)(24)
        return bool(ctypes.windll.shell32.SHQueryRecycleBinW(root, answer) == 0)

    def volume(self, root: str) -> str:
        room = self._text(64)
        self._kernel.GetVolumeNameForVolumeMountPointW(root, room, 64)
        return str(room.value).removeprefix("\\\\?\\Volume").rstrip("\\")

    def setting(self, key: str, name: str) -> int | None:
        registry = import_module("winreg")
        for whose in (registry.HKEY_CURRENT_USER, registry.HKEY_LOCAL_MACHINE):
            try:
                with registry.OpenKey(whose, key) as opened:
                    return int(registry.QueryValueEx(opened, name)[0])
            except (OSError, ValueError, TypeError):
                continue
        return None

    @property
    def _kernel(self) -> Any:  # noqa: ANN401 - made when it is asked for
        return import_module("ctypes").windll.kernel32

    def _text(self, letters: int) -> Any:  # noqa: ANN401 - a buffer of the system's letters
        return import_module("ctypes").create_unicode_buffer(letters)
