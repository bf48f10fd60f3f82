"""What no request may bring about: a 500, a traceback, an answer without a reason. Seen from the real program.

One thing never reaches our code, because Robyn 0.88 ends first: a malformed chunked body (the process aborts).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from server.web.forms import MAX_BODY, MAX_ID
from server.web.routes import ROUTES
from tests.html import alert_code, field_errors, has_handle, states
from tests.program import Program
from tests.raw_http import RawAnswer, ask_raw, post_raw
from tests.upstream import Upstream

FORM = "application/x-www-form-urlencoded"
ACCOUNT = {"account_id": "0" * 32, "api_token": "cfut_" + "a" * 40}
TAKING = {
    "/generate": {"prompt": "a boat", "steps": "4"},
    "/draft": {"prompt": "a boat"},
    "/preferences": {"theme": "dark"},
    "/connection": ACCOUNT,
    "/folders/reveal": {"folder": "library"},
    "/window/close": {"how": "now"},
}
"""Every route that takes a form, with one it would take."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, shared_upstream: Upstream) -> Iterator[Program]:
    """One for all of these, and nobody else's: in the end it must have painted nothing."""
    with Program(tmp_path_factory.mktemp("bodies"), api_base=shared_upstream.base_url) as program:
        yield program


def check_refused(answer: RawAnswer) -> None:
    """A status that blames the request, and a fragment that says what is wrong."""
    assert 400 <= answer.status < 500
    assert "Traceback" not in answer.text
    assert has_handle(answer.text, "alert") or field_errors(answer.text)


# -- the body as a whole ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TAKING)
@pytest.mark.parametrize("size", [MAX_BODY + 1, 3_000_000])
def test_a_body_over_the_limit(program: Program, path: str, size: int) -> None:
    answer = post_raw(program, path, FORM, b"prompt=".ljust(size, b"a"))

    assert answer.status == 413
    assert alert_code(answer.text) == "body_too_large"


def test_a_body_that_says_it_is_over_the_limit(program: Program) -> None:
    answer = post_raw(program, "/generate", FORM, b"prompt=a", length=10**12)

    assert answer.status == 413


def test_the_longest_prompt_is_below_the_limit(program: Program) -> None:
    body = urlencode({"prompt": "😀" * 2049}).encode()

    answer = post_raw(program, "/generate", FORM, body)

    assert len(body) < MAX_BODY
    assert answer.status == 422
    assert field_errors(answer.text)


@pytest.mark.parametrize("path", TAKING)
def test_a_body_that_broke_off(program: Program, path: str) -> None:
    answer = post_raw(program, path, FORM, urlencode(TAKING[path]).encode(), length=500)

    assert answer.status == 400
    assert alert_code(answer.text) == "body_broken_off"


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "text/plain; charset=utf-8", "image/png", "x", ""])
def test_a_body_of_another_kind(program: Program, kind: str) -> None:
    answers = {path: post_raw(program, path, kind, b'{"prompt": "a boat"}') for path in TAKING}

    told = {path: (answer.status, alert_code(answer.text)) for path, answer in answers.items()}
    assert told == dict.fromkeys(TAKING, (415, "body_of_wrong_kind"))


UNREADABLE = [
    b"prompt=%ff",
    b"prompt=%c3%28",
    b"prompt=%ed%a0%80",
    b"prompt=%",
    b"prompt=%4",
    b"prompt=100%&steps=4",
    b"prompt=%zz",
    b"prompt=%u4e2d",
    b"prompt=\xff\xfe",
    "prompt=中".encode(),
    b"\x00\x01\x02",
    b"prompt",
    b"&&&",
    b"prompt=a&prompt=b",
    b"prompt=a&prompt=a",
    b"prompt=a&" + b"&".join(b"f%d=1" % number for number in range(200)),
]


@pytest.mark.parametrize("path", TAKING)
def test_a_body_that_cannot_be_read(program: Program, path: str) -> None:
    answers = {body: post_raw(program, path, FORM, body) for body in UNREADABLE}

    told = {body: (answer.status, alert_code(answer.text)) for body, answer in answers.items()}
    assert told == dict.fromkeys(UNREADABLE, (400, "body_unreadable"))


# -- ids ----------------------------------------------------------------------------------------------------------

# Orders that did not fit want a decision first, and commands' own routes another key: both have tests of their own.
ELSEWHERE = ("/orders", "/command")
# What a page asks for as it stands beside a painting: of one that has just been deleted it is nothing, and no alert.
NOTHING = ("/paintings/:id/actions", "/paintings/:id/details")
OF_A_PAINTING = [
    (method, path)
    for method, path, _ in ROUTES
    if ":id" in path and not path.startswith(ELSEWHERE) and path not in NOTHING
]
NO_IDS = [
    "0",
    "-1",
    "123456",
    str(MAX_ID),
    "9" * 30,
    "1.5",
    "1e3",
    "abc",
    "%20",
    "%00",
    "%D9%A4",
    "%31",
    "1%2f..",
    "..",
    "'",
]


@pytest.mark.parametrize("unknown", NO_IDS)
def test_an_unknown_painting(program: Program, unknown: str) -> None:
    lines = [f"{method} {path.replace(':id', unknown)}" for method, path in OF_A_PAINTING]
    answers = {line: ask_raw(program, line, "Content-Length: 0") for line in lines}

    told = {line: (answer.status, alert_code(answer.text)) for line, answer in answers.items()}
    assert told == dict.fromkeys(lines, (404, "not_found"))


@pytest.mark.parametrize(
    "query", ["", "?before", "?before=", "?before=x", "?before=-1", "?before=1e9", f"?before={MAX_ID}"]
)
def test_older_paintings_before_nothing(program: Program, query: str) -> None:
    answer = ask_raw(program, f"GET /paintings{query}")

    assert answer.status == 404
    check_refused(answer)


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 40, "%ff"])
def test_a_strange_place_to_go_on_from_starts_over(program: Program, seen: str) -> None:
    with program.client() as client, client.stream("GET", f"/events?seen={seen}") as stream:
        assert stream.status_code == 200
        assert any("#paintings" in line for line in stream.iter_lines())


def test_nothing_of_all_this_painted_or_was_a_bug(program: Program) -> None:
    with program.client() as client:
        assert states(client.get("/").text) == {}
    assert "a bug in the program" not in program.log
    assert program.stderr == ""
