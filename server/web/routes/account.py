"""Connecting and disconnecting the Cloudflare account."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace
from robyn import Request, Response

from server.common.advice import DASHBOARD, TOKEN_PAGE
from server.common.errors import AtelierError, BadInput, CredentialsError, NotFound, StorageError, UpstreamError
from server.common.events import Change, ChangeKind
from server.common.i18n import N_, translate
from server.paintings.models import DEFAULT_MODEL
from server.pictures.kinds import JPEG
from server.studio.ordering import order_of
from server.web.forms import Login, clean_name, parse_choice, parse_id, parse_login, read_fields, wants_first
from server.web.page import Pages
from server.web.responses import html, nothing, page_of, picture, redirect

WRONG_TOKENS = frozenset({"token_wrong", "token_expired", "paste_damaged"})
"""With these another token has to be pasted; all other troubles leave the one that was pasted as good as it was."""

WELCOME = {"day": ("a mountain lake at dawn, oil", 1), "night": ("mountains in a starry night, oil", 1)}
WELCOME_SIZE = (1024, 1152)
FIRST_PROMPT = N_("A lighthouse in morning mist, watercolour, soft light")


async def connect(pages: Pages, request: Request) -> Response:
    connection = pages.site.connection
    login = parse_login(request, kept=pages.kept_token)
    pages.kept_token = login.token
    try:
        await connection.connect(login.account, new=login.new, name=login.name)
    except (BadInput, UpstreamError, CredentialsError) as error:
        if error.code in WRONG_TOKENS:
            pages.kept_token = None
        return _form(pages, request, login, error)
    return _connected(pages, request, first=login.first)


async def keep_in_memory(pages: Pages, request: Request) -> Response:
    first = wants_first(request)
    pages.site.connection.keep_for_this_run()
    return _connected(pages, request, first=first)


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
    """Where the token is prepared, with what painting and the meter need and no more."""
    await pages.site.shell.open_external(TOKEN_PAGE)
    return nothing()


async def welcome_picture(pages: Pages, request: Request) -> Response:
    """What the first start shows, by the painter of the samples."""
    name = request.path_params.get("name", "")
    if name not in WELCOME:
        raise NotFound
    if name not in pages.welcome:
        pages.welcome[name] = await asyncio.to_thread(_paint_welcome, *WELCOME[name])
    return picture(pages.welcome[name], JPEG)


def _paint_welcome(prompt: str, variation: int) -> bytes:
    from server.cloudflare.samples import paint_welcome  # brings Pillow along, which a start has no need of

    return paint_welcome(prompt, variation, WELCOME_SIZE)


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


def _connected(pages: Pages, request: Request, *, first: bool) -> Response:
    pages.kept_token = None
    pages.site.prefer(samples=False)
    pages.site.studio.queue.forget_holds()
    pages.site.hub.publish(Change(ChangeKind.CONNECTION))
    if first and nothing_painted(pages):
        _paint_first(pages, request)
    return redirect("/", request)


def _paint_first(pages: Pages, request: Request) -> None:
    """What proves, better than any check, that all is in order; asked for in the form."""
    order = order_of({"prompt": FIRST_PROMPT}, samples=False)
    typed = translate(pages.language(request), FIRST_PROMPT)
    pages.site.studio.paint(replace(order, typed=typed) if typed != FIRST_PROMPT else order, anyway=True)
    pages.greeting = N_("Connected. Your first picture is being painted, on your own account.")


def _form(pages: Pages, request: Request, login: Login, error: AtelierError) -> Response:
    problems = error.fields if isinstance(error, BadInput) else {}
    page = pages.render(
        "settings/_login.html",
        request,
        problems=problems,
        error=error,
        account_id=login.account_id,
        adding=login.new,
        kept_token=pages.kept_token.last_four if pages.kept_token else "",
        wants_first=login.first,
        **first_picture(pages, adding=login.new),
    )
    return html(page, status=422)


def first_picture(pages: Pages, *, adding: bool) -> dict[str, object]:
    """Whether one is offered with the connection, and the neurons it takes."""
    neurons = DEFAULT_MODEL.price.neurons(1024, 1024, int(DEFAULT_MODEL.steps.default))
    return {"first": not adding and nothing_painted(pages), "first_neurons": neurons}


def nothing_painted(pages: Pages) -> bool:
    try:
        return pages.site.store.newest() is None
    except StorageError:  # of a damaged database, which is no first start
        return False
