"""The operating system's side of a studio that no page shows; `server.common.shell.Shell` says what each call means."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from desktop.crash import CrashWatch
from server.common.errors import ShellError


class HeadlessShell:
    """There is nobody to ask, and nothing to bring to the front."""

    has_window = False
    window_trouble = None

    def __init__(self, watch: CrashWatch) -> None:
        self._watch = watch

    async def ask_save_path(self, suggested_name: str) -> NoReturn:
        raise ShellError("dialog_failed")

    async def ask_folder(self) -> NoReturn:
        raise ShellError("dialog_failed")

    async def ask_file(self) -> NoReturn:
        raise ShellError("dialog_failed")

    async def notify(self, title: str, text: str) -> NoReturn:
        raise ShellError("notify_failed")

    async def copy_file(self, file: Path) -> None:
        raise ShellError("copy_failed")

    async def copy_image(self, png: bytes) -> None:
        raise ShellError("copy_failed")

    async def copy_text(self, text: str) -> None:
        raise ShellError("copy_failed")

    async def reveal(self, file: Path) -> None:
        raise ShellError("reveal_failed")

    async def open_external(self, url: str) -> None:
        raise ShellError("open_failed")

    def report_bug(self, error: Exception) -> None:
        self._watch.report_bug(error, "a bug in a command")

    def show_active(self, count: int) -> None:
        """Progress is told of the command's own paintings only."""

    def come_to_front(self) -> None:
        """There is nothing to show."""

    def close(self, *, finish_first: bool) -> None:
        """A command ends by itself."""
