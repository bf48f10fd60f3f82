"""What only the desktop around the server can do, as the server sees it. Implementations live in `desktop`."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from msgspec import Struct


class WindowTrouble(Struct, frozen=True):
    """Why a window that was wanted is not there: a message id, and the https address of what helps, or nothing."""

    message: str
    cure: str = ""


class Shell(Protocol):
    """The operating system's side of the program. Coroutines raise `ShellError` when the system refuses."""

    @property
    def has_window(self) -> bool:
        """True in the native window: native dialogs and clipboard are there. False when a browser shows the page."""

    @property
    def window_trouble(self) -> WindowTrouble | None:
        """Where a browser shows the page in a window's place."""

    async def ask_save_path(self, suggested_name: str) -> Path | None:
        """Ask where to save with the system's own dialog; None when the user cancels."""

    async def ask_folder(self) -> Path | None:
        """Ask for a folder with the system's own dialog; None when the user cancels."""

    async def ask_file(self) -> Path | None:
        """Ask for a file that is there with the system's own dialog; None when the user cancels."""

    async def copy_file(self, file: Path) -> None:
        """Put the file itself on the system's clipboard, for file managers and mail."""

    async def copy_image(self, png: bytes) -> None:
        """Put the picture on the system's clipboard. PNG is what the clipboards of all three systems read."""

    async def copy_text(self, text: str) -> None:
        """Put the text on the system's clipboard."""

    async def reveal(self, file: Path) -> None:
        """Show the file, selected, in the system's file manager."""

    async def open_external(self, url: str) -> None:
        """Open an https address in the system's browser."""

    async def notify(self, title: str, text: str) -> None:
        """Show a notification of the system's; who presses it comes to the page, where the system tells of that."""

    def report_bug(self, error: Exception) -> None:
        """Write down, for whoever wrote the program, what nobody foresaw; the page is told. Returns at once."""

    def show_active(self, count: int) -> None:
        """Tell how many paintings are waiting or under way, in the window's title. Returns at once."""

    def come_to_front(self) -> None:
        """Bring what shows the page to the front; where a browser does, open the page there again. Returns at once."""

    def close(self, *, finish_first: bool) -> None:
        """Close the window and end the program; with `finish_first` hide it and end when no painting is left."""
