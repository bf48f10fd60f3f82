"""What lies in a ZIP, under the names that were meant, whoever has packed it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from zipfile import ZipInfo

from server.library.backup.layout import Item

MARKS_OF_OTHERS = (
    *((0, b"7z\xbc\xaf\x27\x1c"), (0, b"Rar!"), (0, b"\x1f\x8b"), (0, b"BZh"), (0, b"\xfd7zXZ")),
    *((0, b"\x28\xb5\x2f\xfd"), (257, b"ustar")),
)
"""Where, and how, other packed files begin: 7z, RAR, gzip, bzip2, xz, zstd, tar."""

MOST_CANDIDATES = 64
"""Entries of one size that are looked into for a file whose name is not there."""

_IN_UTF8 = 0x800
_JUNK = re.compile(r"(^|/)(__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)
"""What systems put into folders by themselves."""


class Entries:
    """Each is found by its name below a common folder, or by its size."""

    def __init__(self, infos: Iterable[ZipInfo]) -> None:
        readings = [(_meant(info), info) for info in infos]
        first = [(names[0], info) for names, info in readings]
        others = [(name, info) for names, info in readings for name in names[1:]]
        self._all = [(name, info) for name, info in first + others if not name.endswith("/")]
        """The names as they stand before what else they may mean."""
        self._by_name: dict[str, ZipInfo] = {}
        self._claimed: set[int] = set()
        self._spare: dict[int, list[ZipInfo]] | None = None
        self.below("")

    def named(self, name: str) -> list[tuple[str, ZipInfo]]:
        """Those of this name in whatever folder, with that folder and its slash; the highest first."""
        found = [
            (path.removesuffix(name), info)
            for path, info in self._all
            if (path == name or path.endswith(f"/{name}")) and not _JUNK.search(path)
        ]
        return sorted(found, key=lambda each: each[0].count("/"))

    def below(self, prefix: str) -> None:
        """From now on names are meant below this folder."""
        inside = ((path.removeprefix(prefix), info) for path, info in reversed(self._all) if path.startswith(prefix))
        self._by_name = dict(inside)

    def claim(self, name: str) -> ZipInfo | None:
        """The entry of this name, which is nobody else's then."""
        info = self._by_name.get(_normal(name))
        if info is not None:
            self._claimed.add(id(info))
        return info

    def candidates(self, item: Item) -> list[ZipInfo]:
        """The entry of this name, or those of this size that no name has claimed: a name may have been changed by a
        system that cannot write it.
        """
        info = self._by_name.get(_normal(item.name))
        if info is not None:
            return [info]
        if self._spare is None:
            self._spare = _by_size(info for info in self._others())
        return [each for each in self._spare.get(item.size, []) if id(each) not in self._claimed][:MOST_CANDIDATES]

    def take(self, info: ZipInfo) -> None:
        """It turned out to be a file of the manifest."""
        self._claimed.add(id(info))

    def unlisted(self) -> list[str]:
        """Names of what no file of the manifest is."""
        names = {id(info): path for path, info in reversed(self._all) if not _JUNK.search(path)}
        return sorted(path for key, path in names.items() if key not in self._claimed)

    def _others(self) -> Iterator[ZipInfo]:
        seen: set[int] = set()
        for _, info in self._all:
            if id(info) not in self._claimed | seen:
                seen.add(id(info))
                yield info


def _by_size(infos: Iterable[ZipInfo]) -> dict[int, list[ZipInfo]]:
    found: dict[int, list[ZipInfo]] = {}
    for info in infos:
        found.setdefault(info.file_size, []).append(info)
    return found


def _meant(info: ZipInfo) -> list[str]:
    """The name, and what it is where a program wrote its system's bytes without saying which letters they are, or its
    system's way to write folders.
    """
    readings = [info.filename]
    if not info.flag_bits & _IN_UTF8 and not info.filename.isascii():
        for letters in ("utf-8", "gb18030"):
            try:
                readings.append(info.orig_filename.encode("cp437").decode(letters))
            except UnicodeError:
                continue
    readings += [each.replace("\\", "/") for each in readings]
    return list(dict.fromkeys(_normal(each) for each in readings))


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name).removeprefix("./")
