"""The account over HTTP: proven before it is kept, kept where it is safe, and never sent back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.paintings.painting import State
from tests import secret_service
from tests.event_stream import listen
from tests.eventually import eventually
from tests.html import alert_code, field_errors, parse
from tests.program import Program, as_page
from tests.upstream import ACCOUNT_ID, OTHER_ACCOUNT_ID, TOKEN, Upstream
from tests.web.test_http_queue import order, wait_for

NONE = {"CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_API_TOKEN": ""}
LOGIN = {"account_id": ACCOUNT_ID, "api_token": TOKEN}


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """Without an account, on a system without a keyring."""
    with Program(tmp_path, api_base=upstream.base_url, environ=NONE) as program:
        yield program


@pytest.fixture
def page_of_painter(tmp_path: Path, upstream: Upstream) -> Iterator[httpx.Client]:
    """Of a program with an account."""
    with Program(tmp_path, api_base=upstream.base_url) as program, program.client() as page:
        yield page


@pytest.fixture(scope="module")
def one_page(tmp_path_factory: pytest.TempPathFactory, shared_upstream: Upstream) -> Iterator[httpx.Client]:
    """Of one such program, for all tests that end without an account too."""
    folder = tmp_path_factory.mktemp("unconnected")
    with (
        Program(folder, api_base=shared_upstream.base_url, environ=NONE) as program,
        program.client() as page,
    ):
        yield page


def connection_state(page: httpx.Client) -> str:
    """Once the keyring has answered."""
    eventually(lambda: "Asking the keyring" not in page.get("/settings").text)
    [found] = parse(page.get("/settings").text).select('[data-testid="connection"]')
    return str(found["data-state"])


def test_the_first_start_leads_to_the_connection_page(program: Program, page: httpx.Client) -> None:
    assert connection_state(page) == "missing"
    opened = as_page(program, "GET", "/", origin=None, sec_fetch_site="none", sec_fetch_mode="navigate")
    assert (opened.status_code, opened.headers["location"]) == (303, "/connection")
    assert page.get("/").headers["hx-redirect"] == "/connection"
    handles = parse(page.get("/connection").text)
    assert all(handles.select(f'[data-testid="{name}"]') for name in ("account-id", "api-token", "connect"))


def test_without_a_keyring_the_account_is_kept_for_this_run_alone(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    answer = page.post("/connection", data=LOGIN)
    assert (answer.status_code, alert_code(answer.text)) == (422, "keyring_missing")
    assert "/connection/memory" in answer.text
    assert connection_state(page) == "missing"

    assert page.post("/connection/memory").headers["hx-redirect"] == "/"
    assert connection_state(page) == "connected"
    order(page, "a boat")
    wait_for(page, {1: State.DONE})
    assert upstream.requests[-1].headers["authorization"] == f"Bearer {TOKEN}"

    program.stop()
    program.start()
    with program.client() as again:
        assert connection_state(again) == "missing"


def test_memory_takes_only_an_account_that_was_proven(one_page: httpx.Client) -> None:
    refused = one_page.post("/connection/memory")
    assert (refused.status_code, alert_code(refused.text)) == (409, "no_account")

    one_page.post("/connection", data={**LOGIN, "account_id": OTHER_ACCOUNT_ID})
    assert one_page.post("/connection/memory").status_code == 409


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ({**LOGIN, "account_id": "0" * 32}, "account_wrong"),
        ({**LOGIN, "account_id": OTHER_ACCOUNT_ID}, "token_other_account"),
        ({**LOGIN, "api_token": "cfut_" + "x" * 40}, "token_wrong"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(one_page: httpx.Client, login: dict[str, str], code: str) -> None:
    answer = one_page.post("/connection", data=login)

    assert (answer.status_code, alert_code(answer.text)) == (422, code)
    assert connection_state(one_page) == "missing"
    assert parse(answer.text).select_one(f'[value="{login["account_id"]}"]')


def test_a_form_that_cannot_be_right_asks_nobody(one_page: httpx.Client, shared_upstream: Upstream) -> None:
    before = len(shared_upstream.requests)

    answer = one_page.post("/connection", data={"account_id": "42", "api_token": ""})

    assert answer.status_code == 422
    assert len(field_errors(answer.text)) == 2
    assert len(shared_upstream.requests) == before


def test_an_order_without_an_account_fails_by_name(program: Program, page: httpx.Client) -> None:
    with listen(program) as stream:
        order(page, "a boat")
        [*_, failed] = stream.until_state(1, State.FAILED)

    assert "This system has no keyring" in failed.html


def test_an_open_page_hears_that_it_is_connected(program: Program, page: httpx.Client) -> None:
    page.post("/connection", data=LOGIN)
    with listen(program) as stream:
        stream.next()
        page.post("/connection/memory")
        stream.until(lambda event: 'data-state="connected"' in event.html)


def test_samples_stay_chosen_until_an_account_is_there(program: Program, page: httpx.Client) -> None:
    assert page.post("/connection/samples").headers["hx-redirect"] == "/"
    assert connection_state(page) == "demo"
    order(page, "a boat")
    wait_for(page, {1: State.DONE})
    program.stop()
    program.start()
    with program.client() as again:
        assert connection_state(again) == "demo"
        again.post("/connection", data=LOGIN)
        again.post("/connection/memory")
        assert connection_state(again) == "connected"


def test_the_environment_counts_more_and_the_page_says_so(shared_program: Program) -> None:
    with shared_program.client() as page:
        assert connection_state(page) == "connected"
        html = page.get("/settings").text
    assert parse(html).select('[data-testid="environment"]')
    assert TOKEN[-4:] in html
    assert TOKEN not in html


def test_a_token_that_is_refused_is_not_shown_as_in_order(page_of_painter: httpx.Client, upstream: Upstream) -> None:
    page = page_of_painter
    upstream.rules.change_token(status="expired")
    order(page, "a locked door")
    wait_for(page, {1: State.FAILED})
    assert connection_state(page) == "refused"
    [alert] = parse(page.get("/settings").text).select('[data-testid="alert"]')
    assert alert["data-code"] == "token_refused"
    assert alert.get_text().count("Check the connection") - alert.get_text().count("Check the connection; it") == 1

    upstream.rules.change_token(status="active")
    order(page, "an open one")
    wait_for(page, {2: State.DONE})
    assert connection_state(page) == "connected"


@pytest.mark.skipif(bool(secret_service.MISSING), reason=f"needs {secret_service.MISSING}")
def test_a_keyring_keeps_the_account_over_restarts_until_it_is_disconnected(tmp_path: Path, upstream: Upstream) -> None:
    with (
        secret_service.secret_service(tmp_path / "keyring") as environ,
        Program(tmp_path, api_base=upstream.base_url, environ={**NONE, **_bus(environ)}) as program,
    ):
        with program.client() as page:
            assert page.post("/connection", data=LOGIN).headers["hx-redirect"] == "/"
            assert connection_state(page) == "connected"
        program.stop()
        program.start()
        with program.client() as page:
            assert connection_state(page) == "connected"
            assert page.delete("/connection").headers["hx-redirect"] == "/connection"
            assert connection_state(page) == "missing"
        program.stop()
        program.start()
        with program.client() as page:
            assert connection_state(page) == "missing"


def _bus(environ: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if name.startswith("DBUS_")}
