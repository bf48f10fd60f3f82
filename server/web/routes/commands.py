"""What commands ask of the program that has their data folder: JSON for who knows the run's token, not for pages."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from urllib.parse import quote

from robyn import Headers, Request, Response, SSEResponse, StreamingResponse

from server.commands.studio_api import StudioApi
from server.common.errors import AtelierError, BadInput, NotFound
from server.pictures.export_options import ExportFormat
from server.studio.ordering import WORDS
from server.web.forms import parse_id, read_fields
from server.web.page import Pages
from server.web.responses import json_data, nothing

MOST_IDS = 64
NAME_HEADER = "X-Atelier-Name"

Answering = Callable[[Pages, Request], Awaitable[Response | StreamingResponse]]


def _as_json(handler: Answering) -> Answering:
    """Errors by name, for whoever puts them into words."""

    async def answer(pages: Pages, request: Request) -> Response | StreamingResponse:
        try:
            return await handler(pages, request)
        except AtelierError as error:
            fields, about = (error.fields, error.about) if isinstance(error, BadInput) else ({}, "")
            names = {"kind": type(error).__name__, "code": error.code, "detail": error.detail}
            told = {**names, "fields": fields, "about": about}
            return json_data(told, status=422)

    return answer


@_as_json
async def hello(pages: Pages, request: Request) -> Response:
    """Whether somebody answers."""
    return nothing()


@_as_json
async def order(pages: Pages, request: Request) -> Response:
    fields = read_fields(request, required={"prompt"}, optional=WORDS)
    return json_data({"ids": await StudioApi(pages.site).order(fields)})


@_as_json
async def enlarge(pages: Pages, request: Request) -> Response:
    fields = read_fields(request, required={"ids", "scale", "kind"})
    return json_data({"ids": await StudioApi(pages.site).enlarge({**fields, "ids": _joined(_ids(fields["ids"]))})})


@_as_json
async def follow(pages: Pages, request: Request) -> StreamingResponse:
    stream = _reported(pages, _stream(pages, _ids(request.query_params.get("ids", None))))
    return SSEResponse(stream, headers=Headers({"Cache-Control": "no-store"}))


@_as_json
async def cancel(pages: Pages, request: Request) -> Response:
    await StudioApi(pages.site).cancel(_ids(read_fields(request, required={"ids"})["ids"]))
    return nothing()


@_as_json
async def allowance(pages: Pages, request: Request) -> Response:
    return json_data({"allowance": await StudioApi(pages.site).allowance()})


@_as_json
async def copy(pages: Pages, request: Request) -> Response:
    [painting_id] = _ids(request.path_params.get("id"))[:1]
    try:
        form = ExportFormat(request.query_params.get("form", None) or ExportFormat.ORIGINAL)
    except ValueError as error:
        raise BadInput({"form": "unknown_value"}) from error
    made = await StudioApi(pages.site).copy(painting_id, form)
    headers = {"Content-Type": "application/octet-stream", NAME_HEADER: quote(made.name, safe="")}
    return Response(200, Headers({**headers, "Cache-Control": "no-store"}), made.data)


async def _stream(pages: Pages, ids: list[int]) -> AsyncGenerator[str, None]:
    async with contextlib.aclosing(StudioApi(pages.site).follow(ids)) as news:
        async for told in news:
            yield f"data: {json.dumps(told)}\n\n" if told is not None else ": nothing new\n\n"


async def _reported(pages: Pages, stream: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
    """Until a mistake ends it, of which Robyn would write the whole text into the log, prompts and all."""
    async with contextlib.aclosing(stream):
        try:
            async for message in stream:
                yield message
        except AtelierError:
            return
        except Exception as error:  # noqa: BLE001 - the stream ends, and a bug is reported
            pages.site.shell.report_bug(error)


def _joined(ids: list[int]) -> str:
    return ",".join(map(str, ids))


def _ids(text: str | None) -> list[int]:
    """Raises NotFound where there is none, or what is none."""
    ids = [parse_id(each) for each in (text or "").split(",")]
    found = [each for each in ids if each is not None]
    if len(found) < len(ids) or not 0 < len(ids) <= MOST_IDS:
        raise NotFound
    return found
