"""Two to four pictures looked at together: which they are, and what else could be among them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import unquote_plus

from msgspec.structs import replace
from robyn import Request, Response

from server.common.errors import BadInput
from server.common.i18n import N_
from server.library.index.query import LibraryQuery
from server.paintings.orders import MOST_COMPARED
from server.paintings.painting import Painting
from server.web.details import compared, read_told
from server.web.forms import parse_id, read_fields
from server.web.page import Pages
from server.web.responses import html
from server.web.routes.paintings import painting_id
from server.web.selection import parse_selection, write_selection

COMPARED = range(2, MOST_COMPARED + 1)
OFFERED = 60
"""Pictures a page is offered at a time."""


async def compare(pages: Pages, request: Request) -> Response:
    """Two to four pictures over the whole window. Raises BadInput for any other number of them."""
    return html(await comparison(pages, request, _chosen(pages, request)))


async def anew(pages: Pages, request: Request) -> Response:
    """Others in the comparison that is open, in the order they are named. Raises BadInput as `compare` does."""
    shown = _chosen(pages, request)
    return html(await comparison(pages, request, shown, template="lightbox/_compare_anew.html"))


async def compare_one(pages: Pages, request: Request) -> Response:
    """A picture beside what is nearest to it."""
    painting = pages.site.studio.find(painting_id(request))
    others = pages.site.search.nearest(painting)
    if not (painting.file and others):
        said = pages.site.text(N_("There is no other picture to compare it with yet."))
        return html(pages.render("shared/_toast.html", request, message=said))
    return html(await comparison(pages, request, [*others[:1], painting, *others[1:]]))


async def choices(pages: Pages, request: Request) -> Response:
    """What else could be compared, a stretch at a time: what was ordered with these first, then all of the library."""
    words = unquote_plus(request.query_params.get("q", None) or "", errors="replace")
    start = parse_id(request.query_params.get("start", None)) or 0
    ids = parse_selection(unquote_plus(request.query_params.get("ids", None) or ""))[:MOST_COMPARED]
    siblings = [] if words else _ordered_with(pages, ids)
    found = pages.site.search.stretch(replace(LibraryQuery(), q=words), start, start + OFFERED)
    known = {each.id for each in siblings}
    page = pages.render(
        "lightbox/_compare_choices.html",
        request,
        paintings=[*([] if start else siblings), *(each for each in found if each.id not in known)],
        ids=write_selection(ids),
        words=words,
        after=start + OFFERED if len(found) == OFFERED else None,
    )
    return html(page)


async def comparison(
    pages: Pages, request: Request, shown: Sequence[Painting], *, template: str = "lightbox/_compare.html"
) -> str:
    """These, side by side, with what they were made with."""
    told = [await asyncio.to_thread(read_told, pages.site.library, painting) for painting in shown]
    others = [write_selection(each.id for each in shown if each is not one) for one in shown]
    return pages.render(template, request, paintings=shown, rows=compared(shown, told), others=others)


def _chosen(pages: Pages, request: Request) -> list[Painting]:
    """As they are named, as far as they can be seen. Raises BadInput where that are not two to four."""
    text = read_fields(request, required={"ids"})["ids"]
    named = [found for each in text.split(",") if (found := parse_id(each)) is not None]
    ids = named if len(named) == text.count(",") + 1 else parse_selection(text)
    shown = [each for each in pages.site.search.those(ids[: COMPARED.stop]) if each.file and not each.hidden]
    if len(shown) not in COMPARED:
        raise BadInput({"ids": "unknown_value"})
    return shown


def _ordered_with(pages: Pages, ids: Sequence[int]) -> list[Painting]:
    """All pictures of the orders that these belong to."""
    orders = pages.orders(pages.site.search.those(list(ids)))
    return [each for order in orders for each in order.kept if each.file]
