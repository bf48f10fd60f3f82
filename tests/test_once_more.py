"""What failed on a real screen is asked once more and told of; what failed elsewhere has failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from server.common.paths import ROOT

TESTS = """
import pytest, time
from pathlib import Path

@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    return tmp_path_factory.mktemp("browser")

def passes_from(time, name):
    tries = Path(f"{name}.tries")
    tries.write_text(f"{tries.read_text() if tries.exists() else ''}x")
    assert len(tries.read_text()) >= time, "lost a race"

@pytest.mark.real_screen
def test_races(browser):
    passes_from(2, "races")

@pytest.mark.real_screen
def test_breaks_the_browser(browser):
    assert not (browser / "broken").exists()
    (browser / "broken").touch()
    passes_from(2, "breaks")

@pytest.mark.real_screen
def test_is_broken(browser):
    passes_from(3, "broken")

@pytest.mark.real_screen
@pytest.mark.timeout(0.5)
def test_hangs(browser):
    passes_from(1, "hangs")
    time.sleep(60)

@pytest.mark.real_screen
def test_is_fine(browser):
    passes_from(1, "fine")

def test_leaks():
    passes_from(2, "leaks")
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_only_what_needs_a_real_screen_is_asked_again(tmp_path: Path, workers: str) -> None:
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "pytest.ini").touch()
    command = [sys.executable, "-m", "pytest", "-p", "tests.once_more", "--numprocesses", workers]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}

    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    *_, one, another, closing = done.stdout.splitlines()
    assert "3 failed, 3 passed" in closing
    assert {one, another} == {"flaky: test_it.py::test_breaks_the_browser", "flaky: test_it.py::test_races"}
    assert "lost a race" in done.stdout
    tries = {file.stem: len(file.read_text()) for file in tmp_path.glob("*.tries")}
    assert tries == {"races": 2, "breaks": 2, "broken": 2, "hangs": 1, "fine": 1, "leaks": 1}
