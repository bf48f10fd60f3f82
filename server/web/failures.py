"""Errors as HTML: one fragment with the right status, a whole page where a person opened an address."""

from __future__ import annotations

import contextlib
import logging
import re

from robyn import Request, Response

from server.common.errors import (
    AllowanceError,
    AtelierError,
    BadInput,
    CredentialsError,
    FolderRefused,
    NotFound,
    ShellError,
    StorageError,
    UpstreamError,
)
from server.web.forms import BadRequest, body_of, parse_id
from server.web.guard import Verdict
from server.web.page import Pages
from server.web.responses import html, is_htmx, text

log = logging.getLogger(__name__)

PAINTING_PATH = re.compile(r"/paintings/(\d+)/")

STATUS: dict[type[AtelierError], int] = {
    BadInput: 422,
    AllowanceError: 409,
    NotFound: 404,
    CredentialsError: 409,
    UpstreamError: 502,
    StorageError: 507,
    FolderRefused: 422,
    ShellError: 503,
}


def answer(pages: Pages | None, request: Request, error: AtelierError) -> Response:
    """The error as the page shows it."""
    if isinstance(error, AllowanceError) and pages is not None:
        number = pages.wishes.keep(error.wish)
        return html(pages.render("studio/_shortfall.html", request, error=error, number=number), status=409)
    status = error.status if isinstance(error, BadRequest) else STATUS.get(type(error), 400)
    return _show(pages, request, error, status)


def refused(pages: Pages | None, request: Request, verdict: Verdict) -> Response:
    """For a request that did not come from our own page."""
    code = "address_used" if verdict is Verdict.USED_UP else "forbidden"
    return _show(pages, request, AtelierError(code, verdict.name.lower()), 403)


def bug(error: Exception) -> Response:
    """What no one foresaw: the log has the metadata, the page a sentence."""
    log.error("a bug in the program", exc_info=error)
    return text("Something went wrong inside the program. 程序内部出错了。", status=500)


def _show(pages: Pages | None, request: Request, error: AtelierError, status: int) -> Response:
    if pages is None:
        return text(error.code, status=status)
    template = "shared/error.html" if _opened_by_a_person(request) else "shared/_alert.html"
    page = pages.views.render(
        template,
        pages.language(request),
        error=error,
        subject=_painting_with_picture(pages, request),
        again=_again(request),
    )
    return html(page, status=status)


def _painting_with_picture(pages: Pages, request: Request) -> int | None:
    """Whose picture the request was about, where there is one to save or show."""
    found = PAINTING_PATH.match(request.url.path)
    painting_id = parse_id(found.group(1)) if found else None
    with contextlib.suppress(StorageError):  # the database's own trouble may be what the error is about
        if painting_id is not None and pages.site.studio.with_picture(painting_id) is not None:
            return painting_id
    return None


def _again(request: Request) -> dict[str, str] | None:
    """The request itself, where the page can send it once more: all that it says is in its address."""
    if not is_htmx(request) or request.method not in ("POST", "DELETE") or body_of(request):
        return None
    return {"method": request.method.lower(), "path": request.url.path}


def _opened_by_a_person(request: Request) -> bool:
    return not is_htmx(request) and request.headers.get("sec-fetch-mode") == "navigate"
