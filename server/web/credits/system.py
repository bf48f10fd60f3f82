"""Licences of the system's own libraries that a build on Debian or Ubuntu takes along: their packages have them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Collection, Iterator
from pathlib import Path

from server.web.credits.notice import Notice

DOCUMENTS = Path("/usr/share/doc")
COMMON_TEXTS = Path("/usr/share/common-licenses")
COMMON = re.compile(rf"{COMMON_TEXTS}/([\w.-]*\w)")


def of_system(folder: Path, known: Collection[str]) -> list[Notice]:
    """For each package that has libraries in the folder. `known`: names of files that other notices cover.

    A library of no package is covered by Python's notice, or its text is empty.
    """
    if shutil.which("dpkg-query") is None:
        return []
    files = (file.name for file in folder.glob("lib*.so*") if not file.name.startswith("libpython"))
    packages = {_package(name) or name for name in files if name not in known}
    return [_notice(package) for package in sorted(packages)]


def _package(library: str) -> str:
    """Of its development files and of the library itself the latter, which is in the folders the loader looks in."""
    found = _ask("dpkg-query", "--search", f"*/lib/*/{library}", f"*/lib/{library}")
    owners = [line.partition(":")[0] for line in found if not line.startswith("diversion ")]
    return owners[0] if owners else ""


def _notice(package: str) -> Notice:
    version = "".join(_ask("dpkg-query", "--show", "--showformat=${Version}", package))
    file = DOCUMENTS / package / "copyright"
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    return Notice(package, version, "see the text", text + "".join(_common_texts(text)))


def _common_texts(text: str) -> Iterator[str]:
    """Debian's notices point to licences that are on each of its systems, and here would point nowhere."""
    for name in sorted(set(COMMON.findall(text))):
        file = COMMON_TEXTS / name
        if file.exists():
            yield f"\n\n{name}:\n\n{file.read_text(encoding='utf-8')}"


def _ask(*command: str) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()  # noqa: S603
