"""Whole pages and what they are made of."""

from __future__ import annotations

from robyn import Request, Response

from server.cloudflare.account.connection import Status
from server.common.advice import PARTS
from server.common.errors import NotFound
from server.site.site import RECENT_PROMPTS
from server.web.forms.order import fitted
from server.web.guard import cookie_of
from server.web.page import Pages
from server.web.responses import html, redirect
from server.web.routes.names import example_name

KEYRING_PATIENCE = 0.25
"""Seconds the first page waits for the keyring; a slower answer reaches the page as a change."""

PAGE_SIZE = 24


async def studio(pages: Pages, request: Request) -> Response:
    if name := cookie_of(request, pages.guard.leaving_cookie):
        await pages.leavings.wait_for(name)
    await pages.site.connection.settled(KEYRING_PATIENCE)
    view = pages.site.connection.view()
    paintings = pages.site.store.page(limit=PAGE_SIZE)
    if view.status is Status.MISSING and not view.checking and not paintings:
        return redirect("/connection", request)
    page = pages.render(
        "studio/studio.html",
        request,
        paintings=paintings,
        recent_prompts=pages.site.store.recent_prompts(RECENT_PROMPTS),
        sequence=pages.site.hub.sequence,
        problems={},
        form=fitted(pages.site.preferences),
        mend=part_to_mend(request),
        limit=None,
    )
    return html(page)


def part_to_mend(request: Request) -> str | None:
    """The part of the form that the query asks to be taken to."""
    then = request.query_params.get("then", None)
    return then if then in PARTS else None


async def connection(pages: Pages, request: Request) -> Response:
    await pages.site.connection.settled(KEYRING_PATIENCE)
    adding = request.query_params.get("account", None) == "new"
    page = pages.render("settings/connection.html", request, problems={}, error=None, account_id="", adding=adding)
    return html(page)


async def settings(pages: Pages, request: Request) -> Response:
    name = example_name(pages.site.preferences.pattern)
    return html(pages.render("settings/settings.html", request, folders=pages.site.folders, problem="", name=name))


async def static(pages: Pages, request: Request) -> Response:
    file = pages.static.get(request.path_params.get("name", ""))
    if file is None:
        raise NotFound
    return file.answer(request)
