"""What the program is, what it is made of, and what helps when it does not work."""

from __future__ import annotations

import asyncio

from robyn import Request, Response

from server.cloudflare.account.credentials import keyring_name
from server.common.errors import NotFound
from server.common.i18n import N_
from server.site.site import Site
from server.web.credits import notices, version_of
from server.web.diagnostics import describe, look
from server.web.forms import parse_id
from server.web.responses import html


async def about(site: Site, request: Request) -> Response:
    made_of = await asyncio.to_thread(notices)
    page = site.views.render(
        "about.html",
        site.language(request),
        folders=site.folders,
        notices=made_of,
        qt_version=version_of("PySide6_Essentials"),
    )
    return html(page)


async def licence(site: Site, request: Request) -> Response:
    """The whole text of one, which may be long."""
    made_of = await asyncio.to_thread(notices)
    number = parse_id(request.path_params.get("number"))
    if number is None or number >= len(made_of):
        raise NotFound
    return html(site.views.render("_licence.html", site.language(request), notice=made_of[number]))


async def diagnostics(site: Site, request: Request) -> Response:
    return html(site.views.render("_diagnostics.html", site.language(request), text=await _diagnostics(site, request)))


async def copy_diagnostics(site: Site, request: Request) -> Response:
    await site.shell.copy_text(await _diagnostics(site, request))
    return html(site.views.render("_toast.html", site.language(request), message=site.text(N_("Copied"))))


async def _diagnostics(site: Site, request: Request) -> str:
    seen = look(site, request.headers.get("user-agent") or "", site.language(request))
    return await asyncio.to_thread(describe, seen, await keyring_name())
