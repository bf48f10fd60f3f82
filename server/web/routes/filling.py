"""Filling the studio's form anew: what stood there before comes back by one step, and is kept if it was not painted."""

from __future__ import annotations

from collections.abc import Mapping

from robyn import Request, Response

from server.common.errors import NotFound
from server.paintings.preferences import Preferences
from server.site.site import RECENT_PROMPTS
from server.web.forms import parse_id, read_fields
from server.web.forms.order import fitted
from server.web.page import Pages
from server.web.responses import html, page_of, redirect

FORM = (
    *("draft", "typed", "style_used", "unfold", "negative_prompt", "model", "steps", "count", "guidance", "seed"),
    *("picture_width", "picture_height", "references", "parent", "changing"),
)
"""Preferences that are what the form holds."""


def form_again(
    pages: Pages, request: Request, *, problems: Mapping[str, str], mend: str | None = None, limit: int | None = None
) -> str:
    """The form as it was last typed; with `mend` the user is taken to a part of it (server.common.advice.PARTS)."""
    return pages.render(
        "studio/_form_again.html",
        request,
        form=fitted(pages.site.preferences),
        problems=problems,
        mend=mend,
        limit=limit,
        recent_prompts=pages.site.prompts.recent(RECENT_PROMPTS),
    )


def refilled(  # noqa: PLR0913 - as form_again, and what stood there
    pages: Pages,
    request: Request,
    before: Preferences,
    *,
    said: str = "",
    mend: str | None = None,
    limit: int | None = None,
) -> Response:
    """The form with what it is to hold now, and the way back to what it held `before`. From another page, the studio.

    `said` is told of it in any case.
    """
    number = _remember(pages, before)
    if not in_studio(request):
        pages.replaced_last = number
        return redirect(f"/?then={mend}" if mend else "/", request)
    message = ""
    if number:
        message = pages.render("studio/_replaced.html", request, replaced=number, said=said)
    elif said:
        message = pages.render("shared/_toast.html", request, message=said)
    return html(form_again(pages, request, problems={}, mend=mend, limit=limit) + message)


async def undo(pages: Pages, request: Request) -> Response:
    """The form as it was before, once; what stands in it now is kept if it was typed."""
    read_fields(request)
    fields = pages.replaced.take(parse_id(request.path_params.get("id")))
    if fields is None:
        raise NotFound
    before = pages.site.preferences
    pages.site.prefer(**fields)
    keep_typed(pages, before)
    return html(form_again(pages, request, problems={})) if in_studio(request) else redirect("/", request)


def keep_typed(pages: Pages, before: Preferences) -> bool:
    """Among the earlier prompts, where there was a text that is no longer in the form; whether there was."""
    if not before.draft.strip() or before.draft.strip() == pages.site.preferences.draft.strip():
        return False
    pages.site.prompts.lay_aside((before.typed, before.draft))
    return True


def in_studio(request: Request) -> bool:
    """Whether it is the studio that asks, where the form is."""
    return page_of(request).path in ("", "/")


def _remember(pages: Pages, before: Preferences) -> int:
    """What undo asks for; 0 where nothing was replaced."""
    if not keep_typed(pages, before):
        return 0
    return pages.replaced.keep({name: getattr(before, name) for name in FORM})
