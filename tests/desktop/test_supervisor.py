"""The parent of the window's process: what it makes of that one's end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the window has a process of its own on Linux alone")

SCRIPT = """
import os, signal
from pathlib import Path
from desktop import supervisor

supervisor.KERNEL_COUNTS = counts = Path({counts!r})
outcome = supervisor.split()
if isinstance(outcome, supervisor.Child):
    outcome.say_shown()
    counts.write_text({after!r})
    os.kill(os.getpid(), signal.{number})
print(outcome)
"""
BEFORE = "nr_free_pages 12\noom_kill 7\nswap_ra 0\n"


def outcome_of(tmp_path: Path, *, after: str, number: str = "SIGKILL", before: str = BEFORE) -> str:
    """How it ends where the kernel's counts are `before` and `after` that signal."""
    counts = tmp_path / "vmstat"
    counts.write_text(before)
    script = SCRIPT.format(counts=str(counts), after=after, number=number)
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()


def test_one_ended_for_want_of_memory_is_opened_again(tmp_path: Path) -> None:
    told = outcome_of(tmp_path, after=BEFORE.replace("7", "8"))

    assert told == "Crashed(detail='SIGKILL', shown=True, out_of_memory=True)"


@pytest.mark.parametrize("after", [BEFORE, "", "oom_kill many\n"])
def test_one_that_somebody_killed_stays_away(tmp_path: Path, after: str) -> None:
    assert outcome_of(tmp_path, after=after) == "Ended(code=137, word='')"


def test_a_crash_is_one_though_memory_was_short(tmp_path: Path) -> None:
    told = outcome_of(tmp_path, after=BEFORE.replace("7", "8"), number="SIGSEGV")

    assert told == "Crashed(detail='SIGSEGV', shown=True, out_of_memory=False)"
