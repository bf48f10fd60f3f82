"""The connection's doctor: begun by a button, heard of line by line, copied for whoever helps."""

from __future__ import annotations

from robyn import Request, Response

from server.cloudflare.account.credentials import keyring_name
from server.cloudflare.doctor.lines import told
from server.common.i18n import N_
from server.web.page import Pages
from server.web.responses import html, nothing


async def show(pages: Pages, request: Request) -> Response:
    """Its window, which begins by itself as soon as it is there: no line is told before somebody can see it."""
    pages.site.doctor.reset()
    return html(pages.render("settings/_doctor_dialog.html", request))


async def start(pages: Pages, request: Request) -> Response:
    """The lines come by the event stream."""
    pages.site.doctor.start()
    return nothing()


async def report(pages: Pages, request: Request) -> Response:
    return html(pages.render("settings/_diagnostics.html", request, text=await _report(pages)))


async def copy(pages: Pages, request: Request) -> Response:
    await pages.site.shell.copy_text(await _report(pages))
    return html(pages.render("shared/_toast.html", request, message=pages.site.text(N_("Copied"))))


async def _report(pages: Pages) -> str:
    view = pages.site.network.view()
    way = f"{view.use} {view.kind}" if view.use == "own" else view.use
    return told(pages.site.doctor.lines, way) + f"Keyring: {await keyring_name()}\n"
