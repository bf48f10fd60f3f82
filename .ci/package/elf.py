"""What Linux's programs and libraries say of themselves, asked of binutils."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

MAGIC = b"\x7fELF"
NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)\b")
PACKED = re.compile(r"\bGLIBC_ABI_DT_RELR\b")
SINCE_PACKED = (2, 36)
"""The first C library that understands packed relocations (package/relr.py)."""


def is_elf(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(4) == MAGIC


@cache
def needed(file: Path) -> frozenset[str]:
    """The names of the libraries it is linked to."""
    return frozenset(NEEDED.findall(_headers(file)))


def glibc(file: Path) -> tuple[int, int]:
    """The oldest C library it runs with."""
    headers = _headers(file)
    versions = [(int(major), int(minor)) for major, minor in GLIBC.findall(headers)]
    return max([*versions, SINCE_PACKED if PACKED.search(headers) else (2, 0)])


@cache
def _headers(file: Path) -> str:
    command = ["objdump", "--private-headers", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
