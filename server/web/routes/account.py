"""Connecting and disconnecting the Cloudflare account."""

from __future__ import annotations

from robyn import Request, Response

from server.common.advice import DASHBOARD
from server.common.errors import AtelierError, BadInput, CredentialsError, UpstreamError
from server.common.events import Change, Kind
from server.site.site import Site
from server.web.forms import clean_name, entered_account_id, is_adding, parse_choice, parse_id, parse_login, read_fields
from server.web.responses import html, nothing, redirect


async def connect(site: Site, request: Request) -> Response:
    try:
        login = parse_login(request)
        await site.connection.connect(login.account, new=login.new, name=login.name)
    except (BadInput, UpstreamError, CredentialsError) as error:
        return _form(site, request, error)
    return _connected(site, request)


async def keep_in_memory(site: Site, request: Request) -> Response:
    site.connection.keep_for_this_run()
    return _connected(site, request)


async def use_samples(site: Site, request: Request) -> Response:
    site.connection.use_samples()
    site.prefer(samples=True)
    return redirect("/", request)


async def disconnect(site: Site, request: Request) -> Response:
    await site.connection.disconnect()
    site.hub.publish(Change(Kind.CONNECTION))
    return redirect("/connection", request)


async def switch(site: Site, request: Request) -> Response:
    """From the next painting on; only ever by the user's hand."""
    await site.connection.switch(_slot(request))
    site.prefer(samples=False)
    site.studio.queue.forget_holds()  # they were the other account's
    return _listed(site, request)


async def rename(site: Site, request: Request) -> Response:
    name = clean_name(read_fields(request, required={"name"})["name"])
    site.connection.rename(_slot(request), name)
    return nothing()


async def forget(site: Site, request: Request) -> Response:
    await site.connection.forget(_slot(request))
    return _listed(site, request)


async def open_token_page(site: Site, request: Request) -> Response:
    """It leads to "Use REST API", "Create a Workers AI API Token": prefilled, and it shows the account id."""
    await site.shell.open_external(DASHBOARD["workers-ai"])
    return nothing()


async def open_dashboard(site: Site, request: Request) -> Response:
    """One of Cloudflare's pages that an error's button may open, in the system's browser."""
    await site.shell.open_external(DASHBOARD[parse_choice(request, "page", tuple(DASHBOARD))])
    return nothing()


async def ask_keyring_again(site: Site, request: Request) -> Response:
    """For when it was locked, or has been installed meanwhile. Raises CredentialsError where it still does not help."""
    await site.connection.ask_keyring_again()
    site.hub.publish(Change(Kind.CONNECTION))
    page = (request.headers.get("hx-current-url") or "").partition("?")[0]
    return redirect("/", request) if page.endswith("/connection") else nothing()


def _slot(request: Request) -> int:
    return parse_id(request.path_params.get("slot")) or 0


def _listed(site: Site, request: Request) -> Response:
    site.hub.publish(Change(Kind.CONNECTION))
    return html(site.views.render("_accounts_changed.html", site.language(request)))


def _connected(site: Site, request: Request) -> Response:
    site.prefer(samples=False)
    site.studio.queue.forget_holds()
    site.hub.publish(Change(Kind.CONNECTION))
    return redirect("/", request)


def _form(site: Site, request: Request, error: AtelierError) -> Response:
    problems = error.fields if isinstance(error, BadInput) else {}
    page = site.views.render(
        "_login.html",
        site.language(request),
        problems=problems,
        error=error,
        account_id=entered_account_id(request),
        adding=is_adding(request),
    )
    return html(page, status=422)
