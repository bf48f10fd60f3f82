"""Pictures as input: references for the models that take some, and new paintings made from one that is there."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from msgspec.structs import replace
from robyn import Request, Response

from server.common.errors import NotFound
from server.common.i18n import N_
from server.paintings.input_names import names_in
from server.paintings.models import MODELS, REFERENCE_MODEL, Input, Model
from server.paintings.painting import Painting, order_again
from server.pictures.picture import JPEG, NotAPicture
from server.site.site import Site
from server.web.forms import BadRequest
from server.web.forms.order import fitted
from server.web.forms.pictures import read_picture_body
from server.web.responses import html, nothing, picture, redirect
from server.web.routes.paintings import form_again, painting_id


async def show(site: Site, request: Request) -> Response:
    return picture(await asyncio.to_thread(site.inputs.read, request.path_params.get("name", "")), JPEG)


async def add(site: Site, request: Request) -> Response:
    """The picture that is the whole body; with `then=form` a model that takes some is chosen where none is."""
    await _add(site, await asyncio.to_thread(read_picture_body, request))
    return _to_form(site, request) if request.query_params.get("then", None) else html(_field(site, request))


async def remove(site: Site, request: Request) -> Response:
    gone = request.path_params.get("name", "")
    left = [name for name in names_in(site.preferences.references) if name != gone]
    site.prefer(references=",".join(left), parent=site.preferences.parent if left else "")
    return html(_field(site, request))


async def add_painting(site: Site, request: Request) -> Response:
    """A painting as one more reference; with a model that takes some."""
    painting = site.studio.find(painting_id(request))
    await _take(site, painting)
    return _to_form(site, request)


async def edit(site: Site, request: Request) -> Response:
    """The form for changing a painting: it is the only reference, and the prompt is to say what shall be different."""
    painting = site.studio.find(painting_id(request))
    site.prefer(references="")
    await _take(site, painting)
    site.prefer(draft="")  # last: what was typed before may be on its way to being kept
    return _to_form(site, request)


async def vary(site: Site, request: Request) -> Response:
    """Order the same once more, with another seed."""
    painting = site.studio.find(painting_id(request))
    if painting.model not in MODELS:
        raise NotFound
    site.studio.paint(replace(order_again(painting), sample=site.connection.samples, parent=painting.uid))
    site.librarian.save_soon()
    return nothing()


async def _take(site: Site, painting: Painting) -> None:
    found = await site.studio.keeper.picture(painting)
    await _add(site, found.data)
    site.prefer(parent=painting.uid)


async def _add(site: Site, data: bytes) -> None:
    """Raises BadRequest when there is no room for more, or nothing to be seen in it."""
    model = _model(site)
    names = names_in(site.preferences.references)
    try:
        name = await asyncio.to_thread(site.inputs.put, data, model.input_side)
    except NotAPicture as error:
        raise BadRequest(415, "dropped_no_picture") from error
    if name not in names and len(names) >= model.input_pictures:
        raise BadRequest(422, "references_full")
    references = ",".join(dict.fromkeys((*names, name)))
    site.prefer(model=model.id, references=references)


def _model(site: Site) -> Model:
    """The one chosen, where it takes references, else the cheapest that does."""
    chosen = MODELS.get(site.preferences.model)
    return chosen if chosen is not None and chosen.input is Input.REFERENCES else REFERENCE_MODEL


def _to_form(site: Site, request: Request) -> Response:
    if urlsplit(request.headers.get("hx-current-url") or "/").path != "/":
        return redirect("/", request)
    toast = site.views.render(
        "_toast.html", site.language(request), message=site.text(N_("Added as a reference picture"))
    )
    return html(form_again(site, request, problems={}) + toast)


def _field(site: Site, request: Request) -> str:
    return site.views.render("_references_again.html", site.language(request), form=fitted(site.preferences))
