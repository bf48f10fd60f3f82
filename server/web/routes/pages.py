"""Whole pages and what they are made of."""

from __future__ import annotations

import asyncio

from robyn import Request, Response

from server.cloudflare.account.connection import Status
from server.common.advice import PARTS
from server.common.errors import NotFound
from server.common.i18n import N_
from server.site.site import RECENT_PROMPTS
from server.web.credits import notices, version_of
from server.web.forms.order import fitted
from server.web.guard import cookie_of
from server.web.page import Pages
from server.web.responses import html, redirect
from server.web.routes.account import first_picture, nothing_painted
from server.web.routes.names import example_name

KEYRING_PATIENCE = 0.25
"""Seconds the first page waits for the keyring; a slower answer reaches the page as a change.

Where it decides which page is the first, one that shows nothing yet is there meanwhile, and asks again.
"""

PAGE_SIZE = 24
"""Paintings. An order that is begun is shown whole."""

SECTIONS = (
    ("general", "sliders-horizontal", N_("General")),
    ("account", "plug", N_("Account and network")),
    ("painting", "paintbrush", N_("Painting and queue")),
    ("library", "images", N_("Library and trash")),
    ("prompts", "pencil", N_("Prompts")),
    ("about", "info", N_("About")),
)
"""Of the settings: name, icon, and the msgid of what it is called."""


async def studio(pages: Pages, request: Request) -> Response:
    if name := cookie_of(request, pages.guard.leaving_cookie):
        await pages.leavings.wait_for(name)
    await pages.site.connection.settled(KEYRING_PATIENCE)
    view = pages.site.connection.view()
    if view.status is Status.MISSING and nothing_painted(pages):
        return _splash(pages, request) if view.checking else redirect("/connection", request)
    greeting, pages.greeting = pages.greeting, ""
    replaced, pages.replaced_last = pages.replaced_last, 0
    reopened, pages.site.reopened = pages.site.reopened, False
    page = pages.render(
        "studio/studio.html",
        request,
        **stretch(pages),
        recent_prompts=pages.site.prompts.recent(RECENT_PROMPTS),
        sequence=pages.site.hub.sequence,
        problems={},
        form=fitted(pages.site.preferences),
        mend=part_to_mend(request),
        limit=None,
        greeting=pages.site.text(greeting) if greeting else "",
        replaced=replaced,
        reopened=reopened,
    )
    return html(page)


def stretch(pages: Pages, *, before: int | None = None) -> dict[str, object]:
    """What the studio shows at once: the newest orders or those before a place, and where the next stretch begins."""
    paintings = pages.site.store.page(before=before, limit=PAGE_SIZE)
    older_than = paintings[-1].place if len(paintings) >= PAGE_SIZE else None
    return {"orders": pages.orders(paintings), "older_than": older_than}


def _splash(pages: Pages, request: Request) -> Response:
    """The keyring may be asking for its password, which takes as long as it takes: a window need not wait for that."""
    pages.control.page_opened()
    return html(pages.render("shared/splash.html", request))


def part_to_mend(request: Request) -> str | None:
    """The part of the form that the query asks to be taken to."""
    then = request.query_params.get("then", None)
    return then if then in PARTS else None


async def connection(pages: Pages, request: Request) -> Response:
    await pages.site.connection.settled(KEYRING_PATIENCE)
    pages.kept_token = None
    adding = request.query_params.get("account", None) == "new"
    view = pages.site.connection.view()
    first_start = not adding and view.status is Status.MISSING and nothing_painted(pages)
    page = pages.render(
        "settings/connection.html",
        request,
        problems={},
        error=None,
        account_id="",
        adding=adding,
        kept_token="",
        first_start=first_start,
        stage="choose" if first_start else "paste",
        wants_first=True,
        **first_picture(pages, adding=adding),
    )
    return html(page)


async def settings(pages: Pages, request: Request) -> Response:
    return await settings_page(pages, request, request.path_params.get("section") or SECTIONS[0][0])


async def settings_page(pages: Pages, request: Request, section: str) -> Response:
    """All sections, of which this one is in sight. Raises NotFound."""
    if section not in [name for name, _, _ in SECTIONS]:
        raise NotFound
    page = pages.render(
        "settings/settings.html",
        request,
        sections=SECTIONS,
        section=section,
        folders=pages.site.folders,
        problem="",
        name=example_name(pages.site.preferences.pattern),
        notices=await asyncio.to_thread(notices),
        qt_version=version_of("PySide6_Essentials"),
    )
    return html(page)


async def static(pages: Pages, request: Request) -> Response:
    file = pages.static.get(request.path_params.get("name", ""))
    if file is None:
        raise NotFound
    return file.answer(request)
