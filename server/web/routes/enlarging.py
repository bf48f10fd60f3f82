"""Enlarging pictures on this computer: the dialog that asks how, the order, and how far one is."""

from __future__ import annotations

from collections.abc import Sequence

from robyn import Request, Response

from server.common.errors import BadInput, NotFound
from server.common.i18n import N_
from server.paintings.painting import Painting, State
from server.pictures.enlarging.wish import SCALES
from server.studio.enlarger import can_be_enlarged, enlargement_in_words
from server.web.forms import read_fields
from server.web.forms.pictures import parse_ids
from server.web.page import Pages
from server.web.responses import html
from server.web.routes.paintings import painting_id
from server.web.selection import parse_selection, write_selection

MOST = 200
"""Pictures that may be ordered at once: hours of work."""


async def ask_for_one(pages: Pages, request: Request) -> Response:
    return _dialog(pages, request, [pages.site.studio.find(painting_id(request))])


async def ask_for_many(pages: Pages, request: Request) -> Response:
    return _dialog(pages, request, _found(pages, parse_ids(request)))


async def order(pages: Pages, request: Request) -> Response:
    """Those of them that can be: what is too large already has been said in the dialog."""
    fields = read_fields(request, required={"ids", "scale", "kind"})
    wish = enlargement_in_words(fields)
    paintings = [each for each in _found(pages, parse_selection(fields["ids"])) if can_be_enlarged(each, wish.scale)]
    if not paintings:
        raise NotFound
    pages.site.prefer(enlarging=wish.kind.value)
    ordered = pages.site.studio.enlarge(paintings, wish)
    one = N_("It is being enlarged, and comes into the studio.")
    many = N_("{n} pictures are being enlarged, and come into the studio.")
    message = pages.site.text(one if len(ordered) == 1 else many, n=len(ordered))
    return html(pages.render("shared/_ordered.html", request, message=message))


async def progress(pages: Pages, request: Request) -> Response:
    """How far it is; of one that is over nothing any more, as its card is drawn anew."""
    painting = pages.site.studio.find(painting_id(request))
    if painting.state is not State.PAINTING:
        return html("")
    return html(pages.render("shared/_job.html", request, painting=painting))


def _dialog(pages: Pages, request: Request, paintings: Sequence[Painting]) -> Response:
    page = pages.render(
        "shared/_enlarge.html",
        request,
        ids=write_selection(painting.id for painting in paintings),
        paintings=paintings,
        possible={scale: sum(can_be_enlarged(each, scale) for each in paintings) for scale in SCALES},
    )
    return html(page)


def _found(pages: Pages, ids: Sequence[int]) -> list[Painting]:
    """Those that are still here and have a picture. Raises NotFound when none has, and BadInput for too many."""
    if len(ids) > MOST:
        raise BadInput({"ids": "enlarging_too_many"})
    paintings = [painting for found in ids if (painting := pages.site.studio.with_picture(found)) is not None]
    if not paintings:
        raise NotFound
    return paintings
