"""Sees to it that nothing goes wrong unnoticed behind a page: in the console, on the way to the server or past it."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

HERE = "127.0.0.1"

# Chromium says in the console what `requestfailed` and `response` tell in full.
_TOLD_TWICE = "Failed to load resource:"

# How htmx says that nobody answered.
_HTMX = "htmx: htmx:"

# The page itself gave up: it was left while something was still on its way, or a navigation ended in a download.
_GIVEN_UP = "net::ERR_ABORTED"

# What is sent while one types is given up for what is typed next, or goes along when the page is left; which of the
# selected ones are still there is no question any more on a page that is left.
_SENT_WHILE_TYPING = ("/draft", "/pattern", "/window/front", "/library/still")

_TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""


class Watch:
    """Collects what must not happen in a context. A test that provokes something says so with `expect_…`."""

    def __init__(self, context: BrowserContext) -> None:
        self._problems: list[str] = []
        self._statuses: set[int] = set()
        self._lost = False
        context.add_init_script(_TELL_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("requestfailed", self._request_failed)
        context.on("response", self._response)

    def expect_statuses(self, *statuses: int) -> None:
        """These answers are what the test is about."""
        self._statuses.update(statuses)

    def expect_lost_server(self) -> None:
        """From now on nobody may answer."""
        self._lost = True

    @property
    def problems(self) -> list[str]:
        return self._problems

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning") or message.text.startswith(_TOLD_TWICE):
            return
        if not (self._lost and message.text.startswith(_HTMX)):
            self._problems.append(f"console {message.type}: {message.text}")

    def _error(self, error: WebError) -> None:
        self._problems.append(f"page error: {error.error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != HERE:
            self._problems.append(f"a request left this computer: {request.url}")

    def _request_failed(self, request: Request) -> None:
        path = urlsplit(request.url).path
        harmless = request.failure == _GIVEN_UP and (request.method == "GET" or path in _SENT_WHILE_TYPING)
        if not self._lost and not harmless:
            self._problems.append(f"request failed: {request.method} {path}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._statuses:
            path = urlsplit(response.url).path
            self._problems.append(f"answered {response.status}: {response.request.method} {path}")
