"""The window's Windows side: WinForms with Edge WebView2, through pywebview and pythonnet."""

from __future__ import annotations

import base64
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import webview

from desktop.dialog import Message, ask
from desktop.edge_page import EdgePage
from desktop.native import native_of
from desktop.placement import Area, Placement
from desktop.wishes import NoWindow
from server.common.errors import ShellError
from server.common.i18n import N_
from server.common.paths import ROOT

if TYPE_CHECKING:
    from webview import Window
    from webview.guilib import GUIType

    from desktop.wishes import Wishes


APP_ID = "Atelier.Atelier"
"""By which the task bar knows the window as ours and not Python's."""

WEBVIEW2 = "https://developer.microsoft.com/microsoft-edge/webview2/"

CHANNELS = (
    # Of WebView2: the runtime, and the previews that count as one.
    "{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
    "{2CD8A007-E189-409D-A2C8-9AF4EF3C72AA}",
    "{0D50BFEC-CD6A-4F9A-964C-C7416E3ACB10}",
    "{65C35B14-6C1D-4122-AC46-7148CC9D6497}",
)
PLACES = (
    ("HKEY_CURRENT_USER", r"SOFTWARE\Microsoft\EdgeUpdate\Clients"),
    ("HKEY_LOCAL_MACHINE", r"SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients"),
)
DOT_NET = ("pythonnet", "clr_loader", "webview")
"""Folders of the program in which .NET finds its libraries."""


def prepare_dot_net() -> None:
    """All that must be there before the first window. Raises NoWindow.

    Without WebView2 pywebview would take Internet Explorer's engine, and change the user's registry for it.
    """
    if not has_webview2():
        raise NoWindow(N_("Microsoft Edge WebView2 Runtime is not installed."), cure=WEBVIEW2)
    import_module("ctypes").windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)
    if hasattr(sys, "frozen"):
        unblock(ROOT)
    try:
        import_module("webview.platforms.winforms")
    except Exception as error:  # .NET's have no class of their own before .NET is there
        raise NoWindow(N_("The libraries for a window are missing."), f"{type(error).__name__}: {error}") from error


def has_webview2() -> bool:
    """Where its installer leaves its version, as Microsoft documents it and pywebview looks."""
    registry = import_module("winreg")
    for root, place in PLACES:
        for channel in CHANNELS:
            try:
                with registry.OpenKey(getattr(registry, root), rf"{place}\{channel}") as key:
                    version = str(registry.QueryValueEx(key, "pv")[0])
            except OSError:
                continue
            if version.strip("0."):
                return True
    return False


def unblock(folder: Path) -> None:
    """Take off our own libraries the mark of files unpacked from a downloaded archive: .NET would not load them."""
    for name in DOT_NET:
        for library in (folder / name).rglob("*.dll"):
            with contextlib.suppress(OSError):  # there is none, or the folder cannot be written
                os.remove(f"{library}:Zone.Identifier")  # noqa: PTH107 - no path, but a stream of the file


class EdgeToolkit:
    gui: GUIType = "edgechromium"
    icon: str | None = str(Path(__file__).with_name("icon.ico"))
    quits_at_once = False

    def post(self, function: Callable[[], None]) -> None:
        """The window has a thread of its own here, and the main one only waits for that to end."""

    def dark(self) -> bool:
        registry = import_module("winreg")
        place = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, place) as key:
                return bool(registry.QueryValueEx(key, "AppsUseLightTheme")[0] == 0)
        except OSError:
            return False

    def areas(self) -> Sequence[Area]:
        """In logical pixels, without the task bar. pywebview tells them as they are for a process that knows of scales.

        One that does not is told by Windows that there is none.
        """
        scale = import_module("ctypes").windll.user32.GetDpiForSystem() / 96
        main_first = sorted(webview.screens, key=lambda screen: (screen.x, screen.y) != (0, 0))
        places = [(area.X, area.Y, area.Width, area.Height) for area in (screen.frame for screen in main_first)]
        return [Area(*(int(number / scale) for number in place)) for place in places]

    def adopt(self, window: Window, wishes: Wishes) -> None:
        """pywebview sends new windows to the browser by itself."""
        form = native_of(window)

        def closing(_sender: object, request: Any) -> None:  # noqa: ANN401 - a .NET object
            if str(request.CloseReason) == "WindowsShutDown" and not request.Cancel:
                wishes.session_ends()

        form.FormClosing += closing
        EdgePage(form.webview, wishes).rule()

    def placement(self, window: Window, before: Placement) -> Placement:
        form = native_of(window)
        state = str(form.WindowState)
        if state == "Minimized":
            return before
        scale = form.DeviceDpi / 96
        bounds = form.Bounds if state == "Normal" else form.RestoreBounds
        width, height, x, y = (int(n / scale) for n in (bounds.Width, bounds.Height, bounds.X, bounds.Y))
        return Placement(width, height, x, y, maximized=state == "Maximized")

    def come_to_front(self, window: Window) -> None:
        if str(native_of(window).WindowState) == "Minimized":
            window.restore()
        window.show()

    def close(self, window: Window) -> None:
        window.destroy()

    def keep_awake(self, working: bool) -> None:
        """Windows slows no program down that is not asked to be."""

    def copy_image(self, window: Window, png: bytes) -> None:
        """The clipboard wants the window's thread, which is a single-threaded apartment."""

        def copy() -> None:
            # As text, for pythonnet would make .NET's bytes of Python's one by one.
            data = import_module("System").Convert.FromBase64String(base64.b64encode(png).decode())
            contents = import_module("System.IO").MemoryStream(data)
            image = import_module("System.Drawing").Image.FromStream(contents)
            forms = import_module("System.Windows.Forms")
            try:
                both = forms.DataObject()
                both.SetData("PNG", False, contents)  # with its transparency, which a bitmap has not
                both.SetImage(image)
                forms.Clipboard.SetDataObject(both, True)
            finally:
                image.Dispose()

        _in_thread_of(window, copy)

    def copy_file(self, window: Window, file: Path) -> None:
        def copy() -> None:
            files = import_module("System.Collections.Specialized").StringCollection()
            files.Add(str(file))
            import_module("System.Windows.Forms").Clipboard.SetFileDropList(files)

        _in_thread_of(window, copy)

    def copy_text(self, window: Window, text: str) -> None:
        _in_thread_of(window, lambda: import_module("System.Windows.Forms").Clipboard.SetText(text))

    def complain(self, message: Message) -> bool:
        return ask(message)


def _in_thread_of(window: Window, function: Callable[[], None]) -> None:
    system = import_module("System")
    failures: list[str] = []

    def guarded() -> None:
        try:
            function()
        except system.Exception as error:  # .NET's, in the window's thread, which it would end
            failures.append(type(error).__name__)

    native_of(window).Invoke(system.Action(guarded))
    if failures:
        raise ShellError("copy_failed", failures[0])
