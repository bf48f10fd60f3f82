"""The first start: no account, a wrong token, a right one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.conftest import watched
from tests.engines.screen import Screen
from tests.engines.studio import DONE, order
from tests.program import Program
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream

NO_ACCOUNT = {"CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_API_TOKEN": ""}
UNKNOWN = "cfut_unknown0unknown0unknown0unknown0unknown0"


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """Without an account, and on a system without a keyring."""
    with watched(Program(tmp_path, api_base=upstream.base_url, environ=NO_ACCOUNT)) as program:
        yield program


def to_the_login(screen: Screen) -> None:
    """Without a first picture, which would be one more."""
    screen.click("welcome-connect")
    screen.click("have-token")
    screen.wait_until_visible("account-id")
    screen.run("() => document.querySelector('[data-testid=first-picture]').click()")


def connect(screen: Screen, token: str) -> None:
    screen.fill("account-id", ACCOUNT_ID)
    screen.fill("api-token", token)
    screen.click("connect")


def test_a_wrong_token_is_said_and_a_right_one_opens_the_studio(screen: Screen) -> None:
    screen.expect_statuses(422)
    screen.open()
    screen.wait_for_path("/connection")
    assert screen.attribute("connection", "data-state") == "missing"
    to_the_login(screen)
    assert screen.attribute("api-token", "type") == "password"
    screen.click('[aria-label="Show the token"]')
    screen.wait_for_attribute("api-token", "type", "text")

    connect(screen, UNKNOWN)
    screen.wait_for_text("main", "Cloudflare does not know this API token")
    screen.wait_for_value("api-token", "")
    assert screen.value("account-id") == ACCOUNT_ID

    connect(screen, TOKEN)
    screen.wait_for_attribute("alert", "data-code", "keyring_missing")
    screen.click("keep-in-memory")
    screen.wait_for_path("/")
    screen.wait_for_attribute("connection", "data-state", "connected")
    order(screen, "the first one")
    screen.wait_for_count(DONE, 1)


def test_the_samples_need_no_account(screen: Screen) -> None:
    screen.open()
    screen.wait_for_path("/connection")
    screen.click("samples")
    screen.wait_for_path("/")
    screen.wait_until_visible("demo-banner")
    order(screen, "a sample")
    screen.wait_for_count(DONE, 1)
    screen.wait_for_text("order-price", "Sample")
