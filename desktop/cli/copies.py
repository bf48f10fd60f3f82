"""Where `--out` puts the copies of pictures: never over another file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from desktop.cli.output import write_bytes
from server.library.folder import numbered_names, storage_error, write_new
from server.pictures.export_options import ExportFormat

if TYPE_CHECKING:
    from server.commands.studio_api import Copy

STDOUT = "-"
FORMS = {".png": ExportFormat.PNG, ".jpg": ExportFormat.JPEG, ".jpeg": ExportFormat.JPEG, ".webp": ExportFormat.WEBP}


class Misplaced(Exception):
    """`--out` cannot be meant like this; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CopyTarget(Struct, frozen=True):
    """What --out says. `folder` is None for stdout; `stem` and `ending` are None where the picture has its own."""

    form: ExportFormat = ExportFormat.ORIGINAL
    folder: Path | None = None
    stem: str | None = None
    ending: str | None = None

    @classmethod
    def read(cls, out: str, *, count: int, as_json: bool) -> CopyTarget:
        """Raises Misplaced."""
        if not out or "\0" in out:
            raise Misplaced("empty")
        if out == STDOUT:
            return cls._stdout(count, as_json=as_json)
        path = Path(out).expanduser()
        if path.is_dir() or out.endswith(tuple(filter(None, (os.sep, os.altsep)))):
            return cls(folder=path)
        form = FORMS.get(path.suffix.lower())
        if form is None:
            return cls(folder=path.parent, stem=path.name)
        return cls(form, path.parent, path.stem, path.suffix)

    @classmethod
    def _stdout(cls, count: int, *, as_json: bool) -> CopyTarget:
        if count != 1:
            raise Misplaced("stdout_takes_one")
        if as_json:
            raise Misplaced("stdout_is_taken")
        if sys.stdout.isatty():
            raise Misplaced("stdout_is_a_terminal")
        return cls()

    def prepare(self) -> None:
        """Before anything is paid for. Raises StorageError."""
        if self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not os.access(self.folder, os.W_OK | os.X_OK):
                raise PermissionError(13, "not writable")
        except OSError as error:
            raise storage_error(error) from error

    def keep(self, copy: Copy) -> Path | None:
        """Write it; where it is, or None for stdout. Raises StorageError and NoReader."""
        if self.folder is None:
            write_bytes(copy.data)
            return None
        name = Path(copy.name)
        try:
            return _write(self.folder, self.stem or name.stem, self.ending or name.suffix, copy.data)
        except OSError as error:
            raise storage_error(error) from error


def _write(folder: Path, stem: str, extension: str, data: bytes) -> Path:
    """Beside what is there. Raises OSError."""
    for name in numbered_names(stem, extension):
        target = folder / name
        try:
            write_new(target, data)
        except FileExistsError:
            continue
        return target.absolute()
    raise AssertionError("there is always another number")
