"""What is done on macOS beyond pywebview, with stand-ins for Cocoa."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import webview

from desktop.cocoa import CocoaToolkit
from desktop.environment import BorrowedEnvironment
from desktop.placement import Placement
from desktop.window import NativeWindow, WindowHost
from desktop.wishes import Wishes
from desktop.words import window_words
from server.common.i18n import translate
from server.common.paths import Paths


@pytest.fixture
def delegate(monkeypatch: pytest.MonkeyPatch) -> type:
    """pywebview's, with PyObjC's way of adding methods to a class."""

    class AppDelegate:
        pass

    def add(target: type, methods: list[Any]) -> None:
        for method in methods:
            setattr(target, method.__name__, method)

    objc, cocoa = ModuleType("objc"), ModuleType("webview.platforms.cocoa")
    vars(objc)["classAddMethods"] = add
    vars(cocoa)["BrowserView"] = SimpleNamespace(AppDelegate=AppDelegate)
    monkeypatch.setitem(sys.modules, "objc", objc)
    monkeypatch.setitem(sys.modules, "webview.platforms.cocoa", cocoa)
    return AppDelegate


@pytest.mark.parametrize(("quits_at_once", "settled"), [(True, 1), (False, 0)])
@pytest.mark.parametrize("agreed", [True, False])
def test_where_agreeing_to_close_ends_the_process_all_is_settled_before(
    tmp_path: Path, quits_at_once: bool, settled: int, agreed: bool
) -> None:
    """As with Cmd+Q; elsewhere the program settles after its window has gone."""
    settling: list[None] = []
    place = Placement(800, 600, 0, 0, maximized=False)
    toolkit: Any = SimpleNamespace(
        gui="cocoa", areas=list, dark=lambda: False, placement=lambda *_: place, quits_at_once=quits_at_once
    )
    window = NativeWindow(
        "http://127.0.0.1:1",
        Paths(data=tmp_path, library=tmp_path),
        toolkit,
        BorrowedEnvironment(),
        WindowHost(speak=str, ending=lambda: settling.append(None)),
    )
    window._control = SimpleNamespace(may_close=lambda: agreed, theme=lambda: "dark")  # type: ignore[assignment]

    refused = webview.windows.pop().events.closing.set()

    assert refused is not agreed
    assert len(settling) == (settled if agreed else 0)


@pytest.mark.parametrize(("visible", "shown"), [(False, 1), (True, 0)])
def test_a_click_in_the_dock_brings_a_hidden_window_back(delegate: Any, visible: bool, shown: int) -> None:  # noqa: ANN401
    calls: list[None] = []
    window: Any = SimpleNamespace(show=lambda: calls.append(None))
    nothing = Wishes("", "", Placement(1, 1, 0, 0, maximized=False), str, print, lambda: None)

    CocoaToolkit().adopt(window, nothing)

    assert delegate().applicationShouldHandleReopen_hasVisibleWindows_(None, visible) is True
    assert len(calls) == shown


def test_the_system_menu_speaks_the_users_language() -> None:
    words = window_words(lambda message: translate("zh-CN", message))

    assert (words["cocoa.menu.quit"], words["cocoa.menu.paste"]) == ("退出", "粘贴")
    assert not any(word.isascii() for word in words.values())


def test_pywebview_still_has_the_words_we_translate() -> None:
    from webview.localization import original_localization

    assert set(window_words(str)) <= set(original_localization)
