"""Account and network: folded away from newcomers, there for people behind proxies before they are connected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import small_targets, violations
from tests.browser.conftest import Visit
from tests.browser.studio import newest, order, to_the_login
from tests.browser.test_connection import NO_ACCOUNT, STUDIO, connect
from tests.browser.watch import Watch
from tests.certificates import make_certificate
from tests.cloudflare.test_accounts import OTHER_TOKEN
from tests.cloudflare_gateway import GATEWAY
from tests.cloudflare_rules import Token
from tests.program import Program
from tests.proxy import SocksProxy
from tests.secret_service import MISSING, secret_service
from tests.upstream import ACCOUNT_ID, OTHER_ACCOUNT_ID, Upstream


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[Upstream]:
    """Cloudflare under a name that no DNS knows; only a proxy finds it."""
    with Upstream(tls=make_certificate(tmp_path, "cloudflare.test").context) as upstream:
        yield upstream


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """Without an account and without a keyring, behind a network that only a proxy leaves."""
    environ = {**NO_ACCOUNT, "SSL_CERT_FILE": str(tmp_path / "cloudflare.test.pem")}
    with Program(tmp_path, api_base="https://cloudflare.test/client/v4", environ=environ) as program:
        yield program


def unfold(page: Page) -> None:
    page.get_by_test_id("network").locator("summary").first.click()


def test_behind_a_proxy_the_first_start_goes_by_mouse_and_keyboard(
    program: Program, upstream: Upstream, visit: Visit, watches: dict[BrowserContext, Watch]
) -> None:
    page = visit(program)
    watches[page.context].expect_statuses(422)
    to_the_login(page)
    expect(page.get_by_test_id("proxy-use")).to_be_hidden()
    connect(page)
    expect(page.get_by_test_id("alert")).to_have_attribute("data-code", "dns_failed")
    unfold(page)
    expect(page.get_by_test_id("proxy-host")).to_be_hidden()
    with SocksProxy(upstream.port, login=("me", "hunter2")) as proxy:
        page.get_by_test_id("proxy-use").select_option("own")
        page.get_by_test_id("proxy-kind").select_option("socks5h")
        page.get_by_test_id("proxy-host").fill("not a host")
        page.get_by_test_id("proxy-port").fill(str(proxy.port))
        page.get_by_test_id("proxy-user").fill("me")
        page.get_by_test_id("proxy-password").fill("hunter2")
        page.get_by_test_id("proxy-save").click()
        expect(page.get_by_test_id("proxy-host")).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_test_id("proxy-password")).to_have_value("")
        page.get_by_test_id("proxy-host").fill("127.0.0.1")
        page.get_by_test_id("proxy-password").fill("hunter2")
        page.keyboard.press("Enter")
        form = page.get_by_test_id("proxy")
        expect(form.get_by_test_id("alert")).to_have_attribute("data-code", "keyring_missing")
        page.get_by_test_id("proxy-memory").click()
        expect(page.get_by_test_id("proxy-saved")).to_contain_text("In use from now on")
        expect(form).to_contain_text("in memory, for this run only")
        connect(page)
        page.get_by_test_id("keep-in-memory").click()
        expect(page).to_have_url(STUDIO)
        assert proxy.logins
        page.goto(f"{program.base_url}/settings/account")
        expect(page.get_by_test_id("proxy-user")).to_have_value("me")
        assert "hunter2" not in page.content()
        page.get_by_test_id("proxy-use").select_option("none")
        expect(page.get_by_test_id("proxy-host")).to_be_hidden()
        page.context.close()


def test_a_gateway_by_mouse_and_keyboard(shared_program: Program, shared_upstream: Upstream, visit: Visit) -> None:
    page = visit(shared_program, "/settings/account")
    page.get_by_test_id("gateway-name").fill(GATEWAY)
    page.get_by_test_id("gateway-logged").check(force=True)
    page.keyboard.press("Enter")
    form = page.get_by_test_id("gateway")
    expect(form).to_have_attribute("data-gateway", GATEWAY)
    expect(page.get_by_test_id("gateway-saved")).to_contain_text("In use from now on")
    expect(page.get_by_test_id("gateway-logged")).to_be_checked()
    page.goto(shared_program.base_url)
    order(page, "through the gateway")
    expect(newest(page)).to_have_attribute("data-state", "done")
    assert "/workers-ai/" in shared_upstream.requests[-1].path
    page.goto(f"{shared_program.base_url}/settings/account")
    page.get_by_test_id("gateway-name").fill("")
    page.get_by_test_id("gateway-save").click()
    expect(form).to_have_attribute("data-gateway", "")


@pytest.fixture
def with_keyring(tmp_path: Path) -> Iterator[Program]:
    """A program with an empty keyring, at a Cloudflare on this computer that knows two accounts."""
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    with Upstream() as upstream, secret_service(tmp_path / "keyring") as environment:
        upstream.rules.tokens[OTHER_TOKEN] = Token(accounts=(OTHER_ACCOUNT_ID,))
        environ = {**NO_ACCOUNT, "DBUS_SESSION_BUS_ADDRESS": environment["DBUS_SESSION_BUS_ADDRESS"]}
        with Program(tmp_path, api_base=upstream.base_url, environ=environ) as program:
            yield program


def test_accounts_by_mouse(with_keyring: Program, visit: Visit) -> None:
    page = visit(with_keyring, bypass_csp=True)
    connect(page)
    expect(page).to_have_url(STUDIO)
    page.goto(f"{with_keyring.base_url}/settings/account")
    page.get_by_test_id("account-add").click()
    expect(page.get_by_test_id("adding")).to_be_visible()
    page.get_by_test_id("new-name").fill("Work")
    connect(page, OTHER_ACCOUNT_ID, OTHER_TOKEN)
    expect(page).to_have_url(STUDIO)
    page.goto(f"{with_keyring.base_url}/settings/account")
    rows = page.get_by_test_id("account")
    expect(rows.nth(1).get_by_test_id("account-name")).to_have_value("Work")
    expect(rows.nth(1)).to_have_attribute("data-active", "true")
    rows.nth(0).get_by_test_id("account-use").click()
    expect(rows.nth(0)).to_have_attribute("data-active", "true")
    expect(page.locator("#account-facts")).to_contain_text(ACCOUNT_ID)
    rows.nth(1).get_by_test_id("account-forget").click()
    expect(page.get_by_test_id("question-yes")).to_have_text("Forget")
    page.get_by_test_id("question-yes").click()
    expect(rows).to_have_count(1)
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "connected")
    assert violations(page) == []
    assert small_targets(page) == []


def test_the_doctor_fills_line_by_line_and_is_copied(
    with_keyring: Program, visit: Visit, watches: dict[BrowserContext, Watch]
) -> None:
    page = visit(with_keyring, permissions=["clipboard-read", "clipboard-write"])
    watches[page.context].expect_statuses(422)
    connect(page, "0" * 32)
    page.get_by_test_id("alert").get_by_test_id("doctor-run").click()
    doctor = page.get_by_test_id("doctor")
    expect(doctor).to_have_attribute("data-running", "false")
    expect(page.locator('[data-testid="doctor-line"][data-name="keyring"]')).to_contain_text("No account is connected")
    expect(page.locator("#doctor-report")).to_contain_text("keyring: skipped no_account")
    page.get_by_test_id("doctor-copy").click()
    expect(page.locator("#toasts")).to_contain_text("Copied")
    assert "Connection check, Atelier" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("doctor-dialog")).to_have_count(0)
    connect(page)
    expect(page).to_have_url(STUDIO)
    page.goto(f"{with_keyring.base_url}/settings/account")
    page.get_by_test_id("doctor-run").focus()
    page.keyboard.press("Enter")
    expect(doctor).to_have_attribute("data-running", "false")
    outcomes = {"token": "ok", "account": "ok", "permission": "ok", "model": "ok", "gateway": "skipped"}
    for name, outcome in outcomes.items():
        line = page.locator(f'[data-testid="doctor-line"][data-name="{name}"]')
        expect(line).to_have_attribute("data-outcome", outcome)


def test_the_report_is_copied_where_a_page_is_refused_the_clipboard(shared_program: Program, visit: Visit) -> None:
    page = visit(shared_program, "/settings/account", permissions=["clipboard-read"])
    page.evaluate(
        "() => { Clipboard.prototype.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    page.get_by_test_id("doctor-run").click()
    expect(page.locator("#doctor-report")).to_contain_text("Connection check", timeout=20_000)
    copy = page.get_by_test_id("doctor-copy")

    copy.click()

    expect(page.locator(".toast-item").filter(has_text="Copied")).to_be_visible()
    assert "Connection check, Atelier" in page.evaluate("navigator.clipboard.readText()")
    expect(copy).to_be_focused()
    assert page.locator("textarea.sr-only").count() == 0
