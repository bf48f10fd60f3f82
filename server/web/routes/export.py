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
from server.pictures.export_options import KINDS, ExportFormat, ExportOptions
from server.pictures.picture import JPEG
from server.web.forms import BadRequest, parse_id
from server.web.forms.pictures import Export, parse_export, parse_ids
from server.web.page import Pages
from server.web.responses import as_download, html, nothing
from server.web.routes.paintings import painting_id
from server.web.selection import parse_selection, write_selection


async def ask_for_one(pages: Pages, request: Request) -> Response:
    return _dialog(pages, request, [pages.site.studio.find(painting_id(request))])


async def ask_for_many(pages: Pages, request: Request) -> Response:
    return _dialog(pages, request, _found(pages, parse_ids(request)))


async def preview(pages: Pages, request: Request) -> Response:
    """What the first of them will be called."""
    export = parse_export(request)
    paintings = _found(pages, export.ids)
    name = _name(paintings[0], export.options)
    return html(pages.render("shared/_export_name.html", request, name=name, problem=export.problem))


async def save(pages: Pages, request: Request) -> Response:
    """With the system's dialogs: one painting to the place chosen, several into a folder, while the page goes on."""
    export = _usable(parse_export(request))
    paintings = _found(pages, export.ids)
    _remember(pages, export.options)
    if len(paintings) > 1:
        folder = await pages.site.shell.ask_folder()
        if folder is not None:
            pages.site.exports.start(paintings, export.options, folder)
        return nothing()
    given = await pages.site.exporter.one(paintings[0], export.options)
    target = await pages.site.shell.ask_save_path(given.name)
    if target is None:
        return nothing()
    await pages.site.exporter.save(given, target)
    message = pages.site.text(N_("Saved as {name}"), name=target.name)
    return html(pages.render("shared/_toast.html", request, message=message))


async def prepare(pages: Pages, request: Request) -> Response:
    """A link that presses itself: what is wrong is said in the page, before the browser begins to load a file."""
    export = _usable(parse_export(request))
    _found(pages, export.ids)
    _remember(pages, export.options)
    number = pages.exports.keep(export)
    return html(pages.render("shared/_download.html", request, number=number))


async def download(pages: Pages, request: Request) -> Response | StreamingResponse:
    """One painting as a file, several as a ZIP."""
    export = pages.exports.get(parse_id(request.path_params.get("id")))
    if export is None:
        raise NotFound
    paintings = _found(pages, export.ids)
    if len(paintings) == 1:
        given = await pages.site.exporter.one(paintings[0], export.options)
        return Response(200, Headers({"Content-Type": given.mime, **as_download(given.name)}), given.data)
    return _zip(pages, paintings, export.options)


async def originals(pages: Pages, request: Request) -> StreamingResponse:
    """What is dragged out of a page that can give away one file only: those selected as they are, in a ZIP."""
    ids = parse_selection(unquote(request.query_params.get("ids", None) or ""))
    return _zip(pages, _found(pages, ids), ExportOptions())


async def stop(pages: Pages, request: Request) -> Response:
    pages.site.exports.stop()
    return nothing()


async def reveal(pages: Pages, request: Request) -> Response:
    """Show what was exported last, selected in its folder."""
    work = pages.site.exports.now
    if work is None:
        raise NotFound
    await pages.site.shell.reveal(work.report.files[-1] if work.report.files else work.folder)
    return nothing()


def _zip(pages: Pages, paintings: Sequence[Painting], options: ExportOptions) -> StreamingResponse:
    headers = Headers({"Content-Type": "application/zip", **as_download(f"{pages.site.text('AI 绘画工坊')}.zip")})
    return StreamingResponse(
        pages.site.exporter.as_zip(paintings, options), headers=headers, media_type="application/zip"
    )


def _dialog(pages: Pages, request: Request, paintings: Sequence[Painting]) -> Response:
    options = pages.site.preferences.export_options
    page = pages.render(
        "shared/_export.html",
        request,
        ids=write_selection(painting.id for painting in paintings),
        count=len(paintings),
        options=options,
        name=_name(paintings[0], options),
        problem="",
    )
    return html(page)


def _found(pages: Pages, ids: Sequence[int]) -> list[Painting]:
    """Those that are still here and have a picture. Raises NotFound when none is."""
    paintings = [painting for found in ids if (painting := pages.site.studio.with_picture(found)) is not None]
    if not paintings:
        raise NotFound
    return paintings


def _usable(export: Export) -> Export:
    if export.problem:
        raise BadRequest(422, export.problem)
    return export


def _remember(pages: Pages, options: ExportOptions) -> None:
    pages.site.prefer(**{f"export_{name}": value for name, value in asdict(options).items()})


def _name(painting: Painting, options: ExportOptions) -> str:
    own = JPEG.extension if painting.file is None else f".{painting.file.rpartition('.')[2]}"
    extension = own if options.form is ExportFormat.ORIGINAL else KINDS[options.form].extension
    return name_of(painting, options, 1) + extension
