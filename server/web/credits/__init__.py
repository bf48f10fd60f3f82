"""What the program is made of: names, versions and licences of all that ships with it.

A packaged program carries the list in `server/licences`, written by `python -m server.web.credits`; where that is not
there, as when running from the sources, it is gathered from what is installed.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from server.common.paths import LICENCES
from server.web.credits.notice import Notice

INDEX = "index.json"


@cache
def notices() -> tuple[Notice, ...]:
    """All of them, our own first. Takes up to 0.1 s the first time: call it in a thread."""
    if (LICENCES / INDEX).exists():
        return tuple(read(LICENCES))
    from server.web.credits.gather import gather

    return tuple(gather(strict=False))


def version_of(name: str) -> str:
    """Empty where the program has nothing of that name."""
    return next((notice.version for notice in notices() if notice.name.lower() == name.lower()), "")


def write(folder: Path, found: list[Notice]) -> None:
    """Lay the list down as `read` takes it: one text file for each work, and an index. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    index = []
    for number, notice in enumerate(found):
        name = f"{number:02}-{_file_name(notice.name)}.txt"
        (folder / name).write_text(notice.text, encoding="utf-8", newline="\n")
        index.append({"name": notice.name, "version": notice.version, "licence": notice.licence, "file": name})
    text = json.dumps(index, indent=1, ensure_ascii=False) + "\n"
    (folder / INDEX).write_text(text, encoding="utf-8", newline="\n")


def read(folder: Path) -> list[Notice]:
    """What `write` wrote. Raises OSError and ValueError."""
    index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    return [
        Notice(entry["name"], entry["version"], entry["licence"], (folder / entry["file"]).read_text(encoding="utf-8"))
        for entry in index
    ]


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-")
