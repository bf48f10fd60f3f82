"""Forms whose fields the program cannot use: 422, the reason beside the field, and nothing changed."""

from __future__ import annotations

import httpx
import pytest

from server.web.forms import MAX_BODY
from tests.html import alert_code, field_errors, has_handle, states
from tests.program import Program
from tests.raw_http import post_raw
from tests.web.test_http_bodies import ACCOUNT, TAKING

MULTIPART = "multipart/form-data; boundary=x"


@pytest.fixture
def program(shared_program: Program) -> Program:
    return shared_program


def post(program: Program, path: str, fields: dict[str, str]) -> httpx.Response:
    with program.client() as client:
        return client.post(path, data=fields)


@pytest.mark.parametrize("path", TAKING)
@pytest.mark.parametrize("name", ["unknown", "PROMPT", "", "prompt[]", "__proto__", "<script>alert(1)</script>", "é"])
def test_an_unknown_field(program: Program, path: str, name: str) -> None:
    answer = post(program, path, {**TAKING[path], name: "1"})

    assert answer.status_code == 422
    assert alert_code(answer.text) == "unknown_field"
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", ["/generate", "/connection", "/folders/reveal", "/window/close"])
def test_an_empty_body_where_fields_are_needed(program: Program, path: str) -> None:
    answer = post(program, path, {})

    assert answer.status_code == 422
    assert has_handle(answer.text, "alert") or field_errors(answer.text)


NO_NUMBERS = [
    "",
    " ",
    "four",
    "4.0",
    "4e0",
    "0x4",
    "-1",
    "+4",
    "4 ",
    "٤",
    "４",
    "²",
    "9" * 400,
    "NaN",
    "Infinity",
    "null",
]


@pytest.mark.parametrize("text", [*NO_NUMBERS, "0", "9"])
@pytest.mark.parametrize("name", ["steps", "count"])
def test_steps_and_count_out_of_range(program: Program, name: str, text: str) -> None:
    answer = post(program, "/generate", {"prompt": "a boat", name: text})

    assert answer.status_code == 422
    assert field_errors(answer.text) == ["This value is out of range."]
    assert states(answer.text) == {}


@pytest.mark.parametrize("text", [*NO_NUMBERS, "0", "17"])
def test_a_width_out_of_range(program: Program, text: str) -> None:
    assert post(program, "/preferences", {"width": text}).status_code == 422


@pytest.mark.parametrize("prompt", ["", " ", "\n\t\r\n", "\u3000", "\x00", " \x00 "])
def test_a_prompt_without_a_word(program: Program, prompt: str) -> None:
    answer = post(program, "/generate", {"prompt": prompt})

    assert answer.status_code == 422
    assert field_errors(answer.text) == ["Write what you would like to see."]


@pytest.mark.parametrize("character", ["a", "中", "😀"])
def test_a_prompt_too_long(program: Program, character: str) -> None:
    answer = post(program, "/generate", {"prompt": character * 2049})

    assert answer.status_code == 422
    assert len(field_errors(answer.text)) == 1


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/generate", {"prompt": "a boat", "model": "@cf/no/such-model"}),
        ("/generate", {"prompt": "a boat", "model": ""}),
        ("/preferences", {"theme": "neon"}),
        ("/preferences", {"theme": ""}),
        ("/preferences", {"language": "tlh"}),
        ("/preferences", {"theme": "dark", "width": "99"}),
        ("/folders/reveal", {"folder": "/etc"}),
        ("/folders/reveal", {"folder": "../../"}),
        ("/window/close", {"how": "gently"}),
        ("/connection", {"account_id": "", "api_token": ""}),
        ("/connection", {**ACCOUNT, "account_id": "../../user/tokens"}),
        ("/connection", {**ACCOUNT, "api_token": "two\r\nlines: yes"}),
    ],
)
def test_values_that_are_not_on_offer(program: Program, path: str, fields: dict[str, str]) -> None:
    answer = post(program, path, fields)

    assert answer.status_code == 422
    assert "Traceback" not in answer.text
    assert has_handle(answer.text, "alert") or field_errors(answer.text)


def test_a_refused_change_changes_nothing(program: Program) -> None:
    post(program, "/preferences", {"theme": "light"})
    post(program, "/preferences", {"theme": "dark", "width": "99"})

    with program.client() as client:
        assert 'data-theme="light"' in client.get("/").text
    post(program, "/preferences", {"theme": "system"})


# -- multipart ----------------------------------------------------------------------------------------------------


def part(name: str, value: bytes, *, more: str = "") -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"


@pytest.mark.parametrize(
    "body",
    [
        part("steps", b"4"),
        part("prompt", b"a boat") + part("unknown", b"1"),
        part("prompt", b"a boat") + part("steps", b"nine"),
        part("prompt", b"a boat", more='; filename="boat.txt"'),
        part("prompt", b"a boat") + part("picture", b"\xff\xd8\xff", more='; filename="../../boat.jpg"'),
        part("prompt", b""),
        part("prompt", b"x" * 2049),
    ],
    ids=["part missing", "unknown part", "no number", "a file", "another file", "empty", "too long"],
)
def test_multipart_forms_are_checked_alike(program: Program, body: bytes) -> None:
    answer = post_raw(program, "/generate", MULTIPART, body + b"--x--\r\n")

    assert answer.status == 422
    assert "Traceback" not in answer.text
    assert has_handle(answer.text, "alert") or field_errors(answer.text)


def test_a_multipart_form_is_taken(program: Program) -> None:
    body = part("prompt", "灯塔\r\n-- x is no end".encode()) + part("count", b"3") + b"--x--\r\n"

    answer = post_raw(program, "/draft", MULTIPART, body)

    assert answer.status == 204
    with program.client() as client:
        assert "灯塔\n-- x is no end" in client.get("/").text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (MULTIPART, b"no part at all"),
        (MULTIPART, b""),
        (MULTIPART, part("prompt", b"a boat")),
        (MULTIPART, part("prompt", b"a boat") + b"--x"),
        (MULTIPART, b"--x\r\n\r\na boat\r\n--x--\r\n"),
        (MULTIPART, b"--x\r\nno header\r\n\r\na boat\r\n--x--\r\n"),
        (MULTIPART, part("prompt", b"a boat") * 2 + b"--x--\r\n"),
        (MULTIPART, part("prompt", b"\xff\xfe") + b"--x--\r\n"),
        (MULTIPART.replace("=x", "=y"), part("prompt", b"a boat") + b"--x--\r\n"),
        ("multipart/form-data", part("prompt", b"a boat") + b"--x--\r\n"),
        ("multipart/form-data; boundary=", part("prompt", b"a boat") + b"--x--\r\n"),
    ],
)
def test_a_malformed_multipart_form_is_named(program: Program, kind: str, body: bytes) -> None:
    answer = post_raw(program, "/generate", kind, body)

    assert answer.status == 400
    assert alert_code(answer.text) == "body_unreadable"


def test_a_multipart_form_over_the_limit(program: Program) -> None:
    answer = post_raw(program, "/generate", MULTIPART, part("prompt", bytes(MAX_BODY)) + b"--x--\r\n")

    assert answer.status == 413
