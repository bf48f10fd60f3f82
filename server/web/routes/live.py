"""The event stream an open page listens to."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable, Iterable
from functools import partial

from robyn import Headers, Request, SSEMessage, SSEResponse, StreamingResponse

from server.common.errors import StorageError
from server.common.events import Change, ChangeKind, waiting
from server.paintings.painting import Painting, State
from server.site.site import RECENT_PROMPTS
from server.web.forms import parse_id
from server.web.page import Pages
from server.web.routes import load_all
from server.web.routes.pages import stretch

log = logging.getLogger(__name__)

HEARTBEAT = 10.0
"""Seconds of silence after which a comment is sent: a page that has gone is noticed by that."""

HEAD_START = 0.02
"""Seconds in which an order goes out to Cloudflare before its cards are drawn, and a picture to the page before what
stands around it: nobody sees that these come later."""

PAINTINGS = frozenset(
    {ChangeKind.ADDED, ChangeKind.CHANGED, ChangeKind.REMOVED, ChangeKind.RESTORED, ChangeKind.REFRESH}
)

AROUND = {
    "queue": PAINTINGS | {ChangeKind.QUEUE},
    "library": PAINTINGS
    | {ChangeKind.LIBRARY, ChangeKind.TROUBLE, ChangeKind.EXPORT, ChangeKind.FOLDER, ChangeKind.BACKUP},
    "allowance": PAINTINGS | {ChangeKind.CONNECTION, ChangeKind.ALLOWANCE},
}
"""The parts of a page around the paintings, and the kinds of change after which each is drawn anew."""


TOUCHED = frozenset({ChangeKind.CHANGED, ChangeKind.REMOVED})
"""After these, what is said of a whole order may be different, which is not drawn anew itself."""


async def events(pages: Pages, request: Request) -> StreamingResponse:
    seen = parse_id(request.headers.get("last-event-id") or request.query_params.get("seen", None))
    stream = _reported(pages, _stream(pages, pages.language(request), seen))
    return SSEResponse(stream, headers=Headers({"Cache-Control": "no-store"}))


async def _reported(pages: Pages, stream: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
    """The stream until a bug ends it, of which Robyn would write the whole text into the log, prompts and all.

    See docs/facts.md#robyn-logs-the-text-of-what-ends-a-stream.
    """
    async with contextlib.aclosing(stream):
        try:
            async for message in stream:
                yield message
        except Exception as error:  # noqa: BLE001 - the stream ends, and a bug is reported
            pages.site.shell.report_bug(error)


async def _stream(pages: Pages, language: str, seen: int | None) -> AsyncGenerator[str, None]:
    with pages.site.hub.listen(seen) as changes:
        pages.control.page_opened()
        pages.site.notifications.page_opened()
        load_all()
        pages.site.connection.warm_up()
        pages.site.allowance.page_opened()
        pages.site.listing.page_opened(pages.site.connection, pages.site.hub)
        yield ": open\n\n"
        while True:
            try:
                change = await asyncio.wait_for(changes.get(), HEARTBEAT)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            async for message in _told(pages, language, change, changes):
                yield message


async def _told(
    pages: Pages, language: str, change: Change, changes: asyncio.Queue[Change]
) -> AsyncGenerator[str, None]:
    """Of a change and what has happened meanwhile: the paintings first, then what stands around them."""
    if change.kind is ChangeKind.ADDED:
        await asyncio.sleep(HEAD_START)
    gathered = _without_repeats([change, *waiting(changes)])
    reached = str(pages.site.hub.sequence)
    for each in gathered:
        if fragment := _fragment(pages, language, partial(_drawn, change=each)):
            yield SSEMessage(fragment)
    if PAINTINGS & {each.kind for each in gathered}:
        await asyncio.sleep(HEAD_START)
    # The id comes last: a page that lost its connection in between has not seen all of this.
    yield SSEMessage(_fragment(pages, language, partial(_around, changes=gathered)), id=reached)


def _without_repeats(changes: list[Change]) -> list[Change]:
    """Each once, and no new card a second time for having begun meanwhile: it is drawn as it stands.

    What was added comes as one: the parts of an order are drawn together.
    """
    added = {each: None for change in changes if change.kind is ChangeKind.ADDED for each in change.ids}
    rest = [
        change
        for change in dict.fromkeys(changes)
        if change.kind is not ChangeKind.ADDED
        and not (change.kind is ChangeKind.CHANGED and added.keys() >= set(change.ids))
    ]
    return [Change(ChangeKind.ADDED, tuple(added)), *rest] if added else rest


def _fragment(pages: Pages, language: str, draw: Callable[[Pages, str], str]) -> str:
    """What the page is to show now; where several changes wait, each shows how things stand already."""
    try:
        return draw(pages, language).strip()
    except StorageError as error:  # of the database, which may be damaged: the page should go on listening
        log.warning("a change cannot be shown: %s", error)
        return pages.views.render("shared/_alert.html", language, error=error, subject=None, again=None)


def _around(pages: Pages, language: str, changes: Iterable[Change]) -> str:
    kinds = {change.kind for change in changes}
    regions = [name for name, concerned in AROUND.items() if kinds & concerned]
    changed = [each for change in changes if change.kind is ChangeKind.CHANGED for each in _shown(pages, change)]
    finished = [painting for painting in changed if painting.state is State.DONE]
    touched = [each for change in changes if change.kind in TOUCHED for each in _rows(pages, change)]
    orders = pages.orders(touched)
    return pages.views.render("shared/_around.html", language, regions=regions, finished=finished, orders=orders)


def _drawn(pages: Pages, language: str, change: Change) -> str:
    paintings = _shown(pages, change)
    return pages.views.render(
        "shared/_change.html",
        language,
        change=change.kind.name.lower(),
        ids=change.ids,
        paintings=paintings,
        recent_prompts=pages.site.prompts.recent(RECENT_PROMPTS) if change.kind is ChangeKind.ADDED else [],
        **(stretch(pages) if change.kind is ChangeKind.REFRESH else {"orders": pages.orders(paintings)}),
    )


def _shown(pages: Pages, change: Change) -> list[Painting]:
    seen = [painting for painting in _rows(pages, change) if not painting.hidden]
    # The studio has no card for what does not say how it was made; any page may show its star.
    return seen if change.kind is ChangeKind.FAVOURITE else [painting for painting in seen if painting.model]


def _rows(pages: Pages, change: Change) -> list[Painting]:
    """Of those that have gone, too."""
    found = (pages.site.store.get(painting_id) for painting_id in change.ids)
    return [painting for painting in found if painting is not None]
