"""Pictures dropped on the window: what they tell, and filling the form with it."""

from __future__ import annotations

import asyncio

from robyn import Request, Response

from server.common.errors import NotFound
from server.common.i18n import N_
from server.paintings.models import Model
from server.pictures.metadata.foreign import ForeignMetadata, read_any
from server.web.forms import parse_id
from server.web.forms.dropped import facts, form_changes, model_for, prompt_note
from server.web.forms.pictures import parse_application, read_picture_body
from server.web.page import Pages
from server.web.responses import html, redirect
from server.web.routes.paintings import form_again


async def read(pages: Pages, request: Request) -> Response:
    """A dialog with what the picture in the body tells."""
    story = await asyncio.to_thread(read_any, await asyncio.to_thread(read_picture_body, request))
    model = model_for(story, pages.site.preferences.model) if story else None
    page = pages.render(
        "studio/_dropped.html",
        request,
        story=story,
        model=model,
        number=pages.dropped.keep(story) if story else 0,
        facts=list(facts(story, model)) if story and model else [],
        prompt_note=prompt_note(story, model) if story and model else None,
    )
    return html(page)


async def apply(pages: Pages, request: Request) -> Response:
    """The form, filled with all that fits or with the prompt alone; from another page than the studio, the studio."""
    story = _told(pages, request)
    prompt_only, settings = parse_application(request)
    pages.site.prefer(**settings)
    model = model_for(story, pages.site.preferences.model)
    pages.site.prefer(**form_changes(story, model, prompt_only=prompt_only))
    if not _is_studio(request):
        return redirect("/", request)
    filled = form_again(pages, request, problems={})
    if not prompt_only:
        filled += pages.render("shared/_toast.html", request, message=_changed(pages, story, model))
    return html(filled)


def _told(pages: Pages, request: Request) -> ForeignMetadata:
    story = pages.dropped.get(parse_id(request.path_params.get("id")))
    if story is None:
        raise NotFound
    return story


def _changed(pages: Pages, story: ForeignMetadata, model: Model) -> str:
    """Names what is not as the picture tells it."""
    others = [fact for fact in facts(story, model) if fact.becomes]
    changes = "; ".join(f"{pages.site.text(fact.label)}: {fact.value} → {fact.becomes}" for fact in others)
    return pages.site.text(N_("Filled in. {changes}"), changes=changes) if changes else pages.site.text(N_("Filled in"))


def _is_studio(request: Request) -> bool:
    current = (request.headers.get("hx-current-url") or "").partition("?")[0]
    return current.rstrip("/").endswith(request.headers.get("host") or "/")
