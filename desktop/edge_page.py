"""What the page in WebView2 may do, and what becomes of its processes. All of it is heard in the window's thread."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.wishes import Wishes

EDITING = frozenset({"undo", "redo", "cut", "copy", "paste", "selectall"})
"""WebView2's names, in small letters and the same in each language, for what its menu has for fields and ours on Linux
has, too.
"""

log = logging.getLogger(__name__)


class EdgePage:
    def __init__(self, view: Any, wishes: Wishes) -> None:  # noqa: ANN401 - .NET's objects, here and below
        self._view = view
        self._wishes = wishes

    def rule(self) -> None:
        """Before the engine is there, which most of it has to wait for."""
        self._view.NavigationStarting += self._judge
        self._view.CoreWebView2InitializationCompleted += self._ready

    def _judge(self, _sender: object, request: Any) -> None:  # noqa: ANN401
        """WebView2 asks before it leaves the page."""
        address = str(request.Uri)
        if not address.startswith((f"{self._wishes.origin}/", "about:")):
            request.Cancel = True
            self._wishes.open_external(address)

    def _ready(self, _sender: object, outcome: Any) -> None:  # noqa: ANN401
        """After pywebview has made its settings, for it listens for longer."""
        if not outcome.IsSuccess:
            self._wishes.engine_died()
            return
        engine = self._view.CoreWebView2
        engine.ProcessFailed += self._failed
        engine.ContextMenuRequested += _menu_wanted
        engine.Settings.AreDefaultContextMenusEnabled = True

    def _failed(self, _sender: object, failure: Any) -> None:  # noqa: ANN401
        """Where what draws the page is gone, WebView2 shows a page of its own. Its helpers it starts again itself."""
        kind = str(failure.ProcessFailedKind)
        log.error("a process of WebView2 failed: %s", kind)
        if kind == "RenderProcessExited":
            self._wishes.renderer_died()
        elif kind == "BrowserProcessExited":
            self._wishes.engine_died()


def _menu_wanted(_sender: object, request: Any) -> None:  # noqa: ANN401
    """Where text can be edited, the menu's part for that; elsewhere none."""
    if not request.ContextMenuTarget.IsEditable:
        request.Handled = True
        return
    entries = request.MenuItems
    for place in reversed(range(entries.Count)):
        if str(entries[place].Name).lower() not in EDITING:
            entries.RemoveAt(place)
