"""What is done with all paintings of an order at once; stars and deletions go by the ids, as of any selection."""

from __future__ import annotations

import asyncio
from pathlib import Path

from msgspec.structs import replace
from robyn import Request, Response

from server.common.errors import AtelierError, NotFound
from server.common.i18n import N_
from server.paintings.models import MODELS
from server.paintings.orders import PaintedOrder, order_named, ordered_again
from server.pictures.export_options import ExportOptions
from server.web.page import Pages
from server.web.responses import html, nothing
from server.web.routes.comparing import comparison
from server.web.selection import write_selection


async def menu(pages: Pages, request: Request) -> Response:
    """All that can be done with them, in groups."""
    return html(pages.render("studio/_order_menu.html", request, order=_order(pages, request)))


async def compare(pages: Pages, request: Request) -> Response:
    """Its favourites, or else the first of its pictures, over the whole window."""
    order = _order(pages, request)
    if len(order.comparable) < 2:
        raise NotFound
    return html(await comparison(pages, request, list(order.comparable)))


async def retry(pages: Pages, request: Request) -> Response:
    """All that ended without a picture."""
    await pages.site.studio.retry(*(each.id for each in _order(pages, request).unpainted))
    return nothing()


async def again(pages: Pages, request: Request) -> Response:
    """As many more like these, as an order of their own."""
    order = _order(pages, request)
    if not order.is_alike or order.first.model not in MODELS:
        raise AtelierError("model_unknown")
    pages.site.studio.paint(replace(ordered_again(order), sample=pages.site.connection.samples))
    pages.site.librarian.save_soon()
    return nothing()


async def cancel(pages: Pages, request: Request) -> Response:
    """All that wait or are being painted; those that wait first, or they would begin meanwhile."""
    for painting in reversed(_order(pages, request).active):
        pages.site.studio.cancel(painting.id)
    return nothing()


async def save(pages: Pages, request: Request) -> Response:
    """Copy the pictures as they are to where one was saved last; where that is not known or gone, ask."""
    kept = _order(pages, request).kept
    folder = Path(pages.site.preferences.saved_in)
    if not (folder.is_absolute() and await asyncio.to_thread(folder.is_dir)):
        chosen = await pages.site.shell.ask_folder()
        if chosen is None:
            return nothing()
        folder = chosen
        pages.site.prefer(saved_in=str(folder))
    pages.site.exports.start(kept, ExportOptions(), folder)
    return nothing()


async def keep_favourites(pages: Pages, request: Request) -> Response:
    """The others with a picture go to the trash; where none is a favourite yet, it is said how one becomes one."""
    order = _order(pages, request)
    others = [each.id for each in order.kept if not each.favourite]
    if not order.favourites:
        message = pages.site.text(N_("First make the best of them a favourite (F); the others then go to the trash."))
        return html(pages.render("shared/_toast.html", request, message=message))
    if not others:
        return nothing()
    deleted = pages.site.studio.delete(*others)
    ids = write_selection(painting.id for painting in deleted)
    return html(pages.render("library/_undo_many.html", request, paintings=deleted, ids=ids))


def _order(pages: Pages, request: Request) -> PaintedOrder:
    """The one in the path. Raises NotFound."""
    order = order_named(pages.site.store, request.path_params.get("id") or "")
    if order is None:
        raise NotFound
    return order
