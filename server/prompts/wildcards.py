"""Lists that prompts may name: text files in the folder `wildcards`, in UTF-8, with one entry a line.

A line that begins with `#` is a remark. They are read when they are asked for, so that a change counts at once.
"""

from __future__ import annotations

from pathlib import Path

from server.paintings.variables import Misspelt

FOLDER = "wildcards"
MOST_BYTES = 2_000_000
MOST_LINES = 20_000


class Wildcards:
    """In several folders; of two lists with one name the first folder's counts. Reads files: use it in a thread."""

    def __init__(self, *folders: Path) -> None:
        self._folders = [folder / FOLDER for folder in folders]

    def __call__(self, name: str) -> list[str]:
        """The entries of a list, at least one. Raises Misspelt."""
        file = self._file(name)
        if file is None:
            raise Misspelt("list_unknown", name)
        try:
            if file.stat().st_size > MOST_BYTES:
                raise Misspelt("list_too_large", name)
            text = file.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise Misspelt("list_unreadable", name) from error
        entries = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        if not entries:
            raise Misspelt("list_empty", name)
        if len(entries) > MOST_LINES:
            raise Misspelt("list_too_large", name)
        return entries

    def names(self) -> list[str]:
        """All that are there, by name."""
        found = {
            path.relative_to(folder).with_suffix("").as_posix()
            for folder in self._folders
            for path in folder.rglob("*.txt")
            if path.is_file()
        }
        return sorted(found, key=str.casefold)

    def _file(self, name: str) -> Path | None:
        """In whatever case it is written: not all systems tell the difference."""
        for folder in self._folders:
            file = folder / f"{name}.txt"
            if file.is_file():
                return file
            others = (each for each in folder.rglob("*.txt") if each.is_file())
            wanted = f"{name}.txt".casefold()
            for other in others:
                if other.relative_to(folder).as_posix().casefold() == wanted:
                    return other
        return None
