"""Moves files into the trash and out of it, never over another file. Blocks."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from server.common import disk
from server.common.errors import StorageError
from server.library.folder import AWAY, Library, claim, numbered_names, part_of, storage_error, sync_folder
from server.library.renaming import move_new
from server.library.trash.notes import TrashNote, all_notes, read_note, remove_note, write_note
from server.paintings.painting import TRASH

KEPT_FOR = 86400.0
"""Seconds for which a note stays that is of nothing."""

LONGEST = 255
"""Bytes of a file's name on most systems."""


class TrashPlace(Struct, frozen=True):
    """`.atelier/trash` in the library's folder, with the notes beside it."""

    library: Library

    def put(self, file: str, note: TrashNote) -> str:
        """Move a file here and note what it was; its path below the folder from now on. Raises StorageError."""
        with self.library.gate.opened(), _named():
            source = self.library.path(file)
            size = source.lstat().st_size  # before any folder is made: its disk may not be there
            if self.library.is_away:
                raise StorageError(AWAY)
            if Path(file).is_absolute():
                return self._fetch(source, replace(note, size=size))
            return self._move_in(source, replace(note, size=size))

    def take(self, lies: str) -> str:
        """Move it back to where it was, or beside what is there now. Raises StorageError."""
        with self.library.gate.opened(), _named():
            source = self.library.path(lies)
            for file in _names(self.place_of(lies)):
                if self._move(source, file):
                    break
        self.forget(lies)
        return file

    def place_of(self, lies: str) -> str:
        """Where it was before. Raises OSError where it is not."""
        note = read_note(self.library.folder, lies)
        is_its = note is not None and note.size == self.library.path(lies).lstat().st_size
        return note.place if note is not None and is_its else lies.removeprefix(f"{TRASH}/")

    def erase(self, lies: str) -> None:
        """Remove it for good. Raises StorageError."""
        if not lies.startswith(f"{TRASH}/"):
            raise StorageError("storage_failed", "not in the trash")
        with self.library.gate.opened(), _named():
            disk.remove(self.library.path(lies), missing_ok=True)
        self.forget(lies)

    def find(self, uid: str) -> str | None:
        """Where the painting of this name lies, if it does: its row may not have heard."""
        for note in all_notes(self.library.folder):
            if note.uid == uid and os.path.lexists(self.library.path(note.lies)):
                return note.lies
        return None

    def sweep(self) -> None:
        """Notes go whose pictures somebody else took away; not those that another program is just making."""
        before = time.time() - KEPT_FOR
        for note in all_notes(self.library.folder):
            gone = note.deleted < before and not os.path.lexists(self.library.path(note.lies))
            if gone and not self.library.is_away:
                remove_note(self.library.folder, note.lies)

    def forget(self, lies: str) -> None:
        """It has gone elsewhere: its note, and the folders that are empty without it."""
        remove_note(self.library.folder, lies)
        for folder in PurePosixPath(lies).parents:
            if not str(folder).startswith(f"{TRASH}/"):
                break
            with contextlib.suppress(OSError):
                disk.remove_folder(self.library.path(str(folder)))

    def _move_in(self, source: Path, note: TrashNote) -> str:
        for lies in self._free(note.place):
            write_note(self.library.folder, replace(note, lies=lies))
            try:
                if self._move(source, lies):
                    return lies
            except OSError:
                remove_note(self.library.folder, lies)
                raise
        raise AssertionError("there are numbers without end")

    def _fetch(self, source: Path, note: TrashNote) -> str:
        """From outside of the folder, perhaps from another disk: a copy first, which a second try finds again."""
        lies = self.find(note.uid)
        if lies is None or self.library.path(lies).stat().st_size != note.size:
            lies = self._copy_in(source, note)
        disk.remove(source)
        return lies

    def _copy_in(self, source: Path, note: TrashNote) -> str:
        for lies in self._free(note.place):
            target = self.library.path(lies)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_note(self.library.folder, replace(note, lies=lies))
            part = part_of(target)
            try:
                disk.patiently(partial(shutil.copy2, source, part))
                claim(part, target)
                sync_folder(target.parent)
            except FileExistsError:
                continue
            except OSError:
                remove_note(self.library.folder, lies)
                raise
            finally:
                disk.discard(part)
            return lies
        raise AssertionError("there are numbers without end")

    def _free(self, place: str) -> Iterator[str]:
        return (lies for lies in _names(f"{TRASH}/{place}") if not os.path.lexists(self.library.path(lies)))

    def _move(self, source: Path, file: str) -> bool:
        """False where the name is taken. Raises OSError."""
        target = self.library.path(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            move_new(source, target)
        except FileExistsError:
            return False
        return True


@contextlib.contextmanager
def _named() -> Iterator[None]:
    """Raises StorageError."""
    try:
        yield
    except OSError as error:
        raise storage_error(error) from error


def _names(wanted: str) -> Iterator[str]:
    """The path itself, then with numbers; a name that would be too long with one loses letters for it."""
    path = PurePosixPath(wanted)
    for name in numbered_names(path.stem, path.suffix):
        over = len(os.fsencode(name)) - LONGEST
        if over <= 0 or name == path.name:
            yield str(path.with_name(name))
        else:
            number = name.removeprefix(path.stem)
            stem = os.fsencode(path.stem)[: -over or None].decode(errors="ignore")
            yield str(path.with_name(f"{stem}{number}"))
