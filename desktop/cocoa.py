"""The window's macOS side: Cocoa with WKWebView, through pywebview and PyObjC."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from desktop.cocoa_answers import Answers, teach
from desktop.dialog import Message, ask
from desktop.native import native_of
from desktop.placement import Area, Placement
from desktop.wishes import NoWindow
from server.common.errors import ShellError
from server.common.i18n import N_

if TYPE_CHECKING:
    from webview import Window
    from webview.guilib import GUIType

    from desktop.wishes import Wishes

SECONDS = 10.0
SHOWN_SECONDS = 20.0
FULL_SCREEN = 1 << 14
"""NSWindowStyleMaskFullScreen, of a window's `styleMask`."""


def prepare_cocoa() -> None:
    """Raises NoWindow where PyObjC, or a part of it, cannot be loaded."""
    try:
        import_module("webview.platforms.cocoa")
    except (ImportError, AttributeError, OSError) as error:
        # A framework that lacks what pywebview takes from it is an AttributeError.
        raise NoWindow(N_("The libraries for a window are missing."), f"{type(error).__name__}: {error}") from error


class CocoaToolkit:
    # WKWebView never sends requests for the loopback interface through the system's proxy, so there is nothing to set.
    gui: GUIType = "cocoa"
    # An application bundle has its own; without one the Dock would show Python's.
    icon: str | None = None if hasattr(sys, "frozen") else str(Path(__file__).with_name("icon.icns"))

    # Cmd+Q, or the end of the session, asks the window and then ends the process from within.
    quits_at_once = True

    def __init__(self) -> None:
        self._views = import_module("webview.platforms.cocoa").BrowserView
        # Before there is a window: WebKit notes what a delegate can answer when it is given it.
        self._answers = Answers()
        teach(self._views, self._answers)
        self._activity: object = None

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
        """Without menu bar and Dock. AppKit tells the screen with the menu bar first."""
        return [Area(*_from_the_top(screen.visibleFrame())) for screen in _screens()]

    def adopt(self, window: Window, wishes: Wishes) -> None:
        """pywebview sends links that want a window of their own to the browser; the page has no others.

        It would place the window on the screen that has the keyboard, wherever it was before, and take a maximized one
        for one of the whole screen's size.
        """
        self._answers.wishes = wishes
        placement, native = wishes.placement, native_of(window)
        self._views.instances[window.uid].maximized = False
        if placement.x is not None and placement.y is not None:
            corner = (placement.x, _main_height() - placement.y - placement.height)
            rectangle = import_module("AppKit").NSMakeRect(*corner, placement.width, placement.height)
            native.setFrame_display_(rectangle, True)
        if placement.maximized:
            self.post(lambda: native.zoom_(None))

    def placement(self, window: Window, before: Placement) -> Placement:
        """A zoomed window does not tell the place it goes back to."""
        native = native_of(window)
        if native.isMiniaturized() or native.styleMask() & FULL_SCREEN:
            return before
        x, y, width, height = _from_the_top(native.frame())
        if native.isZoomed():
            place = before if _is_on(before, Area(x, y, width, height)) else replace(before, x=x, y=y)
            return replace(place, maximized=True)
        return Placement(width, height, x, y)

    def come_to_front(self, window: Window) -> None:
        window.show()
        window.restore()

    def close(self, window: Window) -> None:
        """`stop:`, which pywebview calls as the last window goes, is noticed after the next event: so there is one.

        Closed by its program, a window is not asked; its place would not be saved.
        """
        if window.events.shown.wait(SHOWN_SECONDS):
            self.post(lambda: _close(window))

    def keep_awake(self, working: bool) -> None:
        """App Nap is for programs that nobody sees; one that paints is not to be one of them."""
        if working is (self._activity is not None):
            return
        foundation = import_module("Foundation")
        process = foundation.NSProcessInfo.processInfo()
        if working:
            kind = foundation.NSActivityUserInitiatedAllowingIdleSystemSleep
            self._activity = process.beginActivityWithOptions_reason_(kind, "painting")
        else:
            process.endActivity_(self._activity)
            self._activity = None

    def copy_image(self, window: Window, png: bytes) -> None:
        self._copy(lambda: _put_on_pasteboard(png))

    def copy_text(self, window: Window, text: str) -> None:
        self._copy(lambda: _put_text_on_pasteboard(text))

    def copy_file(self, window: Window, file: Path) -> None:
        self._copy(lambda: _put_file_on_pasteboard(file))

    def _copy(self, copy: Callable[[], bool]) -> None:
        done: Future[bool] = Future()
        self.post(lambda: done.set_result(copy()))
        if not done.result(SECONDS):
            raise ShellError("copy_failed")

    def complain(self, message: Message) -> bool:
        return ask(message)


def _is_on(placement: Placement, area: Area) -> bool:
    if placement.x is None or placement.y is None:
        return False
    return area.overlap(placement.x, placement.y, placement.width, placement.height) > 0


def _close(window: Window) -> None:
    gone = window.events.closed.is_set()  # whoever asks twice
    if gone or window.events.closing.set():
        return
    native_of(window).close()
    app_kit = import_module("AppKit")
    make = app_kit.NSEvent.otherEventWithType_location_modifierFlags_timestamp_windowNumber_context_subtype_data1_data2_
    event = make(app_kit.NSEventTypeApplicationDefined, (0.0, 0.0), 0, 0.0, 0, None, 0, 0, 0)
    app_kit.NSApplication.sharedApplication().postEvent_atStart_(event, True)


def _screens() -> Sequence[Any]:
    return list(import_module("AppKit").NSScreen.screens())


def _main_height() -> int:
    """Of the screen from whose lower left corner Cocoa counts, upwards; we count from its upper left one, downwards."""
    return int(_screens()[0].frame().size.height)


def _from_the_top(frame: Any) -> tuple[int, int, int, int]:  # noqa: ANN401 - Cocoa's
    """Left, top, width and height, of a rectangle in Cocoa's fractions."""
    origin, size = frame.origin, frame.size
    top = _main_height() - origin.y - size.height
    return round(origin.x), round(top), round(size.width), round(size.height)


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
