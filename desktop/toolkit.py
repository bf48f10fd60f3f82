"""What differs between the windows of Linux, Windows and macOS; `load_toolkit` picks the one for this system."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.placement import Area, Placement
from desktop.wishes import NoWindow, Wishes
from server.common.i18n import N_

if TYPE_CHECKING:
    from webview import Window
    from webview.guilib import GUIType

    from desktop.dialog import Message


def prepare_toolkit() -> None:
    """What must not be loaded beside anything else: called before the server's thread begins to import.

    shiboken6 looks through all modules as it is loaded. If another thread adds one meanwhile ("dictionary changed size
    during iteration"), it ends the process with SIGABRT: seen on a busy machine, with 6.12.
    """
    if sys.platform == "linux":
        with contextlib.suppress(ImportError):  # load_toolkit says why
            import shiboken6  # noqa: F401


class Toolkit(Protocol):
    """The calls a window's own thread must make are made there, whatever thread they come from."""

    gui: GUIType
    """pywebview's name for it, always given, so that it never falls back to something else."""

    icon: str | None
    """A file in the form this system's windows take; None where the program's own is used."""

    quits_at_once: bool
    """Whether the process may end as soon as a window has agreed to close, with nothing of ours called after that."""

    def post(self, function: Callable[[], None]) -> None:
        """Have it called soon in the main thread, where that thread can be reached."""

    def dark(self) -> bool:
        """Whether the system's colours are dark."""

    def areas(self) -> Sequence[Area]:
        """Of all screens, the main one first."""

    def adopt(self, window: Window, wishes: Wishes) -> None:
        """Called once in the window's thread, before it is shown."""

    def placement(self, window: Window, before: Placement) -> Placement:
        """Where the window is now. Called in its thread."""

    def come_to_front(self, window: Window) -> None: ...

    def close(self, window: Window) -> None:
        """Close it and let pywebview's loop end. Its `closing` is asked on the way, as when its user closes it."""

    def keep_awake(self, working: bool) -> None:
        """Have the system not slow the program down while it works where nobody sees it."""

    def copy_image(self, window: Window, png: bytes) -> None:
        """Raises ShellError."""

    def copy_file(self, window: Window, file: Path) -> None:
        """Raises ShellError."""

    def copy_text(self, window: Window, text: str) -> None:
        """Raises ShellError."""

    def complain(self, message: Message) -> bool:
        """Show a message and wait until it is answered; True when its button was pressed."""


def load_toolkit(language: str) -> Toolkit:
    """Loads the libraries, which takes most of a start's time. Raises NoWindow."""
    if sys.platform == "win32":
        from desktop.edge import EdgeToolkit, prepare_dot_net

        prepare_dot_net()
        return EdgeToolkit()
    if sys.platform == "darwin":
        from desktop.cocoa import CocoaToolkit, prepare_cocoa

        prepare_cocoa()
        return CocoaToolkit()
    return _load_qt(language)


def _load_qt(language: str) -> Toolkit:
    try:
        from desktop.qt import QtToolkit

        return QtToolkit(language)
    except ImportError as error:
        raise NoWindow(N_("The libraries for a window are missing."), str(error)) from error
