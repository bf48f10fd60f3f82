"""Network and accounts: folded away from newcomers, there for people behind proxies before they are connected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Visit
from tests.browser.studio import newest, order
from tests.browser.test_connection import NO_ACCOUNT, STUDIO, connect
from tests.browser.watch import Watch
from tests.certificates import make_certificate
from tests.cloudflare_gateway import GATEWAY
from tests.program import Program
from tests.proxy import SocksProxy
from tests.upstream import Upstream


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
        page.goto(f"{program.base_url}/settings")
        unfold(page)
        expect(page.get_by_test_id("proxy-user")).to_have_value("me")
        assert "hunter2" not in page.content()
        page.get_by_test_id("proxy-use").select_option("none")
        expect(page.get_by_test_id("proxy-host")).to_be_hidden()
        page.context.close()


def test_a_gateway_by_mouse_and_keyboard(shared_program: Program, shared_upstream: Upstream, visit: Visit) -> None:
    page = visit(shared_program, "/settings")
    unfold(page)
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
    page.goto(f"{shared_program.base_url}/settings")
    unfold(page)
    page.get_by_test_id("gateway-name").fill("")
    page.get_by_test_id("gateway-save").click()
    expect(form).to_have_attribute("data-gateway", "")
