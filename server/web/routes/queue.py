"""The queue as a whole: pausing it, and what it waits for."""

from __future__ import annotations

from robyn import Request, Response

from server.common.errors import BadInput, NotFound
from server.common.i18n import N_
from server.paintings.painting import Painting, Reason
from server.paintings.preferences import answer_to
from server.studio.queue import REASONS, QueueMove
from server.web.forms import parse_id, read_fields
from server.web.page import Pages
from server.web.responses import html, nothing
from server.web.routes.paintings import painting_id


async def pause(pages: Pages, request: Request) -> Response:
    """No painting begins any more; what is under way is finished."""
    return _paused(pages, paused=True)


async def resume(pages: Pages, request: Request) -> Response:
    return _paused(pages, paused=False)


async def try_now(pages: Pages, request: Request) -> Response:
    """Do not wait longer for anything."""
    pages.site.studio.queue.try_now(*Reason)
    return nothing()


async def online(pages: Pages, request: Request) -> Response:
    """The page's browser says that there is a network again."""
    pages.site.studio.queue.try_now(Reason.NETWORK)
    return nothing()


async def paint_now(pages: Pages, request: Request) -> Response:
    pages.site.studio.queue.paint_now(pages.site.studio.find(painting_id(request)))
    return nothing()


async def wait(pages: Pages, request: Request) -> Response:
    """Have the queue wait for what stopped a painting, now and from now on, and put the painting into it again."""
    painting = pages.site.studio.find(painting_id(request))
    reason = REASONS.get(painting.error or "")
    if reason is None:
        raise NotFound
    pages.site.prefer(**{answer_to(reason): "wait"})
    await pages.site.studio.retry(*_with_the_same_trouble(pages, painting), anyway=True)
    message = pages.site.text(N_("From now on the queue waits for this by itself. The settings can change that."))
    return html(pages.render("shared/_toast.html", request, message=message))


async def without_gateway(pages: Pages, request: Request) -> Response:
    """Ask a painting's model directly from now on, and put the painting into the queue again."""
    painting = pages.site.studio.find(painting_id(request))
    pages.site.network.lead(painting.model, around=True)
    await pages.site.studio.retry(painting.id)
    message = pages.site.text(N_("From now on this model is asked without the gateway. The settings can change that."))
    return html(pages.render("shared/_toast.html", request, message=message))


async def move(pages: Pages, request: Request) -> Response:
    """Another place in the queue; who cannot see it is told which."""
    painting = pages.site.studio.find(painting_id(request))
    wanted = read_fields(request, required={"to"})["to"]
    to: QueueMove | int | None = QueueMove(wanted) if wanted in tuple(QueueMove) else parse_id(wanted)
    if to is None:
        raise BadInput({"to": "unknown_value"})
    number = pages.site.studio.queue.move(painting, to)
    return html(pages.render("studio/_moved.html", request, painting=painting, number=number))


def _with_the_same_trouble(pages: Pages, painting: Painting) -> list[int]:
    """The ids of what was ordered with it and stopped for the same reason, its own among them."""
    [order] = pages.orders([painting])
    return [each.id for each in order.unpainted if each.error == painting.error]


def _paused(pages: Pages, *, paused: bool) -> Response:
    pages.site.prefer(paused=paused)
    pages.site.studio.queue.fill()
    pages.site.studio.waiting_changed()
    return nothing()
