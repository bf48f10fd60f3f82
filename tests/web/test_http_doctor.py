"""The connection's doctor over HTTP: begun by a button, heard line by line, copied without anything secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cloudflare.doctor.lines import LINE_NAMES
from tests.event_stream import EventStream, listen
from tests.html import has_handle, parse
from tests.program import Program
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream
from tests.web.test_http_connection import LOGIN, NONE
from tests.web.test_http_queue import order


def outcomes(html: str) -> dict[str, str]:
    rows = parse(html).select('[data-testid="doctor-line"]')
    return {str(row["data-name"]): str(row["data-code"] or row["data-outcome"]) for row in rows}


def until_done(stream: EventStream) -> list[dict[str, str]]:
    """Every state of the lines that pages are told, the last one when all is done."""
    events = stream.until(lambda event: 'data-testid="doctor" data-running="false"' in event.html)
    return [told for event in events if (told := outcomes(event.html))]


def test_the_page_hears_of_every_line_as_it_ends(program: Program, upstream: Upstream) -> None:
    upstream.rules.change_token(may_use_ai=False)
    with program.client() as page, listen(program) as stream:
        opened = page.post("/doctor")
        assert outcomes(opened.text) == dict.fromkeys(LINE_NAMES, "waiting")
        page.post("/doctor/start")
        told = until_done(stream)
        report = page.get("/doctor/report").text

    assert len(told) > 3
    assert told[-1] == {
        "name": "is_address",
        "proxy": "no_proxy",
        "tls": "not_encrypted",
        "keyring": "ok",
        "token": "ok",
        "account": "ok",
        "permission": "permission_missing",
        "model": "after_failure",
        "gateway": "after_failure",
        "allowance": "ok",
    }
    assert "permission: failed permission_missing" in report
    assert "Proxy chosen: system" in report
    assert not any(secret in report for secret in (TOKEN, ACCOUNT_ID, str(upstream.port)))
    assert upstream.pictures == []


def test_it_can_be_asked_again(program: Program, upstream: Upstream) -> None:
    with program.client() as page, listen(program) as stream:
        page.post("/doctor/start")
        until_done(stream)
        upstream.rules.change_token(status="expired")
        assert page.post("/doctor/start").status_code == 204
        # The end of the first time may be told twice: with its last line, where that was drawn after the end, and by
        # itself.
        stream.until(lambda event: "token_expired" in outcomes(event.html).values())


def test_it_tells_a_browser_that_only_the_window_can_copy(program: Program) -> None:
    """In the window the system's clipboard takes it; a browser's page copies by itself."""
    with program.client() as page:
        assert page.post("/doctor/copy").status_code == 503


def test_its_button_stands_where_a_connection_error_is_shown(tmp_path: Path, upstream: Upstream) -> None:
    with Program(tmp_path, api_base=upstream.base_url, environ=NONE) as program, program.client() as page:
        refused = page.post("/connection", data={**LOGIN, "account_id": "0" * 32})
        assert has_handle(refused.text, "doctor-run")
        with listen(program) as stream:
            order(page, "a boat")
            stream.until(lambda event: "doctor-run" in event.html)


@pytest.mark.parametrize("arguments", [("--demo",)])
def test_samples_go_nowhere(tmp_path: Path, upstream: Upstream, arguments: tuple[str, ...]) -> None:
    with (
        Program(tmp_path, api_base=upstream.base_url, arguments=arguments) as program,
        program.client() as page,
        listen(program) as stream,
    ):
        page.post("/doctor/start")
        assert set(until_done(stream)[-1].values()) == {"samples_only"}
    assert upstream.requests == []
