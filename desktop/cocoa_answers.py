"""What macOS asks the program and pywebview has no answer for: methods added to its Objective-C classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from server.common.i18n import N_

if TYPE_CHECKING:
    from desktop.wishes import Wishes

IN_A_FIELD = "WKMenuItemIdentifierPaste"
"""WebKit's name for the entry that its menu has only where text can be edited."""

EDITING = (
    (N_("Undo"), "undo:"),
    (N_("Redo"), "redo:"),
    None,
    (N_("Cut"), "cut:"),
    (N_("Copy"), "copy:"),
    (N_("Paste"), "paste:"),
    (N_("Select all"), "selectAll:"),
)
"""As on Linux (desktop/qt_page.py), each with what the view that has the keyboard is told."""


class Answers:
    """Asked in the window's thread. Without `wishes`, before there is a window, nothing is answered."""

    def __init__(self) -> None:
        self.wishes: Wishes | None = None

    def come_back(self, visible: bool) -> bool:
        """The program's icon was clicked, or it was opened once more."""
        if not visible and self.wishes:
            self.wishes.wanted_back()
        return True

    def content_ended(self) -> None:
        """The process that draws the page."""
        if self.wishes:
            self.wishes.renderer_died()

    def open_menu(self, menu: Any) -> None:  # noqa: ANN401 - Cocoa's
        """WebKit's is for a browser. Where text can be edited, ours takes its place; elsewhere there is none."""
        editable = any(item.identifier() == IN_A_FIELD for item in menu.itemArray())
        menu.removeAllItems()
        if not editable or self.wishes is None:
            return
        menu.setAutoenablesItems_(True)
        for entry in EDITING:
            if entry is None:
                menu.addItem_(import_module("AppKit").NSMenuItem.separatorItem())
            else:
                menu.addItemWithTitle_action_keyEquivalent_(self.wishes.text(entry[0]), entry[1], "")


def teach(views: Any, answers: Answers) -> None:  # noqa: ANN401 - pywebview's class
    """Before the first window is made. The signatures are Cocoa's: a result's type, the object, the selector, and each
    argument's type, of which Z is a boolean.
    """

    def reopened(_delegate: object, _application: object, visible: bool) -> bool:
        return answers.come_back(visible)

    def ended(_delegate: object, _view: object) -> None:
        answers.content_ended()

    def menu_opens(_view: object, menu: object, _event: object) -> None:
        answers.open_menu(menu)

    _add(views.AppDelegate, b"applicationShouldHandleReopen:hasVisibleWindows:", b"Z@:@Z", reopened)
    _add(views.BrowserDelegate, b"webViewWebContentProcessDidTerminate:", b"v@:@", ended)
    _add(views.WebKitHost, b"willOpenMenu:withEvent:", b"v@:@@", menu_opens)


def _add(target: object, selector: bytes, signature: bytes, function: Callable[..., object]) -> None:
    objc = import_module("objc")
    methods: Sequence[object] = [objc.selector(function, selector=selector, signature=signature)]
    objc.classAddMethods(target, methods)
