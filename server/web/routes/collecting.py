"""What is done with many paintings at once: favourites, albums, deleting, restoring. Pages hear of it as events."""

from __future__ import annotations

from robyn import Request, Response

from server.common.errors import BadInput, NotFound
from server.common.i18n import N_
from server.library.index import collections
from server.library.index.search import Album
from server.web.forms import read_fields
from server.web.page import Pages
from server.web.responses import html, nothing, redirect
from server.web.routes.paintings import painting_id
from server.web.selection import parse_selection, write_selection


async def favourite(pages: Pages, request: Request) -> Response:
    fields = read_fields(request, required={"ids", "on"})
    await pages.site.librarian.keep(collections.set_favourite, parse_selection(fields["ids"]), fields["on"] == "1")
    return nothing()


async def make_album(pages: Pages, request: Request) -> Response:
    """A new album, with what is selected in it."""
    fields = read_fields(request, required={"name"}, optional={"ids"})
    album = await pages.site.librarian.keep(collections.make_album, _name(fields["name"]))
    if fields.get("ids"):
        await pages.site.librarian.keep(collections.put_into, album, parse_selection(fields["ids"]))
    return _said(pages, request, pages.site.text(N_("Album: {name}"), name=_name(fields["name"])))


async def rename_album(pages: Pages, request: Request) -> Response:
    album = _album(pages, request)
    name = _name(read_fields(request, required={"name"})["name"])
    await pages.site.librarian.keep(collections.rename_album, album.id, name)
    return redirect(f"/library?album={album.id}", request)


async def remove_album(pages: Pages, request: Request) -> Response:
    await pages.site.librarian.keep(collections.remove_album, _album(pages, request).id)
    return redirect("/library", request)


async def put_into_album(pages: Pages, request: Request) -> Response:
    album = _album(pages, request)
    chosen = parse_selection(read_fields(request, required={"ids"})["ids"])
    await pages.site.librarian.keep(collections.put_into, album.id, chosen)
    return _said(pages, request, pages.site.text(N_("Added to “{name}”"), name=album.name))


async def take_out_of_album(pages: Pages, request: Request) -> Response:
    album = _album(pages, request)
    chosen = parse_selection(read_fields(request, required={"ids"})["ids"])
    await pages.site.librarian.keep(collections.take_out, album.id, chosen)
    return nothing()


async def delete(pages: Pages, request: Request) -> Response:
    deleted = pages.site.studio.delete(*parse_selection(read_fields(request, required={"ids"})["ids"]))
    if not deleted:
        raise NotFound
    ids = write_selection(painting.id for painting in deleted)
    page = pages.render("library/_undo_many.html", request, paintings=deleted, ids=ids)
    return html(page)


async def undo(pages: Pages, request: Request) -> Response:
    pages.site.studio.undo(*parse_selection(read_fields(request, required={"ids"})["ids"]))
    return nothing()


async def restore(pages: Pages, request: Request) -> Response:
    number = await pages.site.studio.restore(*parse_selection(read_fields(request, required={"ids"})["ids"]))
    return _said(pages, request, pages.site.text(N_("{n} restored"), n=number))


async def ask_to_erase(pages: Pages, request: Request) -> Response:
    """The plain question before anything is removed for good."""
    ids = read_fields(request, required={"ids"})["ids"]
    page = pages.render("library/_erase.html", request, ids=ids, number=len(parse_selection(ids)))
    return html(page)


async def erase(pages: Pages, request: Request) -> Response:
    number = await pages.site.studio.erase(*parse_selection(read_fields(request, required={"ids"})["ids"]))
    return _said(pages, request, pages.site.text(N_("{n} removed for good"), n=number))


def _album(pages: Pages, request: Request) -> Album:
    """Raises NotFound."""
    album_id = painting_id(request)
    album = next((each for each in pages.site.search.albums() if each.id == album_id), None)
    if album is None:
        raise NotFound
    return album


def _name(text: str) -> str:
    """An album's. Raises BadInput for none."""
    name = " ".join(text.split())[: collections.MOST_NAME]
    if not name:
        raise BadInput({"name": "missing"})
    return name


def _said(pages: Pages, request: Request, message: str) -> Response:
    return html(pages.render("shared/_toast.html", request, message=message))
