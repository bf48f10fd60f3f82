"""What a move has put into the new folder, written down before it is there: so that it can be taken away again."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from server.common import disk
from server.library.folder import part_of, save_as
from server.library.moving.tree import TreeEntry, entry_of

COARSEST = 2_000_000_000
"""Nanoseconds: FAT knows a file's time of change to two seconds."""


class Journal(Struct, frozen=True):
    """Two small files in the data folder: who goes where, and a line for each file and folder made."""

    file: Path
    source: Path
    target: Path
    move: str

    @classmethod
    def begin(cls, file: Path, source: Path, target: Path) -> Journal:
        """A new one, or the one of an earlier try at the same. Raises OSError."""
        there = cls.read(file)
        if there is not None and (there.source, there.target) == (source, target):
            return there
        journal = cls(file, source, target, secrets.token_hex(8))
        disk.remove(journal._lines, missing_ok=True)
        told = {"from": str(source), "to": str(target), "move": journal.move}
        save_as(file, json.dumps(told, ensure_ascii=False).encode())
        return journal

    @classmethod
    def read(cls, file: Path) -> Journal | None:
        """Of a move that has not come to its end."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads(disk.read(file))
            return cls(file, Path(told["from"]), Path(told["to"]), str(told["move"]))
        return None

    @property
    def _lines(self) -> Path:
        return self.file.with_suffix(".lines")

    def note_file(self, path: str, source: TreeEntry) -> None:
        """A copy of `source`, before it is made. Raises OSError."""
        self._append([path, source.size, source.modified, source.path])

    def note_folder(self, path: str) -> None:
        """Before it is made; the empty path is the new folder itself. Raises OSError."""
        self._append([path])

    def made(self) -> dict[str, TreeEntry]:
        """Those copies that are there as they were made, by their paths: which source files they are of."""
        found: dict[str, TreeEntry] = {}
        for path, size, modified, source in self._files():
            entry = entry_of(self.target, path)
            if entry is not None and entry.size == size and abs(entry.modified - modified) <= COARSEST:
                found[path] = TreeEntry(source, size, modified)
        return found

    def take_back(self) -> None:
        """Remove the copies, and the folders made for them where nothing else is in them. Raises OSError."""
        for path in self.made():
            disk.remove(self.target / path, missing_ok=True)
        for path, *_ in self._files():
            disk.remove(part_of(self.target / path), missing_ok=True)
        folders = sorted({line[0] for line in self._read() if len(line) == 1}, key=len, reverse=True)
        for path in folders:
            with contextlib.suppress(OSError):
                disk.remove_folder(self.target / path)
        self.end()

    def end(self) -> None:
        """Nothing is under way any more."""
        with contextlib.suppress(OSError):
            disk.remove(self.file, missing_ok=True)
            disk.remove(self._lines, missing_ok=True)

    def _append(self, line: list[object]) -> None:
        with self._lines.open("ab") as stream:
            stream.write(json.dumps(line).encode() + b"\n")

    def _files(self) -> Iterator[tuple[str, int, int, str]]:
        yield from (tuple(line) for line in self._read() if len(line) == 4)

    def _read(self) -> Iterator[list[Any]]:
        """The last line may have been cut off."""
        with contextlib.suppress(OSError):
            for line in disk.read(self._lines).splitlines():
                with contextlib.suppress(ValueError):
                    yield json.loads(line)
