"""From the sources to the folder that holds the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from package import facts, icu, macho, macos, windows
from package.elf import is_elf
from server.web.credits import write
from server.web.credits.gather import NoLicence, gather

PATCHED = ("PySide6", "pillow.libs")
"""Their makers have stripped these, and moved parts of them about since: to do it again could break them."""

LEFT_WHOLE = "libicu*"
"""Of Qt's libraries, those that are not its own and that nobody has stripped."""


def build(spec: Path = facts.ROOT / "build.spec", folder: Path = facts.BUILT) -> Path:
    """The folder, named as in the spec. Raises SystemExit when PyInstaller fails, or what it made lacks something."""
    shutil.rmtree(folder, ignore_errors=True)
    note_licences(facts.LICENCES)
    places = ["--distpath", str(folder.parent), "--workpath", str(facts.WORK)]
    options = ["--noconfirm", "--log-level", "ERROR", *places]
    if subprocess.run([sys.executable, "-m", "PyInstaller", *options, str(spec)], check=False).returncode:  # noqa: S603
        raise SystemExit("PyInstaller could not build the program.")
    match facts.system():
        case "linux":
            if (inside := folder / "_internal" / "server" / "licences").exists():
                note_licences(inside, built=folder / "_internal")
            strip_symbols(folder)
            trim_icu(folder / "_internal" / "PySide6" / "Qt")
        case "windows":
            refuse("The package lacks what is loaded by name:", windows.loose_ends(folder))
        case "macos":
            said = f"The program is promised for macOS {macos.OLDEST_SYSTEM}, and these ask for a newer one:"
            refuse(said, macho.too_new(folder, macos.OLDEST_SYSTEM))
    return folder


def refuse(said: str, names: Sequence[str]) -> None:
    """Where there are any of them, nothing is published. Raises SystemExit."""
    if names:
        raise SystemExit("\n".join([said, *names]))


def note_licences(target: Path, built: Path | None = None) -> None:
    """Of all that is going to be inside; of what is `built`, also of the system's libraries that have got in."""
    shutil.rmtree(target, ignore_errors=True)
    try:
        write(target, gather(built=built))
    except NoLicence as error:
        raise SystemExit(str(error)) from error


def strip_symbols(folder: Path) -> None:
    """Names and lines for debuggers are a tenth of Python's own libraries and modules."""
    files = [str(file) for file in _strippable(folder / "_internal")]
    subprocess.run(["strip", "--strip-unneeded", *files], check=True)  # noqa: S603, S607


def trim_icu(qt: Path) -> None:
    """Both copies that Qt brings."""
    [library] = [file for file in (qt / "lib").glob("libicudata.so.*") if not file.is_symlink()]
    icu.trim_library(library)
    icu.trim_data(qt / "resources" / "icudtl.dat")


def _strippable(internal: Path) -> Iterator[Path]:
    for file in sorted(internal.rglob("*.so*")):
        may = file.relative_to(internal).parts[0] not in PATCHED or file.match(LEFT_WHOLE)
        if may and not file.is_symlink() and is_elf(file):
            yield file


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:]))
