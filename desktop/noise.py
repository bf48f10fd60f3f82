"""What libraries write to the standard error stream, past Python: to a file, and not to whoever started the program.

A web engine, its processes and graphics drivers write there at will. The program's own words go where they always go.

See docs/facts.md#what-libraries-write-to-descriptor-2.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from server.common.own_files import open_new

TAIL_BYTES = 64 * 1024
FATAL = ("Fatal Python error: ", "Windows fatal exception: ")
"""How a dump begins that Python's fault handler writes while the process dies."""

PASSED_ON = "Windows fatal exception: code 0x8"
"""Answers of COM, which the handler sees before whoever asked catches them. What ends a process begins with 0xc."""


def wants_noise(environ: Mapping[str, str]) -> bool:
    """A developer does: with ATELIER_DEBUG, or who starts the sources in a terminal."""
    if environ.get("ATELIER_DEBUG"):
        return True
    return not hasattr(sys, "frozen") and sys.stderr is not None and sys.stderr.isatty()


def divert(file: Path) -> None:
    """Once, before libraries start threads and processes: these inherit it. The file begins anew. Raises OSError."""
    target = open_new(file)
    with contextlib.suppress(OSError):  # a program without a console has nothing to keep
        kept = os.dup(2)
        sys.stderr = os.fdopen(kept, "w", encoding="utf-8", errors="backslashreplace", buffering=1)
    os.dup2(target, 2)
    os.close(target)


def note_faults() -> None:
    """From here on a crash of native code says in which Python functions the threads were, on descriptor 2."""
    with contextlib.suppress(OSError, ValueError):
        faulthandler.enable(file=2)


def words(file: Path) -> list[str]:
    """The last lines that were written. Empty where nothing was, or nothing can be read."""
    with contextlib.suppress(OSError), file.open("rb") as stream:
        stream.seek(max(0, file.stat().st_size - TAIL_BYTES))
        return stream.read().decode("utf-8", "replace").splitlines()
    return []


def before_the_crash(lines: list[str]) -> list[str]:
    """What was written before the fault handler's dump, which may say why; a display that refuses does."""
    dump = next((number for number, line in enumerate(lines) if line.startswith(FATAL)), len(lines))
    return [line for line in lines[:dump] if line.strip()]


def tells_of_a_crash(lines: list[str]) -> bool:
    return any(line.startswith(FATAL) and not line.startswith(PASSED_ON) for line in lines)


def forget(file: Path) -> None:
    """What was written there before an orderly end is not what ended the program."""
    with contextlib.suppress(OSError):
        os.truncate(file, 0)
