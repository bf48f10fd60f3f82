"""The trash: what lies in it, bringing back, deleting for ever, and undoing the last deletion wherever one is."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import PurePosixPath
from typing import Any

from robyn import Request, Response

from server.common.errors import NotFound
from server.common.i18n import N_
from server.library.index.query import LibraryQuery, Show
from server.paintings.painting import Painting
from server.web.forms import parse_id, read_fields
from server.web.page import Pages
from server.web.responses import html, picture
from server.web.routes.paintings import painting_id
from server.web.selection import parse_selection, write_selection

STRETCH = 60
"""Pictures a page asks for at a time."""

MOMENT = re.compile(r"\d{9,12}\.\d{1,9}", re.ASCII)
"""Seconds since 1970."""

MOST = 6000
"""Pictures that are drawn anew at once, when something has changed: nobody has scrolled further."""


async def show(pages: Pages, request: Request) -> Response:
    """The whole page, with its first stretch."""
    albums = pages.site.search.albums()
    wanted = LibraryQuery(show=Show.TRASH)
    return html(
        pages.render("library/trash.html", request, wanted=wanted, albums=albums, **_stretch(pages, 0, STRETCH))
    )


async def anew(pages: Pages, request: Request) -> Response:
    """What the page shows, as it is now: as many pictures as there were."""
    count = min(MOST, max(STRETCH, parse_id(request.query_params.get("count", None)) or 0))
    return html(pages.render("library/_trash.html", request, **_stretch(pages, 0, count)))


async def more(pages: Pages, request: Request) -> Response:
    """The stretch that begins with number `start`."""
    start = parse_id(request.query_params.get("start", None)) or 0
    return html(pages.render("library/_trash_tiles.html", request, **_stretch(pages, start, start + STRETCH)))


async def look(pages: Pages, request: Request) -> Response:
    """One picture, large, with where it was."""
    painting = _found(pages, request)
    place = await asyncio.to_thread(pages.site.studio.trash.place_of, painting)
    page = pages.render(
        "library/_trash_picture.html",
        request,
        painting=painting,
        place=place,
        albums=[name for _, name in pages.site.studio.trash.rows.albums_of(painting.id)],
        days_left=pages.site.studio.trash.days_left,
    )
    return html(page)


async def show_picture(pages: Pages, request: Request) -> Response:
    painting = _found(pages, request)
    found = await asyncio.to_thread(pages.site.library.read, painting.file or "")
    return picture(found.data, found.kind, named=PurePosixPath(painting.file or "").name)


async def restore(pages: Pages, request: Request) -> Response:
    return await _bring_back(pages, request, _chosen(pages, request))


async def undo_last(pages: Pages, request: Request) -> Response:
    """Whatever was deleted last, also by an earlier run."""
    read_fields(request)
    last = pages.site.studio.trash.last()
    if not last:
        return _said(pages, request, pages.site.text(N_("There is no deletion to undo.")))
    return await _bring_back(pages, request, last)


async def ask_to_erase(pages: Pages, request: Request) -> Response:
    """The plain question before anything is removed for ever."""
    fields, now = read_fields(request, optional={"ids", "all"}), time.time()
    ids = _chosen(pages, request)
    if not ids:
        raise NotFound
    chosen = {"all": str(now)} if "all" in fields else {"ids": write_selection(ids)}
    return html(pages.render("library/_erase.html", request, chosen=chosen, number=len(ids)))


async def erase(pages: Pages, request: Request) -> Response:
    number = await pages.site.studio.erase(*_chosen(pages, request))
    return _said(pages, request, pages.site.text(N_("{n} deleted for ever"), n=number))


async def _bring_back(pages: Pages, request: Request, ids: list[int]) -> Response:
    back = await pages.site.studio.bring_back(*ids)
    one = back[0].title[:40] if len(back) == 1 else ""
    said = pages.site.text(N_("Restored: {prompt}"), prompt=one) if one else ""
    return _said(pages, request, said or pages.site.text(N_("{n} restored"), n=len(back)))


def _chosen(pages: Pages, request: Request) -> list[int]:
    """Those named; or `all`, which may be many, up to the moment it says. Raises BadInput."""
    fields = read_fields(request, optional={"ids", "all"})
    if "all" not in fields:
        return parse_selection(fields.get("ids", ""))
    until = float(fields["all"]) if MOMENT.fullmatch(fields["all"]) else time.time()
    return pages.site.studio.trash.rows.ids(until)


def _found(pages: Pages, request: Request) -> Painting:
    """Raises NotFound for what is not in the trash."""
    painting = pages.site.studio.find(painting_id(request), trash=True)
    if not painting.hidden:
        raise NotFound
    return painting


def _stretch(pages: Pages, start: int, stop: int) -> dict[str, Any]:
    trash = pages.site.studio.trash
    return {
        "total": trash.rows.count(),
        "start": start,
        "paintings": trash.rows.stretch(start, stop),
        "days_left": trash.days_left,
        "stuck": trash.stuck,
    }


def _said(pages: Pages, request: Request, message: str) -> Response:
    return html(pages.render("shared/_toast.html", request, message=message))
