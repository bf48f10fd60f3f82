"""What can be done with a painting, and what is known of it, for places on a page that have no more than its id."""

from __future__ import annotations

from robyn import Request, Response

from server.common.errors import NotFound
from server.paintings.painting import State
from server.web.details import all_about
from server.web.page import Pages
from server.web.responses import html
from server.web.routes.paintings import painting_id


async def row(pages: Pages, request: Request) -> Response:
    """The set of actions and More, for the lightbox; and the picture that it was made from, where there is one.

    Nothing of one that has gone: who deletes and goes on quickly has not asked for it.
    """
    try:
        painting = pages.site.studio.find(painting_id(request))
    except NotFound:
        return html("")
    kept = painting.state is State.DONE or pages.site.studio.keeper.unsaved(painting.id)
    # One more like another is its child too, but shows something else.
    parent = pages.site.search.family(painting).parent if painting.inputs else None
    common = {"painting": painting, "kept": kept, "parent": parent, "remedies": (), "place": "lightbox-"}
    return html(pages.render("lightbox/_row.html", request, **common))


async def menu(pages: Pages, request: Request) -> Response:
    """All of them, in groups."""
    return html(pages.render("shared/_menu.html", request, painting=pages.site.studio.find(painting_id(request))))


async def details(pages: Pages, request: Request) -> Response:
    """All that is known of it, most of it from its file; nothing of one that has gone."""
    try:
        painting = pages.site.studio.find(painting_id(request))
    except NotFound:
        return html("")
    return html(pages.render("lightbox/_details.html", request, **await all_about(pages, request, painting)))
