"""The window on Windows: pywebview's own code and ours, on stand-ins for WinForms and WebView2 that answer with their
types.
"""

from __future__ import annotations

import contextlib
import platform
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.edge import EdgeToolkit
from desktop.placement import Area, Placement
from desktop.wishes import NoWindow
from server.common.errors import ShellError
from tests.toolkits.dotnet import Image, Named, Rectangle, SystemException, Windows
from tests.toolkits.stage import ADDRESS, Stage, restored_words


class WindowsStage(Stage):
    """Whose window's thread is the form's own."""

    def __init__(self, windows: Windows, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(EdgeToolkit(), folder, monkeypatch)
        self._windows = windows

    def wait(self) -> None:
        with contextlib.suppress(SystemException):
            self._windows.ask(lambda: None)


class MakeStage:
    def __init__(self, windows: Windows, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._parts = (windows, folder, monkeypatch)

    def __call__(self) -> WindowsStage:
        return WindowsStage(*self._parts)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    made = Windows()
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    made.patch(monkeypatch)
    with restored_words():
        yield made


@pytest.fixture
def make_stage(windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeStage:
    return MakeStage(windows, tmp_path, monkeypatch)


@pytest.fixture
def stage(make_stage: MakeStage) -> WindowsStage:
    return make_stage()


@pytest.mark.parametrize("chosen", [r"C:\Users\小明\一只船.png", None])
def test_dialogs_answer_with_what_was_chosen(windows: Windows, stage: Stage, chosen: str | None) -> None:
    windows.chosen = chosen
    answers: list[Path | None] = []

    def ask() -> None:
        answers.append(stage.window.ask_save_path("一只船.png"))
        answers.append(stage.window.ask_folder())
        answers.append(stage.window.ask_file())

    stage.play(ask)

    assert answers == [None if chosen is None else Path(chosen)] * 3
    assert windows.suggested == "一只船.png"


@pytest.mark.parametrize(
    ("dpi", "main", "second"),
    [
        (96, Area(0, 0, 2880, 1740), Area(-1920, 0, 1920, 1080)),
        (144, Area(0, 0, 1920, 1160), Area(-1280, 0, 1280, 720)),
    ],
    ids=["unscaled", "at 150 %"],
)
def test_screens_are_measured_in_the_pixels_windows_are_placed_by(
    windows: Windows, dpi: int, main: Area, second: Area
) -> None:
    """Without the task bar, and the main one first, which Windows does not promise."""
    windows.dpi = dpi
    windows.screens.insert(0, (Rectangle(-1920, 0, 1920, 1080), Rectangle(-1920, 0, 1920, 1080)))

    assert EdgeToolkit().areas() == [main, second]


@pytest.mark.parametrize("dpi", [96, 120, 144])
def test_a_window_comes_back_where_it_was(windows: Windows, make_stage: MakeStage, dpi: int) -> None:
    windows.dpi = dpi
    stage = make_stage()
    place = Placement(1000, 640, 120, 40)
    place.save(stage.paths.window_file)
    found: list[tuple[int, ...]] = []

    make_stage().play(lambda: found.append(windows.form.Bounds.numbers))

    scale = dpi / 96
    assert found == [tuple(int(number * scale) for number in (120, 40, 1000, 640))]
    assert Placement.load(stage.paths.window_file) == Placement(1000, 640, 120, 40, theme="dark")


@pytest.mark.parametrize("state", ["Maximized", "Minimized"])
def test_a_maximized_window_keeps_the_place_it_goes_back_to(
    windows: Windows, make_stage: MakeStage, state: str
) -> None:
    stage = make_stage()
    Placement(1000, 640, 120, 40).save(stage.paths.window_file)

    def change() -> None:
        windows.form.RestoreBounds = Rectangle(180, 60, 1500, 960)
        windows.form.WindowState = Named(state)

    make_stage().play(change)

    expected = Placement(1000, 640, 120, 40, maximized=state == "Maximized", theme="dark")
    assert Placement.load(stage.paths.window_file) == expected


def fail(windows: Windows, kind: str) -> None:
    windows.ask(lambda: windows.engine.ProcessFailed.fire(None, SimpleNamespace(ProcessFailedKind=Named(kind))))


def test_a_dead_renderer_gets_a_new_page_once_and_then_the_browser(windows: Windows, stage: Stage) -> None:
    addresses: list[list[str]] = []

    def die_twice() -> None:
        stage.chores_done()
        for _ in range(2):
            addresses.append(list(windows.view.addresses))
            fail(windows, "RenderProcessExited")
            stage.chores_done()

    with pytest.raises(NoWindow, match="web engine ended unexpectedly"):
        stage.play(die_twice)
    assert addresses == [[ADDRESS], [ADDRESS, ADDRESS]]


@pytest.mark.parametrize("kind", ["GpuProcessExited", "UtilityProcessExited", "RenderProcessUnresponsive"])
def test_what_webview2_mends_itself_changes_nothing(windows: Windows, stage: Stage, kind: str) -> None:
    addresses: list[str] = []

    def die() -> None:
        fail(windows, kind)
        stage.chores_done()
        addresses.extend(windows.view.addresses)

    stage.play(die)

    assert addresses == [ADDRESS]


def test_an_engine_that_is_gone_as_a_whole_leads_to_the_browser(windows: Windows, stage: Stage) -> None:
    with pytest.raises(NoWindow, match="web engine ended unexpectedly"):
        stage.play(lambda: fail(windows, "BrowserProcessExited"))
    assert windows.view.addresses == [ADDRESS]


def test_an_engine_that_does_not_come_up_leads_to_the_browser_at_once(windows: Windows, stage: Stage) -> None:
    windows.engine_starts = False

    with pytest.raises(NoWindow, match="web engine ended unexpectedly"):
        stage.play(stage.wait)


class Entries(list[Any]):
    """IList: counted, reached and removed by place."""

    @property
    def Count(self) -> int:  # noqa: N802
        return len(self)

    def RemoveAt(self, place: int) -> None:  # noqa: N802
        del self[place]


@pytest.mark.parametrize(
    ("editable", "left", "handled"),
    [(True, ["undo", "cut", "copy", "paste", "selectAll"], False), (False, None, True)],
    ids=["a field", "a picture"],
)
def test_a_field_has_a_menu_to_paste_by_and_nothing_else_has_one(
    windows: Windows, stage: Stage, editable: bool, left: list[str] | None, handled: bool
) -> None:
    names = ["undo", "", "cut", "copy", "paste", "pasteAndMatchStyle", "selectAll", "", "share", "inspectElement"]
    entries = Entries(SimpleNamespace(Name=name) for name in names)
    request = SimpleNamespace(ContextMenuTarget=SimpleNamespace(IsEditable=editable), MenuItems=entries, Handled=False)
    enabled: list[bool] = []

    def ask() -> None:
        engine = windows.engine
        windows.ask(lambda: engine.ContextMenuRequested.fire(engine, request))
        enabled.append(engine.Settings.AreDefaultContextMenusEnabled)

    stage.play(ask)

    # With them off, WebView2 does not even ask.
    assert enabled == [True]
    assert request.Handled is handled
    assert left is None or [entry.Name for entry in entries] == left


@pytest.mark.parametrize(("address", "left"), [("http://127.0.0.1:1/library", False), ("https://example.org/", True)])
def test_the_window_stays_on_its_own_page(
    windows: Windows, stage: Stage, monkeypatch: pytest.MonkeyPatch, address: str, left: bool
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("desktop.window._open_external", opened.append)
    request = SimpleNamespace(Uri=address, Cancel=False)

    stage.play(lambda: windows.ask(lambda: windows.view.NavigationStarting.fire(None, request)))

    assert (request.Cancel, opened) == (left, [address] if left else [])


@pytest.mark.parametrize(
    ("reason", "busy", "settled"),
    [("WindowsShutDown", False, 1), ("WindowsShutDown", True, 0), ("UserClosing", False, 0)],
)
def test_logging_out_settles_before_the_process_is_gone(
    windows: Windows, stage: Stage, reason: str, busy: bool, settled: int
) -> None:
    stage.busy = busy
    told: list[tuple[bool, int]] = []

    def end() -> None:
        closed = windows.ask(lambda: windows.form.Close(reason))
        told.append((closed, stage.settled))

    stage.play(end)

    assert told == [(not busy, settled)]
    assert stage.wanted_back == int(busy)


def test_closing_over_work_under_way_asks_in_a_window_that_is_seen(windows: Windows, stage: Stage) -> None:
    stage.busy = True
    seen: list[bool] = []

    def close_while_hidden() -> None:
        stage.window.hide()
        stage.chores_done()
        seen.append(windows.form.visible)
        windows.ask(windows.form.Close)
        stage.chores_done()
        seen.append(windows.form.visible)

    stage.play(close_while_hidden)

    assert seen == [False, True]


def test_picture_file_and_text_are_copied(windows: Windows, stage: Stage) -> None:
    copied: list[Any] = []

    def copy() -> None:
        stage.window.copy_text("一只船")
        copied.append(windows.clipboard.contents)
        stage.window.copy_file(Path(r"C:\小明\一只船.png"))
        copied.append(windows.clipboard.contents)
        stage.window.copy_image(b"\x89PNG and more")
        copied.append(windows.clipboard.contents)

    stage.play(copy)

    assert copied[:2] == ["一只船", [r"C:\小明\一只船.png"]]
    assert copied[2]["PNG"] == b"\x89PNG and more"
    assert isinstance(copied[2]["Bitmap"], Image)


@pytest.mark.parametrize(("refuses", "picture"), [(True, b"\x89PNG"), (False, b"RIFF....WEBP")])
def test_what_cannot_be_copied_is_named(windows: Windows, stage: Stage, refuses: bool, picture: bytes) -> None:
    windows.clipboard.refuses = refuses

    with pytest.raises(ShellError, match="copy_failed"):
        stage.play(lambda: stage.window.copy_image(picture))


def test_the_page_keeps_what_pywebviews_script_would_take_away(stage: Stage) -> None:
    window = stage.native_window
    stage.play(lambda: None)

    assert (window.draggable, window.zoomable, window.text_select) == (True, True, True)
