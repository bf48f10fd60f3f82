"""Small files of our own: whole or not at all, and nobody else's to read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def write_json(file: Path, value: dict[str, Any]) -> None:
    """Replaces the file in one step. Raises OSError."""
    draft = file.with_suffix(".tmp")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        json.dump(value, stream)
    draft.replace(file)


def read_json(file: Path) -> dict[str, Any]:
    """Empty when the file is missing or garbage."""
    try:
        value = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
