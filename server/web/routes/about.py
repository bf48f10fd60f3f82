"""What the program is, what it is made of, and what helps when it does not work."""

from __future__ import annotations

import asyncio

from robyn import Request, Response

from server.cloudflare.account.credentials import keyring_name
from server.common.errors import NotFound
from server.common.i18n import N_
from server.web.credits import notices
from server.web.diagnostics import describe, look
from server.web.forms import parse_id
from server.web.page import Pages
from server.web.responses import html
from server.web.routes.pages import settings_page


async def about(pages: Pages, request: Request) -> Response:
    """The last section of the settings."""
    return await settings_page(pages, request, "about")


async def licence(pages: Pages, request: Request) -> Response:
    """The whole text of one, which may be long."""
    made_of = await asyncio.to_thread(notices)
    number = parse_id(request.path_params.get("number"))
    if number is None or number >= len(made_of):
        raise NotFound
    return html(pages.render("settings/_licence.html", request, notice=made_of[number]))


async def diagnostics(pages: Pages, request: Request) -> Response:
    return html(pages.render("settings/_diagnostics.html", request, text=await _diagnostics(pages, request)))


async def copy_diagnostics(pages: Pages, request: Request) -> Response:
    await pages.site.shell.copy_text(await _diagnostics(pages, request))
    return html(pages.render("shared/_toast.html", request, message=pages.site.text(N_("Copied"))))


async def _diagnostics(pages: Pages, request: Request) -> str:
    seen = look(pages.site, request.headers.get("user-agent") or "", pages.language(request))
    return await asyncio.to_thread(describe, seen, await keyring_name())
