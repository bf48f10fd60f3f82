"""What every answer of the real program says and what no path, method or setting gets out of it."""

from __future__ import annotations

import subprocess

import httpx
import pytest

from tests.html import alert_code, has_handle
from tests.program import COMMAND, Program, as_page
from tests.raw_http import ask_raw
from tests.upstream import Upstream

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.fixture
def program(shared_program: Program) -> Program:
    return shared_program


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/connection", 200),
        ("GET", "/settings", 200),
        ("GET", "/readyz", 200),
        ("GET", "/enter?key=x", 403),
        ("GET", "/static/app.css", 200),
        ("GET", "/events", 200),
        ("GET", "/nope", 404),
        ("GET", "/paintings/0/picture", 404),
        ("GET", "/paintings?before=1", 200),
        ("POST", "/preferences", 204),
        ("POST", "/generate", 422),
        ("POST", "/", 404),
        ("PUT", "/", 404),
        ("PATCH", "/generate", 404),
        ("DELETE", "/generate", 404),
        ("OPTIONS", "/", 404),
        ("OPTIONS", "/generate", 404),
        ("HEAD", "/", 404),
    ],
)
def test_every_answer_has_the_security_headers(program: Program, method: str, path: str, status: int) -> None:
    answer = as_page(program, method, path)

    assert answer.status_code == status
    check_security_headers(answer.headers)


def check_security_headers(headers: httpx.Headers) -> None:
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]


def test_refusals_and_pictures_have_them_too(program: Program) -> None:
    with program.stranger() as stranger:
        check_security_headers(stranger.get("/").headers)
    with program.client() as client:
        check_security_headers(client.post("/generate", content=b"x" * 70_000).headers)


def test_pages_are_not_kept_by_the_browser_and_static_files_are(program: Program) -> None:
    for path in ("/", "/settings", "/connection", "/nope", "/readyz"):
        assert as_page(program, "GET", path).headers["cache-control"] == "no-store", path
    assert "immutable" in as_page(program, "GET", "/static/app.css").headers["cache-control"]


# -- paths and methods --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/../../pyproject.toml",
        "/static/%2e%2e/app.py",
        "/static/%2e%2e%2fapp.py",
        "/static/..%2fapp.py",
        "/static/..%5capp.py",
        "/static/..\\app.py",
        "/static/..%252fapp.py",
        "/static/%252e%252e%252fapp.py",
        "/static/%c0%ae%c0%ae/app.py",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/app.css%00",
        "/static/./../static/../app.py",
        "/static/",
        "/static/vendor",
        "/static/vendor/",
        "/..%2f..%2fetc/passwd",
        "//etc/passwd",
    ],
)
def test_no_path_leads_out_of_the_static_files(program: Program, path: str) -> None:
    answer = ask_raw(program, f"GET {path}")

    assert answer.status == 404
    assert alert_code(answer.text) == "not_found"


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/redoc", "/swagger", "/metrics", "/health"])
def test_robyns_own_pages_are_off(program: Program, path: str) -> None:
    answer = as_page(program, "GET", path)

    assert answer.status_code == 404
    assert alert_code(answer.text) == "not_found"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/settings", "/readyz", "/enter", "/static/app.css"])
def test_other_methods_are_unknown(program: Program, method: str, path: str) -> None:
    answer = as_page(program, method, path)

    assert answer.status_code == 404
    assert alert_code(answer.text) == "not_found"


@pytest.mark.parametrize("path", ["/", "/readyz", "/static/app.css", "/enter?key=x"])
def test_head_tells_nothing(program: Program, path: str) -> None:
    with program.stranger() as stranger:
        answer = stranger.head(path)

    assert 400 <= answer.status_code < 500
    assert answer.content == b""


@pytest.mark.parametrize(
    "path", ["/%", "/%zz", "/%ff%fe", "/%00", "/" + "a" * 3000, "/a" * 1000, "/paintings/%2f/form"]
)
def test_broken_paths_are_unknown(program: Program, path: str) -> None:
    answer = ask_raw(program, f"GET {path}")

    assert answer.status == 404
    assert "Traceback" not in answer.text


def test_a_page_opened_at_a_wrong_address_is_a_whole_page(program: Program) -> None:
    answer = as_page(program, "GET", "/nope", sec_fetch_mode="navigate")

    assert answer.status_code == 404
    assert "<html" in answer.text
    assert has_handle(answer.text, "alert")


# -- Robyn's own ways in ------------------------------------------------------------------------------------------


def test_robyns_environment_has_no_say(program: Program, upstream: Upstream) -> None:
    environ = {
        "ROBYN_HOST": "0.0.0.0",  # noqa: S104
        "ROBYN_PORT": "1",
        "ROBYN_URL": "0.0.0.0",  # noqa: S104
        "ROBYN_DEV_MODE": "True",
        "ROBYN_BROWSER_OPEN": "True",
        "ROBYN_MAX_PAYLOAD_SIZE": "1",
    }
    folder = program.data_dir.parent / "robyn"
    with Program(folder, api_base=upstream.base_url, environ=environ) as odd, odd.client() as client:
        assert odd.authority.startswith("127.0.0.1:")
        assert odd.port != 1
        assert client.get("/").status_code == 200
        assert client.get("/docs").status_code == 404
        assert client.post("/draft", data={"prompt": "more than a byte"}).status_code == 204


@pytest.mark.parametrize("option", ["--port=1", "--open-browser", "--dev", "--create", "--workers=4", "nonsense"])
def test_robyns_options_are_not_ours(tmp_path_factory: pytest.TempPathFactory, option: str) -> None:
    folder = tmp_path_factory.mktemp("options")
    ended = subprocess.run(
        [COMMAND, "--serve", "--data-dir", folder, option], capture_output=True, text=True, timeout=60, check=False
    )

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "usage: atelier" in ended.stderr
