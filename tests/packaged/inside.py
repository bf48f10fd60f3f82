"""Runs a few lines of Python inside the package: with its own interpreter, importer and libraries, and nothing else's.

The built program has no prompt. So this makes a second program of it: the same file, with the same archive of modules,
in which other lines stand in the place of `desktop/__main__.py`, beside the same folder of libraries.
"""

from __future__ import annotations

import marshal
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader
from PyInstaller.archive.writers import CArchiveWriter

from tests.packaged.place import PROGRAM

ENTRY = "__main__"


def run_inside(built: Path, folder: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """In an environment without variables; the new program is left in `folder`."""
    program = folder / PROGRAM
    shutil.copy(built / PROGRAM, program)
    (folder / "_internal").symlink_to(built / "_internal")
    with program.open("ab") as file:
        # The bootloader takes the last archive in its file.
        file.write(_archive(built / PROGRAM, code))
    command = [str(program), *arguments]
    return subprocess.run(command, env={}, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def _archive(program: Path, code: str) -> bytes:
    """The program's own, with the entry's code exchanged: blobs, their table, and what says where that is."""
    reader = CArchiveReader(str(program))
    own: bytes = reader.raw_pkg_data()
    form = CArchiveWriter._COOKIE_FORMAT
    mark, _, table_at, _, version, library = struct.unpack(form, own[-struct.calcsize(form) :])
    lines = marshal.dumps(compile(code, ENTRY, "exec"))
    packed = zlib.compress(lines)
    table = _table(reader, (table_at, len(packed), len(lines), True))
    body = own[:table_at] + packed + table
    size = len(body) + struct.calcsize(form)
    return body + struct.pack(form, mark, size, table_at + len(packed), len(table), version, library)


def _table(reader: CArchiveReader, entry: tuple[int, int, int, bool]) -> bytes:
    """Of the same things, but for where the entry is."""
    assert reader.toc[ENTRY][-1] == "s"
    places = {name: (*entry, "s") if name == ENTRY else place for name, place in reader.toc.items()}
    options = [(0, 0, 0, 0, "o", option) for option in reader.options]
    table: bytes = CArchiveWriter._serialize_toc([*options, *((*place, name) for name, place in places.items())])
    return table
