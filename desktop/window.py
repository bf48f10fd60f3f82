"""The native window: opens the page, remembers its place, asks before it closes over unfinished work."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import webview

from desktop.browser import open_in_browser
from desktop.environment import BorrowedEnvironment
from desktop.placement import MIN_HEIGHT, MIN_WIDTH, Placement
from desktop.toolkit import NoWindow, Toolkit, Wishes
from server.errors import ShellError
from server.i18n import N_
from server.paths import Paths

if TYPE_CHECKING:
    from server.control import Control

READY_SECONDS = 15.0
TITLE = "AI 绘画工坊"
BUSY_TITLE = N_("AI 绘画工坊 — {count} under way")

log = logging.getLogger(__name__)


class NativeWindow:
    has_window = True

    def __init__(self, control: Control, paths: Paths, toolkit: Toolkit, environment: BorrowedEnvironment) -> None:
        self._control = control
        self._paths = paths
        self._toolkit = toolkit
        self._environment = environment
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
        threading.Thread(target=self._watch_start, name="window-start", daemon=True).start()
        webview.start(gui=self._toolkit.gui, icon=self._toolkit.icon)
        if self._trouble:
            raise self._trouble

    def leave(self) -> None:
        self._leaving = True
        self._chores.submit(self._window.destroy)

    def hide(self) -> None:
        self._chores.submit(self._window.hide)

    def come_to_front(self) -> None:
        self._chores.submit(self._toolkit.come_to_front, self._window)

    def show_active(self, count: int) -> None:
        text = self._control.text(BUSY_TITLE, count=count) if count else TITLE
        self._chores.submit(self._window.set_title, text)

    def ask_save_path(self, suggested_name: str) -> Path | None:
        """One at a time: whoever asks for a second is told that it was cancelled."""
        if not self._dialog.acquire(blocking=False):
            return None
        try:
            folder = str(self._paths.library.parent)
            chosen = self._window.create_file_dialog(
                webview.FileDialog.SAVE, directory=folder, save_filename=suggested_name
            )
        except webview.WebViewException as error:
            raise ShellError("dialog_failed") from error
        finally:
            self._dialog.release()
        return Path(chosen[0]) if chosen else None

    def copy_image(self, picture: Path) -> None:
        try:
            self._toolkit.copy_image(self._window, picture)
        except TimeoutError as error:
            raise ShellError("copy_failed") from error

    def _create(self) -> webview.Window:
        placement = self._placement
        webview.settings["ALLOW_FILE_URLS"] = False
        window = webview.create_window(
            TITLE,
            self._control.entry_url(),
            width=placement.width,
            height=placement.height,
            x=placement.x,
            y=placement.y,
            min_size=(MIN_WIDTH, MIN_HEIGHT),
            maximized=placement.maximized,
            background_color=self._background(),
            localization={"global.saveFile": self._control.text(N_("Save as"))},
        )
        assert window is not None  # noqa: S101 - only a window made later, on another thread, can be refused
        window.events.initialized += self._check_renderer
        window.events.before_show += self._adopt
        window.events.closing += self._may_close
        return window

    def _background(self) -> str:
        """The theme's, so that nothing flashes white before the page is there."""
        light, dark = self._control.backgrounds()
        theme = self._control.theme()
        return dark if theme == "dark" or (theme == "system" and self._toolkit.dark()) else light

    def _check_renderer(self, renderer: str) -> bool:
        """Where WebView2 is missing, pywebview falls back to Internet Explorer's engine: a white window."""
        if renderer != "mshtml":
            return True
        self._trouble = NoWindow(N_("Microsoft Edge WebView2 Runtime is not installed."))
        return False

    def _adopt(self) -> None:
        self._environment.give_back()
        self._toolkit.adopt(
            self._window,
            Wishes(
                origin=self._control.entry_url().partition("/enter")[0],
                background=self._window.background_color,
                placement=self._placement,
                text=self._control.text,
                open_external=_open_external,
                renderer_died=self._renderer_died,
            ),
        )

    def _may_close(self) -> bool:
        """Called in the window's thread; False keeps the window, and the page asks what to do."""
        if not self._leaving and not self._control.may_close():
            return False
        try:
            self._toolkit.placement(self._window, self._placement).save(self._paths.window_file)
        except OSError as error:
            log.warning("the window's place was not saved: %s", error.strerror)
        return True

    def _watch_start(self) -> None:
        if not self._control.wait_for_page(READY_SECONDS) and not self._leaving:
            self._give_up(NoWindow(N_("The page did not appear in the window.")))

    def _renderer_died(self) -> None:
        """Once it is started again; not before the page was there, for then it would only die again."""
        log.error("the renderer ended")
        if self._reloaded or not self._control.wait_for_page(0):
            self._give_up(NoWindow(N_("The window's web engine ended unexpectedly.")))
            return
        self._reloaded = True
        self._chores.submit(self._window.load_url, self._control.entry_url())

    def _give_up(self, trouble: NoWindow) -> None:
        self._trouble = trouble
        self.leave()


def _open_external(url: str) -> None:
    """On a thread of its own, for some browsers are waited for."""
    if url.startswith(("https://", "http://")):
        threading.Thread(target=open_in_browser, args=(url,), name="browser", daemon=True).start()
