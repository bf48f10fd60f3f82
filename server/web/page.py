"""What only pages need besides the running studio: templates, static files, who may ask, and what a page was shown."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Any

from robyn import Request

from server.common.background import begin
from server.common.i18n import translate
from server.common.recent import RecentItems
from server.common.secret import Secret
from server.paintings.orders import PaintedOrder, orders_of
from server.paintings.painting import Order, Painting
from server.pictures.metadata.foreign import ForeignMetadata
from server.site.site import Site
from server.web.context import context_of
from server.web.control import Control
from server.web.dates import Words
from server.web.forms.pictures import Export
from server.web.guard import Guard
from server.web.leaving import Leavings
from server.web.responses import StaticFiles
from server.web.views import Views


class Pages:
    """Handlers get it as their first argument. Lives on the server's loop, as its `site` does.

    `dropped` pictures, `exports` and orders too dear for today (`wishes`) were shown in a dialog, which asks for them
    once more. `kept_token` was pasted and is still good where something else was not; `greeting` is said on the next
    page of the studio; `replaced` are forms that others took the place of, `replaced_last` is the one that is told of
    there; `draft_before` was typed before a painting was to be changed; `welcome` has the pictures of the first start.
    """

    def __init__(self, site: Site, guard: Guard, control: Control) -> None:
        self.site = site
        self.guard = guard
        self.control = control
        self.leavings = Leavings()
        self.static = StaticFiles()
        self.dropped = RecentItems[ForeignMetadata]()
        self.exports = RecentItems[Export]()
        self.wishes = RecentItems[Order | tuple[int, ...]]()
        self.kept_token: Secret | None = None
        self.greeting = ""
        self.replaced = RecentItems[dict[str, Any]]()
        self.replaced_last = 0
        self.draft_before: dict[str, str] = {}
        self.welcome: dict[str, bytes] = {}
        self.views = Views.create(lambda: context_of(site), self.static.url, site.paths.compiled)

    def open(self) -> None:
        """Begin to prepare the first page, which a window or browser that starts meanwhile will ask for."""
        begin(asyncio.to_thread(self._warm_up), "warming up")

    def render(self, template: str, request: Request, **values: object) -> str:
        """A page or fragment in the language of whoever asks."""
        return self.views.render(template, self.language(request), **values)

    def orders(self, paintings: Iterable[Painting]) -> list[PaintedOrder]:
        """The orders that these belong to, each once and with all that can be seen of it."""
        return orders_of(self.site.store, paintings)

    def language(self, request: Request) -> str:
        """The language chosen, or the one the page's browser asks for."""
        return self.site.language(request.headers.get("accept-language") or self.site.system_language)

    def words(self, request: Request) -> Words:
        """What says a msgid in that language."""
        return partial(translate, self.language(request))

    def _warm_up(self) -> None:
        self.views.compile_page("studio/studio.html")  # first, for it is asked for first
        self.static.read_all()
