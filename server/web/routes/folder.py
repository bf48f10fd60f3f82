"""The library's folder: choosing another one, moving there, and what becomes of the one before."""

from __future__ import annotations

import asyncio

from robyn import Request, Response

from server.common.errors import BadInput, FolderRefused, NotFound
from server.library.moving.survey import suggestion
from server.web.forms import read_fields
from server.web.page import Pages
from server.web.responses import html, nothing

HOW = ("move", "use")


async def browse(pages: Pages, request: Request) -> Response:
    """Ask with the system's dialog; what was chosen stands in the field then, to be looked at once more."""
    entered, how = _entered(request)
    chosen = await pages.site.shell.ask_folder()
    if chosen is not None:
        entered = str(chosen if how == "use" else await asyncio.to_thread(suggestion, chosen))
    return _panel(pages, request, entered=entered, how=how)


async def change(pages: Pages, request: Request) -> Response:
    """Move everything to the folder named, or use that folder as it is."""
    entered, how = _entered(request)
    try:
        await (pages.site.mover.start(entered) if how == "move" else pages.site.mover.use(entered))
    except FolderRefused as error:
        return _panel(pages, request, entered=entered, how=how, problem=error.code, detail=error.detail, status=422)
    return nothing()


async def go_on(pages: Pages, request: Request) -> Response:
    await pages.site.mover.go_on()
    return nothing()


async def stop(pages: Pages, request: Request) -> Response:
    pages.site.mover.stop()
    return nothing()


async def discard(pages: Pages, request: Request) -> Response:
    """Remove what a move that was not finished has copied."""
    await pages.site.mover.discard()
    return nothing()


async def settle_left(pages: Pages, request: Request) -> Response:
    """Keep the folder before, put it into the trash, or remove its copies for good."""
    fields = read_fields(request, required={"what"}, optional={"sure"})
    if fields["what"] not in ("keep", "trash", "erase"):
        raise BadInput({"what": "unknown_value"})
    if fields["what"] == "erase":
        await pages.site.mover.erase_left()
        return nothing()
    await pages.site.mover.forget_left(trash=fields["what"] == "trash", sure="sure" in fields)
    return nothing()


async def ask_to_erase(pages: Pages, request: Request) -> Response:
    """The plain question before anything is removed for good. Raises NotFound where there is no folder before."""
    read_fields(request)
    if pages.site.mover.place.left is None:
        raise NotFound
    return html(pages.render("settings/_erase_left.html", request))


def _entered(request: Request) -> tuple[str, str]:
    fields = read_fields(request, required={"folder", "how"})
    if fields["how"] not in HOW:
        raise BadInput({"how": "unknown_value"})
    return fields["folder"].strip(), fields["how"]


def _panel(pages: Pages, request: Request, *, status: int = 200, **values: str) -> Response:
    return html(pages.render("settings/_folder.html", request, **values), status=status)
