"""Prompts to begin with: styles of the user's own, and everything that was painted before."""

from __future__ import annotations

import asyncio

from msgspec import Struct
from robyn import Headers, Request, Response

from server.common.errors import NotFound
from server.common.i18n import translate
from server.prompts.applied_style import OWN_KEY, built_in_styles, own_styles
from server.prompts.style_files import LeftOut, StyleFile, read_style_file
from server.prompts.styles import Style, Taken, to_csv, to_json
from server.web.forms import BadRequest, body_of
from server.web.forms.pictures import parse_search, parse_style, parse_text, parse_use
from server.web.page import Pages
from server.web.responses import as_download, html
from server.web.routes.filling import form_again, refilled

MOST_FOUND = 50


class StylesReport(Struct, frozen=True):
    """What became of a file's styles; `left_out` by the code of why."""

    added: int
    there: int
    total: int
    left_out: list[tuple[str, list[LeftOut]]]
    encoding: str
    is_table: bool


async def show(pages: Pages, request: Request) -> Response:
    return html(pages.render("studio/_prompts.html", request, **_lists(pages, "")))


async def search(pages: Pages, request: Request) -> Response:
    """Both lists, with what holds the text searched for."""
    lists = _lists(pages, parse_search(request))
    return html(pages.render("studio/_prompt_lists.html", request, **lists))


async def use(pages: Pages, request: Request) -> Response:
    """Put an earlier prompt into the form."""
    prompt, form = parse_use(request, "prompt")
    pages.site.prefer(**form | {"draft": pages.site.preferences.draft})
    before = pages.site.preferences
    pages.site.prefer(draft=prompt, typed="")
    return refilled(pages, request, before)


async def use_style(pages: Pages, request: Request) -> Response:
    """Have the form wear a style of the user's own; what is written there stays as it is."""
    name, form = parse_use(request, "called")
    pages.site.prefer(**form | {"style_used": f"{OWN_KEY}{_style(pages, name).name}"})
    return html(form_again(pages, request, problems={}))


async def show_styles(pages: Pages, request: Request) -> Response:
    """All of them as cards."""
    return html(_shown(pages, request))


async def save_style(pages: Pages, request: Request) -> Response:
    style, before = parse_style(request)
    if problem := pages.site.styles.save(style, before=before):
        raise BadRequest(422, problem)
    return html(_shown(pages, request, changed=True))


async def delete_style(pages: Pages, request: Request) -> Response:
    pages.site.styles.delete(_style(pages, parse_text(request, "called")).name)
    return html(_shown(pages, request, changed=True))


async def import_styles(pages: Pages, request: Request) -> Response:
    """The file as the whole body: JSON, or a table as AUTOMATIC1111 keeps it."""
    if (request.headers.get("content-type") or "") != "application/octet-stream":
        raise BadRequest(415, "body_of_wrong_kind")
    file = await asyncio.to_thread(read_style_file, body_of(request))
    if not file.entries and not file.left_out:
        raise BadRequest(422, "no_styles")
    return html(_shown(pages, request, changed=True, report=_taken_in(pages, file)))


async def export_json(pages: Pages, request: Request) -> Response:
    return _file(to_json(pages.site.styles), "application/json", "styles.json")


async def export_csv(pages: Pages, request: Request) -> Response:
    return _file(to_csv(pages.site.styles), "text/csv; charset=utf-8", "styles.csv")


def _taken_in(pages: Pages, file: StyleFile) -> StylesReport:
    taken = pages.site.styles.take_in(entry.style for entry in file.entries)
    left_out = [*file.left_out]
    for entry, became in zip(file.entries, taken, strict=True):
        if became is Taken.TOO_MANY:
            left_out.append(LeftOut(entry.place, entry.style.name, "styles_too_many"))
    return StylesReport(
        added=taken.count(Taken.ADDED),
        there=taken.count(Taken.THERE),
        total=len(file.entries) + len(file.left_out),
        left_out=[(code, [each for each in left_out if each.code == code]) for code in _codes(left_out)],
        encoding=file.encoding,
        is_table=file.is_table,
    )


def _codes(left_out: list[LeftOut]) -> list[str]:
    return list(dict.fromkeys(each.code for each in left_out))


def _shown(pages: Pages, request: Request, *, changed: bool = False, report: StylesReport | None = None) -> str:
    """The dialog with all styles; where the user's own have `changed`, those are in view, or the `report` of why."""
    return pages.render(
        "studio/_styles.html",
        request,
        built_in=[(style, translate("zh-CN", style.name)) for style in built_in_styles()],
        own=list(own_styles(pages.site.styles)),
        changed=changed,
        report=report,
    )


def _lists(pages: Pages, text: str) -> dict[str, object]:
    wanted = text.casefold()
    styles = [style for style in pages.site.styles if wanted in f"{style.name}\n{style.prompt}".casefold()]
    return {"styles": styles, "prompts": pages.site.prompts.find(text, MOST_FOUND), "searched": text}


def _style(pages: Pages, name: str) -> Style:
    style = pages.site.styles.get(name)
    if style is None:
        raise NotFound
    return style


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Type": kind, "Cache-Control": "no-store", **as_download(name)}
    return Response(200, Headers(headers), text)
