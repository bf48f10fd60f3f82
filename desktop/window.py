"""The native window: opens the page, remembers its place, asks before it closes over unfinished work."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import webview
from msgspec import Struct
from msgspec.structs import replace

from desktop.browser import open_beside_window
from desktop.environment import BorrowedEnvironment
from desktop.placement import MIN_HEIGHT, MIN_WIDTH, Placement
from desktop.toolkit import Toolkit
from desktop.wishes import NoWindow, Wishes
from desktop.words import window_words
from server.common.errors import ShellError
from server.common.i18n import N_
from server.common.paths import Paths
from server.common.threads import hand_to, in_thread

if TYPE_CHECKING:
    from server.web.control import Control

READY_SECONDS = 15.0
BACKGROUNDS = ("#f3f0f7", "#17151f")
"""As `server.web.control` has them, which to load here would be to wait for."""
TITLE = "AI 绘画工坊"
BUSY_TITLE = N_("AI 绘画工坊 — {count} under way")

log = logging.getLogger(__name__)


class WindowHost(Struct, frozen=True):
    """`speak` translates while no page has said into which language; `ending` settles what is under way; `wanted_back`
    brings the window to the front, and it stays there also if it was hidden until all is painted.
    """

    speak: Callable[[str], str]
    ending: Callable[[], None]
    wanted_back: Callable[[], None]


class NativeWindow:
    """There before the server is: in the theme's colour and empty, until `open_page`."""

    has_window = True

    def __init__(
        self,
        origin: str,
        paths: Paths,
        toolkit: Toolkit,
        environment: BorrowedEnvironment,
        host: WindowHost,
    ) -> None:
        self._origin = origin
        self._speak = host.speak
        self._ending = host.ending
        self._wanted_back = host.wanted_back
        self._paths = paths
        self._toolkit = toolkit
        self._environment = environment
        self._control: Control | None = None
        self._placement = Placement.load(paths.window_file).fitted(toolkit.areas())
        # One thread for what may wait for the window's own, so that the server's never does.
        self._chores = ThreadPoolExecutor(1, thread_name_prefix="window")
        self._dialog = threading.Lock()
        self._leaving = False
        self._trouble: NoWindow | None = None
        self._reloaded = False
        self._window = self._create()

    def run(self) -> None:
        """Raises NoWindow when the page does not appear in time, or its renderer keeps dying."""
        webview.start(gui=self._toolkit.gui, icon=self._toolkit.icon, localization=window_words(self._speak))
        if self._trouble:
            raise self._trouble

    def open_page(self, control: Control) -> None:
        """Returns when the page is there, or has not come in time."""
        self._control = control
        self._later(self._window.load_url, control.entry_url())
        if not control.wait_for_page(READY_SECONDS) and not self._leaving:
            self._give_up(NoWindow(N_("The page did not appear in the window.")))
        self._environment.give_back()

    def leave(self) -> None:
        self._leaving = True
        self._later(self._toolkit.close, self._window)

    def hide(self) -> None:
        self._later(self._window.hide)

    def come_to_front(self) -> None:
        self._later(self._toolkit.come_to_front, self._window)

    def show_active(self, count: int) -> None:
        text = self._text(BUSY_TITLE, count=count) if count else TITLE
        self._later(self._window.set_title, text)
        self._later(self._toolkit.keep_awake, count > 0)

    def _later(self, work: Callable[..., object], *args: object) -> None:
        """On the thread for chores. A window that is being closed may refuse what it is told."""
        hand_to(self._chores, work, *args, unless=lambda: self._leaving)

    def ask_save_path(self, suggested_name: str) -> Path | None:
        self._window.localization["global.saveFile"] = self._text(N_("Save as"))
        return self._ask(webview.FileDialog.SAVE, suggested_name)

    def ask_folder(self) -> Path | None:
        self._window.localization["linux.openFolder"] = self._text(N_("Choose a folder"))
        return self._ask(webview.FileDialog.FOLDER, "")

    def ask_file(self) -> Path | None:
        self._window.localization["linux.openFile"] = self._text(N_("Choose a file"))
        return self._ask(webview.FileDialog.OPEN, "")

    def _ask(self, kind: webview.FileDialog, suggested_name: str) -> Path | None:
        """One at a time: whoever asks for a second is told that it was cancelled."""
        if not self._dialog.acquire(blocking=False):
            return None
        try:
            library = self._control.library() if self._control else None
            folder = str((library or self._paths.library).parent)
            chosen = self._window.create_file_dialog(kind, directory=folder, save_filename=suggested_name)
        except webview.WebViewException as error:
            raise ShellError("dialog_failed") from error
        finally:
            self._dialog.release()
        return _first_path(chosen)

    def copy_image(self, png: bytes) -> None:
        try:
            self._toolkit.copy_image(self._window, png)
        except TimeoutError as error:
            raise ShellError("copy_failed") from error

    def copy_text(self, text: str) -> None:
        try:
            self._toolkit.copy_text(self._window, text)
        except TimeoutError as error:
            raise ShellError("copy_failed") from error

    def copy_file(self, file: Path) -> None:
        try:
            self._toolkit.copy_file(self._window, file)
        except TimeoutError as error:
            raise ShellError("copy_failed") from error

    def _create(self) -> webview.Window:
        placement = self._placement
        webview.settings["ALLOW_FILE_URLS"] = False
        window = webview.create_window(
            TITLE,
            width=placement.width,
            height=placement.height,
            x=placement.x,
            y=placement.y,
            min_size=(MIN_WIDTH, MIN_HEIGHT),
            maximized=placement.maximized,
            background_color=self._background(),
            # Or pywebview's script, which Windows and macOS get, takes these away from the page.
            draggable=True,
            zoomable=True,
            text_select=True,
        )
        assert window is not None  # noqa: S101 - only a window made later, on another thread, can be refused
        window.events.initialized += self._check_renderer
        window.events.before_show += self._adopt
        window.events.closing += self._may_close
        return window

    def _background(self) -> str:
        """The colour of the theme that was last used, so that nothing flashes white before the page is there."""
        light, dark = BACKGROUNDS
        theme = self._placement.theme
        return dark if theme == "dark" or (theme != "light" and self._toolkit.dark()) else light

    def _text(self, message: str, **values: object) -> str:
        return self._control.text(message, **values) if self._control else self._speak(message).format(**values)

    def _check_renderer(self, renderer: str) -> bool:
        """Where WebView2 is missing, pywebview falls back to Internet Explorer's engine: a white window."""
        if renderer != "mshtml":
            return True
        self._trouble = NoWindow(N_("Microsoft Edge WebView2 Runtime is not installed."))
        return False

    def _adopt(self) -> None:
        if self._toolkit.gui != "edgechromium":  # WebView2 starts its processes some time after this
            self._environment.give_back()
        self._toolkit.adopt(
            self._window,
            Wishes(
                origin=self._origin,
                background=self._window.background_color,
                placement=self._placement,
                text=self._text,
                open_external=_open_external,
                renderer_died=self._renderer_died,
                engine_died=self._engine_died,
                session_ends=self._ending,
                wanted_back=self._wanted_back,
            ),
        )

    def _may_close(self) -> bool:
        """Called in the window's thread; False keeps the window, and the page asks what to do."""
        if self._control is None:
            return True
        if not self._leaving and not self._control.may_close():
            self._wanted_back()  # the page asks, and asks nobody in a window that is hidden
            return False
        placement = replace(self._toolkit.placement(self._window, self._placement), theme=self._control.theme())
        try:
            placement.save(self._paths.window_file)
        except OSError as error:
            log.warning("the window's place was not saved: %s", error.strerror)
        if self._toolkit.quits_at_once:
            self._ending()
        return True

    def _renderer_died(self) -> None:
        """Once it is started again; not before the page was there, for then it would only die again."""
        log.error("the renderer ended")
        if self._reloaded or self._control is None or not self._control.wait_for_page(0):
            self._give_up(NoWindow(N_("The window's web engine ended unexpectedly.")))
            return
        self._reloaded = True
        self._control.note_reopened()
        self._later(self._window.load_url, self._control.entry_url())

    def _engine_died(self) -> None:
        log.error("the web engine ended")
        self._give_up(NoWindow(N_("The window's web engine ended unexpectedly.")))

    def _give_up(self, trouble: NoWindow) -> None:
        self._trouble = trouble
        self.leave()


def _first_path(chosen: str | Sequence[str] | None) -> Path | None:
    """Of a dialog's answer: names in a tuple; where macOS asks for one to save under, the name itself; and nothing, or
    an empty name, where it was cancelled.
    """
    names = (chosen,) if isinstance(chosen, str) else tuple(chosen or ())
    return Path(str(names[0])) if names and names[0] else None


def _open_external(url: str) -> None:
    """On a thread of its own, for some browsers are waited for."""
    if url.startswith(("https://", "http://")):
        in_thread(open_beside_window, "browser", url)
