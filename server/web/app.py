"""Puts the web application together: guard, routes and errors around a site."""

from __future__ import annotations

import logging
import sys
from collections.abc import Awaitable, Callable
from functools import partial

from msgspec import Struct
from robyn import Request, Response, Robyn, StreamingResponse
from robyn.argument_parser import Config

from server.common.errors import AtelierError, NotFound
from server.site.opening import open_site
from server.site.site import Parts
from server.web import failures, keys
from server.web.control import Control
from server.web.forms import check_size
from server.web.forms.content_type import UNTOUCHED, own_content_type
from server.web.guard import SECURITY_HEADERS, Guard, Verdict
from server.web.page import Pages
from server.web.responses import text
from server.web.routes import ROUTES, Handler, handler_of

log = logging.getLogger(__name__)

SWITCH = 0.001
"""Seconds after which a busy thread of ours lets the server's loop go on. To answer for a page asks for that often."""

Handling = Callable[[Request], Awaitable[Response | StreamingResponse]]
"""What Robyn is given for a path."""

METHODS = ("GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS")


class Service(Struct, frozen=True):
    """What runs: the application to start, and the handle the rest of the program holds it by."""

    app: Robyn
    control: Control


def create_service(parts: Parts) -> Service:
    """Build everything; nothing listens yet. Called in the thread the server will run in."""
    sys.setswitchinterval(SWITCH)
    guard = Guard(parts.port)
    control = Control(guard)
    app = Robyn(__file__, config=_config())
    for name, value in SECURITY_HEADERS.items():
        app.set_response_header(name, value)
    # Behind the type that a request names itself, so that Robyn takes no body apart. Robyn 0.88 mixes the two up: what
    # is to be added to answers is added to requests (src/server.rs keeps both under one type).
    app.set_request_header("content-type", UNTOUCHED)
    app.set_response_header("content-type", UNTOUCHED)
    runtime = _Runtime(parts, guard, control)
    app.exception(runtime.bug)
    app.startup_handler(runtime.open)
    runtime.add_routes(app)
    return Service(app, control)


def _config() -> Config:
    """Robyn's settings, untouched by our own command line, which its parser would take for its own.

    See docs/facts.md#robyn-reads-our-command-line.
    """
    ours = sys.argv
    sys.argv = ["atelier", "--disable-openapi", "--log-level", "WARN"]
    try:
        return Config()
    finally:
        sys.argv = ours


class _Runtime:
    """Makes the site and its pages on the server's loop, and stands between Robyn and the handlers."""

    def __init__(self, parts: Parts, guard: Guard, control: Control) -> None:
        self._parts = parts
        self._guard = guard
        self._control = control
        self._pages: Pages | None = None

    async def open(self) -> None:
        """Robyn's engine aborts the process when this raises, so what fails is handed on instead.

        See docs/facts.md#a-failing-startup-handler-aborts-the-process.
        """
        try:
            site = await open_site(self._parts, for_page=True)
            self._pages = Pages(site, self._guard, self._control)
            self._pages.open()
        except Exception as error:  # noqa: BLE001 - handed to the main thread: Robyn would end the process
            self._control.failed(error)
        else:
            self._control.attach(site)

    def _refusal(self, request: Request) -> Response | None:
        """What a request gets that may not go on to its handler."""
        own_content_type(request)
        verdict = self._guard.judge(request)
        if verdict is not Verdict.PASS:
            return failures.refused(self._pages, request, verdict)
        try:
            check_size(request)
        except AtelierError as error:
            return failures.answer(self._pages, request, error)
        return None

    def bug(self, error: Exception) -> Response:
        self._parts.shell.report_bug(error)
        return failures.bug(error)

    def add_routes(self, app: Robyn) -> None:
        """All paths, those for what is unknown too, each behind the guard."""
        routes: list[tuple[str, str, Handling]] = [("GET", "/readyz", self._ready), ("GET", "/enter", self._enter)]
        routes += [(method, path, self._answering(partial(handler_of, name))) for method, path, name in ROUTES]
        for method in METHODS:
            routes.append((method, "/*path", self._answering(lambda: _unknown)))
            if method != "GET":
                routes.append((method, "/", self._answering(lambda: _unknown)))
        for method, path, handling in routes:
            app.add_route(method, path, self._guarded(handling))

    def _guarded(self, handling: Handling) -> Handling:
        """Behind the guard, which is no `before_request`: that would have Robyn copy the body twice more.

        It does so with Python's lock held, and 10 MB of a picture take it some 5 ms each time: see
        docs/facts.md#robyn-copies-bodies-for-before_request.
        """

        async def answer(request: Request) -> Response | StreamingResponse:
            return self._refusal(request) or await handling(request)

        return answer

    def _answering(self, find: Callable[[], Handler]) -> Handling:
        """The handler with its errors turned into fragments."""

        async def answer(request: Request) -> Response | StreamingResponse:
            if self._pages is None:
                return text("starting", status=503)
            keys.asked_by(request.headers.get("user-agent"))
            try:
                return await find()(self._pages, request)
            except AtelierError as error:
                return failures.answer(self._pages, request, error)

        return answer

    async def _ready(self, request: Request) -> Response:
        """Tells our own server from another that happens to have the port, and listening from usable."""
        return text(self._control.run_id) if self._pages else text("starting", status=503)

    async def _enter(self, request: Request) -> Response:
        answer = self._guard.enter(request)
        return failures.refused(self._pages, request, answer) if isinstance(answer, Verdict) else answer


async def _unknown(pages: Pages, request: Request) -> Response:
    raise NotFound
