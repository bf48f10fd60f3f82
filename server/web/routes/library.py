"""The library's page: everything there is, a stretch at a time, in the order and with the filters asked for."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Any
from urllib.parse import unquote_plus

from robyn import Request, Response

from server.common.errors import NotFound
from server.common.file_names import shown_name
from server.common.i18n import N_
from server.library.index.outline import Outline, outline_of
from server.library.index.query import LibraryQuery, Show, Sort
from server.paintings.models import name_of_model
from server.paintings.painting import Painting
from server.web.dates import Words, local_day, sections_of
from server.web.details import all_about
from server.web.forms import parse_id
from server.web.labels import UNREAD_NAMES
from server.web.page import Pages
from server.web.responses import html, page_json, redirect, text
from server.web.routes.paintings import painting_id
from server.web.selection import write_selection

QUICK_MODELS = 3
BLOCK = 60
"""Paintings a page asks for at a time."""


async def library(pages: Pages, request: Request) -> Response:
    """The whole page, with its first stretch."""
    wanted = wanted_by(request)
    if wanted.show is Show.TRASH:
        return redirect("/trash", request)
    albums = pages.site.search.albums()
    first = _stretch(pages, wanted, 0)
    page = pages.render(
        "library/library.html",
        request,
        wanted=wanted,
        layout=_told_layout(_first_outline(first["paintings"], wanted), pages.words(request)),
        albums=albums,
        album=next((album for album in albums if album.id == wanted.album), None),
        models={model: name_of_model(model) for model in pages.site.search.models()},
        quick_models=_quick_models(first["paintings"], wanted),
        block_size=BLOCK,
        **first,
    )
    return html(page)


async def layout(pages: Pages, request: Request) -> Response:
    """How all of them are laid out: of each its proportions, and how many stand below which heading."""
    outline = await asyncio.to_thread(pages.site.search.outline, wanted_by(request))
    return page_json(_told_layout(outline, pages.words(request)))


async def block(pages: Pages, request: Request) -> Response:
    """The stretch that begins with number `start`."""
    start = parse_id(request.query_params.get("start", None)) or 0
    found = _stretch(pages, wanted_by(request), start)
    return html(pages.render("library/_tiles.html", request, **found))


async def ids(pages: Pages, request: Request) -> Response:
    """The ids from number `start` to number `stop`, that one not included, as a selection."""
    start, stop = (parse_id(request.query_params.get(name, None)) for name in ("start", "stop"))
    if start is None or stop is None:
        raise NotFound
    return text(write_selection(pages.site.search.ids(wanted_by(request), start, stop)))


async def details(pages: Pages, request: Request) -> Response:
    """All that is known of one painting, most of it from its file."""
    painting = next(iter(pages.site.search.those([painting_id(request)])), None)
    if painting is None:
        raise NotFound
    if painting.hidden:  # deleted since it was selected
        return html(pages.render("library/_no_details.html", request))
    page = pages.render(
        "library/_details.html",
        request,
        **await all_about(pages, request, painting),
        albums=pages.site.search.albums(),
        inside=pages.site.search.albums_of(painting.id),
    )
    return html(page)


async def places(pages: Pages, request: Request) -> Response:
    """The list of albums, as it is now."""
    wanted = wanted_by(request)
    place = "comparisons" if request.query_params.get("place", None) == "comparisons" else ""
    page = pages.render("library/_places.html", request, wanted=wanted, place=place, albums=pages.site.search.albums())
    return html(page)


async def album_choices(pages: Pages, request: Request) -> Response:
    """The albums to put something into."""
    page = pages.render("library/_album_choices.html", request, albums=pages.site.search.albums())
    return html(page)


async def look(pages: Pages, request: Request) -> Response:
    """Somebody is back at the page, and may come from the file manager."""
    pages.site.librarian.look_if_not_lately()
    return text("")


async def unread(pages: Pages, request: Request) -> Response:
    """A dialog with what in the folder could not be read, and why."""
    found = pages.site.librarian.unread
    files = [(shown_name(each.path), UNREAD_NAMES[each.why]) for each in found.named()]
    page = pages.render("library/_unread.html", request, files=files, number=found.count)
    return html(page)


async def look_again(pages: Pages, request: Request) -> Response:
    """At all of it, also at what was found to be no picture."""
    await pages.site.librarian.look_again()
    message = pages.site.text(N_("The folder is looked through once more."))
    return html(pages.render("shared/_toast.html", request, message=message))


def wanted_by(request: Request) -> LibraryQuery:
    """What an address of the library's asks for."""
    names = ("q", "model", "since", "until", "shape", "size", "favourite", "album", "show", "sort")
    # See docs/facts.md#query-values-come-as-they-stand-in-the-address.
    given = {name: unquote_plus(request.query_params.get(name, None) or "", errors="replace") for name in names}
    return LibraryQuery.read(given)


def _quick_models(paintings: list[Painting], wanted: LibraryQuery) -> list[str]:
    """Models that are one click away: the one asked for, and those that the first pictures were mostly painted with."""
    mostly = Counter(painting.model for painting in paintings if painting.model).most_common(QUICK_MODELS)
    asked_for = [wanted.model] if wanted.model else []
    return list(dict.fromkeys([*asked_for, *(model for model, _ in mostly)]))[:QUICK_MODELS]


def _first_outline(paintings: list[Painting], wanted: LibraryQuery) -> Outline:
    by_time = wanted.sort is not Sort.PROMPT
    return outline_of(paintings, [local_day(painting.place / 1e6) for painting in paintings if by_time])


def _told_layout(outline: Outline, words: Words) -> str:
    """As JSON. Its longest part is put together by the database, and not taken apart here."""
    sections = [
        {"heading": each.heading, "year": each.year, "count": each.count} for each in sections_of(outline.days, words)
    ]
    return f'{{"ratios": [{outline.ratios}], "sections": {json.dumps(sections, ensure_ascii=False)}}}'


def _stretch(pages: Pages, wanted: LibraryQuery, start: int) -> dict[str, Any]:
    return {
        "total": pages.site.search.count(wanted),
        "start": start,
        "paintings": pages.site.search.stretch(wanted, start, start + BLOCK),
    }
