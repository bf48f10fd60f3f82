"""Today's allowance: one's own cap, and what happens to an order that does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from robyn import Request, Response

from server.common.errors import BadInput, NotFound
from server.common.events import Change, ChangeKind
from server.paintings.painting import Order
from server.paintings.preferences import CAPS
from server.web.forms import number, parse_choice, parse_id, read_fields
from server.web.page import Pages
from server.web.responses import nothing

WAYS = ("fitting", "rest", "all")


async def keep_cap(pages: Pages, request: Request) -> Response:
    """An empty field takes the cap away."""
    fields = read_fields(request, required={"cap"})
    problems: dict[str, str] = {}
    cap = number({"cap": fields["cap"].strip() or "0"}, "cap", CAPS, 0, problems)
    if problems:
        raise BadInput(problems)
    pages.site.prefer(cap=cap)
    pages.site.hub.publish(Change(ChangeKind.ALLOWANCE))
    return nothing()


async def go_on(pages: Pages, request: Request) -> Response:
    """What its user said of a wish that does not fit: what does, or all of it. It counts for this wish alone."""
    way = parse_choice(request, "how", WAYS)
    wish = pages.wishes.take(parse_id(request.path_params.get("id")))
    if wish is None:
        raise NotFound
    if isinstance(wish, Order):
        _paint(pages, wish, way)
    else:
        await _try_again(pages, wish, way)
    return nothing()


async def _try_again(pages: Pages, ids: Sequence[int], way: str) -> None:
    room = pages.site.allowance.room(*map(pages.site.studio.find, ids))
    await pages.site.studio.retry(*(ids if way == "all" else ids[: max(1, room.fits)]), anyway=way == "all")


def _paint(pages: Pages, order: Order, way: str) -> None:
    if way == "all":
        pages.site.studio.paint(order, anyway=True)
    else:
        _paint_fitting(pages, order, pages.site.allowance.room(order).fits, rest=way == "rest")


def _paint_fitting(pages: Pages, order: Order, fits: int, *, rest: bool) -> None:
    """So many now, and the rest on the next day or not at all."""
    if fits:
        pages.site.studio.paint(replace(order, count=fits, sent=order.sent[:fits]))
    if rest and fits < order.count:
        seed = None if order.seed is None else order.seed + fits
        later = replace(order, count=order.count - fits, sent=order.sent[fits:], seed=seed)
        later = replace(later, not_before=pages.site.allowance.tomorrow())
        pages.site.studio.paint(later, anyway=True)
