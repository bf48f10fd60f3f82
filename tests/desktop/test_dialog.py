"""Messages of a program whose window has died, with stand-ins for the systems that are not here."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop import dialog
from desktop.crash import CrashWatch
from desktop.dialog import Message, ask, tell
from desktop.report import reports
from desktop.speaker import Speaker
from server.common.paths import Paths

MESSAGE = Message("It ended.", "A report is there.", "Show", "Close")


@pytest.mark.parametrize(("pressed", "wanted"), [(6, True), (7, False), (0, False)], ids=["yes", "no", "no desktop"])
def test_windows_asks_in_words(monkeypatch: pytest.MonkeyPatch, pressed: int, wanted: bool) -> None:
    shown: list[tuple[object, ...]] = []

    def message_box(*arguments: object) -> int:
        shown.append(arguments)
        return pressed

    windll = SimpleNamespace(user32=SimpleNamespace(MessageBoxW=message_box))
    monkeypatch.setattr(ctypes, "windll", windll, raising=False)
    monkeypatch.setattr("sys.platform", "win32")

    assert ask(MESSAGE) is wanted
    assert shown == [(None, "It ended.\n\nA report is there.\n\nShow?", "It ended.", 0x10114)]


@pytest.mark.parametrize(("pressed", "wanted"), [("$5", True), ("$6", False), ("", False)])
def test_mac_asks_with_the_buttons_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pressed: str, wanted: bool
) -> None:
    """Arguments 3 to 6 are title, text and the buttons, so that no text is ever part of the script."""
    script = tmp_path / "osascript"
    script.write_text(f'#!/bin/sh\ntest "$3 $4" = "It ended. A report is there." && echo "{pressed}"\n')
    script.chmod(0o755)
    monkeypatch.setattr(dialog, "OSASCRIPT", str(script))
    monkeypatch.setattr("sys.platform", "darwin")

    assert ask(MESSAGE) is wanted


def test_windows_tells_in_a_box_that_takes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[object, ...]] = []
    windll = SimpleNamespace(user32=SimpleNamespace(MessageBoxW=lambda *arguments: shown.append(arguments)))
    monkeypatch.setattr(ctypes, "windll", windll, raising=False)
    monkeypatch.setattr("sys.platform", "win32")

    tell("No window", "Why")

    assert shown == [(None, "Why", "No window", 0x10040)]


def test_mac_tells_by_its_own_tool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script, told = tmp_path / "osascript", tmp_path / "told"
    script.write_text(f'#!/bin/sh\necho "$3: $4" > "{told}"\n')
    script.chmod(0o755)
    monkeypatch.setattr(dialog, "OSASCRIPT", str(script))
    monkeypatch.setattr("sys.platform", "darwin")

    tell("No window", "Why")

    assert told.read_text() == "No window: Why\n"


def test_mac_without_the_tool_is_as_if_closed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dialog, "OSASCRIPT", str(tmp_path / "gone"))
    monkeypatch.setattr("sys.platform", "darwin")

    assert ask(MESSAGE) is False


def test_without_a_display_nothing_is_asked_and_nobody_hears_qt_die() -> None:
    script = "from desktop.dialog import Message, ask; print(ask(Message('a', 'b', 'c', 'd')))"
    others = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
    environ = {name: value for name, value in os.environ.items() if name not in others}
    ended = subprocess.run(
        [sys.executable, "-c", script], env={**environ, "DISPLAY": ":4711"}, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "False\n", "")


@pytest.mark.parametrize(
    ("dump", "crashed"),
    [
        ("Windows fatal exception: access violation\n\n", True),
        ("Windows fatal exception: code 0xc0000374\n\n", True),
        ("Windows fatal exception: code 0x80010108\n\n", False),  # COM's answer, which somebody caught
        ("a driver said something\n", False),
    ],
)
def test_the_next_start_reports_a_crash_that_nobody_outlived(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dump: str, crashed: bool
) -> None:
    """As on Windows and macOS, where no parent waits."""
    paths = Paths(data=tmp_path, library=tmp_path / "Pictures")
    paths.logs.mkdir()
    paths.noise.write_text(f'{dump}  File "desktop/window.py", line 70 in run\n')
    presented: list[tuple[str, Path]] = []
    watch = CrashWatch(paths, Speaker("en"), lambda *shown: presented.append(shown))

    watch.look_back()
    watch.look_back()

    said = capsys.readouterr().err
    if not crashed:
        assert (reports(paths.logs), said, presented) == ([], "", [])
        return
    [report] = reports(paths.logs)
    assert dump.strip() in report.read_text()
    assert said == f"The program ended unexpectedly the last time.\nA report has been written: {report}\n"
    assert presented == [("The program ended unexpectedly the last time.", report)]
