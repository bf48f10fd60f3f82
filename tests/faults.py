"""The real program with a fault in it that is there from its start."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.program import Program

RUN = "from desktop.__main__ import run; run()"


def start_with(fault: str, program: Program, script: Path) -> None:
    """Run these lines of Python first; they find `script` in `sys.argv[0]`."""
    script.write_text(f"{fault}\n{RUN}\n", encoding="utf-8")
    program.run_with(sys.executable, str(script))
    program.start()
