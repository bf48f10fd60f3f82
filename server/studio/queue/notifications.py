"""Tells of paintings that are done or failed: by the system's notifications to who looks elsewhere, by a sound."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from msgspec import Struct
from msgspec.structs import replace

from server.common.advice import advise
from server.common.background import begin
from server.common.errors import ShellError
from server.common.i18n import N_
from server.paintings.painting import Painting, State

QUIET = 1.0
LONGEST = 8.0
"""Seconds: what ends within the first of another is told with it, and nothing is kept longer than the second."""

END_SECONDS = 1.0

log = logging.getLogger(__name__)


class News(Struct, frozen=True):
    """How many paintings ended how; `error` is the code of the last failure. Nothing of what they show."""

    done: int = 0
    failed: int = 0
    error: str = ""


class Notifications:
    """Lives on the server's loop. `ring` lets open pages sound; `notify` shows a notification of the system's.

    `pages()` says how many pages are open. Nobody is notified before a page has been there.
    """

    def __init__(
        self,
        *,
        ring: Callable[[], None],
        notify: Callable[[News], Awaitable[None]],
        wanted: Callable[[], bool],
        pages: Callable[[], int],
    ) -> None:
        self._ring = ring
        self._notify = notify
        self._wanted = wanted
        self._pages = pages
        self._news = News()
        self._first = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._told: asyncio.Task[None] | None = None
        self._met = False
        self.in_front = True
        """What pages have told last. The first one need not: it is opened in front."""

    def page_opened(self) -> None:
        self._met = True

    def page_is(self, *, in_front: bool) -> None:
        """A page has got or lost its user's attention."""
        self._met = True
        self.in_front = in_front

    def ended(self, painting: Painting) -> None:
        """One is done or failed; it is told of as soon as it is quiet."""
        loop = asyncio.get_running_loop()
        if self._timer is None:
            self._first = loop.time()
        else:
            self._timer.cancel()
        if painting.state is State.DONE:
            self._news = replace(self._news, done=self._news.done + 1)
        else:
            self._news = replace(self._news, failed=self._news.failed + 1, error=painting.error or "")
        self._timer = loop.call_at(min(loop.time() + QUIET, self._first + LONGEST), self._speak)

    async def close(self) -> None:
        """Tell what has not been told yet."""
        if self._timer is not None:
            self._timer.cancel()
            self._speak()
        if self._told is not None:
            await asyncio.wait({self._told}, timeout=END_SECONDS)

    def _speak(self) -> None:
        news, self._news, self._timer = self._news, News(), None
        self._ring()
        looked_at = self.in_front and self._pages() > 0
        if self._met and not looked_at and self._wanted():
            self._told = begin(self._show(news), "a notification")

    async def _show(self, news: News) -> None:
        try:
            await self._notify(news)
        except ShellError as error:
            log.info("the system shows no notification: %s", error)


def words_of(news: News) -> tuple[str, str]:
    """Of a notification: its title, with `{done}` and `{failed}`, and a text. No prompt: others see the screen too."""
    if news.done and news.failed:
        return N_("{done} paintings done, {failed} failed"), advise(news.error).sentence
    if news.failed:
        title = N_("A painting has failed") if news.failed == 1 else N_("{failed} paintings have failed")
        return title, advise(news.error).sentence
    return N_("Your painting is done") if news.done == 1 else N_("{done} paintings are done"), ""
