"""Comparisons: asked for in a dialog, shown as a table, handed out as one picture, which the page draws."""

from __future__ import annotations

import asyncio
import secrets
import time
from uuid import uuid4

from msgspec.structs import replace
from robyn import Headers, Request, Response

from server.cloudflare.allowance.prices import price_of
from server.common.errors import BadInput, NotFound
from server.common.i18n import N_
from server.library.comparisons import Axis, AxisValues, Comparison
from server.library.folder import save_as, storage_error
from server.library.index.query import LibraryQuery
from server.paintings.limit import Room
from server.paintings.models.model import SEED_LIMIT
from server.paintings.naming import Subject, stem_of
from server.paintings.painting import Painting
from server.pictures.picture import PNG, sniff
from server.prompts.applied_style import in_style
from server.prompts.unfolding import unfolded
from server.studio.comparison import PAINTERS, Plan, plan_of, read_line
from server.web.dates import day_in_words
from server.web.forms import BadRequest, body_of, parse_id, read_fields
from server.web.forms.order import SETTINGS
from server.web.page import Pages
from server.web.responses import as_download, html, nothing
from server.web.routes.paintings import with_inputs

LISTS = {f"axis_{axis.value}": axis for axis in (Axis.STEPS, Axis.GUIDANCE, Axis.SEED)}
WITH = {f"with_{number}": model.id for number, model in enumerate(PAINTERS)}
LISTED = 500
"""Comparisons that are shown, the newest ones."""

SHOWN = 4
"""Pictures of one that stand for it."""

FIELDS = {"prompt", "anyway", *SETTINGS, *LISTS, *WITH}


async def ask(pages: Pages, request: Request) -> Response:
    page = pages.render("comparisons/_form.html", request, painters=PAINTERS, **_sum(pages, None))
    return html(page)


async def preview(pages: Pages, request: Request) -> Response:
    """How many paintings it will be, what they cost, and what a model does not take."""
    try:
        values = _sum(pages, _plan(pages, read_fields(request, optional=FIELDS)))
    except BadInput as error:
        values = _sum(pages, None, problem=next(iter(error.fields.values())))
    return html(pages.render("comparisons/_sum.html", request, **values))


async def order(pages: Pages, request: Request) -> Response:
    """Queue a painting for each cell, and show the table. What does not fit into the day is ordered on one's word."""
    fields = read_fields(request, optional=FIELDS)
    try:
        plan = await _completed(pages, _plan(pages, fields))
        room = _room(pages, plan)
        if room.fits < room.count and "anyway" not in fields:
            raise BadInput({"grid": "grid_not_fitting"})
    except BadInput as error:
        values = _sum(pages, None, problem=next(iter(error.fields.values())))
        if "grid_not_fitting" in error.fields.values():
            values = _sum(pages, _plan(pages, fields))
        page = pages.render("comparisons/_problem.html", request, **values)
        return html(page, status=422)
    number = _paint(pages, plan, fields["prompt"].strip())
    pages.site.librarian.save_soon()
    return html(pages.render("comparisons/_ordered.html", request, number=number))


async def show(pages: Pages, request: Request) -> Response:
    grid = _found(pages, request)
    return _table(pages, request, grid, "comparisons/comparison.html")


async def place(pages: Pages, request: Request) -> Response:
    """All of them, in the library."""
    listed = pages.site.comparisons.newest(LISTED)
    shown = {painting for each in listed for painting in each.paintings[:SHOWN]}
    words = pages.words(request)
    page = pages.render(
        "library/comparisons.html",
        request,
        comparisons=listed,
        days={each.id: day_in_words(each.created, words) for each in listed},
        pictures={painting.id: painting for painting in pages.site.search.those(sorted(shown))},
        shown=SHOWN,
        wanted=LibraryQuery(),
        albums=pages.site.search.albums(),
    )
    return html(page)


async def table(pages: Pages, request: Request) -> Response:
    grid = _found(pages, request)
    return _table(pages, request, grid, "comparisons/_table.html")


async def save(pages: Pages, request: Request) -> Response:
    """The table as the page has drawn it, as the whole body: to the place chosen, or as a download."""
    number = parse_id(request.query_params.get("grid", None))
    grid = None if number is None else pages.site.comparisons.get(number)
    if grid is None:
        raise NotFound
    data = body_of(request)
    if (request.headers.get("content-type") or "") != "application/octet-stream" or sniff(data) != PNG:
        raise BadRequest(415, "body_of_wrong_kind")
    if not pages.site.shell.has_window:
        kept = pages.site.comparisons.drawn.keep(data)
        return html(pages.render("comparisons/_download.html", request, kept=kept, number=grid.id))
    target = await pages.site.shell.ask_save_path(_file_name(grid))
    if target is None:
        return nothing()
    try:
        await asyncio.to_thread(save_as, target, data)
    except OSError as error:
        raise storage_error(error) from error
    message = pages.site.text(N_("Saved as {name}"), name=target.name)
    return html(pages.render("shared/_toast.html", request, message=message))


async def download(pages: Pages, request: Request) -> Response:
    """The picture that was drawn last, once."""
    grid = _found(pages, request)
    data = pages.site.comparisons.drawn.take(parse_id(request.query_params.get("drawn", None)))
    if data is None:
        raise NotFound
    return Response(200, Headers({"Content-Type": PNG.mime, **as_download(_file_name(grid))}), data)


def _plan(pages: Pages, fields: dict[str, str]) -> Plan:
    """Raises BadInput."""
    chosen = [model_id for name, model_id in WITH.items() if fields.get(name) == model_id]
    lines = [
        AxisValues(Axis.MODEL, tuple(chosen)),
        *(read_line(axis, fields.get(name, "")) for name, axis in LISTS.items()),
    ]
    form = {name: value for name, value in fields.items() if name in SETTINGS or name == "prompt"}
    seed = secrets.randbelow(SEED_LIMIT)
    return plan_of(
        in_style({"prompt": "", **form}, pages.site.styles), lines, samples=pages.site.connection.samples, seed=seed
    )


async def _completed(pages: Pages, plan: Plan) -> Plan:
    """With what the prompt's variables become, the same for all, and pictures that are there. Raises BadInput."""
    first = plan.orders[0]
    if sent := (await unfolded(replace(first, every=False, count=1), pages.site.lists)).sent:
        plan = plan.painting(sent, None)
    given = next((each for each in plan.orders if each.inputs), None)
    if given is not None:
        plan = plan.painting(plan.orders[0].sent, (await with_inputs(pages, given)).parent)
    return plan


def _paint(pages: Pages, plan: Plan, prompt: str) -> int:
    """The comparison's number. What it costs has been looked at as a whole."""
    cells, uid = {}, uuid4().hex
    for cell in plan.cells:
        if cell.order is not None:
            [painting] = pages.site.studio.paint(replace(cell.order, uid=uid), anyway=True)
            cells[cell.row, cell.column] = painting.uid
    lines = [plan.rows, *([plan.columns] if plan.columns else [])]
    return pages.site.comparisons.add(prompt, lines, cells, created=time.time())


def _room(pages: Pages, plan: Plan) -> Room:
    count = len(plan.orders)
    return replace(pages.site.allowance.room(plan.orders[0]), each=plan.neurons / count, count=count)


def _sum(pages: Pages, plan: Plan | None, *, problem: str = "") -> dict[str, object]:
    return {"plan": plan, "problem": problem, "room": None if plan is None else _room(pages, plan)}


def _table(pages: Pages, request: Request, grid: Comparison, template: str) -> Response:
    """What no answer told the cost of is shown with our own reckoning, marked as such."""
    rows = _rows(pages, grid)
    return html(pages.views.render(template, pages.language(request), grid=grid, rows=rows, price_of=price_of))


def _found(pages: Pages, request: Request) -> Comparison:
    number = parse_id(request.path_params.get("id"))
    grid = None if number is None else pages.site.comparisons.get(number)
    if grid is None:
        raise NotFound
    return grid


def _rows(pages: Pages, grid: Comparison) -> list[list[tuple[bool, Painting | None]]]:
    """Of each cell: whether something was ordered for it, and the painting where it can still be seen."""
    across = len(grid.columns.values) if grid.columns else 1
    return [
        [((row, column) in grid.cells, _seen(pages, grid.cells.get((row, column)))) for column in range(across)]
        for row in range(len(grid.rows.values))
    ]


def _seen(pages: Pages, painting_id: int | None) -> Painting | None:
    painting = None if painting_id is None else pages.site.store.get(painting_id)
    return None if painting is None or painting.hidden else painting


def _file_name(grid: Comparison) -> str:
    subject = Subject(uid="", prompt=grid.prompt, created=grid.created, counter=grid.id)
    return f"{stem_of('{prompt} {date} {counter}', subject)}.png"
