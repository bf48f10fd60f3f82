"""Where the program goes on in a browser, its user is told why, and its end is no crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop import program as program_module
from desktop.arguments import Mode, Options
from desktop.crash import CrashWatch
from desktop.program import Company, Program
from desktop.speaker import Speaker
from desktop.wishes import NoWindow
from server.common.paths import Paths
from server.common.shell import WindowTrouble
from tests.eventually import eventually

CURE = "https://developer.microsoft.com/microsoft-edge/webview2/"
MISSING = "Microsoft Edge WebView2 Runtime is not installed."


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(program_module, "tell", lambda title, text: told.append((title, text)))
    return told


Make = Callable[..., tuple[Program, Paths]]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Programs whose sockets are closed, as by the end that no test of a part of one comes to."""
    made: list[Program] = []

    def new(trouble: NoWindow | None = None, language: str = "en") -> tuple[Program, Paths]:
        paths = Paths(data=tmp_path, library=tmp_path / "Pictures")
        paths.logs.mkdir(exist_ok=True)
        speaker = Speaker(language)
        company = Company(speaker, CrashWatch(paths, speaker, lambda *_: None), trouble=trouble)
        options = Options(mode=Mode.WINDOW, demo=False, data_dir=str(tmp_path))
        instance: Any = SimpleNamespace(release=lambda: None)
        made.append(Program(options, paths, instance=instance, company=company))
        return made[-1], paths

    yield new
    for program in made:
        program._server._reservation.close()
        program._interrupts._reader.close()
        program._interrupts._writer.close()


@pytest.mark.parametrize(
    ("language", "title", "how"),
    [
        ("en", "No window can be opened.", "“Quit the program”, at its top right, ends the program."),
        ("zh-CN", "无法打开窗口。", "点击页面右上角的“退出程序”可结束程序。"),
    ],
)
def test_a_message_says_why_what_helps_and_how_to_end_it(
    monkeypatch: pytest.MonkeyPatch,
    make: Make,
    told: list[tuple[str, str]],
    language: str,
    title: str,
    how: str,
) -> None:
    """As on Windows, where stderr leads nowhere, and the Task Manager would be the only end."""

    def load(_language: str) -> None:
        raise NoWindow(MISSING, cure=CURE)

    monkeypatch.setattr(program_module, "load_toolkit", load)
    program, _ = make(language=language)

    assert program._load_toolkit() is None

    eventually(lambda: told, what="the message")
    [(headline, text)] = told
    assert headline == title
    assert CURE in text
    assert text.endswith(how)
    assert program._shell.window_trouble == WindowTrouble(MISSING, CURE)


def test_an_orderly_end_is_no_crash_whatever_the_fault_handler_noted(make: Make) -> None:
    program, paths = make()
    paths.noise.write_text("Windows fatal exception: access violation\n\n  which a driver caught itself\n")

    program._finish()

    presented: list[object] = []
    CrashWatch(paths, Speaker("en"), lambda *shown: presented.append(shown)).look_back()
    assert presented == []
