"""What the program around the server may ask of it, from any thread."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from server.common.errors import StorageError
from server.common.events import Change, ChangeKind
from server.web.guard import Guard

if TYPE_CHECKING:
    from server.site.site import Site

Answer = TypeVar("Answer")

PATIENCE = 2.0
"""Seconds a caller waits for the server's loop, which never works on anything longer than milliseconds."""

BACKGROUNDS = ("#f3f0f7", "#17151f")
"""Of the light and the dark theme (templates/style/themes.css): the window has this colour before the page is there."""


class Control:
    """Usable before the site is there: answers that need it are the harmless ones until then."""

    def __init__(self, guard: Guard) -> None:
        self.run_id = secrets.token_hex(8)
        self.knock_token = guard.knock_token
        self._guard = guard
        self._site: Site | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._page_open = threading.Event()
        self.failure: Exception | None = None

    def attach(self, site: Site) -> None:
        """Called on the server's loop when the site is ready."""
        self._loop = asyncio.get_running_loop()
        self._site = site

    def failed(self, error: Exception) -> None:
        """Called when the site could not be made; the server will never be ready."""
        self.failure = error

    def page_opened(self) -> None:
        """Called when a page has begun to listen for changes: it is there and interactive."""
        self._page_open.set()

    def entry_url(self) -> str:
        """A new URL that opens the page, once."""
        return self._guard.entry_url()

    def entry_url_by_name(self) -> str:
        """The same for a browser, at an address whose cookies no other server of this computer gets."""
        return self._guard.entry_url(by_name=True)

    def has_entered(self, entry_url: str) -> bool:
        """Whether somebody has come in by that URL."""
        return self._guard.is_used(entry_url)

    def page_is_open(self) -> bool:
        """Whether a page listens at this moment."""
        return self._site is not None and self._site.hub.listeners > 0

    def wait_for_page(self, timeout: float) -> bool:
        """Wait until the first page is interactive; False after `timeout` seconds."""
        return self._page_open.wait(timeout)

    def backgrounds(self) -> tuple[str, str]:
        """Window colours of the light and the dark theme."""
        return BACKGROUNDS

    def theme(self) -> str:
        """`light`, `dark` or `system`."""
        return self._site.preferences.theme if self._site else "system"

    def library(self) -> Path | None:
        """The folder the pictures are in, which may have been moved; None where it is not known yet."""
        return self._site.library.folder if self._site else None

    def text(self, message: str, **values: object) -> str:
        """A message in the interface's language."""
        return self._site.text(message, **values) if self._site else message.format(**values)

    def active_count(self) -> int:
        """Paintings under way or about to be; not those that wait for their user, or for the allowance."""
        return self._ask(self._active_count, default=0)

    def may_close(self) -> bool:
        """True when nothing would be lost; otherwise the page asks its user, and the window stays."""
        if not self.page_is_open():
            return True
        return self._ask(self._may_close, default=True)

    def wind_down(self) -> int:
        """Begin no painting any more, and say in open pages why; how many are being painted and paid for."""
        return self._ask(self._wind_down, default=0)

    def paid_count(self) -> int:
        """How many are being painted and paid for."""
        return self._ask(self._paid_count, default=0)

    def tell_of_trouble(self) -> None:
        """Let open pages say that something went wrong inside the program. Returns at once."""
        if self._site is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._site.hub.publish, Change(ChangeKind.TROUBLE))

    def note_reopened(self) -> None:
        """Let the next page of the studio say that its window had to be opened again."""
        if self._site is not None:
            self._site.reopened = True

    def settle(self, timeout: float) -> None:
        """Stop what is under way, save what is being saved, close the database; at most `timeout` seconds."""
        if self._site is None or self._loop is None:
            return
        future = asyncio.run_coroutine_threadsafe(self._site.close(), self._loop)
        try:
            future.result(timeout)
        except FutureTimeoutError:
            future.cancel()

    async def _active_count(self) -> int:
        return self._site.studio.queue.pending() if self._site else 0

    async def _wind_down(self) -> int:
        if self._site is None:
            return 0
        self._site.studio.queue.wind_down()
        paid = await self._paid_count()
        if paid:
            self._site.hub.publish(Change(ChangeKind.CLOSING))
        return paid

    async def _paid_count(self) -> int:
        with contextlib.suppress(StorageError):  # a database that cannot tell is nothing to wait for
            return self._site.studio.queue.paid() if self._site else 0
        return 0

    async def _may_close(self) -> bool:
        if self._site is None:
            return True
        if not self._site.studio.queue.pending() and not self._site.studio.keeper.unsaved_count:
            return True
        self._site.hub.publish(Change(ChangeKind.CLOSING))
        return False

    def _ask(self, question: Callable[[], Coroutine[Any, Any, Answer]], *, default: Answer) -> Answer:
        """Ask on the server's loop; the default when it does not answer soon."""
        if self._loop is None:
            return default
        future = asyncio.run_coroutine_threadsafe(question(), self._loop)
        try:
            return future.result(PATIENCE)
        except FutureTimeoutError:
            return default
