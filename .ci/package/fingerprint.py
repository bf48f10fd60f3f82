"""Whether what was built is what the sources would build now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from package import facts

SOURCES = ("desktop", "server", "templates", ".ci/package", "build.spec", "pyproject.toml", "requirements-dev.txt")
MARK = facts.DIST / ".built-from"


def is_current() -> bool:
    return MARK.exists() and MARK.read_text(encoding="ascii") == fingerprint()


def forget() -> None:
    MARK.unlink(missing_ok=True)


def note(built_from: str) -> None:
    """That all of it is built, of what had that fingerprint when it began."""
    MARK.write_text(built_from, encoding="ascii")


def fingerprint() -> str:
    """Of everything that goes into the package, and of what puts it there."""
    digest = hashlib.sha256()
    for file in _files():
        digest.update(file.relative_to(facts.ROOT).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for source in (facts.ROOT / name for name in SOURCES):
        found = sorted(source.rglob("*")) if source.is_dir() else [source]
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)
