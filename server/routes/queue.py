"""The queue as a whole: pausing it, and what it waits for."""

from __future__ import annotations

from robyn import Request, Response

from server.errors import BadInput
from server.forms import parse_id, read_fields
from server.queue import Move, Reason
from server.responses import html, nothing
from server.routes.paintings import painting_id
from server.site import Site


async def pause(site: Site, request: Request) -> Response:
    """No painting begins any more; what is under way is finished."""
    return _paused(site, paused=True)


async def resume(site: Site, request: Request) -> Response:
    return _paused(site, paused=False)


async def try_now(site: Site, request: Request) -> Response:
    """Do not wait longer for anything."""
    site.studio.queue.try_now(*Reason)
    return nothing()


async def online(site: Site, request: Request) -> Response:
    """The page's browser says that there is a network again."""
    site.studio.queue.try_now(Reason.NETWORK)
    return nothing()


async def paint_now(site: Site, request: Request) -> Response:
    site.studio.queue.paint_now(site.studio.find(painting_id(request)))
    return nothing()


async def move(site: Site, request: Request) -> Response:
    """Another place in the queue; who cannot see it is told which."""
    painting = site.studio.find(painting_id(request))
    wanted = read_fields(request, required={"to"})["to"]
    to: Move | int | None = Move(wanted) if wanted in tuple(Move) else parse_id(wanted)
    if to is None:
        raise BadInput({"to": "unknown_value"})
    number = site.studio.queue.move(painting, to)
    return html(site.views.render("_moved.html", site.language(request), painting=painting, number=number))


def _paused(site: Site, *, paused: bool) -> Response:
    site.prefer(paused=paused)
    site.studio.queue.fill()
    site.studio.tell_of_queue()
    return nothing()
