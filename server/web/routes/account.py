"""Connecting and disconnecting the Cloudflare account."""

from __future__ import annotations

from robyn import Request, Response

from server.common.advice import DASHBOARD
from server.common.errors import AtelierError, BadInput, CredentialsError, UpstreamError
from server.common.events import Change, ChangeKind
from server.web.forms import clean_name, entered_account_id, is_adding, parse_choice, parse_id, parse_login, read_fields
from server.web.page import Pages
from server.web.responses import html, nothing, page_of, redirect


async def connect(pages: Pages, request: Request) -> Response:
    try:
        login = parse_login(request)
        await pages.site.connection.connect(login.account, new=login.new, name=login.name)
    except (BadInput, UpstreamError, CredentialsError) as error:
        return _form(pages, request, error)
    return _connected(pages, request)


async def keep_in_memory(pages: Pages, request: Request) -> Response:
    pages.site.connection.keep_for_this_run()
    return _connected(pages, request)


async def use_samples(pages: Pages, request: Request) -> Response:
    pages.site.connection.use_samples()
    pages.site.prefer(samples=True)
    return redirect("/", request)


async def disconnect(pages: Pages, request: Request) -> Response:
    await pages.site.connection.disconnect()
    pages.site.hub.publish(Change(ChangeKind.CONNECTION))
    return redirect("/connection", request)


async def switch(pages: Pages, request: Request) -> Response:
    """From the next painting on; only ever by the user's hand."""
    await pages.site.connection.switch(_slot(request))
    pages.site.prefer(samples=False)
    pages.site.studio.queue.forget_holds()  # they were the other account's
    return _listed(pages, request)


async def rename(pages: Pages, request: Request) -> Response:
    name = clean_name(read_fields(request, required={"name"})["name"])
    pages.site.connection.rename(_slot(request), name)
    return nothing()


async def forget(pages: Pages, request: Request) -> Response:
    await pages.site.connection.forget(_slot(request))
    return _listed(pages, request)


async def open_token_page(pages: Pages, request: Request) -> Response:
    """It leads to "Use REST API", "Create a Workers AI API Token": prefilled, and it shows the account id."""
    await pages.site.shell.open_external(DASHBOARD["workers-ai"])
    return nothing()


async def open_dashboard(pages: Pages, request: Request) -> Response:
    """One of Cloudflare's pages that an error's button may open, in the system's browser."""
    await pages.site.shell.open_external(DASHBOARD[parse_choice(request, "page", tuple(DASHBOARD))])
    return nothing()


async def ask_keyring_again(pages: Pages, request: Request) -> Response:
    """For when it was locked, or has been installed meanwhile. Raises CredentialsError where it still does not help."""
    await pages.site.connection.ask_keyring_again()
    pages.site.hub.publish(Change(ChangeKind.CONNECTION))
    return redirect("/", request) if page_of(request).path == "/connection" else nothing()


def _slot(request: Request) -> int:
    return parse_id(request.path_params.get("slot")) or 0


def _listed(pages: Pages, request: Request) -> Response:
    pages.site.hub.publish(Change(ChangeKind.CONNECTION))
    return html(pages.render("settings/_accounts_changed.html", request))


def _connected(pages: Pages, request: Request) -> Response:
    pages.site.prefer(samples=False)
    pages.site.studio.queue.forget_holds()
    pages.site.hub.publish(Change(ChangeKind.CONNECTION))
    return redirect("/", request)


def _form(pages: Pages, request: Request, error: AtelierError) -> Response:
    problems = error.fields if isinstance(error, BadInput) else {}
    page = pages.render(
        "settings/_login.html",
        request,
        problems=problems,
        error=error,
        account_id=entered_account_id(request),
        adding=is_adding(request),
    )
    return html(page, status=422)
