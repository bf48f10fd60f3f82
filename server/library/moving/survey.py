"""What speaks against a folder as the library's new one, found out before anything is done. Belongs in a thread."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from server.common import disk
from server.common.errors import FolderRefused
from server.common.paths import LIBRARY_NAME, Paths
from server.library.moving.tree import entries, entry_of
from server.paintings.painting import OWN

BLOCK = 4096
SPARE = 1024 * 1024
"""Bytes that must be left when everything is across."""


def folder_from(text: str) -> Path:
    """What somebody typed or pasted, as a path. Raises FolderRefused where it is none that begins at a root."""
    try:
        folder = Path(text.strip().strip('"')).expanduser()
    except RuntimeError:
        raise FolderRefused("folder_not_absolute") from None
    if "\x00" in text or not folder.is_absolute():
        raise FolderRefused("folder_not_absolute")
    return Path(os.path.normpath(folder))


def suggestion(chosen: Path) -> Path:
    """A folder of its own in the one chosen, unless that is empty or holds a library: others' files are no pictures."""
    try:
        names = {each.name for each in chosen.iterdir()}
    except OSError:
        return chosen
    return chosen / LIBRARY_NAME if names and OWN not in names else chosen


def check_place(wanted: Path, paths: Paths) -> None:
    """Whether the library may be there at all; nothing is changed. Raises FolderRefused."""
    try:
        if not wanted.is_dir() and (wanted.exists() or not wanted.parent.is_dir()):
            raise FolderRefused("folder_is_file" if wanted.exists() else "folder_parent_missing")
        ours = (paths.thumbnails, paths.rescued, paths.compiled, paths.inputs, paths.logs)
        if _is_around(wanted, paths.data) or any(_is_around(folder, wanted) for folder in ours):
            raise FolderRefused("folder_of_program")
    except OSError as error:
        raise _unreadable(error) from error


def holds_nothing(folder: Path) -> bool:
    """Whether it has not been made yet, or is empty; a folder that cannot be read may hold anything."""
    try:
        return next(folder.iterdir(), None) is None
    except FileNotFoundError:
        return True
    except OSError:
        return False


def check_move(source: Path, target: Path) -> None:
    """Whether all of the source can go there. Raises FolderRefused."""
    if not source.is_dir():
        raise FolderRefused("move_source_away")
    if _is_same(source, target):
        raise FolderRefused("folder_same")
    if _is_around(source, target):
        raise FolderRefused("folder_inside")
    if _is_around(target, source):
        raise FolderRefused("folder_around")
    needed, free = room_needed(source, target), shutil.disk_usage(_existing(target)).free
    if needed + SPARE > free:
        raise FolderRefused("move_disk_full", f"{_megabytes(needed + SPARE)} > {_megabytes(free)}")


def room_needed(source: Path, target: Path) -> int:
    """Bytes the files take that are not in the target already. Raises FolderRefused."""
    needed = 0
    try:
        for entry in entries(source):
            there = entry_of(target, entry.path)
            if there is None or there.size != entry.size:
                needed += -(-entry.size // BLOCK) * BLOCK
    except OSError as error:
        raise _unreadable(error) from error
    return needed


def check_writing(target: Path) -> None:
    """Whether a folder that is there takes files. Raises FolderRefused."""
    probe = target / f".atelier-{secrets.token_hex(8)}"
    try:
        probe.touch(exist_ok=False)
        disk.remove(probe)
    except OSError as error:
        raise _refused(error, "move_read_only") from error


def _unreadable(error: OSError) -> FolderRefused:
    return _refused(error, "folder_unreadable")


def _refused(error: OSError, code: str) -> FolderRefused:
    return FolderRefused("move_withheld" if disk.is_withheld(error) else code, type(error).__name__)


def _is_around(outer: Path, inner: Path) -> bool:
    """Whether one lies in the other, or is it; by what they are, whatever links and letters say."""
    return any(_is_same(outer, each) for each in (inner, *inner.resolve().parents))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()


def _existing(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.exists())


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
