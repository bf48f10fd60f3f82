"""How new pictures are named."""

from __future__ import annotations

from robyn import Request, Response

from server.common.errors import BadInput
from server.paintings.naming import EXAMPLE, stem_of
from server.pictures.picture import JPEG
from server.web.forms.pictures import parse_pattern
from server.web.page import Pages
from server.web.responses import html


async def keep_pattern(pages: Pages, request: Request) -> Response:
    """Keeps the pattern where it can be used, and shows what becomes of it while it is typed."""
    try:
        pattern = parse_pattern(request)
    except BadInput as error:
        return _preview(pages, request, problem=error.fields["pattern"])
    pages.site.prefer(pattern=pattern)
    return _preview(pages, request, problem="")


def _preview(pages: Pages, request: Request, *, problem: str) -> Response:
    name = example_name(pages.site.preferences.pattern)
    return html(pages.render("settings/_name_preview.html", request, name=name, problem=problem))


def example_name(pattern: str) -> str:
    """What a new picture would be called; empty for the program's own way."""
    return stem_of(pattern, EXAMPLE) + JPEG.extension if pattern else ""
