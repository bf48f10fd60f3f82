"""The built program without its window, and commands beside it, as tests of the sources have theirs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.commands import Shell
from tests.packaged.place import BUILT, PROGRAM
from tests.program import Program

EXECUTABLE = str(BUILT / PROGRAM)


def serving(folder: Path, *, api_base: str, environ: Mapping[str, str] | None = None) -> Program:
    program = Program(folder, api_base=api_base, environ=environ)
    program.run_with(EXECUTABLE)
    return program


def shell_beside(folder: Path, *, api_base: str) -> Shell:
    """Its `program` is the built one, too, and the account is that one's alone."""
    shell = Shell(folder, api_base=api_base)
    shell.command = [EXECUTABLE]
    shell.program.run_with(EXECUTABLE)
    for name in ("CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN"):
        shell.environ[name] = ""
    return shell
