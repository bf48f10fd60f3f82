"""What Linux's programs and libraries say of themselves, asked of binutils."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

MAGIC = b"\x7fELF"
NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)\b")


def is_elf(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(4) == MAGIC


@cache
def needed(file: Path) -> frozenset[str]:
    """The names of the libraries it is linked to."""
    return frozenset(NEEDED.findall(_headers(file)))


def glibc(file: Path) -> tuple[int, int]:
    """The oldest C library it runs with."""
    versions = [(int(major), int(minor)) for major, minor in GLIBC.findall(_headers(file))]
    return max([*versions, (2, 0)])


@cache
def _headers(file: Path) -> str:
    command = ["objdump", "--private-headers", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
