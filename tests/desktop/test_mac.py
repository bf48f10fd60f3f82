"""The window on macOS: pywebview's own code and ours, on a stand-in for Cocoa that answers with its types."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cocoa import CocoaToolkit, prepare_cocoa
from desktop.placement import Area, Placement
from desktop.wishes import NoWindow
from desktop.words import window_words
from server.common.errors import ShellError
from server.common.i18n import translate
from tests.toolkits.cocoa import Image, Mac, Menu, MenuItem, Rect, Screen
from tests.toolkits.stage import ADDRESS, Stage, restored_words

ABOVE = Screen(Rect(0, 900, 1920, 1080), Rect(0, 900, 1920, 1055))
"""A second screen above the laptop's: Cocoa's heights go on upwards."""


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mac]:
    made = Mac()
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    made.patch(monkeypatch)
    monkeypatch.setattr(CocoaToolkit, "dark", lambda _self: False)
    with restored_words():
        yield made


@pytest.fixture
def stage(mac: Mac, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    del mac  # has to be there first
    return Stage(CocoaToolkit(), tmp_path, monkeypatch)


@pytest.fixture
def make_stage(mac: Mac, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeStage:
    del mac
    return MakeStage(tmp_path, monkeypatch)


class MakeStage:
    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch

    def __call__(self) -> Stage:
        return Stage(CocoaToolkit(), self._folder, self._monkeypatch)


@pytest.mark.parametrize("chosen", ["/Users/小明/Desktop/一只船.png", None])
def test_a_place_to_save_to_is_the_one_that_was_chosen(mac: Mac, stage: Stage, chosen: str | None) -> None:
    """pywebview hands over what the panel says, a string, and no tuple as elsewhere."""
    mac.panel.chosen = chosen
    answers: list[Path | None] = []

    stage.play(lambda: answers.append(stage.window.ask_save_path("一只船.png")))

    assert answers == [None if chosen is None else Path(chosen)]
    assert mac.panel.name == "一只船.png"


@pytest.mark.parametrize("chosen", ["/Users/小明/Pictures", None])
def test_a_folder_and_a_file_are_the_ones_that_were_chosen(mac: Mac, stage: Stage, chosen: str | None) -> None:
    mac.panel.chosen = chosen
    answers: list[Path | None] = []

    stage.play(lambda: answers.extend([stage.window.ask_folder(), stage.window.ask_file()]))

    assert answers == [None if chosen is None else Path(chosen)] * 2


def test_leaving_ends_the_loop_and_saves_the_windows_place(mac: Mac, stage: Stage) -> None:
    """The loop notices `stop:` after an event only, and a window closed by its program is not asked."""

    def moved() -> None:
        mac.view.window.setFrame_display_(Rect(100.0, 150.5, 1000.0, 700.0), True)

    stage.play(moved)

    assert Placement.load(stage.paths.window_file) == Placement(1000, 700, 100, 50, theme="dark")
    assert not mac.app.isRunning()
    assert stage.settled == 1


def test_cmd_q_over_work_under_way_asks_in_a_window_that_is_seen(mac: Mac, stage: Stage) -> None:
    stage.busy = True
    seen: list[bool] = []

    def quit_while_hidden() -> None:
        stage.window.hide()
        stage.chores_done()
        seen.append(mac.view.window.visible)
        stage.toolkit.post(lambda: mac.app.terminate_(None))
        stage.wait()
        stage.chores_done()
        seen.append(mac.view.window.visible)

    stage.play(quit_while_hidden)

    assert seen == [False, True]
    assert not mac.app.ended


def test_cmd_q_settles_before_the_process_is_gone_and_saves_the_place(mac: Mac, stage: Stage) -> None:
    def quit_now() -> None:
        mac.view.window.setFrame_display_(Rect(10, 20, 900, 650), True)
        stage.toolkit.post(lambda: mac.app.terminate_(None))

    stage.play(quit_now)

    assert (mac.app.ended, stage.settled) == (True, 1)
    assert Placement.load(stage.paths.window_file) == Placement(900, 650, 10, 230, theme="dark")


@pytest.mark.parametrize(
    ("screens", "place", "cocoas"),
    [
        ([], Placement(1000, 700, 100, 50), (100, 150, 1000, 700)),
        ([ABOVE], Placement(1200, 800, 300, -1000), (300, 1100, 1200, 800)),
    ],
    ids=["one screen", "a second one above it"],
)
def test_a_window_comes_back_where_it_was(
    mac: Mac, make_stage: MakeStage, screens: list[Screen], place: Placement, cocoas: tuple[float, ...]
) -> None:
    mac.screens += screens
    (stage := make_stage()).play(lambda: None)
    place.save(stage.paths.window_file)
    found: list[tuple[float, ...]] = []

    (stage := make_stage()).play(lambda: found.append(mac.view.window.frame().numbers()))

    assert found == [cocoas]
    assert Placement.load(stage.paths.window_file) == Placement(
        place.width, place.height, place.x, place.y, theme="dark"
    )


def test_screens_are_told_without_menu_bar_and_dock_and_downwards(mac: Mac) -> None:
    mac.screens.append(ABOVE)

    assert CocoaToolkit().areas() == [Area(0, 25, 1440, 805), Area(0, -1055, 1920, 1055)]


def test_a_zoomed_window_is_zoomed_again_and_keeps_the_place_it_goes_back_to(mac: Mac, make_stage: MakeStage) -> None:
    stage = make_stage()
    Placement(1000, 700, 100, 50, maximized=True).save(stage.paths.window_file)
    zoomed: list[bool] = []

    stage = make_stage()

    def look() -> None:
        stage.wait()
        zoomed.append(mac.view.window.isZoomed())

    stage.play(look)

    assert zoomed == [True]
    assert Placement.load(stage.paths.window_file) == Placement(1000, 700, 100, 50, maximized=True, theme="dark")


@pytest.mark.parametrize("state", ["full_screen", "miniaturized"])
def test_neither_a_full_screen_nor_the_dock_is_a_windows_place(mac: Mac, make_stage: MakeStage, state: str) -> None:
    stage = make_stage()
    Placement(1000, 700, 100, 50).save(stage.paths.window_file)

    def change() -> None:
        mac.view.window.setFrame_display_(Rect(0, 0, 1440, 900), True)
        setattr(mac.view.window, state, True)

    (stage := make_stage()).play(change)

    assert Placement.load(stage.paths.window_file) == Placement(1000, 700, 100, 50, theme="dark")


def test_a_dead_renderer_gets_a_new_page_once_and_then_the_browser(mac: Mac, stage: Stage) -> None:
    addresses: list[list[str]] = []

    def die_twice() -> None:
        stage.chores_done()
        for _ in range(2):
            addresses.append(list(mac.view.webview.addresses))
            stage.toolkit.post(mac.view.webview.end_content_process)
            stage.wait()
            stage.chores_done()

    with pytest.raises(NoWindow, match="web engine ended unexpectedly"):
        stage.play(die_twice)
    assert addresses == [[ADDRESS], [ADDRESS, ADDRESS]]


@pytest.mark.parametrize(("visible", "times"), [(False, 1), (True, 0)])
def test_a_click_in_the_dock_brings_a_hidden_window_back(mac: Mac, stage: Stage, visible: bool, times: int) -> None:
    answers: list[bool] = []

    def click() -> None:
        delegate = mac.app.delegate
        stage.toolkit.post(
            lambda: answers.append(delegate.applicationShouldHandleReopen_hasVisibleWindows_(mac.app, visible))
        )
        stage.wait()

    stage.play(click)

    assert (answers, stage.wanted_back) == ([True], times)


def test_a_field_has_a_menu_to_paste_by_and_nothing_else_has_one(mac: Mac, stage: Stage) -> None:
    field = Menu(
        MenuItem("Look Up", "x:", "WKMenuItemIdentifierLookUp"),
        MenuItem("Paste", "x:", "WKMenuItemIdentifierPaste"),
        MenuItem("Spelling", "x:"),
    )
    picture = Menu(MenuItem("Save Image", "x:", "WKMenuItemIdentifierDownloadImage"), MenuItem.separatorItem())

    def open_menus() -> None:
        for menu in (field, picture):
            mac.view.webview.willOpenMenu_withEvent_(menu, None)

    stage.play(open_menus)

    told = [(item.title, item.action) for item in field.items if item.action]
    assert told == [
        ("Undo", "undo:"),
        ("Redo", "redo:"),
        ("Cut", "cut:"),
        ("Copy", "copy:"),
        ("Paste", "paste:"),
        ("Select all", "selectAll:"),
    ]
    assert field.autoenables
    assert picture.items == []


def test_the_system_does_not_slow_down_what_paints(mac: Mac, stage: Stage) -> None:
    counts: list[int] = []

    def paint() -> None:
        for active in (2, 1, 0):
            stage.window.show_active(active)
            stage.chores_done()
            counts.append(len(mac.activities.under_way))

    stage.play(paint)

    assert counts == [1, 1, 0]
    assert mac.activities.begun == 1


def test_the_page_keeps_what_pywebviews_script_would_take_away(stage: Stage) -> None:
    window = stage.native_window
    stage.play(lambda: None)

    assert (window.draggable, window.zoomable, window.text_select) == (True, True, True)


def test_picture_file_and_text_are_copied(mac: Mac, stage: Stage) -> None:
    copied: list[object] = []

    def copy() -> None:
        stage.window.copy_text("一只船")
        copied.extend(mac.pasteboard.contents)
        stage.window.copy_file(Path("/Users/小明/一只船.png"))
        copied.extend(mac.pasteboard.contents)
        stage.window.copy_image(b"\x89PNG and more")
        copied.extend(item.data for item in mac.pasteboard.contents if isinstance(item, Image))

    stage.play(copy)

    assert copied == ["一只船", "/Users/小明/一只船.png", b"\x89PNG and more"]


@pytest.mark.parametrize(("refuses", "picture"), [(True, b"\x89PNG"), (False, b"no picture")])
def test_what_cannot_be_copied_is_named(mac: Mac, stage: Stage, refuses: bool, picture: bytes) -> None:
    mac.pasteboard.refuses = refuses

    with pytest.raises(ShellError, match="copy_failed"):
        stage.play(lambda: stage.window.copy_image(picture))


@pytest.mark.parametrize(
    "failure", ["ImportError('dlopen: no such file')", "AttributeError('AppKit has no NSWindow')", "OSError('broken')"]
)
def test_pyobjc_that_cannot_be_loaded_leads_to_the_browser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failure: str
) -> None:
    import webview.platforms as platforms

    (tmp_path / "cocoa.py").write_text(f"raise {failure}")
    monkeypatch.setattr(platforms, "__path__", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "webview.platforms.cocoa", raising=False)

    with pytest.raises(NoWindow) as caught:
        prepare_cocoa()

    assert caught.value.message == "The libraries for a window are missing."
    assert caught.value.detail.startswith(failure.partition("(")[0])


def test_the_system_menu_speaks_the_users_language() -> None:
    words = window_words(lambda message: translate("zh-CN", message))

    assert (words["cocoa.menu.quit"], words["cocoa.menu.paste"]) == ("退出", "粘贴")
    assert not any(word.isascii() for word in words.values())


def test_pywebview_still_has_the_words_we_translate() -> None:
    from webview.localization import original_localization

    assert set(window_words(str)) <= set(original_localization)


def test_a_window_that_is_told_twice_to_close_closes_once(mac: Mac, stage: Stage) -> None:
    def leave_twice() -> None:
        stage.window.leave()
        stage.window.leave()

    stage.play(leave_twice)

    assert stage.settled == 1
    assert not mac.app.isRunning()


def test_a_window_that_is_zoomed_on_another_screen_comes_back_on_that_one(mac: Mac, make_stage: MakeStage) -> None:
    stage = make_stage()
    Placement(1000, 700, 100, 50).save(stage.paths.window_file)
    mac.screens.append(ABOVE)

    def zoom_above() -> None:
        mac.view.window.setFrame_display_(ABOVE.visibleFrame(), True)
        mac.view.window.zoomed = True

    make_stage().play(zoom_above)

    assert Placement.load(stage.paths.window_file) == Placement(1000, 700, 0, -1055, maximized=True, theme="dark")
