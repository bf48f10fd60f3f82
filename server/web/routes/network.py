"""The way to the API: a proxy of one's own, an AI Gateway."""

from __future__ import annotations

from robyn import Request, Response

from server.cloudflare.account.network_settings import PROXY_PASSWORD
from server.common.errors import BadInput, CredentialsError
from server.site.site import Site
from server.web.forms.network import entered_gateway, entered_proxy, parse_gateway, parse_proxy
from server.web.responses import html

PROXY, GATEWAY = "_proxy.html", "_gateway.html"


async def choose_proxy(site: Site, request: Request) -> Response:
    try:
        choice = parse_proxy(request)
        await site.networks.choose(choice.use, choice.proxy)
    except (BadInput, CredentialsError) as error:
        return _refused(site, request, PROXY, error, entered_proxy(request))
    return _saved(site, request, PROXY)


async def choose_gateway(site: Site, request: Request) -> Response:
    try:
        await site.networks.go_through(parse_gateway(request))
    except (BadInput, CredentialsError) as error:
        return _refused(site, request, GATEWAY, error, entered_gateway(request))
    return _saved(site, request, GATEWAY)


async def keep_for_this_run(site: Site, request: Request) -> Response:
    """The secret that no keyring took; answers the form it was entered in."""
    return _saved(site, request, PROXY if site.networks.use_for_this_run() == PROXY_PASSWORD else GATEWAY)


def _saved(site: Site, request: Request, form: str) -> Response:
    site.studio.queue.forget_holds()  # what waited for the network finds another one now
    return html(site.views.render(form, site.language(request), saved=True))


def _refused(
    site: Site, request: Request, form: str, error: BadInput | CredentialsError, entered: dict[str, str]
) -> Response:
    problems = error.fields if isinstance(error, BadInput) else {}
    page = site.views.render(form, site.language(request), problems=problems, error=error, entered=entered)
    return html(page, status=422)
