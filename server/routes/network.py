"""The way to the API: a proxy of one's own."""

from __future__ import annotations

from robyn import Request, Response

from server.errors import BadInput, CredentialsError
from server.network_forms import entered_proxy, parse_proxy
from server.responses import html
from server.site import Site


async def choose_proxy(site: Site, request: Request) -> Response:
    try:
        choice = parse_proxy(request)
        await site.networks.choose(choice.use, choice.proxy)
    except (BadInput, CredentialsError) as error:
        problems = error.fields if isinstance(error, BadInput) else {}
        return _form(site, request, problems=problems, error=error, entered=entered_proxy(request))
    return _form(site, request, saved=True)


async def keep_for_this_run(site: Site, request: Request) -> Response:
    site.networks.use_for_this_run()
    return _form(site, request, saved=True)


def _form(site: Site, request: Request, **values: object) -> Response:
    page = site.views.render("_proxy.html", site.language(request), **values)
    return html(page, status=422 if "error" in values else 200)
