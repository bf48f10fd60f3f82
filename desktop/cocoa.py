"""The window's macOS side: Cocoa with WKWebView, through pywebview and PyObjC."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import webview

from desktop.dialog import Message, ask
from desktop.native import native_of
from desktop.placement import Area, Placement
from server.common.errors import ShellError

if TYPE_CHECKING:
    from webview import Window
    from webview.guilib import GUIType

    from desktop.wishes import Wishes

SECONDS = 10.0


class CocoaToolkit:
    # WKWebView never sends requests for the loopback interface through the system's proxy, so there is nothing to set.
    gui: GUIType = "cocoa"
    # An application bundle has its own; without one the Dock would show Python's.
    icon: str | None = None if hasattr(sys, "frozen") else str(Path(__file__).with_name("icon.icns"))

    # Cmd+Q, or the end of the session, asks the window and then ends the process from within.
    quits_at_once = True

    def post(self, function: Callable[[], None]) -> None:
        import_module("PyObjCTools.AppHelper").callAfter(function)

    def dark(self) -> bool:
        command = ["/usr/bin/defaults", "read", "-g", "AppleInterfaceStyle"]
        try:
            answer = subprocess.run(command, capture_output=True, text=True, timeout=2, check=False)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            return False
        return answer.stdout.strip() == "Dark"

    def areas(self) -> Sequence[Area]:
        return [Area(screen.x, screen.y, screen.width, screen.height) for screen in webview.screens]

    def adopt(self, window: Window, wishes: Wishes) -> None:
        """pywebview sends links that want a window of their own to the browser; the page has no others."""
        _answer_the_dock(window)

    def placement(self, window: Window, before: Placement) -> Placement:
        native = native_of(window)
        if native.isMiniaturized():
            return before
        return Placement(window.width, window.height, window.x, window.y, maximized=bool(native.isZoomed()))

    def come_to_front(self, window: Window) -> None:
        window.show()
        window.restore()

    def copy_image(self, window: Window, png: bytes) -> None:
        self._copy(lambda: _put_on_pasteboard(png))

    def copy_text(self, window: Window, text: str) -> None:
        self._copy(lambda: _put_text_on_pasteboard(text))

    def _copy(self, copy: Callable[[], bool]) -> None:
        done: Future[bool] = Future()
        self.post(lambda: done.set_result(copy()))
        if not done.result(SECONDS):
            raise ShellError("copy_failed")

    def copy_file(self, window: Window, file: Path) -> None:
        done: Future[bool] = Future()
        import_module("PyObjCTools.AppHelper").callAfter(lambda: done.set_result(_put_file_on_pasteboard(file)))
        if not done.result(SECONDS):
            raise ShellError("copy_failed")

    def complain(self, message: Message) -> bool:
        return ask(message)


def _answer_the_dock(window: Window) -> None:
    """A click on the program's icon brings a hidden window back, for which pywebview's delegate has no answer."""

    def applicationShouldHandleReopen_hasVisibleWindows_(  # noqa: N802 - Cocoa's name
        _delegate: object, _application: object, visible: bool
    ) -> bool:
        if not visible:
            window.show()
        return True

    delegate = import_module("webview.platforms.cocoa").BrowserView.AppDelegate
    import_module("objc").classAddMethods(delegate, [applicationShouldHandleReopen_hasVisibleWindows_])


def _put_on_pasteboard(png: bytes) -> bool:
    contents = import_module("Foundation").NSData.dataWithBytes_length_(png, len(png))
    image = import_module("AppKit").NSImage.alloc().initWithData_(contents)
    if image is None:
        return False
    return _write_to_pasteboard(image)


def _put_file_on_pasteboard(file: Path) -> bool:
    return _write_to_pasteboard(import_module("Foundation").NSURL.fileURLWithPath_(str(file)))


def _write_to_pasteboard(item: object) -> bool:
    pasteboard = import_module("AppKit").NSPasteboard.generalPasteboard()
    pasteboard.clearContents()
    return bool(pasteboard.writeObjects_([item]))


def _put_text_on_pasteboard(text: str) -> bool:
    app_kit = import_module("AppKit")
    pasteboard = app_kit.NSPasteboard.generalPasteboard()
    pasteboard.clearContents()
    return bool(pasteboard.setString_forType_(text, app_kit.NSPasteboardTypeString))
