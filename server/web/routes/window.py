"""The program around the page: folders, closing, coming to the front."""

from __future__ import annotations

import asyncio
import contextlib

from robyn import Request, Response

from server.common.i18n import N_
from server.web.forms import parse_choice
from server.web.page import Pages
from server.web.responses import html, nothing


async def reveal_folder(pages: Pages, request: Request) -> Response:
    folder = pages.site.folders[parse_choice(request, "folder", tuple(pages.site.folders))]
    with contextlib.suppress(OSError):  # to show a folder that is not there fails with a name of its own
        if folder != pages.site.library.folder or not await asyncio.to_thread(lambda: pages.site.library.is_away):
            await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    await pages.site.shell.reveal(folder)
    return nothing()


async def close(pages: Pages, request: Request) -> Response:
    """The answer to "paintings are under way": finish them first, or close now. A browser, where no window can be
    closed, begins with a question.
    """
    how = parse_choice(request, "how", ("ask", "finish", "now"))
    if how == "ask":
        return html(pages.render("shared/_ask_to_quit.html", request))
    pages.site.shell.close(finish_first=how == "finish")
    if pages.site.shell.has_window:
        return nothing()
    if how == "now":
        return html(pages.render("shared/_ended.html", request))
    told = pages.site.text(N_("The program quits by itself when all is painted."))
    return html(pages.render("shared/_toast.html", request, message=told))


async def front(pages: Pages, request: Request) -> Response:
    """A page has got or lost its user's attention; who looks needs no notification."""
    pages.site.notifications.page_is(in_front=parse_choice(request, "front", ("yes", "no")) == "yes")
    return nothing()


async def knock(pages: Pages, request: Request) -> Response:
    """A second start of the program asks the first one to show itself."""
    pages.site.shell.come_to_front()
    return nothing()
