"""The event stream an open page listens to."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator

from robyn import Headers, Request, SSEMessage, SSEResponse, StreamingResponse

from server.errors import StorageError
from server.events import Change, Kind, waiting
from server.forms import parse_id
from server.paintings import Painting
from server.routes import load_all
from server.routes.pages import PAGE_SIZE
from server.site import RECENT_PROMPTS, Site

log = logging.getLogger(__name__)

HEARTBEAT = 10.0
"""Seconds of silence after which a comment is sent: a page that has gone is noticed by that."""

HEAD_START = 0.003
"""Seconds in which an order goes out to Cloudflare before its cards are drawn, which takes nearly as long."""


async def events(site: Site, request: Request) -> StreamingResponse:
    seen = parse_id(request.headers.get("last-event-id") or request.query_params.get("seen", None))
    stream = _reported(site, _stream(site, site.language(request), seen))
    return SSEResponse(stream, headers=Headers({"Cache-Control": "no-store"}))


async def _reported(site: Site, stream: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
    """The stream until a bug ends it, of which Robyn would write the whole text into the log, prompts and all."""
    async with contextlib.aclosing(stream):
        try:
            async for message in stream:
                yield message
        except Exception as error:
            site.shell.report_bug(error)


async def _stream(site: Site, language: str, seen: int | None) -> AsyncGenerator[str, None]:
    with site.hub.listen(seen) as changes:
        site.control.page_opened()
        site.herald.page_opened()
        load_all()
        site.connection.warm_up()
        site.allowance.page_opened()
        site.offer.page_opened(site.connection, site.hub)
        yield ": open\n\n"
        while True:
            try:
                change = await asyncio.wait_for(changes.get(), HEARTBEAT)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if change.kind is Kind.ADDED:
                await asyncio.sleep(HEAD_START)
            *others, last = dict.fromkeys([change, *waiting(changes)])
            reached = str(site.hub.sequence)
            for each in others:
                yield SSEMessage(_fragment(site, language, each))
            # The id comes last: a page that lost its connection in between has not seen all of this.
            yield SSEMessage(_fragment(site, language, last), id=reached)


def _fragment(site: Site, language: str, change: Change) -> str:
    """What the page is to show now; where several changes wait, each shows how things stand already."""
    try:
        return _drawn(site, language, change)
    except StorageError as error:  # of the database, which may be damaged: the page should go on listening
        log.warning("a change cannot be shown: %s", error)
        return site.views.render("_alert.html", language, error=error, subject=None, again=None)


def _drawn(site: Site, language: str, change: Change) -> str:
    return site.views.render(
        "_change.html",
        language,
        change=change.kind.name.lower(),
        ids=change.ids,
        paintings=_shown(site, change),
        recent_prompts=site.store.recent_prompts(RECENT_PROMPTS) if change.kind is Kind.ADDED else [],
        page_size=PAGE_SIZE,
    )


def _shown(site: Site, change: Change) -> list[Painting]:
    """The cards to draw. Where one has gone, the newest may be another, which is drawn large then."""
    if change.kind is Kind.REFRESH:
        return site.store.page(limit=PAGE_SIZE)
    if change.kind is Kind.REMOVED:
        return site.store.page(limit=1)
    found = (site.store.get(painting_id) for painting_id in change.ids)
    return [painting for painting in found if painting is not None and painting.model and not painting.hidden]
