"""Help with prompts: what comes out of one with variables."""

from __future__ import annotations

import asyncio

from robyn import Request, Response

from server.responses import html
from server.site import Site
from server.writing.forms import parse_preview
from server.writing.unfolding import MOST_AT_ONCE, outlook
from server.writing.variables import Misspelt


async def preview(site: Site, request: Request) -> Response:
    """What a prompt with variables would send, and how many there are."""
    prompt, every = parse_preview(request)
    found, problem = None, None
    try:
        found = await asyncio.to_thread(outlook, prompt, site.lists, every=every)
    except Misspelt as error:
        problem = error
    page = site.views.render(
        "_unfolded.html",
        site.language(request),
        outlook=found,
        problem=problem,
        names=await asyncio.to_thread(site.lists.names) if problem is not None else [],
        every=every,
        most=MOST_AT_ONCE,
    )
    return html(page)
