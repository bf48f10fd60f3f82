"""Who may talk to the program: the page it opened itself, nobody else. Seen over HTTP, from the real program."""

from __future__ import annotations

import re

import psutil  # type: ignore[import-untyped]
import pytest

from server.web.routes import ROUTES
from tests.html import alert_code
from tests.program import Program, as_page, speak_to
from tests.raw_http import ask_raw, send_raw
from tests.upstream import Upstream

GUARDED = [(method, path.replace(":id", "1")) for method, path, _ in ROUTES if not path.startswith("/static/")]
CHANGING = [(method, path) for method, path in GUARDED if method != "GET" and path != "/knock"]
READING = [(method, path) for method, path in GUARDED if method == "GET"]


@pytest.fixture
def program(shared_program: Program) -> Program:
    return shared_program


# -- the entry ----------------------------------------------------------------------------------------------------


def test_the_entry_opens_the_page_once_for_a_cookie_no_script_can_read(program: Program, upstream: Upstream) -> None:
    with Program(program.data_dir.parent / "entry", api_base=upstream.base_url) as fresh:
        with fresh.stranger() as stranger, fresh.stranger() as another:
            first, again = stranger.get(fresh.entry_url), another.get(fresh.entry_url)

        assert (first.status_code, first.headers["location"]) == (303, "/")
        assert first.headers["cache-control"] == "no-store"
        cookie, *attributes = first.headers["set-cookie"].split("; ")
        assert {attribute.lower() for attribute in attributes} == {"path=/", "httponly", "samesite=strict"}
        assert again.status_code == 403
        assert alert_code(again.text) == "address_used"
        assert "set-cookie" not in again.headers

        name, _, secret = cookie.partition("=")
        assert len(secret) >= 43, "256 bits in base64"
        with speak_to(fresh, cookies={name: secret}) as client:
            assert client.get("/").status_code == 200
            assert client.get(fresh.entry_url).headers["location"] == "/"


@pytest.mark.parametrize("key", ["", "x", "é", "%00", "%ff", "a" * 4000, "../"])
def test_a_wrong_entry_key_opens_nothing(program: Program, key: str) -> None:
    with program.stranger() as stranger:
        answer = stranger.get(f"/enter?key={key}")

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert alert_code(answer.text) == "forbidden"


@pytest.mark.parametrize("query", ["", "?", "?key", "?other=1", "?key=a&key=b"])
def test_an_entry_without_a_key_opens_nothing(program: Program, query: str) -> None:
    with program.stranger() as stranger:
        assert stranger.get(f"/enter{query}").status_code == 403


def test_the_entry_key_is_random_and_long(program: Program) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/enter\?key=[A-Za-z0-9_-]{43,}", program.entry_url)


# -- the cookie ---------------------------------------------------------------------------------------------------


def test_nothing_is_told_or_done_without_the_cookie(program: Program) -> None:
    headers = {"Origin": program.base_url, "Sec-Fetch-Site": "same-origin"}
    with program.stranger() as stranger:
        answers = {way: stranger.request(*way, headers=headers) for way in GUARDED}

    told = {way: (answer.status_code, alert_code(answer.text)) for way, answer in answers.items()}
    assert told == dict.fromkeys(GUARDED, (403, "forbidden"))


@pytest.mark.parametrize("path", ["/nope", "/favicon.ico", "/docs", "/openapi.json", "/statics", "/static", "/Static/"])
def test_unknown_paths_need_the_cookie_too(program: Program, path: str) -> None:
    with program.stranger() as stranger:
        assert stranger.get(path).status_code == 403


def test_a_wrong_cookie_is_none(program: Program) -> None:
    name, value = program.cookie
    for cookies in ({name: value[:-1]}, {name: ""}, {f"{name}0": value}, {"atelier": value}, {name: value.swapcase()}):
        with speak_to(program, cookies=cookies) as client:
            assert client.get("/").status_code == 403, cookies


def test_the_cookie_counts_among_others(program: Program) -> None:
    name, value = program.cookie
    assert as_page(program, "GET", "/settings", cookie=f"a=1; {name}={value}; b=2").status_code == 200


@pytest.mark.parametrize("path", ["/readyz", "/static/app.css"])
def test_readiness_and_static_files_need_no_secret(program: Program, path: str) -> None:
    with program.stranger() as stranger:
        assert stranger.get(path).status_code == 200


def test_a_person_with_a_stale_page_is_told_what_to_do(program: Program) -> None:
    with program.stranger() as stranger:
        answer = stranger.get("/", headers={"Sec-Fetch-Mode": "navigate"})

    assert answer.status_code == 403
    assert "<html" in answer.text
    assert "Open it again from the program." in answer.text


def test_knocking_needs_its_own_token(program: Program) -> None:
    with program.stranger() as stranger:
        assert stranger.post("/knock").status_code == 403
        assert stranger.post("/knock", headers={"X-Atelier-Knock": "x" * 43}).status_code == 403
    assert as_page(program, "POST", "/knock").status_code == 403


# -- the host -----------------------------------------------------------------------------------------------------


FOREIGN_HOSTS = [
    "evil.example",
    "evil.example:{port}",
    "localhost:{port}",
    "127.0.0.1",
    "127.0.0.1:1",
    "127.0.0.1:{port}0",
    "127.0.0.1.:{port}",
    "127.0.0.1.evil.example:{port}",
    "evil.example@127.0.0.1:{port}",
    "127.0.0.1:{port}@evil.example",
    "127.1:{port}",
    "0.0.0.0:{port}",
    "[::1]:{port}",
    "2130706433:{port}",
    " ",
]


@pytest.mark.parametrize("line", ["GET /", "GET /static/app.css", "GET /readyz", "GET /enter?key=x", "POST /generate"])
def test_a_rebound_name_gets_nothing(program: Program, line: str) -> None:
    hosts = [host.format(port=program.port) for host in FOREIGN_HOSTS]

    assert {host: ask_raw(program, line, host=host).status for host in hosts} == dict.fromkeys(hosts, 403)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_request_without_a_host_gets_nothing(program: Program, version: str) -> None:
    name, value = program.cookie
    request = f"GET / HTTP/{version}\r\nCookie: {name}={value}\r\nConnection: close\r\n\r\n"

    assert send_raw(program, request.encode()).status in (400, 403)


def test_only_the_loopback_address_listens(program: Program) -> None:
    listening = [
        one.laddr for one in psutil.Process(program.pid).net_connections("inet") if one.status == psutil.CONN_LISTEN
    ]

    assert {address.ip for address in listening} == {"127.0.0.1"}


# -- where a request comes from -----------------------------------------------------------------------------------

FOREIGN = [
    {"origin": "https://evil.example", "sec_fetch_site": "cross-site"},
    {"origin": "https://evil.example", "sec_fetch_site": None},
    {"origin": "null", "sec_fetch_site": None},
    {"origin": "null", "sec_fetch_site": "same-origin"},
    {"origin": "http://localhost:{port}", "sec_fetch_site": "same-site"},
    {"origin": "http://127.0.0.1:1", "sec_fetch_site": "same-site"},
    {"origin": "http://127.0.0.1:{port}.evil.example", "sec_fetch_site": None},
    {"origin": "https://127.0.0.1:{port}", "sec_fetch_site": None},
    {"origin": None, "sec_fetch_site": "cross-site"},
    {"origin": None, "sec_fetch_site": "same-site"},
    {"origin": None, "sec_fetch_site": "none"},
    {"origin": None, "sec_fetch_site": None},
    {"origin": "", "sec_fetch_site": None},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=lambda headers: f"{headers['origin']}, {headers['sec_fetch_site']}")
def test_only_our_own_page_changes_anything(program: Program, headers: dict[str, str | None]) -> None:
    given = {name: value and value.format(port=program.port) for name, value in headers.items()}

    answer = as_page(program, "POST", "/preferences", **given)

    assert answer.status_code == 403
    assert alert_code(answer.text) == "forbidden"


def test_every_changing_route_asks_where_a_request_comes_from(program: Program) -> None:
    evil = {"origin": "https://evil.example", "sec_fetch_site": "cross-site"}

    told = {(method, path): as_page(program, method, path, **evil).status_code for method, path in CHANGING}
    assert told == dict.fromkeys(CHANGING, 403)


@pytest.mark.parametrize("headers", [{"origin": None}, {"sec_fetch_site": None}, {}])
def test_our_own_page_may_change_things(program: Program, headers: dict[str, str | None]) -> None:
    assert as_page(program, "POST", "/preferences", **headers).status_code == 204


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_pages_may_not_even_read(program: Program, site: str) -> None:
    asking = {"origin": None, "sec_fetch_site": site}

    told = {path: as_page(program, method, path, **asking).status_code for method, path in READING}
    assert told == dict.fromkeys([path for _, path in READING], 403)


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_our_page_and_people_may_read(program: Program, site: str | None) -> None:
    assert as_page(program, "GET", "/settings", origin=None, sec_fetch_site=site).status_code == 200
