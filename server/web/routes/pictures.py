"""The pictures' own bytes, and handing them to the rest of the desktop."""

from __future__ import annotations

from pathlib import Path

from robyn import Request, Response

from server.common.errors import NotFound, StorageError
from server.common.i18n import N_
from server.paintings.painting import Painting
from server.pictures.picture import JPEG, Picture
from server.site.site import Site
from server.web.responses import html, nothing, picture
from server.web.routes.paintings import painting_id


async def show(site: Site, request: Request) -> Response:
    """The picture; where it is being painted, as soon as it is kept. Nothing, where there is none."""
    painting = site.studio.find(painting_id(request))
    await site.studio.queue.ended(painting)
    try:
        painting = site.studio.find(painting.id)  # as it stands now: it may have been deleted meanwhile
        found = await site.studio.keeper.picture(painting)
    except NotFound:
        return nothing()
    return picture(found.data, found.kind, named=_file_name(site, painting, found))


async def thumbnail(site: Site, request: Request) -> Response:
    painting = site.studio.find(painting_id(request), trash=True)
    if painting.file is None:
        raise NotFound
    return picture(await site.thumbnails.get(site.library.path(painting.file)), JPEG)


async def download(site: Site, request: Request) -> Response:
    painting = site.studio.find(painting_id(request))
    found = await site.studio.keeper.picture(painting)
    return picture(found.data, found.kind, download_as=_file_name(site, painting, found))


async def save_as(site: Site, request: Request) -> Response:
    """Ask with the system's dialog and copy the picture there."""
    painting = site.studio.find(painting_id(request))
    found = await site.studio.keeper.picture(painting)
    target = await site.shell.ask_save_path(_file_name(site, painting, found))
    if target is None:
        return nothing()
    await site.studio.save_as(painting.id, target)
    return _toast(site, request, site.text(N_("Saved as {name}"), name=target.name))


async def copy(site: Site, request: Request) -> Response:
    painting = site.studio.find(painting_id(request))
    await site.shell.copy_image(_existing(site, painting))
    return _toast(site, request, site.text(N_("Copied")))


async def copy_file(site: Site, request: Request) -> Response:
    """The file with all that is in it, its story too; the image alone has none."""
    painting = site.studio.find(painting_id(request))
    await site.shell.copy_file(_existing(site, painting))
    return _toast(site, request, site.text(N_("File copied, with its story")))


async def reveal(site: Site, request: Request) -> Response:
    painting = site.studio.find(painting_id(request))
    await site.shell.reveal(_existing(site, painting))
    return nothing()


def _existing(site: Site, painting: Painting) -> Path:
    """The painting's file. Raises StorageError when it is not there."""
    if painting.file is None or not site.library.path(painting.file).exists():
        raise StorageError("picture_missing")
    return site.library.path(painting.file)


def _file_name(site: Site, painting: Painting, found: Picture) -> str:
    if painting.file is not None:
        return site.library.path(painting.file).name
    return site.library.name_for(painting.caption, painting.created, found.kind.extension).rpartition("/")[2]


def _toast(site: Site, request: Request, message: str) -> Response:
    return html(site.views.render("_toast.html", site.language(request), message=message))
