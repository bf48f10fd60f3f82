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

_ON = """\
<!doctype html>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="0; url=/">
<title>AI 绘画工坊</title>
"""

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
    USED_UP = auto()
    FOREIGN = auto()


class Guard:
    """Holds the run's secrets. Entry keys are single-use; the cookie and the knock token live as long as the run."""

    def __init__(self, port: int) -> None:
        self.authority = f"127.0.0.1:{port}"
        # For browsers, which have other pages too: cookies ignore the port, and another server on 127.0.0.1 that they
        # visit gets those of this address. What has a name of its own, which nobody else knows, keeps them for itself.
        # See docs/facts.md#names-below-localhost.
        self.browser_authority = f"atelier-{secrets.token_hex(8)}.localhost:{port}"
        # Cookies ignore the port, so two runs in one browser need names of their own.
        self.cookie_name = f"atelier-{port}"
        # Set by a page that is left (server/web/leaving.py).
        self.leaving_cookie = f"{self.cookie_name}-left"
        self.knock_token = secrets.token_urlsafe(SECRET_BYTES)
        self._session = secrets.token_urlsafe(SECRET_BYTES)
        self._entry_keys: set[str] = set()
        self._used_keys: set[str] = set()

    def entry_url(self, *, by_name: bool = False) -> str:
        """A new URL that opens the page, once; `by_name` for browsers that know what `localhost` is."""
        key = secrets.token_urlsafe(SECRET_BYTES)
        self._entry_keys.add(key)
        return f"http://{self.browser_authority if by_name else self.authority}/enter?key={key}"

    def is_used(self, entry_url: str) -> bool:
        """Whether somebody has come in by it. Asked from any thread."""
        return entry_url.rpartition("=")[2] in self._used_keys

    def enter(self, request: Request) -> Response | Verdict:
        """The way to the page, with the cookie for an entry key; once, but for who has the cookie already."""
        key = request.query_params.get("key", None) or ""
        if any(_same(used, key) for used in self._used_keys):
            return _to_page(request) if self._has_cookie(request) else Verdict.USED_UP
        known = [entry for entry in self._entry_keys if _same(entry, key)]
        if not known:
            return Verdict.NO_SECRET
        self._entry_keys.discard(known[0])
        self._used_keys.add(known[0])
        return _to_page(request, f"{self.cookie_name}={self._session}; Path=/; HttpOnly; SameSite=Strict")

    def judge(self, request: Request) -> Verdict:
        """Whether the request may go on to its handler."""
        if request.headers.get("host") not in (self.authority, self.browser_authority):
            return Verdict.WRONG_HOST
        if is_open(request):
            return Verdict.PASS
        if request.url.path == "/knock" or request.url.path.startswith(COMMANDS):
            return self._judge_program(request)
        if not self._has_cookie(request):
            return Verdict.NO_SECRET
        return Verdict.PASS if self._is_our_page(request) else Verdict.FOREIGN

    def _has_cookie(self, request: Request) -> bool:
        return _same(self._session, cookie_of(request, self.cookie_name))

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
        return site in (None, "same-origin") and origin in (None, f"http://{request.headers.get('host')}")


def is_open(request: Request) -> bool:
    """Readiness, static files and the entry exchange need no secret."""
    path = request.url.path
    return request.method in SAFE_METHODS and (path in ("/readyz", "/enter") or path.startswith("/static/"))


def _to_page(request: Request, cookie: str = "") -> Response:
    """Where another page, or a file of ours, has sent a browser here, ours sends it on: a redirect would still count as
    that one's doing, and the cookie, which is for our own pages alone, would not come along.
    """
    headers = {"Cache-Control": "no-store"} | ({"Set-Cookie": cookie} if cookie else {})
    if request.headers.get("sec-fetch-site") == "cross-site":
        return Response(200, Headers({**headers, "Content-Type": "text/html; charset=utf-8"}), _ON)
    return Response(303, Headers({**headers, "Location": "/"}), "")


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
