"""What a backup consists of: a ZIP with the pictures as they are, a few JSON files, and a manifest of them all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from server import __version__
from server.common.errors import FolderRefused
from server.library.backup.left_out import WhyLeft
from server.library.index.walk import ENDINGS

FORMAT = "atelier-backup"
VERSION = 1
MANIFEST = "manifest.json"
KEEPSAKES = "keepsakes.json"
STYLES = "styles.json"
SETTINGS = "settings.json"
PICTURES = "pictures/"
INPUTS = "inputs/"

MOST_BYTES = 64 * 1024 * 1024
"""Of any of the JSON files; the manifest of 100,000 pictures has some twenty million."""

MOST_PICTURE = 512 * 1024 * 1024
MOST_INPUT = 64 * 1024 * 1024

PRIVATE = re.compile(
    r"account|token|secret|password|proxy|gateway|draft|samples|negative|references|parent|seed|paused|saved_in"
    r"|style_used|typed",
    re.IGNORECASE,
)
"""Settings that stay where they are: what may hold credentials, and what is of the moment."""

LONGEST_PATH = 4096
"""Bytes; what Linux opens."""

_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_FIRST, _LAST = -(2**62), 2**62
"""Nanoseconds around 1970 that every system's time of change can be set to."""


class Item(Struct, frozen=True):
    """A file in a backup: bytes, SHA-256 in hexadecimal, time of change in nanoseconds since 1970.

    `identity` is what the library knows a picture by, wherever it lies; empty for what is no picture.
    """

    name: str
    size: int
    sha256: str
    modified: int = 0
    identity: str = ""

    @property
    def path(self) -> str:
        """Of a picture, below the library's folder."""
        return self.name.removeprefix(PICTURES)


def compose(items: Iterable[Item]) -> bytes:
    told = {
        "format": FORMAT,
        "version": VERSION,
        "program": __version__,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": [asdict(item) for item in items],
    }
    return json.dumps(told, ensure_ascii=False, indent=0).encode()


class Manifest(Struct, frozen=True):
    """All files that a backup says it has, whether or not they may be taken; `garbled` names those of which what is
    said makes no sense.
    """

    items: list[Item]
    garbled: list[str]


def parse(data: bytes) -> Manifest:
    """Raises FolderRefused for what is no manifest of ours."""
    try:
        told: Any = json.loads(data)
        if told["format"] != FORMAT:
            raise FolderRefused("backup_foreign")
        if told["version"] != VERSION:
            raise FolderRefused("backup_newer", f"version {told['version']!s:.20}")
        files = list(told["files"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FolderRefused("backup_foreign", type(error).__name__) from error
    items = [_item(each) for each in files]
    if files and not any(items):
        raise FolderRefused("backup_foreign", "no file")
    garbled = [_name_in(each) for each, item in zip(files, items, strict=True) if item is None]
    return Manifest([item for item in items if item], garbled)


def objection(item: Item) -> WhyLeft | None:
    """Why this cannot be a picture of a library, which lies below its folder, hidden from nobody; None where it can."""
    parts = PurePosixPath(item.path).parts
    inside = item.path == "/".join(parts) and not any(part.startswith(".") for part in parts)
    if not inside or "\x00" in item.path or len(item.path.encode(errors="replace")) > LONGEST_PATH:
        return WhyLeft.PLACE
    if not (parts and parts[-1].lower().endswith(ENDINGS)):
        return WhyLeft.NO_PICTURE
    return WhyLeft.TOO_LARGE if item.size > MOST_PICTURE else None


def _item(told: Any) -> Item | None:  # noqa: ANN401 - JSON
    """None where that makes no sense: numbers without an end, a checksum that is none."""
    try:
        item = Item(
            name=str(told["name"]),
            size=int(told["size"]),
            sha256=str(told["sha256"]),
            modified=min(max(int(told.get("modified", 0)), _FIRST), _LAST),
            identity=str(told.get("identity", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None
    return item if _CHECKSUM.fullmatch(item.sha256) and item.size >= 0 else None


def _name_in(told: Any) -> str:  # noqa: ANN401 - JSON
    name = told.get("name") if isinstance(told, dict) else None
    return name if isinstance(name, str) else "?"
