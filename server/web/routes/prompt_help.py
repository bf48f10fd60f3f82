"""Help with prompts: translated, enriched, read off a picture, and what comes out of one with variables."""

from __future__ import annotations

import asyncio

from robyn import Request, Response

from server.common.errors import AtelierError, CredentialsError, UpstreamError
from server.paintings.models import DEFAULT_MODEL, MODELS, Model
from server.paintings.models.helpers import Task
from server.paintings.variables import Misspelt, foreign_in, has_variables
from server.prompts.helper_prompt import HelperPrompt
from server.prompts.unfolding import MOST_AT_ONCE, outlook, pieces_of
from server.prompts.writer import WrittenPrompt, small_jpeg
from server.web.failures import STATUS
from server.web.forms.pictures import parse_text, read_picture_body
from server.web.forms.prompt_help import clean, parse_help, parse_preview
from server.web.page import Pages
from server.web.responses import html
from server.web.routes.filling import refilled
from server.web.routes.paintings import painting_id


async def improve(pages: Pages, request: Request) -> Response:
    """A dialog with the prompt, and beside it what a helper made of it."""
    wish, typed, model = parse_help(request)
    return await _beside(pages, request, wish, model=model, typed=typed, again="/writing/help")


async def describe(pages: Pages, request: Request) -> Response:
    """The same with a painting of ours."""
    painting = pages.site.studio.find(painting_id(request))
    found = await pages.site.studio.keeper.picture(painting)
    wish = HelperPrompt(Task.DESCRIBE, picture=await asyncio.to_thread(small_jpeg, found.data))
    shown = f"/paintings/{painting.id}/{'thumbnail' if painting.file else 'picture'}?{painting.bytes}"
    return await _beside(
        pages, request, wish, model=_chosen(pages), picture=shown, again=f"/paintings/{painting.id}/describe"
    )


async def describe_dropped(pages: Pages, request: Request) -> Response:
    """The same with a picture from outside, which is the whole body; the page shows it itself."""
    data = await asyncio.to_thread(read_picture_body, request)
    wish = HelperPrompt(Task.DESCRIBE, picture=await asyncio.to_thread(small_jpeg, data))
    return await _beside(pages, request, wish, model=_chosen(pages))


async def use(pages: Pages, request: Request) -> Response:
    """The studio's form with this prompt; what was typed there gives way."""
    before = pages.site.preferences
    pages.site.prefer(draft=clean(parse_text(request, "prompt")), typed="")
    return refilled(pages, request, before)


async def preview(pages: Pages, request: Request) -> Response:
    """What a prompt with variables would send, and how many there are."""
    prompt, every = parse_preview(request)
    found, problem = None, None
    try:
        found = await asyncio.to_thread(outlook, prompt, pages.site.lists, every=every)
    except Misspelt as error:
        problem = error
    page = pages.render(
        "studio/_unfolded.html",
        request,
        outlook=found,
        prompt=prompt,
        problem=problem,
        pieces=pieces_of(prompt, problem) if problem is not None else [],
        names=await asyncio.to_thread(pages.site.lists.names) if problem is not None else [],
        every=every,
        most=MOST_AT_ONCE,
    )
    return html(page)


async def _beside(pages: Pages, request: Request, wish: HelperPrompt, *, model: Model, **about: str) -> Response:
    """`about`: what was `typed`, the `picture` that was looked at, and the address that asks for it `again`."""
    written, error = await _asked(pages, wish)
    page = pages.render(
        "studio/_beside.html",
        request,
        task=wish.task.value,
        text=wish.text,
        **{"typed": "", "picture": "", "again": "", **about},
        written=written,
        error=error,
        sample=pages.site.connection.samples,
        estimate=pages.site.preferences.helper(wish.task).estimate(wish.task, wish.text),
        model=model,
        limit=model.prompt_limit,
    )
    return html(page, status=200 if error is None else STATUS.get(type(error), 422))


async def _asked(pages: Pages, wish: HelperPrompt) -> tuple[WrittenPrompt | None, AtelierError | None]:
    """What came of it, or what kept it from coming."""
    if has_variables(wish.text) or foreign_in(wish.text):  # a translator takes their signs for words
        return None, AtelierError("variables_not_helped")
    try:
        return await pages.site.writer.write(wish, sample=pages.site.connection.samples), None
    except (UpstreamError, CredentialsError) as error:
        return None, error


def _chosen(pages: Pages) -> Model:
    return MODELS.get(pages.site.preferences.model, DEFAULT_MODEL)
