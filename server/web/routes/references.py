"""Pictures as input: references for the models that take some, and new paintings made from one that is there."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace
from robyn import Request, Response

from server.common.errors import NotFound
from server.common.i18n import N_
from server.paintings.input_names import names_in
from server.paintings.models import MODELS, REFERENCE_MODEL, Input, Model
from server.paintings.painting import Painting, order_again
from server.pictures.picture import JPEG, NotAPicture
from server.web.forms import BadRequest
from server.web.forms.order import fitted
from server.web.forms.pictures import no_picture, read_picture_body
from server.web.page import Pages
from server.web.responses import html, nothing, page_of, picture, redirect
from server.web.routes.filling import form_again, in_studio, keep_typed
from server.web.routes.paintings import painting_id

WORDS = ("draft", "typed", "style_used")
"""Of the form, what a painting that is to be changed begins without."""


async def show(pages: Pages, request: Request) -> Response:
    return picture(await asyncio.to_thread(pages.site.inputs.read, request.path_params.get("name", "")), JPEG)


async def add(pages: Pages, request: Request) -> Response:
    """The picture that is the whole body; with `then=form` a model that takes some is chosen where none is."""
    await _add(pages, await asyncio.to_thread(read_picture_body, request))
    toast = pages.site.text(N_("Added as a reference picture"))
    return (
        _to_form(pages, request, toast=toast)
        if request.query_params.get("then", None)
        else html(_field(pages, request))
    )


async def remove(pages: Pages, request: Request) -> Response:
    gone = request.path_params.get("name", "")
    left = [name for name in names_in(pages.site.preferences.references) if name != gone]
    pages.site.prefer(references=",".join(left), parent=pages.site.preferences.parent if left else "")
    return html(_field(pages, request))


async def add_painting(pages: Pages, request: Request) -> Response:
    """A painting as one more reference; with a model that takes some."""
    painting = pages.site.studio.find(painting_id(request))
    await _take(pages, painting)
    return _to_form(pages, request, toast=pages.site.text(N_("Added as a reference picture")))


async def edit(pages: Pages, request: Request) -> Response:
    """The form for changing a painting: it is the only reference, and the prompt is to say what shall be different."""
    painting = pages.site.studio.find(painting_id(request))
    if not pages.site.preferences.changing:
        pages.draft_before = {name: getattr(pages.site.preferences, name) for name in WORDS}
    pages.site.prefer(references="")
    await _take(pages, painting)
    # Last: what was typed before may be on its way to being kept.
    before = pages.site.preferences
    pages.site.prefer(draft="", typed="", style_used="", changing=painting.uid)
    keep_typed(pages, before)
    return _to_form(pages, request, toast="")


async def leave(pages: Pages, request: Request) -> Response:
    """No more changes of that painting: the form is again for new ones, with what was typed before."""
    before = pages.site.preferences
    pages.site.prefer(references="", parent="", changing="", **dict.fromkeys(WORDS, "") | pages.draft_before)
    keep_typed(pages, before)
    pages.draft_before = {}
    return _to_form(pages, request, toast="")


async def vary(pages: Pages, request: Request) -> Response:
    """Order the same once more, with another seed; where no card for it appears, that is said."""
    painting = pages.site.studio.find(painting_id(request))
    if painting.model not in MODELS:
        raise NotFound
    pages.site.studio.paint(replace(order_again(painting), sample=pages.site.connection.samples, parent=painting.uid))
    pages.site.librarian.save_soon()
    if in_studio(request):
        return nothing()
    said = pages.site.text(N_("One more like it is on its way"))
    return html(pages.render("shared/_toast.html", request, message=said))


async def _take(pages: Pages, painting: Painting) -> None:
    found = await pages.site.studio.keeper.picture(painting)
    await _add(pages, found.data)
    pages.site.prefer(parent=painting.uid)


async def _add(pages: Pages, data: bytes) -> None:
    """Raises BadRequest when there is no room for more, or nothing to be seen in it."""
    model = _model(pages)
    names = names_in(pages.site.preferences.references)
    try:
        name = await asyncio.to_thread(pages.site.inputs.put, data, model.input_side)
    except NotAPicture as error:
        raise no_picture(error) from error
    if name not in names and len(names) >= model.input_pictures:
        raise BadRequest(422, "references_full")
    references = ",".join(dict.fromkeys((*names, name)))
    pages.site.prefer(model=model.id, references=references)


def _model(pages: Pages) -> Model:
    """The one chosen, where it takes references, else the cheapest that does."""
    chosen = MODELS.get(pages.site.preferences.model)
    return chosen if chosen is not None and chosen.input is Input.REFERENCES else REFERENCE_MODEL


def _to_form(pages: Pages, request: Request, *, toast: str) -> Response:
    if not in_studio(request):
        return redirect("/", request)
    said = pages.render("shared/_toast.html", request, message=toast) if toast else ""
    return html(form_again(pages, request, problems={}) + said)


def _is_in_studio(request: Request) -> bool:
    return page_of(request).path in ("", "/")


def _field(pages: Pages, request: Request) -> str:
    return pages.render("studio/_references_again.html", request, form=fitted(pages.site.preferences))
