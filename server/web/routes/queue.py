"""The queue as a whole: pausing it, and what it waits for."""

from __future__ import annotations

from robyn import Request, Response

from server.common.errors import BadInput, NotFound
from server.common.i18n import N_
from server.paintings.painting import Reason
from server.paintings.preferences import answer_to
from server.site.site import Site
from server.studio.queue import REASONS, Move
from server.web.forms import parse_id, read_fields
from server.web.responses import html, nothing
from server.web.routes.paintings import painting_id


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


async def wait(site: Site, request: Request) -> Response:
    """Have the queue wait for what stopped a painting, now and from now on, and put the painting into it again."""
    painting = site.studio.find(painting_id(request))
    reason = REASONS.get(painting.error or "")
    if reason is None:
        raise NotFound
    site.prefer(**{answer_to(reason): "wait"})
    await site.studio.retry(painting.id, anyway=True)
    message = site.text(N_("From now on the queue waits for this by itself. The settings can change that."))
    return html(site.views.render("_toast.html", site.language(request), message=message))


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
