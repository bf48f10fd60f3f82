"""The connection's doctor: begun by a button, heard of line by line, copied for whoever helps."""

from __future__ import annotations

from robyn import Request, Response

from server.cloudflare.account.credentials import keyring_name
from server.cloudflare.doctor.lines import told
from server.common.i18n import N_
from server.site.site import Site
from server.web.responses import html, nothing


async def show(site: Site, request: Request) -> Response:
    """Its window, which begins by itself as soon as it is there: no line is told before somebody can see it."""
    site.doctor.reset()
    return html(site.views.render("_doctor_dialog.html", site.language(request)))


async def start(site: Site, request: Request) -> Response:
    """The lines come by the event stream."""
    site.doctor.start()
    return nothing()


async def report(site: Site, request: Request) -> Response:
    return html(site.views.render("_diagnostics.html", site.language(request), text=await _report(site)))


async def copy(site: Site, request: Request) -> Response:
    await site.shell.copy_text(await _report(site))
    return html(site.views.render("_toast.html", site.language(request), message=site.text(N_("Copied"))))


async def _report(site: Site) -> str:
    view = site.networks.view()
    way = f"{view.use} {view.kind}" if view.use == "own" else view.use
    return told(site.doctor.lines, way) + f"Keyring: {await keyring_name()}\n"
