"""What users prefer: settings that are chosen and not typed, each kept as soon as it is."""

from __future__ import annotations

import re

from robyn import Request, Response

from server.web.forms import parse_preferences
from server.web.page import Pages
from server.web.responses import nothing, page_of, redirect

OWN_PLACE = re.compile(r"/(connection|settings(/[a-z]+)?|about|library|trash|grids/[0-9]+)")


async def prefer(pages: Pages, request: Request) -> Response:
    """Keep what was chosen. Theme and language change the whole page, so it is asked to load again."""
    changes = parse_preferences(request)
    pages.site.prefer(**changes)
    pages.site.studio.queue.fill()
    if changes.keys() & {"on_network", "on_capacity", "on_allowance"}:
        pages.site.studio.waiting_changed()
    if "trash_days" in changes:
        pages.site.studio.trash.tidy_soon()
    return redirect(_own_path(request), request) if "language" in changes else nothing()


def _own_path(request: Request) -> str:
    """Where the asking page is, with what it was asked for; only our own pages, so that nobody is sent elsewhere."""
    current = page_of(request)
    path = current.path.rstrip("/")
    if not OWN_PLACE.fullmatch(path):
        return "/"
    return f"{path}?{current.query}" if path == "/library" and current.query else path
