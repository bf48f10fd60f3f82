"""Prompts to begin with: styles of the user's own, and everything that was painted before."""

from __future__ import annotations

from robyn import Headers, Request, Response

from server.common.errors import NotFound
from server.common.i18n import N_, translate
from server.prompts.applied_style import OWN_KEY, built_in_styles, own_styles
from server.prompts.styles import Style, read_styles, to_csv, to_json
from server.web.forms import BadRequest, body_of
from server.web.forms.pictures import parse_search, parse_style, parse_text, parse_use
from server.web.page import Pages
from server.web.responses import as_download, html
from server.web.routes.paintings import form_again

MOST_FOUND = 50


async def show(pages: Pages, request: Request) -> Response:
    return html(pages.render("studio/_prompts.html", request, **_lists(pages, "")))


async def search(pages: Pages, request: Request) -> Response:
    """Both lists, with what holds the text searched for."""
    lists = _lists(pages, parse_search(request))
    return html(pages.render("studio/_prompt_lists.html", request, **lists))


async def use(pages: Pages, request: Request) -> Response:
    """Put an earlier prompt into the form."""
    prompt, form = parse_use(request, "prompt")
    pages.site.prefer(**form | {"draft": prompt, "typed": ""})
    return html(form_again(pages, request, problems={}))


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
    styles = read_styles(body_of(request))
    if not styles:
        raise BadRequest(422, "no_styles")
    added = pages.site.styles.add_all(styles)
    message = pages.site.text(N_("{added} of {total} styles are new"), added=added, total=len(styles))
    shown = _shown(pages, request, changed=True)
    return html(shown + pages.render("shared/_toast.html", request, message=message))


async def export_json(pages: Pages, request: Request) -> Response:
    return _file(to_json(pages.site.styles), "application/json", "styles.json")


async def export_csv(pages: Pages, request: Request) -> Response:
    return _file(to_csv(pages.site.styles), "text/csv; charset=utf-8", "styles.csv")


def _shown(pages: Pages, request: Request, *, changed: bool = False) -> str:
    """The dialog with all styles; where the user's own have `changed`, those are in view."""
    return pages.render(
        "studio/_styles.html",
        request,
        built_in=[(style, translate("zh-CN", style.name)) for style in built_in_styles()],
        own=list(own_styles(pages.site.styles)),
        changed=changed,
    )


def _lists(pages: Pages, text: str) -> dict[str, object]:
    wanted = text.casefold()
    styles = [style for style in pages.site.styles if wanted in f"{style.name}\n{style.prompt}".casefold()]
    return {"styles": styles, "prompts": pages.site.store.find_prompts(text, MOST_FOUND), "searched": text}


def _style(pages: Pages, name: str) -> Style:
    style = pages.site.styles.get(name)
    if style is None:
        raise NotFound
    return style


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Type": kind, "Cache-Control": "no-store", **as_download(name)}
    return Response(200, Headers(headers), text)
