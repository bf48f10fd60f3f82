"""What programs have written down of what went wrong, wherever they keep their data below a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

RECORD = re.compile(r"\d{4}-\d\d-\d\d [\d:,]+ (ERROR|CRITICAL) ")
WORDS = ("Traceback (most recent call last)", "ModuleNotFoundError", "ImportError", "Fatal Python error")
PRINTED = ("stdout.txt", "stderr.txt", "engine.log")
"""Where records of others stand too: Chromium's say ERROR of what nobody misses."""


def complaints(folder: Path) -> list[str]:
    """Lines, each after the name of its file."""
    # A web engine that is about to end tidies its folders up meanwhile, which os.walk puts up with.
    files = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
    return [f"{file.name}: {line}" for file in sorted(files) for line in _of(file)]


def _of(file: Path) -> Iterator[str]:
    if file.parent.name == "logs" and file.name.startswith("crash-"):
        yield file.read_text(encoding="utf-8")
    elif file.name in PRINTED or file.name.startswith("atelier.log"):
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            if RECORD.match(line) or any(word in line for word in WORDS):
                yield line
