"""What Windows and macOS are asked to show, with stand-ins for their programs: no text in a process's arguments."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from desktop.notify import Notifier
from server.common.errors import ShellError

TITLE, TEXT = "3 & <1> 'done' $(x)", 'a "sentence"'


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, Any]]]:
    ran: list[tuple[list[str], dict[str, Any]]] = []

    def run(command: list[str], **options: Any) -> None:  # noqa: ANN401
        ran.append((command, options))

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", 0x08000000, raising=False)
    return ran


@pytest.mark.parametrize(("platform", "program"), [("win32", "powershell.exe"), ("darwin", "osascript")])
def test_texts_go_through_the_environment(
    monkeypatch: pytest.MonkeyPatch, ran: list[tuple[list[str], dict[str, Any]]], platform: str, program: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)

    Notifier(lambda: None).show(TITLE, TEXT)

    [(command, options)] = ran
    assert command[0].endswith(program)
    assert not any(TITLE in argument or TEXT in argument for argument in command)
    assert all(name in command[-1] for name in ("ATELIER_TITLE", "ATELIER_TEXT"))
    assert (options["env"]["ATELIER_TITLE"], options["env"]["ATELIER_TEXT"]) == (TITLE, TEXT)
    assert options.get("creationflags", 0) == (0x08000000 if platform == "win32" else 0)


def test_a_program_that_is_not_there_has_a_named_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    with pytest.raises(ShellError, match="notify_failed"):
        Notifier(lambda: None).show(TITLE, TEXT)
