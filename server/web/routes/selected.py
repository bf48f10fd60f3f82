"""What is selected in the library: what it has in common, and what of it is still there."""

from __future__ import annotations

import asyncio
from urllib.parse import unquote_plus

from robyn import Request, Response

from server.web.forms import read_fields
from server.web.page import Pages
from server.web.responses import html, text
from server.web.routes.library import wanted_by
from server.web.selection import parse_selection, write_selection
from server.web.shared_facts import shared_facts

SHOWN = 4
"""Pictures that stand for all of them."""


async def about(pages: Pages, request: Request) -> Response:
    """What several have in common, in place of one painting's details.

    Asked for by an address, and by a form where an address would be too long.
    """
    address = unquote_plus(request.query_params.get("ids", None) or "")
    chosen = parse_selection(address or read_fields(request, required={"ids"})["ids"])
    common = await asyncio.to_thread(pages.site.search.in_common, chosen)
    if not common.count:  # deleted since they were selected
        return html(pages.render("library/_no_details.html", request))
    page = pages.render(
        "library/_several.html",
        request,
        common=common,
        facts=shared_facts(common, pages.words(request)),
        paintings=pages.site.search.those(common.ids[:SHOWN]),
        albums=pages.site.search.albums(),
        ids=write_selection(common.ids),
    )
    return html(page)


async def still(pages: Pages, request: Request) -> Response:
    """Which of these can be seen where one looks."""
    chosen = parse_selection(read_fields(request, required={"ids"})["ids"])
    return text(write_selection(await asyncio.to_thread(pages.site.search.among, wanted_by(request), chosen)))
