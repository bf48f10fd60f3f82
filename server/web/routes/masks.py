"""Painting over a part of a picture: the dialog in which it is marked, and what it orders."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace
from robyn import Request, Response

from server.common.errors import AllowanceError, AtelierError, BadInput
from server.common.i18n import N_
from server.library.inputs import keep_masked
from server.paintings.models import SD_INPAINTING
from server.pictures.picture import NotAPicture, TooLarge
from server.prompts.unfolding import unfolded
from server.web.forms import BadRequest
from server.web.forms.mask import parse_masked
from server.web.page import Pages
from server.web.responses import html
from server.web.routes.paintings import painting_id


async def ask(pages: Pages, request: Request) -> Response:
    painting = pages.site.studio.find(painting_id(request))
    found = await pages.site.studio.keeper.picture(painting)
    page = pages.render(
        "studio/_mask.html",
        request,
        painting=painting,
        model=SD_INPAINTING,
        wide=found.width > found.height,
        high=found.height > found.width,
    )
    return html(page)


async def order(pages: Pages, request: Request) -> Response:
    """A painting of its own, which remembers the one it was made from. What is wrong is said in the dialog."""
    painting = pages.site.studio.find(painting_id(request))
    try:
        masked = parse_masked(request, samples=pages.site.connection.samples)
        wished = await unfolded(masked.order, pages.site.lists)
        found = await pages.site.studio.keeper.picture(painting)
        names = await asyncio.to_thread(
            keep_masked, pages.site.inputs, found.data, masked.mask, along=masked.along, side=SD_INPAINTING.input_side
        )
        pages.site.studio.paint(replace(wished, inputs=names, parent=painting.uid))
        pages.site.librarian.save_soon()
    except (BadRequest, AllowanceError):
        raise
    except TooLarge as error:
        return _problem(pages, request, error.code)
    except NotAPicture:
        return _problem(pages, request, "dropped_no_picture")
    except BadInput as error:
        return _problem(pages, request, next(iter(error.fields.values())), error.about)
    except AtelierError as error:
        return _problem(pages, request, error.code)
    message = pages.site.text(N_("Ordered. The new painting comes into the studio."))
    return html(pages.render("shared/_ordered.html", request, message=message))


def _problem(pages: Pages, request: Request, code: str, about: str = "") -> Response:
    return html(pages.render("studio/_mask_problem.html", request, code=code, about=about), status=422)
