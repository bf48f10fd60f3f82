"""Who may talk to the server: our own page in this run, nobody else.

A random key appears once in the entry URL and is exchanged there for a cookie, as in Jupyter Server and
datasette-app. Other programs and web pages can reach the port too; what they lack is the cookie, the right `Host`
(a rebound DNS name keeps its own) and, for changes, our `Origin` (the algorithm of datasette's csrf.py).
"""

from __future__ import annotations

import hmac
import secrets
from enum import Enum, auto

from robyn import Headers, Request, Response

SECRET_BYTES = 32
SAFE_METHODS = ("GET", "HEAD")
KNOCK_HEADER = "x-atelier-knock"
COMMANDS = "/command/"
"""Where what is below is for commands (server/web/routes/commands.py)."""

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # `no-referrer` would have WebKit and Firefox send `Origin: null` from our own page, as the Fetch standard says
    # (https://fetch.spec.whatwg.org/#append-a-request-origin-header), and no change could be made there.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Verdict(Enum):
    """What is wrong with a request; `PASS` when nothing is."""

    PASS = auto()
    WRONG_HOST = auto()
    NO_SECRET = auto()
    FOREIGN = auto()


class Guard:
    """Holds the run's secrets. Entry keys are single-use; the cookie and the knock token live as long as the run."""

    def __init__(self, port: int) -> None:
        self.authority = f"127.0.0.1:{port}"
        self.origin = f"http://{self.authority}"
        # Cookies ignore the port, so two runs in one browser need names of their own.
        self.cookie_name = f"atelier-{port}"
        # Set by a page that is left (server/web/leaving.py).
        self.leaving_cookie = f"{self.cookie_name}-left"
        self.knock_token = secrets.token_urlsafe(SECRET_BYTES)
        self._session = secrets.token_urlsafe(SECRET_BYTES)
        self._entry_keys: set[str] = set()

    def entry_url(self) -> str:
        """A new URL that opens the page, once."""
        key = secrets.token_urlsafe(SECRET_BYTES)
        self._entry_keys.add(key)
        return f"{self.origin}/enter?key={key}"

    def exchange(self, key: str) -> Response | None:
        """The cookie for an entry key, with a redirect to the page; None when the key is unknown or used."""
        known = [entry for entry in self._entry_keys if _same(entry, key)]
        if not known:
            return None
        self._entry_keys.discard(known[0])
        cookie = f"{self.cookie_name}={self._session}; Path=/; HttpOnly; SameSite=Strict"
        return Response(303, Headers({"Location": "/", "Set-Cookie": cookie, "Cache-Control": "no-store"}), "")

    def judge(self, request: Request) -> Verdict:
        """Whether the request may go on to its handler."""
        if request.headers.get("host") != self.authority:
            return Verdict.WRONG_HOST
        if is_open(request):
            return Verdict.PASS
        if request.url.path == "/knock" or request.url.path.startswith(COMMANDS):
            return self._judge_program(request)
        if not _same(self._session, cookie_of(request, self.cookie_name)):
            return Verdict.NO_SECRET
        return Verdict.PASS if self._is_our_page(request) else Verdict.FOREIGN

    def _judge_program(self, request: Request) -> Verdict:
        """A start or a command of ours, out of the same data folder; no page has a way to be one."""
        if not _same(self.knock_token, request.headers.get(KNOCK_HEADER)):
            return Verdict.NO_SECRET
        from_a_page = request.headers.get("origin") or request.headers.get("sec-fetch-site")
        return Verdict.FOREIGN if from_a_page else Verdict.PASS

    def _is_our_page(self, request: Request) -> bool:
        """Reading must not be asked for by another page; changing must be asked for by ours."""
        site = request.headers.get("sec-fetch-site")
        origin = request.headers.get("origin")
        if request.method in SAFE_METHODS:
            return site in (None, "same-origin", "none")
        if site is None and origin is None:
            return False
        return site in (None, "same-origin") and origin in (None, self.origin)


def is_open(request: Request) -> bool:
    """Readiness, static files and the entry exchange need no secret."""
    path = request.url.path
    return request.method in SAFE_METHODS and (path in ("/readyz", "/enter") or path.startswith("/static/"))


def _same(secret: str, given: str | None) -> bool:
    """Compare in constant time; anything but ASCII is wrong anyway."""
    return hmac.compare_digest(secret.encode(), (given or "").encode(errors="replace"))


def cookie_of(request: Request, name: str) -> str | None:
    """The value of one of the cookies that a request brings along."""
    for part in (request.headers.get("cookie") or "").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return None
