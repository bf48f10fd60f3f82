"""Pictures dropped on the window: what they tell, and filling the form with it."""

from __future__ import annotations

import asyncio

from robyn import Request, Response

from server.errors import NotFound
from server.forms import parse_id
from server.i18n import N_
from server.models import DEFAULT_MODEL
from server.picture_forms import parse_application, read_picture_body
from server.responses import html, redirect
from server.routes.paintings import form_again
from server.site import Site
from server.story.foreign import Foreign, read_any
from server.told import facts, form_changes, prompt_note


async def read(site: Site, request: Request) -> Response:
    """A dialog with what the picture in the body tells."""
    story = await asyncio.to_thread(read_any, await asyncio.to_thread(read_picture_body, request))
    page = site.views.render(
        "_story.html",
        site.language(request),
        story=story,
        number=site.told.keep(story) if story else 0,
        facts=list(facts(story, DEFAULT_MODEL)) if story else [],
        prompt_note=prompt_note(story, DEFAULT_MODEL) if story else None,
    )
    return html(page)


async def apply(site: Site, request: Request) -> Response:
    """The form, filled with all that fits or with the prompt alone; from another page than the studio, the studio."""
    story = _told(site, request)
    prompt_only, numbers = parse_application(request)
    site.prefer(**numbers | form_changes(story, DEFAULT_MODEL, prompt_only=prompt_only))
    if not _is_studio(request):
        return redirect("/", request)
    filled = form_again(site, request, problems={})
    if not prompt_only:
        filled += site.views.render("_toast.html", site.language(request), message=_changed(site, story))
    return html(filled)


def _told(site: Site, request: Request) -> Foreign:
    story = site.told.get(parse_id(request.path_params.get("id")))
    if story is None:
        raise NotFound
    return story


def _changed(site: Site, story: Foreign) -> str:
    """Names what is not as the picture tells it."""
    others = [fact for fact in facts(story, DEFAULT_MODEL) if fact.becomes]
    changes = "; ".join(f"{site.text(fact.label)}: {fact.value} → {fact.becomes}" for fact in others)
    return site.text(N_("Filled in. {changes}"), changes=changes) if changes else site.text(N_("Filled in"))


def _is_studio(request: Request) -> bool:
    current = (request.headers.get("hx-current-url") or "").partition("?")[0]
    return current.rstrip("/").endswith(request.headers.get("host") or "/")
