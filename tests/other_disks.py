"""Disks of Windows and macOS, played above this system's: names, refusals and lengths as they have them there.

All of Python's ways to a file go through `os` and `open`, and so through here. SQLite's do not.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.common import disk
from server.common.paths import ROOT
from server.library import renaming
from tests.windows_files import NAMES, Refusals

OURS = f"{ROOT}/server/"
LIBRARIES = (
    "pathlib.py",
    "shutil.py",
    "contextlib.py",
    "zipfile.py",
    "zipfile/__init__.py",
    "genericpath.py",
    "/os.py",
    "tests/other_disks.py",
)
"""Whoever calls through these is who is meant."""

OF_ONE = ("open", "stat", "lstat", "scandir", "listdir", "mkdir", "unlink", "remove", "rmdir", "utime", "chmod")
OF_TWO = ("rename", "replace", "link")

LONGEST_PATH = 259
LONGEST_FOLDER = 247
PATH_NOT_FOUND = 3

_lstat, _listdir = os.lstat, os.listdir


class Names:
    """Two names below `root` are the same where only letters' size or the way to write an accent differ.

    `decomposes`: whether a new name is kept with its accents apart, as HFS+ does. `has_limit`: whether a path may be as
    long as Windows' are, where nobody has allowed more.
    """

    def __init__(self, root: Path, *, decomposes: bool, has_limit: bool) -> None:
        self._root = f"{root}/"
        self._decomposes = decomposes
        self._has_limit = has_limit

    def find(self, path: str, *, of_folder: bool = False) -> str:
        """As it lies on the disk, or would lie. Raises FileNotFoundError where the path is too long."""
        if not path.startswith(self._root):
            return path
        if self._has_limit and len(path) > (LONGEST_FOLDER if of_folder else LONGEST_PATH):
            raise _not_found(path)
        found = self._root.rstrip("/")
        for name in path.removeprefix(self._root).split("/"):
            found = f"{found}/{self._in(found, name)}"
        return found

    def find_target(self, source: str, target: str) -> str:
        """Of a rename: the same name in other letters is a new one."""
        found = self.find(target)
        if found == self.find(source):
            return f"{found.rpartition('/')[0]}/{self._kept(target.rpartition('/')[2])}"
        return found

    def _in(self, folder: str, name: str) -> str:
        if _is_there(f"{folder}/{name}"):
            return name
        try:
            same = [each for each in _listdir(folder) if _plain(each) == _plain(name)]
        except OSError:
            same = []
        return same[0] if same else self._kept(name)

    def _kept(self, name: str) -> str:
        return unicodedata.normalize("NFD", name) if self._decomposes else name


def _is_there(path: str) -> bool:
    try:
        _lstat(path)
    except (OSError, ValueError):
        return False
    return True


def _plain(name: str) -> str:
    return unicodedata.normalize("NFD", name).casefold()


def _not_found(path: str) -> FileNotFoundError:
    error = FileNotFoundError(errno.ENOENT, "The system cannot find the path specified", path)
    error.winerror = PATH_NOT_FOUND  # type: ignore[attr-defined] # Windows has it
    return error


class OtherDisk:
    """Stands between Python and the disk."""

    def __init__(self, names: Names, refusals: Refusals | None = None, *, refuses_taken_names: bool = False) -> None:
        self._names = names
        self._refusals = refusals
        self._refuses_taken_names = refuses_taken_names

    def begin(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in OF_ONE:
            monkeypatch.setattr(os, name, self._of_one(name, getattr(os, name)))
        for name in OF_TWO:
            monkeypatch.setattr(os, name, self._of_two(name, getattr(os, name)))
        for module in (io, builtins):
            monkeypatch.setattr(module, "open", self._of_one("open", io.open))
        monkeypatch.setattr(renaming, "_step", lambda: None)
        monkeypatch.setattr(disk, "TAKEN_NAMES_REFUSE", self._refuses_taken_names)

    def _of_one(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def asked(path: Any = ".", *given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it is given
            found = self._names.find(os.fspath(path), of_folder=name == "mkdir") if _is_text(path) else path
            self._refuse("read" if _is_read(name, given, named) else name, path)
            return real(found, *given, **named)

        return asked

    def _of_two(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def asked(source: Any, target: Any, **named: Any) -> None:  # noqa: ANN401 - the same
            self._refuse(name, source, target)
            source, target = os.fspath(source), os.fspath(target)
            found = self._names.find_target(source, target)
            if name == "rename" and self._refuses_taken_names and _is_there(found):
                raise FileExistsError(errno.EEXIST, "Cannot create a file when that file already exists", target)
            real(self._names.find(source), found, **named)

        return asked

    def _refuse(self, name: str, *paths: object) -> None:
        """Tests stand for people, who try again by themselves."""
        refusals = self._refusals
        if refusals is None or not (name in NAMES or (name == "read" and refusals.number in disk.IN_USE)):
            return
        if _is_ours(sys._getframe(2)):
            refusals.refuse(name, paths)


def _is_read(name: str, given: tuple[Any, ...], named: dict[str, Any]) -> bool:
    mode = named.get("mode", given[0] if given else "r")
    return name == "open" and isinstance(mode, str) and mode.startswith("r")


def _is_text(path: object) -> bool:
    return isinstance(path, str | os.PathLike)


def _is_ours(frame: Any) -> bool:  # noqa: ANN401 - Python's own
    while frame is not None and frame.f_code.co_filename.endswith(LIBRARIES):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith(OURS)


def windows_disk(root: Path, refusals: Refusals) -> OtherDisk:
    """Everything that is renamed, replaced or removed is held at first."""
    return OtherDisk(Names(root, decomposes=False, has_limit=True), refusals, refuses_taken_names=True)


def macos_disk(root: Path) -> OtherDisk:
    return OtherDisk(Names(root, decomposes=True, has_limit=False))
