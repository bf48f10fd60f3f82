"""What is done with one painting or many: favourites, albums, deleting. Pages hear of it as events."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote_plus

from robyn import Request, Response

from server.common.errors import BadInput, NotFound
from server.common.events import Change, ChangeKind
from server.common.i18n import N_
from server.library.index import collections
from server.library.index.search import Album
from server.web.forms import read_fields
from server.web.page import Pages
from server.web.responses import html, nothing, redirect
from server.web.routes.paintings import painting_id
from server.web.selection import parse_selection, write_selection

MOST_TOLD = 200
"""Paintings whose stars are changed one by one on open pages."""


async def favourite(pages: Pages, request: Request) -> Response:
    fields = read_fields(request, required={"ids", "on"})
    await _favour(pages, parse_selection(fields["ids"]), on=fields["on"] == "1")
    return nothing()


async def favourite_one(pages: Pages, request: Request) -> Response:
    """The painting in the path. Raises NotFound."""
    painting = pages.site.studio.find(painting_id(request))
    on = read_fields(request, required={"on"})["on"] == "1"
    await _favour(pages, [painting.id], on=on)
    return nothing()


async def choose_album(pages: Pages, request: Request) -> Response:
    """Which album to put a selection into: a dialog, the one used last first in it."""
    ids = unquote_plus(request.query_params.get("ids", None) or "")
    number = len(parse_selection(ids))
    last = pages.site.preferences.album
    albums = sorted(pages.site.search.albums(), key=lambda album: album.key != last)
    return html(pages.render("shared/_albums.html", request, ids=ids, number=number, albums=albums))


async def put_into_last_album(pages: Pages, request: Request) -> Response:
    """Into the album used last, at once; where there is none, the dialog asks."""
    painting = pages.site.studio.find(painting_id(request))
    albums = pages.site.search.albums()
    album = next((each for each in albums if each.key == pages.site.preferences.album), None)
    ids = str(painting.id)
    if album is None:
        return html(pages.render("shared/_albums.html", request, ids=ids, number=1, albums=albums))
    fresh = album.id not in pages.site.search.albums_of(painting.id)
    await pages.site.librarian.keep(collections.put_into, album.id, [painting.id])
    return html(pages.render("shared/_in_album.html", request, album=album, ids=ids, fresh=fresh))


async def make_album(pages: Pages, request: Request) -> Response:
    """A new album, with what is selected in it."""
    fields = read_fields(request, required={"name"}, optional={"ids"})
    album = await pages.site.librarian.keep(collections.make_album, _name(fields["name"]))
    if fields.get("ids"):
        await pages.site.librarian.keep(collections.put_into, album, parse_selection(fields["ids"]))
        _used(pages, album)
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
    _used(pages, album.id)
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
    await pages.site.studio.undo_deleting(*parse_selection(read_fields(request, required={"ids"})["ids"]))
    return nothing()


async def _favour(pages: Pages, ids: Sequence[int], *, on: bool) -> None:
    """Told to pages that show some of them; of more than a page shows, everything is drawn anew."""
    await pages.site.librarian.keep(collections.set_favourite, ids, on)
    change = Change(ChangeKind.FAVOURITE, tuple(ids)) if len(ids) <= MOST_TOLD else Change(ChangeKind.REFRESH)
    pages.site.hub.publish(change)


def _used(pages: Pages, album_id: int) -> None:
    """Remembered by its name for all time, so that it is the same one in a new database."""
    for album in pages.site.search.albums():
        if album.id == album_id:
            pages.site.prefer(album=album.key)


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
