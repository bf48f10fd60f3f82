"""From the sources to the folder that holds the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from package import facts, windows
from package.elf import is_elf

PATCHED = ("PySide6", "pillow.libs")
"""Their makers have stripped these, and moved parts of them about since: to do it again could break them."""


def build(spec: Path = facts.ROOT / "build.spec", *, name: str = "atelier") -> Path:
    """The folder. Raises SystemExit when PyInstaller fails, or what it made lacks something."""
    folder = facts.DIST / name
    shutil.rmtree(folder, ignore_errors=True)
    options = ["--noconfirm", "--log-level", "WARN", "--distpath", str(facts.DIST), "--workpath", str(facts.WORK)]
    if subprocess.run([sys.executable, "-m", "PyInstaller", *options, str(spec)], check=False).returncode:  # noqa: S603
        raise SystemExit("PyInstaller could not build the program.")
    match facts.system():
        case "linux":
            strip_symbols(folder)
        case "windows":
            if missing := windows.loose_ends(folder):
                raise SystemExit("\n".join(["The package lacks what is loaded by name:", *missing]))
    return folder


def strip_symbols(folder: Path) -> None:
    """Names and lines for debuggers are a tenth of Python's own libraries and modules."""
    files = [str(file) for file in _strippable(folder / "_internal")]
    subprocess.run(["strip", "--strip-unneeded", *files], check=True)  # noqa: S603, S607


def _strippable(internal: Path) -> Iterator[Path]:
    for file in sorted(internal.rglob("*.so*")):
        if file.relative_to(internal).parts[0] not in PATCHED and not file.is_symlink() and is_elf(file):
            yield file
