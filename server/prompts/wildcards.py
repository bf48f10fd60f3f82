"""Lists that prompts may name: text files in the folder `wildcards`, in UTF-8, with one entry a line.

`__colour*__` names all whose names begin like that, `__**/cats__` those in any folder. A line that begins with `#` is a
remark. They are read when they are asked for, so that a change counts at once.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from server.paintings.variables import Misspelt

FOLDER = "wildcards"
MOST_BYTES = 2_000_000
MOST_LINES = 20_000
MOST_DEEP = 2


class Wildcards:
    """In several folders; of two lists with one name the first folder's counts. Reads files: use it in a thread."""

    def __init__(self, *folders: Path) -> None:
        self._folders = [folder / FOLDER for folder in folders]

    def __call__(self, name: str) -> list[str]:
        """The entries of a list, or of all that a name with `*` stands for; at least one. Raises Misspelt."""
        files = self._files(name)
        if not files:
            raise Misspelt("list_unknown", name)
        entries = [entry for file in files for entry in _entries(file, name)]
        if len(files) > 1:
            entries = list(dict.fromkeys(entries))
        if not entries:
            raise Misspelt("list_empty", name)
        if len(entries) > MOST_LINES:
            raise Misspelt("list_too_large", name)
        return entries

    def names(self) -> list[str]:
        """All that are there, by name."""
        return sorted(self._all(), key=str.casefold)

    def _files(self, name: str) -> list[Path]:
        """In whatever case it is written: not all systems tell the difference. One deeper down is found by its end."""
        if "*" not in name and (exact := self._exact(name)):
            return [exact]
        there = self._all()
        for pattern in (_pattern(name), _pattern(f"**/{name}")):
            if found := [there[each] for each in sorted(there, key=str.casefold) if pattern.fullmatch(each)]:
                return found if "*" in name else found[:1]
        return []

    def _exact(self, name: str) -> Path | None:
        """In its folder, and nowhere else."""
        if {"", ".", ".."} & set(name.split("/")):
            return None
        files = (f"{folder}/{name}.txt" for folder in self._folders)
        return next((Path(file) for file in files if os.path.isfile(file)), None)  # noqa: PTH113 - of any length

    def _all(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in self._folders:
            for path in folder.rglob("*.txt"):
                if path.is_file():
                    found.setdefault(path.relative_to(folder).as_posix().removesuffix(".txt"), path)
        return found


def _entries(file: Path, name: str) -> list[str]:
    """Raises Misspelt."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Misspelt("list_too_large", name)
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Misspelt("list_unreadable", name) from error
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _pattern(name: str) -> re.Pattern[str]:
    """`*` is any part of a name, `**` of a path, up to two times."""
    first, *pieces = re.split(r"(\*\*/?|\*)", re.sub(r"\*{3,}", "**", name))
    expression, deep = re.escape(first), 0
    for star, text in zip(pieces[::2], pieces[1::2], strict=True):
        fixed = re.escape(text)
        deep += star != "*"
        if star == "*" or deep > MOST_DEEP:  # the first that fits is as good as any other: none else is tried
            expression += f"(?>[^/]*?{fixed})" if text else "[^/]*"
        else:
            expression += ("(?:.*/)?" if star == "**/" else ".*") + fixed
    return re.compile(expression, re.IGNORECASE | re.DOTALL)
