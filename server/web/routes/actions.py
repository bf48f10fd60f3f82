"""What can be done with a painting, for places on a page that have no row of its own: the lightbox, the menu."""

from __future__ import annotations

from robyn import Request, Response

from server.paintings.painting import State
from server.web.page import Pages
from server.web.responses import html
from server.web.routes.paintings import painting_id


async def row(pages: Pages, request: Request) -> Response:
    """The set of actions and More, for the lightbox."""
    painting = pages.site.studio.find(painting_id(request))
    kept = painting.state is State.DONE or pages.site.studio.keeper.unsaved(painting.id)
    fragment = pages.render(
        "shared/_actions.html", request, painting=painting, kept=kept, remedies=(), place="lightbox-"
    )
    return html(fragment)


async def menu(pages: Pages, request: Request) -> Response:
    """All of them, in groups."""
    return html(pages.render("shared/_menu.html", request, painting=pages.site.studio.find(painting_id(request))))
