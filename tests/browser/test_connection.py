"""The account: first start, what can be wrong with it, where it is kept, getting rid of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Visit
from tests.browser.studio import newest, newest_order, order, paintings, to_the_login
from tests.browser.watch import Watch
from tests.cloudflare_rules import Token
from tests.program import Program
from tests.secret_service import MISSING, secret_service
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream

NO_ACCOUNT = {"CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_API_TOKEN": ""}
SECOND_TOKEN = "cfut_second2vLmT7rWbN4yHdJ6pZcG8aFeU3iOqRx5ZyxW"

PASTE = """(field, text) => {
  const data = new DataTransfer();
  data.setData("text", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
STUDIO = re.compile(r"^http://127\.0\.0\.1:\d+/$")
CONNECTION = re.compile("/connection$")


@pytest.fixture
def keyring(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """A real Secret Service, unlocked and empty."""
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    with secret_service(tmp_path / "keyring") as environment:
        yield {"DBUS_SESSION_BUS_ADDRESS": environment["DBUS_SESSION_BUS_ADDRESS"]}


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream, keyring: Mapping[str, str]) -> Iterator[Program]:
    """With a keyring, and no account in it."""
    with Program(tmp_path, api_base=upstream.base_url, environ={**NO_ACCOUNT, **keyring}) as program:
        yield program


@pytest.fixture
def bare_program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """On a system without a keyring."""
    with Program(tmp_path, api_base=upstream.base_url, environ=NO_ACCOUNT) as program:
        yield program


def connect(page: Page, account_id: str = ACCOUNT_ID, token: str = TOKEN) -> None:
    to_the_login(page)
    page.get_by_test_id("account-id").fill(account_id)
    page.get_by_test_id("api-token").fill(token)
    page.get_by_test_id("connect").click()


def test_the_first_start_asks_for_the_account_by_itself(page: Page) -> None:
    expect(page).to_have_url(CONNECTION)
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "missing")
    for choice in ("welcome-connect", "samples"):
        expect(page.get_by_test_id(choice)).to_be_visible()
    expect(page.locator(".welcome-picture img:visible")).to_have_js_property("naturalWidth", 1024)
    expect(page.get_by_test_id("alert")).to_have_count(0)


def test_trying_the_samples_first(page: Page) -> None:
    page.get_by_test_id("samples").click()
    expect(page).to_have_url(STUDIO)
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "demo")
    expect(page.get_by_test_id("demo-banner")).to_be_visible()
    order(page, "a sample")
    expect(newest_order(page)).to_contain_text("Sample")
    expect(newest(page)).to_have_attribute("data-state", "done")
    expect(newest_order(page).get_by_test_id("sample-remark")).to_contain_text(
        "Samples do not paint what they are told"
    )
    order(page, "a lighthouse by the sea")
    expect(page.get_by_test_id("painting")).to_have_count(2)
    expect(newest(page)).to_have_attribute("data-state", "done")
    expect(newest_order(page).get_by_test_id("sample-remark")).to_have_count(0)
    page.get_by_test_id("demo-banner").get_by_role("link").click()
    expect(page).to_have_url(CONNECTION)
    expect(page.get_by_test_id("demo-banner")).to_be_visible()


def test_connecting_opens_the_studio_and_is_remembered(program: Program, visit: Visit) -> None:
    page = visit(program)
    connect(page)
    expect(page).to_have_url(STUDIO)
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "connected")
    order(page, "the first one")
    expect(newest(page)).to_have_attribute("data-state", "done")
    page.context.close()
    program.stop()
    page = visit(program.start())
    expect(page).to_have_url(STUDIO)
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "connected")


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("f" * 32, {}, "knows no account with this account ID"),
    (ACCOUNT_ID, {"status": "expired"}, "has expired"),
    (ACCOUNT_ID, {"status": "disabled"}, "has been disabled"),
    (ACCOUNT_ID, {"status": "active", "may_use_ai": False}, "may not use Workers AI"),
    (ACCOUNT_ID, {"may_use_ai": True, "accounts": ("e" * 32,)}, "belongs to another account"),
]


def test_a_refused_account_says_what_is_wrong(page: Page, watch: Watch, upstream: Upstream) -> None:
    watch.expect_statuses(422)
    for account_id, changes, sentence in WRONG:
        upstream.rules.change_token(**changes)
        connect(page, account_id)
        expect(page.get_by_text(sentence)).to_be_visible()
        expect(page).to_have_url(CONNECTION)
        expect(page.get_by_test_id("account-id")).to_have_value(account_id)
        expect(page.get_by_test_id("api-token")).to_have_value("")


def test_a_token_that_nobody_knows_is_named(page: Page, watch: Watch) -> None:
    watch.expect_statuses(422)
    connect(page, token="cfut_unknown0unknown0unknown0unknown0unknown0")
    expect(page.get_by_text("Cloudflare does not know this API token")).to_be_visible()
    connect(page)
    expect(page).to_have_url(STUDIO)


def test_what_cannot_be_right_is_said_beside_its_field(page: Page, watch: Watch, upstream: Upstream) -> None:
    watch.expect_statuses(422)
    connect(page, account_id="hello", token="cfk_" + "k" * 40)
    for handle, sentence in (("account-id", "An account ID has 32"), ("api-token", "This is a global API key")):
        field = page.get_by_test_id(handle)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(page.locator(f"#{field.get_attribute('id')}-error")).to_contain_text(sentence)
    assert upstream.requests == [], "Cloudflare was not asked"


def test_one_paste_may_hold_both(page: Page, program: Program, upstream: Upstream) -> None:
    command = f'curl "https://api.cloudflare.com/client/v4/accounts/{ACCOUNT_ID}/x" -H "Authorization: Bearer {TOKEN}"'
    to_the_login(page)
    page.get_by_test_id("api-token").evaluate(PASTE, f"{command}\n{ACCOUNT_ID}\n")
    expect(page.get_by_test_id("account-id")).to_have_value(ACCOUNT_ID)
    expect(page.get_by_test_id("api-token")).to_have_value(TOKEN)
    page.get_by_test_id("connect").click()
    expect(page).to_have_url(STUDIO)


def test_a_first_picture_ends_the_three_steps(page: Page, upstream: Upstream) -> None:
    to_the_login(page, first=True)
    expect(page.get_by_text("1.7% of today's free allowance")).to_be_visible()
    page.get_by_test_id("account-id").fill(ACCOUNT_ID)
    page.get_by_test_id("api-token").fill(TOKEN)
    page.get_by_test_id("connect").click()
    expect(page).to_have_url(STUDIO)
    expect(page.get_by_text("Your first picture is being painted")).to_be_visible()
    expect(newest(page)).to_have_attribute("data-state", "done")
    assert len(upstream.pictures) == 1
    page.reload()
    expect(paintings(page)).to_have_count(1)
    page.goto(page.url + "connection")
    expect(page.get_by_test_id("first-picture")).to_have_count(0)


def test_what_was_right_stays_when_something_else_was_wrong(page: Page, watch: Watch, upstream: Upstream) -> None:
    watch.expect_statuses(422)
    connect(page, account_id="f" * 32)
    expect(page.get_by_text("knows no account with this account ID")).to_be_visible()
    expect(page.get_by_text(f"The token ending in {TOKEN[-4:]} is still there")).to_be_visible()
    assert TOKEN not in page.content()
    page.get_by_test_id("account-id").fill(ACCOUNT_ID)
    page.get_by_test_id("connect").click()
    expect(page).to_have_url(STUDIO)
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "connected")


def test_what_was_pasted_is_cleaned(page: Page, program: Program, upstream: Upstream) -> None:
    expect(page).to_have_url(CONNECTION)  # where a first start leads by itself
    for account_id, token in (
        (f" {ACCOUNT_ID.upper()} ", f"'{TOKEN}'"),
        (f"https://dash.cloudflare.com/{ACCOUNT_ID}/ai/workers-ai", f"Bearer {TOKEN}\u200b"),
        (f'"{ACCOUNT_ID}",', f'  Authorization: Bearer "{TOKEN}"'),
    ):
        page.goto(f"{program.base_url}/connection")
        connect(page, account_id, token)
        expect(page).to_have_url(STUDIO)
    assert {request.headers["authorization"] for request in upstream.requests} == {f"Bearer {TOKEN}"}


def test_the_token_never_comes_back_to_a_page(page: Page, watch: Watch, upstream: Upstream) -> None:
    watch.expect_statuses(422)
    upstream.rules.change_token(may_use_ai=False)
    connect(page)
    expect(page.get_by_test_id("alert")).to_be_visible()
    assert TOKEN not in page.content()
    upstream.rules.change_token(may_use_ai=True)
    connect(page)
    expect(page).to_have_url(STUDIO)
    for path in ("/", "/connection", "/settings/account"):
        page.goto(page.url.rpartition("/")[0] + path)
        assert TOKEN not in page.content()
    expect(page.get_by_text(TOKEN[-4:])).to_be_visible()


def test_the_token_can_be_shown_while_it_is_typed(page: Page) -> None:
    to_the_login(page)
    field = page.get_by_test_id("api-token")
    expect(field).to_have_attribute("type", "password")
    eye = page.get_by_role("button", name="Show the token")
    eye.click()
    expect(field).to_have_attribute("type", "text")
    expect(eye).to_have_attribute("aria-pressed", "true")


def test_replacing_the_account(page: Page, upstream: Upstream) -> None:
    upstream.rules.tokens[SECOND_TOKEN] = Token()
    connect(page)
    expect(page).to_have_url(STUDIO)
    page.get_by_test_id("connection").click()
    page.get_by_role("link", name="Replace").click()
    connect(page, token=SECOND_TOKEN)
    expect(page).to_have_url(STUDIO)
    page.get_by_test_id("connection").click()
    expect(page.get_by_text(SECOND_TOKEN[-4:])).to_be_visible()
    expect(page.get_by_text("the system's keyring")).to_be_visible()


def test_disconnecting_forgets_the_account_for_good(program: Program, visit: Visit) -> None:
    page = visit(program)
    connect(page)
    expect(page).to_have_url(STUDIO)
    page.get_by_test_id("connection").click()
    page.get_by_test_id("disconnect").click()
    expect(page).to_have_url(CONNECTION)
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "missing")
    page.context.close()
    program.stop()
    expect(visit(program.start())).to_have_url(CONNECTION)


def test_without_a_keyring_the_account_lives_in_memory(
    bare_program: Program, visit: Visit, watches: dict[BrowserContext, Watch]
) -> None:
    page = visit(bare_program)
    watches[page.context].expect_statuses(422)
    connect(page)
    alert = page.get_by_test_id("alert")
    expect(alert).to_have_count(1)
    expect(alert).to_have_attribute("data-code", "keyring_missing")
    expect(alert).to_contain_text("gnome-keyring")
    page.get_by_role("button", name="this run only").click()
    expect(page).to_have_url(STUDIO)
    order(page, "kept in memory")
    expect(newest(page)).to_have_attribute("data-state", "done")
    page.get_by_test_id("connection").click()
    expect(page.get_by_text("memory, for this run only")).to_be_visible()
    page.context.close()
    bare_program.stop()
    page = visit(bare_program.start(), "/connection")
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "missing")


def test_environment_variables_override_the_keyring_and_say_so(shared_program: Program, visit: Visit) -> None:
    page = visit(shared_program, "/settings/account")
    expect(page.get_by_test_id("environment")).to_contain_text("CLOUDFLARE_API_TOKEN")
    expect(page.get_by_text("environment variables", exact=True)).to_be_visible()
    expect(page.get_by_test_id("disconnect")).to_have_count(0)


def test_cloudflare_s_page_opens_in_the_system_s_browser(tmp_path: Path, visit: Visit) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    with Program(tmp_path, environ={**NO_ACCOUNT, "BROWSER": str(browser)}) as program:
        page = visit(program)
        page.get_by_test_id("welcome-connect").click()
        with page.expect_response("**/connection/token-page"):
            page.get_by_test_id("token-page").click()
        address = urlsplit(opened.read_text().strip())
        expect(page.get_by_test_id("account-id")).to_be_focused()
        assert address.hostname == "dash.cloudflare.com"
        [permissions] = parse_qs(address.query)["permissionGroupKeys"]
        assert json.loads(permissions) == [{"key": "ai", "type": "read"}, {"key": "account_analytics", "type": "read"}]
        page.context.close()
