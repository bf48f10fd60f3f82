"""Several accounts over HTTP: added, named, switched and forgotten on the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.paintings.painting import State
from tests import secret_service
from tests.cloudflare.test_accounts import OTHER_TOKEN
from tests.cloudflare_rules import Token
from tests.html import alert_code, parse
from tests.program import Program
from tests.upstream import ACCOUNT_ID, OTHER_ACCOUNT_ID, TOKEN, Upstream
from tests.web.test_http_connection import LOGIN, NONE, connection_state
from tests.web.test_http_queue import order, wait_for

pytestmark = pytest.mark.skipif(bool(secret_service.MISSING), reason=f"needs {secret_service.MISSING}")
SECOND = {"account_id": OTHER_ACCOUNT_ID, "api_token": OTHER_TOKEN, "account": "new", "name": " 工作  "}


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """With a keyring that holds nothing."""
    upstream.rules.tokens[OTHER_TOKEN] = Token(accounts=(OTHER_ACCOUNT_ID,))
    with secret_service.secret_service(tmp_path / "keyring") as environ:
        bus = {name: value for name, value in environ.items() if name.startswith("DBUS_")}
        with Program(tmp_path, api_base=upstream.base_url, environ={**NONE, **bus}) as program:
            yield program


def listed(html: str) -> list[tuple[str, str, str]]:
    """Place, name and whether in use."""
    rows = parse(html).select('[data-testid="account"]')
    return [(str(row["data-slot"]), str(row.select("input")[0]["value"]), str(row["data-active"])) for row in rows]


def test_accounts_are_added_named_switched_and_forgotten(program: Program, upstream: Upstream) -> None:
    with program.client() as page:
        assert page.post("/connection", data=LOGIN).headers["hx-redirect"] == "/"
        assert 'value="new"' in page.get("/connection?account=new").text
        assert page.post("/connection", data=SECOND).headers["hx-redirect"] == "/"
        assert listed(page.get("/settings").text) == [("1", "", "false"), ("2", "工作", "true")]
        order(page, "a boat")
        wait_for(page, {1: State.DONE})
        assert upstream.requests[-1].headers["authorization"] == f"Bearer {OTHER_TOKEN}"

        assert page.post("/accounts/1/name", data={"name": "Home"}).status_code == 204
        page.post("/accounts/2/name", data={"name": TOKEN})
        switched = page.post("/accounts/1/use")
        assert listed(switched.text) == [("1", "Home", "true"), ("2", "", "false")]
        order(page, "a boat")
        wait_for(page, {2: State.DONE})
        assert upstream.requests[-1].headers["authorization"] == f"Bearer {TOKEN}"
    program.stop()
    program.start()
    with program.client() as page:
        assert connection_state(page) == "connected"
        assert listed(page.get("/settings").text) == [("1", "Home", "true"), ("2", "", "false")]
        assert listed(page.delete("/accounts/2").text) == [("1", "Home", "true")]
        assert connection_state(page) == "connected"
        page.delete("/accounts/1")
        assert connection_state(page) == "missing"
        answer = page.post("/accounts/1/use")
        assert (answer.status_code, alert_code(answer.text)) == (409, "account_gone")
    files = [path for path in program.data_dir.rglob("*") if path.is_file()]
    secrets = (TOKEN, OTHER_TOKEN, ACCOUNT_ID, OTHER_ACCOUNT_ID)
    assert [path for path in files if any(secret.encode() in path.read_bytes() for secret in secrets)] == []


def test_one_that_is_refused_is_not_added_and_the_form_still_adds(program: Program) -> None:
    with program.client() as page:
        page.post("/connection", data=LOGIN)
        refused = page.post("/connection", data={**SECOND, "api_token": "cfut_" + "x" * 40})

        assert (refused.status_code, alert_code(refused.text)) == (422, "token_wrong")
        assert parse(refused.text).select_one('[name="account"][value="new"]')
        assert listed(page.get("/settings").text) == [("1", "", "true")]


def test_an_account_that_is_not_there(program: Program) -> None:
    with program.client() as page:
        for slot in ("0", "9", "x", "-1"):
            assert page.post(f"/accounts/{slot}/use").status_code == 409, slot
            assert page.post(f"/accounts/{slot}/name", data={"name": "x"}).status_code == 204, slot
            assert listed(page.get("/settings").text) == [], slot
