"""The operating system's side of the program, handed to the server; `server.common.shell` says what each call means."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.browser import open_beside_window, open_in_browser
from desktop.notify import Notifier
from desktop.reveal import reveal_file
from server.common.errors import ShellError
from server.common.shell import WindowTrouble
from server.common.threads import in_thread

if TYPE_CHECKING:
    from server.web.control import Control


class Surface(Protocol):
    """What shows the page: the native window, or browsers. Its methods may be called from any thread."""

    has_window: bool

    def run(self) -> None:
        """Show the page; the main thread stays here until `leave`."""

    def leave(self) -> None: ...

    def hide(self) -> None: ...

    def come_to_front(self) -> None: ...

    def show_active(self, count: int) -> None: ...

    def ask_save_path(self, suggested_name: str) -> Path | None: ...

    def ask_folder(self) -> Path | None: ...

    def ask_file(self) -> Path | None: ...

    def copy_image(self, png: bytes) -> None: ...

    def copy_text(self, text: str) -> None: ...

    def copy_file(self, file: Path) -> None: ...


class DesktopShell:
    """Passes on to the surface of the moment: a window that cannot be opened is replaced by the browser."""

    def __init__(self, *, has_window: bool, report_bug: Callable[[BaseException, str], None]) -> None:
        """`has_window`: whether one is going to be there; what the server draws first is for it."""
        self._report_bug = report_bug
        self._surface: Surface | None = None
        self._control: Control | None = None
        self._finishing = False
        self._has_window = has_window
        self._window_trouble: WindowTrouble | None = None
        self._notifier = Notifier(self.come_to_front)

    def attach(self, surface: Surface, control: Control) -> None:
        self._surface, self._control = surface, control
        self._has_window = surface.has_window

    @property
    def has_window(self) -> bool:
        return self._has_window

    @property
    def window_trouble(self) -> WindowTrouble | None:
        return self._window_trouble

    def no_window(self, trouble: WindowTrouble) -> None:
        self._window_trouble = trouble

    async def ask_save_path(self, suggested_name: str) -> Path | None:
        return await asyncio.to_thread(self._attached("dialog_failed").ask_save_path, suggested_name)

    async def ask_folder(self) -> Path | None:
        return await asyncio.to_thread(self._attached("dialog_failed").ask_folder)

    async def ask_file(self) -> Path | None:
        return await asyncio.to_thread(self._attached("dialog_failed").ask_file)

    async def copy_file(self, file: Path) -> None:
        await asyncio.to_thread(self._attached("copy_failed").copy_file, file)

    async def copy_image(self, png: bytes) -> None:
        await asyncio.to_thread(self._attached("copy_failed").copy_image, png)

    async def copy_text(self, text: str) -> None:
        await asyncio.to_thread(self._attached("copy_failed").copy_text, text)

    async def reveal(self, file: Path) -> None:
        await asyncio.to_thread(reveal_file, file)

    async def open_external(self, url: str) -> None:
        opener = open_beside_window if self._has_window else open_in_browser
        if not url.startswith("https://") or not await asyncio.to_thread(opener, url):
            raise ShellError("open_failed")

    async def notify(self, title: str, text: str) -> None:
        await asyncio.to_thread(self._notifier.show, title, text)

    def report_bug(self, error: Exception) -> None:
        in_thread(self._report_bug, "report", error, "a bug in the server")

    def show_active(self, count: int) -> None:
        if self._surface is None:
            return
        self._surface.show_active(count)
        self._leave_when_finished(count)

    def come_to_front(self) -> None:
        self._finishing = False
        if self._surface:
            self._surface.come_to_front()

    def close(self, *, finish_first: bool) -> None:
        if self._surface is None or self._control is None:
            return
        if not finish_first:
            self._surface.leave()
            return
        self._finishing = True
        # Not on this thread: it is the server's own, which is about to be asked.
        in_thread(self._finish_first, "finishing", self._surface, self._control, daemon=False)

    def _finish_first(self, surface: Surface, control: Control) -> None:
        surface.hide()
        self._leave_when_finished(control.active_count())

    def _leave_when_finished(self, count: int) -> None:
        if self._finishing and count == 0 and self._surface:
            self._surface.leave()

    def _attached(self, code: str) -> Surface:
        if self._surface is None:
            raise ShellError(code)
        return self._surface
