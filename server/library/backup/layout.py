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
    r"|style_used",
    re.IGNORECASE,
)
"""Settings that stay where they are: what may hold credentials, and what is of the moment."""

_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_BAD = re.compile(r'[\x00-\x1f\\:*?"<>|]')
"""Not in a name that all systems can write."""


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


def parse(data: bytes) -> list[Item]:
    """All files that a manifest names, whether or not they may be taken. Raises FolderRefused."""
    try:
        told: Any = json.loads(data)
        if told["format"] != FORMAT:
            raise FolderRefused("backup_foreign")
        if told["version"] != VERSION:
            raise FolderRefused("backup_newer", f"version {told['version']!s:.20}")
        return [_item(each) for each in told["files"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FolderRefused("backup_foreign", type(error).__name__) from error


def is_safe(item: Item) -> bool:
    """Whether it is a picture that may lie where it says: below the library's folder, hidden from nobody."""
    parts = PurePosixPath(item.path).parts
    named = item.name.startswith(PICTURES) and item.path == "/".join(parts) and len(item.path) < 1000
    plain = all(part.strip(" .") and not part.startswith(".") and part == part.rstrip(" .") for part in parts)
    picture = bool(parts) and parts[-1].lower().endswith(ENDINGS) and 0 < item.size <= MOST_PICTURE
    return named and plain and picture and not _BAD.search(item.path)


def _item(told: dict[str, Any]) -> Item:
    item = Item(
        name=str(told["name"]),
        size=int(told["size"]),
        sha256=str(told["sha256"]),
        modified=int(told.get("modified", 0)),
        identity=str(told.get("identity", "")),
    )
    if not _CHECKSUM.fullmatch(item.sha256):
        raise ValueError("no checksum")
    return item
