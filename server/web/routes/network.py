"""The way to the API: a proxy of one's own, an AI Gateway."""

from __future__ import annotations

from robyn import Request, Response

from server.cloudflare.account.network_settings import PROXY_PASSWORD
from server.common.errors import BadInput, CredentialsError
from server.web.forms import read_fields
from server.web.forms.network import entered_gateway, entered_proxy, parse_gateway, parse_proxy
from server.web.page import Pages
from server.web.responses import html

OF_THE_FORM = {"gateway", "token", "cached", "logged"}
"""Come along with a button that stands in it."""

PROXY, GATEWAY = "settings/_proxy.html", "settings/_gateway.html"


async def choose_proxy(pages: Pages, request: Request) -> Response:
    try:
        choice = parse_proxy(request)
        await pages.site.network.choose(choice.use, choice.proxy)
    except (BadInput, CredentialsError) as error:
        return _refused(pages, request, PROXY, error, entered_proxy(request))
    return _saved(pages, request, PROXY)


async def choose_gateway(pages: Pages, request: Request) -> Response:
    try:
        await pages.site.network.go_through(parse_gateway(request))
    except (BadInput, CredentialsError) as error:
        return _refused(pages, request, GATEWAY, error, entered_gateway(request))
    return _saved(pages, request, GATEWAY)


async def through_gateway(pages: Pages, request: Request) -> Response:
    """Ask a model through the gateway again."""
    fields = read_fields(request, required={"model"}, optional=OF_THE_FORM)
    pages.site.network.lead(fields["model"], around=False)
    return _saved(pages, request, GATEWAY)


async def keep_for_this_run(pages: Pages, request: Request) -> Response:
    """The secret that no keyring took; answers the form it was entered in."""
    return _saved(pages, request, PROXY if pages.site.network.use_for_this_run() == PROXY_PASSWORD else GATEWAY)


def _saved(pages: Pages, request: Request, form: str) -> Response:
    pages.site.studio.queue.forget_holds()  # what waited for the network finds another one now
    return html(pages.views.render(form, pages.language(request), saved=True))


def _refused(
    pages: Pages, request: Request, form: str, error: BadInput | CredentialsError, entered: dict[str, str]
) -> Response:
    problems = error.fields if isinstance(error, BadInput) else {}
    page = pages.views.render(form, pages.language(request), problems=problems, error=error, entered=entered)
    return html(page, status=422)
