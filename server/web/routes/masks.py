"""Painting over a part of a picture: the dialog in which it is marked, and what it orders."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace
from robyn import Request, Response

from server.common.errors import AllowanceError, AtelierError, BadInput
from server.common.i18n import N_
from server.library.inputs import keep_masked
from server.paintings.models import SD_INPAINTING
from server.pictures.picture import NotAPicture
from server.site.site import Site
from server.web.forms import BadRequest
from server.web.forms.mask import parse_masked
from server.web.responses import html
from server.web.routes.paintings import drawn, painting_id


async def ask(site: Site, request: Request) -> Response:
    painting = site.studio.find(painting_id(request))
    found = await site.studio.keeper.picture(painting)
    page = site.views.render(
        "_mask.html",
        site.language(request),
        painting=painting,
        model=SD_INPAINTING,
        wide=found.width > found.height,
        high=found.height > found.width,
    )
    return html(page)


async def order(site: Site, request: Request) -> Response:
    """A painting of its own, which remembers the one it was made from. What is wrong is said in the dialog."""
    painting = site.studio.find(painting_id(request))
    try:
        masked = parse_masked(request, samples=site.connection.samples)
        unfolded = await drawn(site, masked.order)
        found = await site.studio.keeper.picture(painting)
        names = await asyncio.to_thread(
            keep_masked, site.inputs, found.data, masked.mask, along=masked.along, side=SD_INPAINTING.input_side
        )
        site.studio.paint(replace(unfolded, inputs=names, parent=painting.uid))
        site.librarian.save_soon()
    except (BadRequest, AllowanceError):
        raise
    except NotAPicture:
        return _problem(site, request, "dropped_no_picture")
    except BadInput as error:
        return _problem(site, request, next(iter(error.fields.values())))
    except AtelierError as error:
        return _problem(site, request, error.code)
    message = site.text(N_("Ordered. The new painting comes into the studio."))
    return html(site.views.render("_mask_done.html", site.language(request), message=message))


def _problem(site: Site, request: Request, code: str) -> Response:
    return html(site.views.render("_mask_problem.html", site.language(request), code=code), status=422)
