"""Which Debian packages the program needs: asked of its files, as Debian's own tools do."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from package import facts
from package.elf import glibc, is_elf, needed
from package.trim import OPTIONAL

NEEDS = facts.ROOT / ".ci" / "system-needs"
ALWAYS = ("xdg-utils",)
"""Opens links, and the page itself where no window can be opened."""
LIBC = "libc6"
WISHED = (
    "fonts-noto-cjk | fonts-wqy-microhei | fonts-wqy-zenhei",
    "gnome-keyring | kwalletmanager | keepassxc",
    "libgtk-3-0 | libgtk-3-0t64",
)
"""Chinese letters, a place for the token, and dialogs that look like GNOME's."""

UNKNOWN = re.compile(r"no dependency information found for (\S.*?) \(used by")


def depends(folder: Path) -> str:
    """The line for the package's description; alternatives where releases name a package differently."""
    found = _ask_shlibdeps(folder, sorted(file for file in elf_files(folder) if file.name not in OPTIONAL))
    # dpkg-shlibdeps asks for what symbols need, and the way a library is packed is no symbol.
    found = [entry for entry in found if entry.partition(" ")[0] != LIBC] + [c_library(elf_files(folder))]
    other_names = alternatives()
    return ", ".join(sorted({" | ".join(under_all_names(entry, other_names)) for entry in found} | set(ALWAYS)))


def c_library(files: Iterable[Path]) -> str:
    return "{} (>= {}.{})".format(LIBC, *max(glibc(file) for file in files))


def elf_files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink() and is_elf(file):
            yield file


def outside(folder: Path) -> frozenset[str]:
    """The libraries the system has to have, by the names they are linked under."""
    files = list(elf_files(folder))
    wanted = frozenset().union(*(needed(file) for file in files if file.name not in OPTIONAL))
    return wanted - {file.name for file in files}


def alternatives() -> Mapping[str, tuple[str, ...]]:
    """Of each package that has several names, all of them."""
    lines = NEEDS.read_text(encoding="utf-8").splitlines()
    names = {tuple(line.split()[2].split("|")) for line in lines if line.count("|")}
    return {name: group for group in names for name in group}


def under_all_names(entry: str, other_names: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    """`libasound2 (>= 1.2)` is `libasound2t64 (>= 1.2)` since Debian 13, as are all that have to do with times.

    The new ones say that they are the old ones too; old releases know only those.
    """
    name, space, version = entry.partition(" ")
    names = other_names.get(name) or dict.fromkeys((name.removesuffix("t64"), name))
    return [other + space + version for other in names]


def _ask_shlibdeps(folder: Path, files: list[Path]) -> list[str]:
    work = facts.WORK / "shlibdeps"
    (work / "debian").mkdir(parents=True, exist_ok=True)
    (work / "debian" / "control").write_text("Source: atelier\n\nPackage: atelier\nArchitecture: any\n", "ascii")
    places = sorted({file.parent for file in files if ".so" in file.name})
    options = ["-O", "--ignore-missing-info", *(f"-l{place}" for place in places)]
    options += [f"-x{package}" for package in _brought_along(folder)]
    command = ["dpkg-shlibdeps", *options, *map(str, files)]
    asked = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)  # noqa: S603
    answer = re.search(r"^shlibs:Depends=(.*)$", asked.stdout, re.MULTILINE)
    # Our own libraries are in no package, which is well; any other must be in one.
    strangers = [file for file in UNKNOWN.findall(asked.stderr) if not Path(file).is_relative_to(folder)]
    if asked.returncode or not answer or strangers:
        raise SystemExit(f"Nobody can tell what the program needs: {strangers}\n{asked.stderr}")
    return answer[1].split(", ")


def _brought_along(folder: Path) -> list[str]:
    """The packages of those libraries that the program has copies of; dpkg-shlibdeps cannot tell them apart."""
    patterns = [f"*/{file.name}" for file in sorted((folder / "_internal").glob("lib*.so*")) if not file.is_symlink()]
    asked = subprocess.run(["dpkg-query", "--search", *patterns], capture_output=True, text=True, check=False)  # noqa: S603, S607
    owners = {line.partition(":")[0] for line in asked.stdout.splitlines() if not line.startswith("diversion")}
    return sorted(owners)
