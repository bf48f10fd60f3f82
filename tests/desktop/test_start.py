"""What makes a start fast still fits the libraries that are installed; each in a Python of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_robyn_and_the_window_go_without_what_is_left_out() -> None:
    loaded = python(
        "from desktop.unused import leave_out_unused; leave_out_unused()\n"
        "import sys, robyn, webview\n"
        "print(*({'dill', 'watchdog', 'http.server'} & sys.modules.keys()))"
    )
    assert loaded == ""


def test_what_is_left_out_says_so_when_it_is_used() -> None:
    said = python(
        "from desktop.unused import leave_out_unused; leave_out_unused()\n"
        "import multiprocess\n"
        "try: multiprocess.Process(target=print)\n"
        "except NotImplementedError as error: print(error)"
    )
    assert "left out" in said


def test_robyn_runs_on_python_s_own_loop() -> None:
    loop = python(
        "from desktop.unused import leave_out_unused; leave_out_unused()\n"
        "import sys; from robyn.processpool import initialize_event_loop\n"
        "print(type(initialize_event_loop()).__module__, 'uvloop.loop' in sys.modules)"
    )
    assert loop in ("asyncio.unix_events False", "asyncio.windows_events False")


@pytest.mark.skipif(sys.platform != "linux", reason="Qt is the window of Linux alone")
def test_qt_has_what_starts_chromium_beside_python() -> None:
    found = python(
        "import ctypes\n"
        "from desktop.qt_engine import DEFAULT_PROFILE, LIBRARY\n"
        "print(hasattr(ctypes.CDLL(str(LIBRARY)), DEFAULT_PROFILE))"
    )
    assert found == "True"
