"""Input pictures on disk, named by what is in them; everything here blocks: call it in a thread."""

from __future__ import annotations

import contextlib
import hashlib
import io
import time
from collections.abc import Container, Iterable
from pathlib import Path

from server.common import disk
from server.common.errors import AtelierError
from server.library.folder import storage_error, write_synced
from server.paintings.input_names import NAME
from server.pictures.displayable import displayable_bytes, flat
from server.pictures.picture import NotAPicture, read_picture

KEPT_FOR = 24 * 3600.0
"""Seconds an input stays that no painting and no form names: an undo may want it."""


class InputGone(AtelierError):
    """An input picture is not there any more."""

    def __init__(self) -> None:
        super().__init__("input_gone")


class Inputs:
    """`folder` need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes, side: int) -> str:
        """Keep a picture, upright and with no side above `side` pixels; its name.

        Raises NotAPicture for what cannot be decoded, TooLarge for what takes too much to be, and StorageError.
        """
        return self._keep(_fitted(data, side), ".jpg")

    def put_exactly(self, data: bytes) -> str:
        """Keep a PNG as it is: what has been drawn to its last pixel. Raises NotAPicture and StorageError."""
        if read_picture(data).kind.extension != ".png":
            raise NotAPicture("no PNG")
        return self._keep(data, ".png")

    def adopt(self, name: str, data: bytes) -> bool:
        """Keep a picture from another library under its name; False where it is not what the name says.

        Raises StorageError.
        """
        with contextlib.suppress(NotAPicture):
            kind = read_picture(data).kind.extension
            if NAME.fullmatch(name) and name == _named(data, kind):
                return self.has([name]) or bool(self._keep(data, kind))
        return False

    def read(self, name: str) -> bytes:
        """Raises InputGone."""
        try:
            return disk.read(self.path(name))
        except OSError as error:
            raise InputGone from error

    def path(self, name: str) -> Path:
        """Raises InputGone for what is no name of ours."""
        if not NAME.fullmatch(name):
            raise InputGone
        return self._folder / name

    def has(self, names: Iterable[str]) -> bool:
        return all(NAME.fullmatch(name) and (self._folder / name).is_file() for name in names)

    def sweep(self, needed: Container[str]) -> None:
        """Remove what is old and needed by nobody, as far as the disk lets it."""
        with contextlib.suppress(OSError):
            for file in self._folder.iterdir():
                if file.name not in needed and file.stat().st_mtime < time.time() - KEPT_FOR:
                    disk.remove(file, missing_ok=True)

    def _keep(self, data: bytes, extension: str) -> str:
        name = _named(data, extension)
        target = self._folder / name
        part = target.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_synced(part, data)
            disk.replace(part, target)
        except OSError as error:
            disk.discard(part)
            raise storage_error(error) from error
        return name


def _named(data: bytes, extension: str) -> str:
    return hashlib.sha256(data).hexdigest()[:24] + extension


def _fitted(data: bytes, side: int) -> bytes:
    made = io.BytesIO()
    flat(displayable_bytes(data, side=side)).convert("RGB").save(made, "JPEG", quality=94)
    return made.getvalue()
