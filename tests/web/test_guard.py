"""Who may talk to the server, judged request by request; tests/web/test_http_guard.py sees the same over HTTP."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from robyn import Headers, Request, Response
from robyn.robyn import QueryParams, Url

from server.web.guard import SECURITY_HEADERS, Guard, Verdict, cookie_of

PORT = 49152
HOST = f"127.0.0.1:{PORT}"
OURS = f"http://{HOST}"


class Page:
    """Our own page: it has used its entry URL, and sends what a browser sends."""

    def __init__(self, port: int = PORT) -> None:
        self.guard = Guard(port)
        answer = admitted(self.guard, self.guard.entry_url())
        self.cookie = str(answer.headers.get("set-cookie")).partition(";")[0]

    def ask(self, method: str, path: str, **given: str | None) -> Verdict:
        """The page's own headers unless others are given; None leaves one out."""
        ours: dict[str, str | None] = {
            "host": HOST,
            "cookie": self.cookie,
            "origin": None if method in ("GET", "HEAD") else OURS,
            "sec_fetch_site": "same-origin",
        }
        return self.guard.judge(request(method, path, **(ours | given)))


def request(method: str, path: str, query: QueryParams | None = None, /, **given: str | None) -> Request:
    headers = Headers({name.replace("_", "-"): value for name, value in given.items() if value is not None})
    return Request(query or QueryParams(), headers, {}, "", method, Url("http", HOST, path), {}, {}, None, None, None)


def key_in(entry_url: str) -> str:
    [key] = parse_qs(urlsplit(entry_url).query)["key"]
    return key


def came_by(guard: Guard, key: str, **headers: str) -> Response | Verdict:
    asked = QueryParams()
    asked.set("key", key)
    return guard.enter(request("GET", "/enter", asked, host=HOST, **headers))


def admitted(guard: Guard, url: str, **headers: str) -> Response:
    answer = came_by(guard, key_in(url), **headers)
    assert isinstance(answer, Response)
    return answer


@pytest.fixture
def page() -> Page:
    return Page()


# -- the entry ----------------------------------------------------------------------------------------------------


def test_an_entry_url_is_exchanged_once_for_a_cookie_that_no_script_reads() -> None:
    guard = Guard(PORT)
    url = guard.entry_url()

    answer = admitted(guard, url)

    assert url.startswith(f"{OURS}/enter?key=")
    assert answer.status_code == 303
    assert answer.description == ""
    assert answer.headers.get("location") == "/"
    assert answer.headers.get("cache-control") == "no-store"
    cookie, *attributes = str(answer.headers.get("set-cookie")).split("; ")
    assert cookie.startswith(f"atelier-{PORT}=")
    assert attributes == ["Path=/", "HttpOnly", "SameSite=Strict"]
    assert came_by(guard, key_in(url)) is Verdict.USED_UP


def test_each_entry_url_opens_the_page_by_itself() -> None:
    guard = Guard(PORT)
    first, second = guard.entry_url(), guard.entry_url()

    admitted(guard, second)
    assert came_by(guard, key_in(second)) is Verdict.USED_UP
    assert guard.is_used(second)
    assert not guard.is_used(first)
    admitted(guard, first)


def test_who_has_the_cookie_may_use_the_same_url_again(page: Page) -> None:
    url = page.guard.entry_url()
    admitted(page.guard, url)

    again = admitted(page.guard, url, cookie=page.cookie)

    assert (again.status_code, again.headers.get("location")) == (303, "/")
    assert again.headers.get("set-cookie") is None


def test_who_is_sent_by_another_page_is_sent_on_by_ours() -> None:
    """To a redirect browsers would not give a cookie that is for our own pages alone."""
    guard = Guard(PORT)

    answer = admitted(guard, guard.entry_url(), sec_fetch_site="cross-site")

    assert answer.status_code == 200
    assert answer.headers.get("location") is None
    assert str(answer.headers.get("set-cookie")).startswith(f"atelier-{PORT}=")
    assert '<meta http-equiv="refresh" content="0; url=/">' in answer.description


def test_browsers_get_an_address_that_nobody_else_knows(page: Page) -> None:
    guard = Guard(PORT)
    url = guard.entry_url(by_name=True)
    authority = urlsplit(url).netloc
    answer = admitted(guard, url)
    cookie = str(answer.headers.get("set-cookie")).partition(";")[0]

    assert re.fullmatch(rf"atelier-[0-9a-f]{{16}}\.localhost:{PORT}", authority)
    assert authority != urlsplit(page.guard.entry_url(by_name=True)).netloc
    asked = request(
        "POST", "/generate", host=authority, cookie=cookie, origin=f"http://{authority}", sec_fetch_site="same-origin"
    )
    assert guard.judge(asked) is Verdict.PASS
    mixed = request("POST", "/generate", host=authority, cookie=cookie, origin=OURS, sec_fetch_site="same-origin")
    assert guard.judge(mixed) is Verdict.FOREIGN


@pytest.mark.parametrize("key", ["", "x", "é"])
def test_another_key_is_exchanged_for_nothing(key: str) -> None:
    guard = Guard(PORT)
    guard.entry_url()

    assert came_by(guard, key) is Verdict.NO_SECRET


def test_no_two_secrets_are_one_and_all_have_256_bits() -> None:
    guards = [Guard(PORT), Guard(PORT)]
    secrets = [key_in(guard.entry_url()) for guard in guards] + [guard.knock_token for guard in guards]

    assert len(set(secrets)) == 4
    assert {len(secret) for secret in secrets} == {43}, "256 bits in base64"
    sessions = [Page().cookie.partition("=")[2] for _ in range(2)]
    assert len(set(sessions)) == 2
    assert {len(session) for session in sessions} == {43}


def test_runs_beside_each_other_have_cookies_of_their_own(page: Page) -> None:
    other = Guard(PORT + 1)

    assert page.guard.cookie_name == f"atelier-{PORT}"
    assert other.cookie_name != page.guard.cookie_name
    assert other.leaving_cookie == f"atelier-{PORT + 1}-left"


# -- the host, and what needs no secret -------------------------------------------------------------------------


@pytest.mark.parametrize("host", [None, "", "evil.example", "127.0.0.1", f"localhost:{PORT}", f"{HOST}0"])
@pytest.mark.parametrize("path", ["/", "/readyz", "/static/app.css"])
def test_another_host_gets_nothing(page: Page, host: str | None, path: str) -> None:
    assert page.ask("GET", path, host=host) is Verdict.WRONG_HOST


@pytest.mark.parametrize("path", ["/readyz", "/enter", "/static/app.css"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_readiness_entry_and_static_files_need_no_secret(page: Page, method: str, path: str) -> None:
    assert page.ask(method, path, cookie=None, sec_fetch_site=None) is Verdict.PASS
    assert page.ask("POST", path, cookie=None) is Verdict.NO_SECRET


@pytest.mark.parametrize("path", ["/", "/static", "/statics/a", "/READYZ", "/readyz/", "/enter/x", "/a/static/"])
def test_everything_else_needs_it(page: Page, path: str) -> None:
    assert page.ask("GET", path, cookie=None) is Verdict.NO_SECRET
    assert page.ask("GET", path) is Verdict.PASS


# -- the cookie ---------------------------------------------------------------------------------------------------


def test_a_wrong_cookie_is_none(page: Page) -> None:
    name, _, value = page.cookie.partition("=")
    for wrong in (f"{name}=", f"{name}={value[:-1]}", f"{name}={value.swapcase()}", f"{name}0={value}", value, "é=é"):
        assert page.ask("GET", "/", cookie=wrong) is Verdict.NO_SECRET, wrong


def test_a_cookie_counts_among_others(page: Page) -> None:
    assert page.ask("GET", "/", cookie=f"a=1; {page.cookie};b=2") is Verdict.PASS


def test_of_a_cookies_value_nothing_is_lost() -> None:
    asking = request("GET", "/", cookie="a=b=c;  d=; e")

    assert [cookie_of(asking, name) for name in ("a", "d", "e", "f")] == ["b=c", "", "", None]
    assert cookie_of(request("GET", "/"), "a") is None


# -- where a request comes from -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "verdict"),
    [
        ("same-origin", Verdict.PASS),
        ("none", Verdict.PASS),
        (None, Verdict.PASS),
        ("same-site", Verdict.FOREIGN),
        ("cross-site", Verdict.FOREIGN),
        ("", Verdict.FOREIGN),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_our_page_and_people_may_read(page: Page, method: str, site: str | None, verdict: Verdict) -> None:
    assert page.ask(method, "/settings", sec_fetch_site=site) is verdict


@pytest.mark.parametrize(
    ("origin", "site", "verdict"),
    [
        (OURS, "same-origin", Verdict.PASS),
        (OURS, None, Verdict.PASS),
        (None, "same-origin", Verdict.PASS),
        (None, None, Verdict.FOREIGN),
        (None, "none", Verdict.FOREIGN),
        (OURS, "cross-site", Verdict.FOREIGN),
        ("null", "same-origin", Verdict.FOREIGN),
        ("https://evil.example", None, Verdict.FOREIGN),
        ("", None, Verdict.FOREIGN),
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT"])
def test_only_our_page_may_change(
    page: Page, method: str, origin: str | None, site: str | None, verdict: Verdict
) -> None:
    assert page.ask(method, "/preferences", origin=origin, sec_fetch_site=site) is verdict


# -- starts and commands ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/knock", "/command/paint"])
def test_a_program_of_ours_needs_its_own_token_and_is_no_page(page: Page, path: str) -> None:
    token, nothing = page.guard.knock_token, {"cookie": None, "origin": None, "sec_fetch_site": None}

    assert page.ask("POST", path, **nothing, x_atelier_knock=token) is Verdict.PASS
    assert page.ask("POST", path, **nothing, x_atelier_knock=token[:-1]) is Verdict.NO_SECRET
    assert page.ask("POST", path) is Verdict.NO_SECRET
    for header in ({"origin": OURS}, {"sec_fetch_site": "same-origin"}):
        assert page.ask("POST", path, **{**nothing, **header}, x_atelier_knock=token) is Verdict.FOREIGN


@pytest.mark.parametrize("path", ["/", "/knocks", "/commands", "/generate"])
def test_its_token_opens_nothing_else(page: Page, path: str) -> None:
    assert page.ask("POST", path, cookie=None, x_atelier_knock=page.guard.knock_token) is Verdict.NO_SECRET


def test_pages_may_load_nothing_from_elsewhere_and_be_framed_by_nobody() -> None:
    policy = dict(rule.split(" ", 1) for rule in SECURITY_HEADERS["Content-Security-Policy"].split("; "))

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
