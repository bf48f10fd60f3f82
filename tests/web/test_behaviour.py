"""What the page's scripts reckon without a page: tests/behaviour, run by Node's own runner."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = sorted((ROOT / "tests" / "behaviour").glob("*.test.js"))


def test_what_the_scripts_reckon() -> None:
    assert TESTS
    node = Path(sys.executable).with_name("node")
    command = [str(node), "--test", "--test-reporter=spec", *(str(test) for test in TESTS)]
    ran = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
