"""Small files of our own: whole or not at all, and nobody else's to read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from server.common import disk
from server.common.own_files import open_new


def write_json(file: Path, value: dict[str, Any]) -> None:
    """Replaces the file in one step. Raises OSError."""
    draft = file.with_suffix(".tmp")
    with os.fdopen(open_new(draft), "w", encoding="utf-8") as stream:
        json.dump(value, stream)
    disk.replace(draft, file)


def read_json(file: Path) -> dict[str, Any]:
    """Empty when the file is missing or garbage."""
    try:
        value = json.loads(disk.read(file))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
