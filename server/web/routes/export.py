"""Exporting paintings: asking how, then into a folder, to a place chosen, or as a download."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from msgspec.structs import asdict
from robyn import Headers, Request, Response, StreamingResponse

from server.common.errors import NotFound
from server.common.i18n import N_
from server.library.export.exporter import name_of
from server.paintings.painting import Painting
from server.pictures.export_options import KINDS, Form, Options
from server.pictures.picture import JPEG
from server.site.site import Site
from server.web.forms import BadRequest, parse_id
from server.web.forms.pictures import Export, parse_export, parse_ids
from server.web.responses import as_download, html, nothing
from server.web.routes.paintings import painting_id
from server.web.selection import parse_selection, write_selection


async def ask_for_one(site: Site, request: Request) -> Response:
    return _dialog(site, request, [site.studio.find(painting_id(request))])


async def ask_for_many(site: Site, request: Request) -> Response:
    return _dialog(site, request, _found(site, parse_ids(request)))


async def preview(site: Site, request: Request) -> Response:
    """What the first of them will be called."""
    export = parse_export(request)
    paintings = _found(site, export.ids)
    name = _name(paintings[0], export.options)
    return html(site.views.render("_export_name.html", site.language(request), name=name, problem=export.problem))


async def save(site: Site, request: Request) -> Response:
    """With the system's dialogs: one painting to the place chosen, several into a folder, while the page goes on."""
    export = _usable(parse_export(request))
    paintings = _found(site, export.ids)
    _remember(site, export.options)
    if len(paintings) > 1:
        folder = await site.shell.ask_folder()
        if folder is not None:
            site.works.start(paintings, export.options, folder)
        return nothing()
    given = await site.exporter.one(paintings[0], export.options)
    target = await site.shell.ask_save_path(given.name)
    if target is None:
        return nothing()
    await site.exporter.save(given, target)
    message = site.text(N_("Saved as {name}"), name=target.name)
    return html(site.views.render("_toast.html", site.language(request), message=message))


async def prepare(site: Site, request: Request) -> Response:
    """A link that presses itself: what is wrong is said in the page, before the browser begins to load a file."""
    export = _usable(parse_export(request))
    _found(site, export.ids)
    _remember(site, export.options)
    number = site.asked.keep(export)
    return html(site.views.render("_download.html", site.language(request), number=number))


async def download(site: Site, request: Request) -> Response | StreamingResponse:
    """One painting as a file, several as a ZIP."""
    export = site.asked.get(parse_id(request.path_params.get("id")))
    if export is None:
        raise NotFound
    paintings = _found(site, export.ids)
    if len(paintings) == 1:
        given = await site.exporter.one(paintings[0], export.options)
        return Response(200, Headers({"Content-Type": given.mime, **as_download(given.name)}), given.data)
    return _zip(site, paintings, export.options)


async def originals(site: Site, request: Request) -> StreamingResponse:
    """What is dragged out of a page that can give away one file only: those selected as they are, in a ZIP."""
    ids = parse_selection(unquote(request.query_params.get("ids", None) or ""))
    return _zip(site, _found(site, ids), Options())


async def stop(site: Site, request: Request) -> Response:
    site.works.stop()
    return nothing()


async def reveal(site: Site, request: Request) -> Response:
    """Show what was exported last, selected in its folder."""
    work = site.works.now
    if work is None:
        raise NotFound
    await site.shell.reveal(work.report.files[-1] if work.report.files else work.folder)
    return nothing()


def _zip(site: Site, paintings: Sequence[Painting], options: Options) -> StreamingResponse:
    headers = Headers({"Content-Type": "application/zip", **as_download(f"{site.text('AI 绘画工坊')}.zip")})
    return StreamingResponse(site.exporter.as_zip(paintings, options), headers=headers, media_type="application/zip")


def _dialog(site: Site, request: Request, paintings: Sequence[Painting]) -> Response:
    options = site.preferences.export_options
    page = site.views.render(
        "_export.html",
        site.language(request),
        ids=write_selection(painting.id for painting in paintings),
        count=len(paintings),
        options=options,
        name=_name(paintings[0], options),
        problem="",
    )
    return html(page)


def _found(site: Site, ids: Sequence[int]) -> list[Painting]:
    """Those that are still here and have a picture. Raises NotFound when none is."""
    paintings = [painting for found in ids if (painting := site.studio.with_picture(found)) is not None]
    if not paintings:
        raise NotFound
    return paintings


def _usable(export: Export) -> Export:
    if export.problem:
        raise BadRequest(422, export.problem)
    return export


def _remember(site: Site, options: Options) -> None:
    site.prefer(**{f"export_{name}": value for name, value in asdict(options).items()})


def _name(painting: Painting, options: Options) -> str:
    own = JPEG.extension if painting.file is None else f".{painting.file.rpartition('.')[2]}"
    extension = own if options.form is Form.ORIGINAL else KINDS[options.form].extension
    return name_of(painting, options, 1) + extension
