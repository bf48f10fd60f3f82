"""The program around the page: preferences, folders, closing, coming to the front."""

from __future__ import annotations

import asyncio
import contextlib
import re
from urllib.parse import urlsplit

from robyn import Request, Response

from server.web.forms import parse_choice, parse_preferences
from server.web.page import Pages
from server.web.responses import nothing, redirect

OWN_PLACE = re.compile(r"/(connection|settings|about|library|grids/[0-9]+)")


async def prefer(pages: Pages, request: Request) -> Response:
    """Keep what was chosen. Theme and language change the whole page, so it is asked to load again."""
    changes = parse_preferences(request)
    pages.site.prefer(**changes)
    pages.site.studio.queue.fill()
    if changes.keys() & {"on_network", "on_capacity", "on_allowance"}:
        pages.site.studio.waiting_changed()
    return redirect(_own_path(request), request) if "language" in changes else nothing()


async def reveal_folder(pages: Pages, request: Request) -> Response:
    folder = pages.site.folders[parse_choice(request, "folder", tuple(pages.site.folders))]
    with contextlib.suppress(OSError):  # to show a folder that is not there fails with a name of its own
        if folder != pages.site.library.folder or not await asyncio.to_thread(lambda: pages.site.library.is_away):
            await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    await pages.site.shell.reveal(folder)
    return nothing()


async def close(pages: Pages, request: Request) -> Response:
    """The answer to "paintings are under way": finish them first, or close now."""
    how = parse_choice(request, "how", ("finish", "now"))
    pages.site.shell.close(finish_first=how == "finish")
    return nothing()


async def front(pages: Pages, request: Request) -> Response:
    """A page has got or lost its user's attention; who looks needs no notification."""
    pages.site.notifications.page_is(in_front=parse_choice(request, "front", ("yes", "no")) == "yes")
    return nothing()


async def knock(pages: Pages, request: Request) -> Response:
    """A second start of the program asks the first one to show itself."""
    pages.site.shell.come_to_front()
    return nothing()


def _own_path(request: Request) -> str:
    """Where the asking page is, with what it was asked for; only our own pages, so that nobody is sent elsewhere."""
    current = urlsplit(request.headers.get("hx-current-url") or "")
    path = current.path.rstrip("/")
    if not OWN_PLACE.fullmatch(path):
        return "/"
    return f"{path}?{current.query}" if path == "/library" and current.query else path
