"""The program with a witness: in each of its pages and at its door. Run in the program's stead (`Program.run_with`).

    python -m tests.engines.watched --serve --data-dir DIR

Chromium's driver tells of requests, policies and errors; WebKit's tells of none of them, and Firefox's of some. So it
is the program that is asked, which is the same for all engines: `witness.js` is the first script of each page, and each
refusal is written to a file. All the rest is the program as it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from jinja2 import Environment, FileSystemLoader
from robyn import Request, Response, StreamingResponse

import desktop.__main__
import server.web.views
from server.common.paths import STATIC
from server.web import app
from server.web.app import Handling
from server.web.responses import StaticFiles, text
from server.web.routes import live

Stream = AsyncGenerator[str, None]

WITNESS = Path(__file__).with_name("witness.js")
FIRST = '<meta charset="utf-8">'
FOLDER = "injected"
"""Beside the data folder: pywebview's scripts (tests/engines/injected.py, which takes long to import)."""
REFUSALS = "refusals.txt"
"""In the data folder: a line for each, `403 POST /draft`."""
CUT = "events-are-cut"
"""As long as the data folder has a file of this name, event streams end and nobody gets a new one."""


class Loader(FileSystemLoader):
    """The program's templates, with the witness before everything else in a page's head."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, filename, uptodate = super().get_source(environment, template)
        return source.replace(FIRST, f'{FIRST}<script src="/static/{WITNESS.name}"></script>', 1), filename, uptodate


class Files(StaticFiles):
    """The program's static files, this folder's, and what has been laid into `more`."""

    more: Path

    def __init__(self, folder: Path = STATIC) -> None:
        super().__init__(folder)
        ours = [*WITNESS.parent.glob("*.js"), *self.more.glob("*.js")]
        self._paths = {**self._paths, **{path.name: path for path in ours}}


def at_the_door(folder: Path, guarded: Callable[[Any, Handling], Handling]) -> Callable[[Any, Handling], Handling]:
    """Notes what is refused, and refuses event streams while they are cut."""

    def note(request: Request, status: int) -> None:
        with (folder / REFUSALS).open("a", encoding="utf-8") as refusals:
            refusals.write(f"{status} {request.method} {request.url.path}\n")

    def watched(runtime: Any, handling: Handling) -> Handling:  # noqa: ANN401 - a class of the program's own
        answering = guarded(runtime, handling)

        async def answer(request: Request) -> Response | StreamingResponse:
            if request.url.path == "/events" and is_cut(folder):
                return text("cut", status=503)
            response = await answering(request)
            if response.status_code >= 400:
                note(request, response.status_code)
            return response

        return answer

    return watched


def is_cut(folder: Path) -> bool:
    return (folder / CUT).exists()


def until_cut(folder: Path, reported: Callable[[Any, Stream], Stream]) -> Callable[[Any, Stream], Stream]:
    """Ends event streams when they are cut, as a broken connection does."""

    async def stream(site: Any, messages: Stream) -> Stream:  # noqa: ANN401 - a class of the program's own
        async with contextlib.aclosing(reported(site, messages)) as told:
            while True:
                coming = asyncio.ensure_future(anext(told))
                while not coming.done():
                    if is_cut(folder):
                        coming.cancel()
                        return
                    await asyncio.wait({coming}, timeout=0.05)
                yield coming.result()

    return stream


def run() -> None:
    folder = Path(sys.argv[sys.argv.index("--data-dir") + 1])
    Files.more = folder.parent / FOLDER
    with (
        patch.object(server.web.views, "FileSystemLoader", Loader),
        patch("server.web.page.StaticFiles", Files),
        patch.object(live, "_reported", until_cut(folder, live._reported)),
        patch.object(app._Runtime, "_guarded", at_the_door(folder, app._Runtime._guarded)),
    ):
        desktop.__main__.run()


if __name__ == "__main__":
    run()
