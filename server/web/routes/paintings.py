"""Ordering paintings and what can be done with each; the page hears of the results as events."""

from __future__ import annotations

import asyncio
import contextlib
import re

from msgspec.structs import replace
from robyn import Request, Response

from server.common.errors import AtelierError, BadInput, NotFound
from server.paintings.input_names import names_in
from server.paintings.models import MODELS
from server.paintings.painting import Order, Painting
from server.prompts.unfolding import unfolded
from server.web.forms import parse_id
from server.web.forms.order import parse_draft, parse_order, settings_again, settings_of, words_of
from server.web.page import Pages
from server.web.responses import html, nothing
from server.web.routes.filling import form_again, refilled
from server.web.routes.live import HEAD_START
from server.web.routes.pages import part_to_mend, stretch

LIMIT_TOLD = re.compile(r"<= (\d{1,6})$")


async def generate(pages: Pages, request: Request) -> Response:
    """The new cards. Our page does not swap them in: it gets them as events, in order with what happens next."""
    try:
        asked = parse_order(request, pages.site.styles, samples=pages.site.connection.samples)
        if asked.inputs:
            asked = await with_inputs(pages, asked)
        order = await unfolded(asked, pages.site.lists)
    except BadInput as error:
        with contextlib.suppress(AtelierError):
            pages.site.prefer(**parse_draft(request))
        mend = "reword" if "prompt" in error.fields else None
        return html(form_again(pages, request, problems=error.fields, mend=mend), status=422)
    pages.site.prefer(**settings_of(asked) | words_of(parse_draft(request)))
    ordered = pages.site.studio.paint(order)
    await asyncio.sleep(HEAD_START)
    paintings = [pages.site.studio.find(painting.id) for painting in ordered]
    return html(pages.render("studio/_list.html", request, orders=pages.orders(paintings)))


async def with_inputs(pages: Pages, order: Order) -> Order:
    """Where the form's pictures are still there. Raises BadInput."""
    if not await asyncio.to_thread(pages.site.inputs.has, names_in(order.inputs)):
        raise BadInput({"references": "input_gone"})
    pages.site.librarian.save_soon()
    return replace(order, parent=pages.site.preferences.parent or None)


async def keep_draft(pages: Pages, request: Request) -> Response:
    """What is being typed, so that it is there again after a restart."""
    pages.site.prefer(**parse_draft(request))
    if name := request.query_params.get("leaving", None):
        pages.leavings.came(name)
    return nothing()


async def older(pages: Pages, request: Request) -> Response:
    before = parse_id(request.query_params.get("before", None))
    if before is None:
        raise NotFound
    return html(pages.render("studio/_older.html", request, **stretch(pages, before=before)))


async def cancel(pages: Pages, request: Request) -> Response:
    pages.site.studio.cancel(painting_id(request))
    return nothing()


async def retry(pages: Pages, request: Request) -> Response:
    await pages.site.studio.retry(painting_id(request))
    return nothing()


async def again(pages: Pages, request: Request) -> Response:
    """One more painting like this one, which stays."""
    pages.site.studio.again(painting_id(request))
    return nothing()


async def reuse(pages: Pages, request: Request) -> Response:
    """The form, filled with a painting's prompt and parameters; from the library, the studio with it.

    `then` in the query names the part of the form that an error was about.
    """
    painting = pages.site.studio.find(painting_id(request))
    before = pages.site.preferences
    pages.site.prefer(**settings_again(painting, pages.site.styles))
    return refilled(pages, request, before, mend=part_to_mend(request), limit=characters_allowed(painting))


async def delete(pages: Pages, request: Request) -> Response:
    painting = pages.site.studio.find(painting_id(request))
    pages.site.studio.delete(painting.id)
    return html(pages.render("studio/_undo.html", request, painting=painting))


async def undo(pages: Pages, request: Request) -> Response:
    await pages.site.studio.undo_deleting(painting_id(request))
    return nothing()


def painting_id(request: Request) -> int:
    """Raises NotFound when the path holds no id."""
    found = parse_id(request.path_params.get("id"))
    if found is None:
        raise NotFound
    return found


def characters_allowed(painting: Painting) -> int | None:
    """Of its prompt: what the model's refusal said, or what is known of the model."""
    told = LIMIT_TOLD.search(painting.error_detail or "")
    if told:
        return int(told.group(1))
    model = MODELS.get(painting.model)
    return model.prompt_limit if model else None
