"""The page in the user's own browser: for `--browser` and `--serve`, and where no window can be opened."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.dialog import tell
from desktop.door import Door, knows_names
from server.common.errors import ShellError
from server.common.i18n import N_
from server.common.threads import in_thread

if TYPE_CHECKING:
    from server.web.control import Control

OPENER_SECONDS = 5.0
DOOR_SECONDS = 8.0
"""A browser that has to start first takes a few. One in a sandbox of its own, as Ubuntu's Firefox, may read no file in
a hidden folder, and nobody comes in."""
DOOR_PAUSE = 0.1
ANSWER_SECONDS = 0.3
"""The page whose "Quit" was pressed gets its answer before the server is gone."""


def open_in_browser(url: str) -> bool:
    """True when a browser was found. May wait for the browser to end, so it belongs on a thread of its own."""
    try:
        return webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return False


def open_beside_window(url: str) -> bool:
    """Like `open_in_browser`. On Linux what we start inherits our error stream, which is the web engine's by then."""
    opener = None if os.environ.get("BROWSER") else shutil.which("xdg-open")
    if sys.platform != "linux" or opener is None:
        return open_in_browser(url)
    null = subprocess.DEVNULL
    try:
        started = subprocess.Popen(  # noqa: S603
            [opener, url], stdin=null, stdout=null, stderr=null, start_new_session=True
        )
        return started.wait(OPENER_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return True  # some openers stay until the browser is closed
    except OSError:
        return False


class BrowserPage:
    """Keeps the program running while browsers show its page."""

    has_window = False
    """The page has a button to quit by."""

    def __init__(self, control: Control, folder: Path) -> None:
        self._control = control
        self._door = Door(folder)
        self._left = threading.Event()

    def run(self) -> None:
        """Serve until `leave`; the main thread waits here."""
        # In short sleeps, for Windows does not deliver Ctrl+C to a main thread that waits without an end.
        while not self._left.wait(1):
            pass
        time.sleep(ANSWER_SECONDS)

    def leave(self) -> None:
        self._left.set()

    def hide(self) -> None:
        """A browser's window is not ours to hide."""

    def show_active(self, count: int) -> None:
        """The page's own title tells it."""

    def come_to_front(self) -> None:
        in_thread(self.open_page, "browser")

    def open_page(self) -> None:
        """By a file that sends the browser on; where that is not opened, by the address, which others may read."""
        url = self._control.entry_url_by_name() if knows_names() else self._control.entry_url()
        with self._door.leading_to(url) as address:
            if address and open_in_browser(address) and self._comes_in_by(url):
                return
        url = self._control.entry_url()
        if not open_in_browser(url):
            sys.stderr.write(self._control.text(N_("No browser could be opened. Open this address yourself:")))
            sys.stderr.write(f"\n{url}\n")
            self._show_address(url)

    def _show_address(self, url: str) -> None:
        """Where stderr leads nowhere. Not on macOS, where it would be in a process's arguments."""
        if sys.platform == "win32":
            tell(self._control.text(N_("No browser could be opened. Open this address yourself:")), url)

    def _comes_in_by(self, url: str) -> bool:
        deadline = time.monotonic() + DOOR_SECONDS
        while not (entered := self._control.has_entered(url)) and time.monotonic() < deadline:
            time.sleep(DOOR_PAUSE)
        return entered

    def ask_save_path(self, suggested_name: str) -> Path | None:
        raise ShellError("dialog_failed")

    def ask_folder(self) -> Path | None:
        raise ShellError("dialog_failed")

    def ask_file(self) -> Path | None:
        raise ShellError("dialog_failed")

    def copy_file(self, file: Path) -> None:
        raise ShellError("copy_failed")

    def copy_image(self, png: bytes) -> None:
        raise ShellError("copy_failed")

    def copy_text(self, text: str) -> None:
        raise ShellError("copy_failed")
