"""The pictures' own bytes, and handing them to the rest of the desktop."""

from __future__ import annotations

import asyncio
from pathlib import Path

from robyn import Request, Response

from server.common.errors import NotFound, StorageError
from server.common.i18n import N_
from server.library.export.convert import plain_png
from server.library.folder import free_place
from server.paintings.painting import Painting
from server.pictures.picture import JPEG, Picture, sniff
from server.web.page import Pages
from server.web.responses import html, nothing, picture
from server.web.routes.paintings import painting_id


async def show(pages: Pages, request: Request) -> Response:
    """The picture; where it is being painted, as soon as it is kept. Nothing, where there is none."""
    painting = pages.site.studio.find(painting_id(request))
    await pages.site.studio.queue.ended(painting)
    try:
        painting = pages.site.studio.find(painting.id)  # as it stands now: it may have been deleted meanwhile
        found = await pages.site.studio.keeper.picture(painting)
    except NotFound:
        return nothing()
    return picture(found.data, found.kind, named=_file_name(pages, painting, found))


async def thumbnail(pages: Pages, request: Request) -> Response:
    painting = pages.site.studio.find(painting_id(request), trash=True)
    if painting.file is None:
        raise NotFound
    small = await pages.site.thumbnails.get(pages.site.library.path(painting.file))
    return picture(small, sniff(small) or JPEG)


async def download(pages: Pages, request: Request) -> Response:
    painting = pages.site.studio.find(painting_id(request))
    found = await pages.site.studio.keeper.picture(painting)
    return picture(found.data, found.kind, download_as=_file_name(pages, painting, found))


async def save(pages: Pages, request: Request) -> Response:
    """Copy the picture to where one was saved last, beside what is there; where that is not known or gone, ask."""
    folder = Path(pages.site.preferences.saved_in)
    if not (folder.is_absolute() and await asyncio.to_thread(folder.is_dir)):
        return await save_as(pages, request)
    painting = pages.site.studio.find(painting_id(request))
    found = await pages.site.studio.keeper.picture(painting)
    target = await asyncio.to_thread(free_place, folder, _file_name(pages, painting, found))
    await pages.site.studio.save_as(painting.id, target)
    return _toast(
        pages, request, pages.site.text(N_("Saved in {folder}: {name}"), folder=folder.name, name=target.name)
    )


async def save_as(pages: Pages, request: Request) -> Response:
    """Ask with the system's dialog and copy the picture there."""
    painting = pages.site.studio.find(painting_id(request))
    found = await pages.site.studio.keeper.picture(painting)
    target = await pages.site.shell.ask_save_path(_file_name(pages, painting, found))
    if target is None:
        return nothing()
    await pages.site.studio.save_as(painting.id, target)
    pages.site.prefer(saved_in=str(target.parent))
    return _toast(pages, request, pages.site.text(N_("Saved as {name}"), name=target.name))


async def copy(pages: Pages, request: Request) -> Response:
    painting = pages.site.studio.find(painting_id(request))
    found = await pages.site.studio.keeper.picture(painting)
    await pages.site.shell.copy_image(await asyncio.to_thread(plain_png, found))
    return _toast(pages, request, pages.site.text(N_("Copied")))


async def copy_file(pages: Pages, request: Request) -> Response:
    """The file with all that is in it, its metadata too; the image alone has none."""
    painting = pages.site.studio.find(painting_id(request))
    await pages.site.shell.copy_file(_existing(pages, painting))
    return _toast(pages, request, pages.site.text(N_("File copied, with its story")))


async def reveal(pages: Pages, request: Request) -> Response:
    painting = pages.site.studio.find(painting_id(request))
    await pages.site.shell.reveal(_existing(pages, painting))
    return nothing()


async def reveal_answer(pages: Pages, request: Request) -> Response:
    """What came instead of a picture, as long as it is kept."""
    kept = pages.site.studio.keeper.answers.path(pages.site.studio.find(painting_id(request)).uid)
    if kept is None:
        raise NotFound
    await pages.site.shell.reveal(kept)
    return nothing()


def _existing(pages: Pages, painting: Painting) -> Path:
    """The painting's file. Raises StorageError when it is not there."""
    if painting.file is None or not pages.site.library.path(painting.file).exists():
        raise StorageError("picture_missing")
    return pages.site.library.path(painting.file)


def _file_name(pages: Pages, painting: Painting, found: Picture) -> str:
    if painting.file is not None:
        return painting.file_name
    return pages.site.library.name_for(painting.caption, painting.created, found.kind.extension).rpartition("/")[2]


def _toast(pages: Pages, request: Request, message: str) -> Response:
    return html(pages.render("shared/_toast.html", request, message=message))
