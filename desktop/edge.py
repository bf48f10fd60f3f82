"""The window's Windows side: WinForms with Edge WebView2, through pywebview and pythonnet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import webview

from desktop.native import native_of
from desktop.placement import Area, Placement
from server.errors import ShellError

if TYPE_CHECKING:
    from webview import Window
    from webview.guilib import GUIType

    from desktop.toolkit import Wishes


class EdgeToolkit:
    gui: GUIType = "edgechromium"
    icon: str | None = str(Path(__file__).with_name("icon.ico"))

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
        """As pywebview tells them, in logical pixels; the main one first."""
        return [Area(screen.x, screen.y, screen.width, screen.height) for screen in webview.screens]

    def adopt(self, window: Window, wishes: Wishes) -> None:
        """WebView2 asks here before it leaves the page; pywebview sends new windows to the browser by itself."""

        def judge(_sender: object, request: Any) -> None:  # noqa: ANN401 - a .NET object
            address = str(request.Uri)
            if not address.startswith((f"{wishes.origin}/", "about:")):
                request.Cancel = True
                wishes.open_external(address)

        native_of(window).webview.NavigationStarting += judge

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

    def copy_image(self, window: Window, picture: Path) -> None:
        """The clipboard wants the window's thread, which is a single-threaded apartment."""

        def copy() -> None:
            image = import_module("System.Drawing").Image.FromFile(str(picture))
            try:
                import_module("System.Windows.Forms").Clipboard.SetImage(image)
            finally:
                image.Dispose()

        _in_thread_of(window, copy)

    def copy_file(self, window: Window, file: Path) -> None:
        def copy() -> None:
            files = import_module("System.Collections.Specialized").StringCollection()
            files.Add(str(file))
            import_module("System.Windows.Forms").Clipboard.SetFileDropList(files)

        _in_thread_of(window, copy)

    def complain(self, title: str, message: str) -> None:
        forms = import_module("System.Windows.Forms")
        forms.MessageBox.Show(message, title, forms.MessageBoxButtons.OK, forms.MessageBoxIcon.Error)


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
