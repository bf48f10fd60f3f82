"""The standard streams of a program that has none, as those without a console window on Windows."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

PARENT_PROCESS = 0xFFFFFFFF
"""ATTACH_PARENT_PROCESS, as an unsigned number."""


def provide_streams(arguments: Sequence[str]) -> None:
    """Whoever gave arguments may sit at a terminal, and gets an answer there; otherwise words go nowhere.

    A window that was simply opened stays apart from the terminal, whose end would be its own.
    """
    if sys.stdout is not None and sys.stderr is not None:
        return
    stream = _open("CONOUT$") if arguments and _attach_to_terminal() else None
    stream = stream or _open(os.devnull)
    sys.stdout = sys.stdout or stream
    sys.stderr = sys.stderr or stream


def _attach_to_terminal() -> bool:
    system = getattr(import_module("ctypes"), "windll", None)
    return bool(system and system.kernel32.AttachConsole(PARENT_PROCESS))


def _open(name: str) -> TextIO | None:
    try:
        return open(name, "w", encoding="utf-8", errors="replace", buffering=1)  # noqa: PTH123 - a device, kept
    except OSError:
        return None
