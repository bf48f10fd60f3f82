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
from server.web.responses import html
from server.web.routes.filling import refilled


async def read(pages: Pages, request: Request) -> Response:
    """A dialog with what the picture in the body tells."""
    metadata = await asyncio.to_thread(read_any, await asyncio.to_thread(read_picture_body, request))
    model = model_for(metadata, pages.site.preferences.model) if metadata else None
    page = pages.render(
        "studio/_dropped.html",
        request,
        metadata=metadata,
        model=model,
        number=pages.dropped.keep(metadata) if metadata else 0,
        facts=list(facts(metadata, model)) if metadata and model else [],
        prompt_note=prompt_note(metadata, model) if metadata and model else None,
    )
    return html(page)


async def apply(pages: Pages, request: Request) -> Response:
    """The form, filled with all that fits or with the prompt alone; from another page than the studio, the studio."""
    metadata = _told(pages, request)
    prompt_only, settings = parse_application(request)
    pages.site.prefer(**settings)
    before = pages.site.preferences
    model = model_for(metadata, pages.site.preferences.model)
    pages.site.prefer(**form_changes(metadata, model, prompt_only=prompt_only))
    return refilled(pages, request, before, said="" if prompt_only else _changed(pages, metadata, model))


def _told(pages: Pages, request: Request) -> ForeignMetadata:
    metadata = pages.dropped.get(parse_id(request.path_params.get("id")))
    if metadata is None:
        raise NotFound
    return metadata


def _changed(pages: Pages, metadata: ForeignMetadata, model: Model) -> str:
    """Names what is not as the picture tells it."""
    others = [fact for fact in facts(metadata, model) if fact.becomes]
    changes = "; ".join(f"{pages.site.text(fact.label)}: {fact.value} → {fact.becomes}" for fact in others)
    return pages.site.text(N_("Filled in. {changes}"), changes=changes) if changes else pages.site.text(N_("Filled in"))
