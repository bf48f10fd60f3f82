"""What is done on Windows before there is a window, on a Windows made of stand-ins for its registry and libraries."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from desktop import edge
from desktop.console import provide_streams
from desktop.wishes import NoWindow

RUNTIME = rf"SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{edge.CHANNELS[0]}"
OF_THE_USER = rf"SOFTWARE\Microsoft\EdgeUpdate\Clients\{edge.CHANNELS[0]}"


class Key(dict[str, str]):
    def __enter__(self) -> Key:
        return self

    def __exit__(self, *_: object) -> None: ...


class Calls(SimpleNamespace):
    """Of a system library: each call is noted by the function's name, and answers `answer`."""

    def __init__(self, answer: int = 1) -> None:
        super().__init__(answer=answer, made=[])

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        def call(*arguments: object) -> int:
            self.made.append((name, *arguments))
            return int(self.answer)

        return call


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    found = SimpleNamespace(kernel32=Calls(), shell32=Calls(), user32=Calls())
    monkeypatch.setattr(ctypes, "windll", found, raising=False)
    return found


def registry(monkeypatch: pytest.MonkeyPatch, versions: Mapping[tuple[str, str], str]) -> None:
    """`versions`: what stands under `pv` in a root's key."""

    def open_key(root: str, place: str) -> Key:
        if (root, place) not in versions:
            raise FileNotFoundError(2, "not found", place)
        return Key(pv=versions[root, place])

    fake = ModuleType("winreg")
    vars(fake).update(HKEY_CURRENT_USER="user", HKEY_LOCAL_MACHINE="machine", OpenKey=open_key)
    vars(fake)["QueryValueEx"] = lambda key, name: (key[name], 1)
    monkeypatch.setitem(sys.modules, "winreg", fake)


@pytest.mark.parametrize(
    ("versions", "there"),
    [
        ({}, False),
        ({("machine", RUNTIME): "140.0.3485.54"}, True),
        ({("user", OF_THE_USER): "140.0.3485.54"}, True),
        ({("machine", RUNTIME): "0.0.0.0"}, False),  # noqa: S104 - how an installer says that it has been removed
        ({("machine", RUNTIME): ""}, False),
        ({("machine", OF_THE_USER): "140.0.3485.54"}, False),
    ],
)
def test_webview2_is_looked_for_where_its_installer_notes_it(
    monkeypatch: pytest.MonkeyPatch, versions: Mapping[tuple[str, str], str], there: bool
) -> None:
    registry(monkeypatch, versions)

    assert edge.has_webview2() is there


def test_without_webview2_there_is_no_window_and_internet_explorer_is_not_touched(
    monkeypatch: pytest.MonkeyPatch, system: SimpleNamespace
) -> None:
    registry(monkeypatch, {})
    monkeypatch.delitem(sys.modules, "webview.platforms.winforms", raising=False)

    with pytest.raises(NoWindow, match="Microsoft Edge WebView2 Runtime is not installed"):
        edge.prepare_dot_net()

    assert "webview.platforms.winforms" not in sys.modules
    assert system.shell32.made == []


@pytest.mark.parametrize(
    "failure",
    [
        "RuntimeError('Failed to resolve Python.Runtime.Loader.Initialize from Python.Runtime.dll')",
        "ImportError('DLL load failed')",
        "OSError('no .NET')",
        "UnboundLocalError('net_key')",  # pywebview's own, without the .NET Framework
        "Exception('System.BadImageFormatException')",
    ],
)
def test_dot_net_that_cannot_be_loaded_leads_to_the_browser(
    monkeypatch: pytest.MonkeyPatch, system: SimpleNamespace, tmp_path: Path, failure: str
) -> None:
    registry(monkeypatch, {("machine", RUNTIME): "140.0.3485.54"})
    (tmp_path / "winforms.py").write_text(f"raise {failure}")
    import webview.platforms as platforms

    monkeypatch.setattr(platforms, "__path__", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "webview.platforms.winforms", raising=False)

    with pytest.raises(NoWindow) as caught:
        edge.prepare_dot_net()

    assert caught.value.message == "The libraries for a window are missing."
    assert caught.value.detail.startswith(failure.partition("(")[0])
    # Before the first window, or the task bar has it under Python's name.
    assert ("SetCurrentProcessExplicitAppUserModelID", edge.APP_ID) in system.shell32.made


def test_the_mark_of_downloaded_files_is_taken_off_dot_nets_libraries_alone(tmp_path: Path) -> None:
    """Here a stream of a file is a file of that name."""
    marked = [
        tmp_path / "pythonnet" / "runtime" / "Python.Runtime.dll",
        tmp_path / "webview" / "lib" / "Microsoft.Web.WebView2.Core.dll",
        tmp_path / "clr_loader" / "ffi" / "dlls" / "amd64" / "ClrLoader.dll",
    ]
    other = tmp_path / "other" / "thing.dll"
    unmarked = tmp_path / "webview" / "lib" / "runtimes" / "WebView2Loader.dll"
    for file in [*marked, other, unmarked]:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    for file in [*marked, other]:
        Path(f"{file}:Zone.Identifier").touch()

    edge.unblock(tmp_path)

    assert [path.name for path in tmp_path.rglob("*Zone.Identifier")] == ["thing.dll:Zone.Identifier"]
    assert all(file.exists() for file in [*marked, other, unmarked])


@pytest.mark.parametrize(
    ("arguments", "attached"),
    [(["--help"], [("AttachConsole", 0xFFFFFFFF)]), ([], [])],
    ids=["from a terminal", "a double click"],
)
def test_a_program_without_streams_is_given_some(
    monkeypatch: pytest.MonkeyPatch,
    system: SimpleNamespace,
    tmp_path: Path,
    arguments: list[str],
    attached: list[tuple[str, int]],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)

    provide_streams(arguments)
    said, complained = sys.stdout, sys.stderr
    monkeypatch.undo()

    assert system.kernel32.made == attached
    said.write("你好\n")
    complained.write("hello\n")
    said.close()
    # The console's device is a file of that name here.
    console = tmp_path / "CONOUT$"
    assert console.read_text(encoding="utf-8") == "你好\nhello\n" if attached else not console.exists()


def test_the_whole_program_lives_without_streams(tmp_path: Path) -> None:
    """As a double-clicked one on Windows: nothing to write to, and an error to tell of."""
    (tmp_path / "file").write_text("in the way")
    script = (
        "import sys\n"
        "sys.stdout = sys.stderr = None\n"
        f"sys.argv = ['atelier', '--serve', '--data-dir', {str(tmp_path / 'file' / 'data')!r}]\n"
        "from desktop.__main__ import run\n"
        "run()\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, check=False)

    assert (ended.returncode, ended.stdout, ended.stderr) == (1, b"", b"")
