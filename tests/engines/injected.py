"""pywebview's own scripts, as it puts them into each page of the program's window on Windows and on macOS.

They come after the page has loaded, by the window's wishes: WebView2's are tried in Chromium, WKWebView's in WebKit. On
Linux the window gets none (desktop/qt.py).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import webview
from webview.util import load_js_files

from desktop.environment import BorrowedEnvironment
from desktop.window import NativeWindow, WindowHost
from server.common.paths import Paths
from tests.engines.watched import FOLDER

PLATFORMS = {"chromium": "edgechromium", "webkit": "cocoa"}
"""Engine to pywebview's name for the system that has it."""


def lay_ready(folder: Path) -> None:
    """For `tests/engines/watched.py`, below `folder`: `edgechromium.js` and `cocoa.js`."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    for name, script in _scripts().items():
        (place / f"{name}.js").write_text(script, encoding="utf-8")


@cache
def _scripts() -> dict[str, str]:
    window = _window()
    return {platform: _script(window, platform) for platform in PLATFORMS.values()}


def _script(window: Any, platform: str) -> str:  # noqa: ANN401 - pywebview says less of what it reads
    """In one function each, for what pywebview evaluates leaves no names of its own behind."""
    begin, end = cast(tuple[str, str], load_js_files(window, platform))  # it says it is one text
    return f"(function () {{\n{begin}\n}})();\n(function () {{\n{end % {'functions': '[]'}}\n}})();\n"


def _window() -> webview.Window:
    """The program's, which nobody opens."""
    toolkit: Any = SimpleNamespace(gui="qt", areas=list, dark=lambda: False)
    host = WindowHost(speak=str, ending=lambda: None, wanted_back=lambda: None)
    nowhere = Paths(data=Path("/nonexistent"), library=Path("/nonexistent"))
    NativeWindow("http://127.0.0.1:1", nowhere, toolkit, BorrowedEnvironment(), host)
    window = webview.windows.pop()
    window.js_api_endpoint = None
    return window
