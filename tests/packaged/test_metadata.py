"""From the first start to the next day, as somebody would."""

from __future__ import annotations

from playwright.sync_api import Page, Playwright, expect

from tests.browser.studio import newest, paint, paintings
from tests.native.deeds import connect, save_as
from tests.native.window import NAME
from tests.originals import as_it_came
from tests.packaged.package import PackagedWindow
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream


def test_from_the_first_start_to_the_next_day(
    window: PackagedWindow, playwright: Playwright, upstream: Upstream
) -> None:
    with window.started(playwright) as page:
        look_at_samples(page)
        page.get_by_test_id("demo-banner").get_by_role("link").click()
        connect(page)
        page.locator(".brand").click()
        paint(page, "a boat")
        target = window.home / "kept boat.jpg"
        save_as(page, window.display, target)
        assert as_it_came(target.read_bytes()) == upstream.pictures[-1]
        page.locator('a[href="/settings"]').click()
        page.get_by_test_id("language").get_by_role("button", name="中文").click()
        page.get_by_test_id("to-studio").click()
        expect(page.get_by_test_id("generate")).to_contain_text("开始创作")
        close(window)
    assert window.said == []

    with window.started(playwright) as page:
        expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "connected")
        expect(page.get_by_test_id("generate")).to_contain_text("开始创作")
        expect(paintings(page, state="done")).to_have_count(2)
        paint(page, "一座岛")
        assert len(upstream.pictures) == 2
        expect(newest(page).get_by_test_id("painting-image")).to_have_js_property("naturalWidth", 1024)
        close(window)
    assert window.said == []
    no_secret_is_left_in(window)


def look_at_samples(page: Page) -> None:
    """What somebody without an account can do."""
    page.get_by_test_id("samples").click()
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "demo")
    paint(page, "a lighthouse")


def close(window: PackagedWindow) -> None:
    window.display.ask_to_close(window.display.window(NAME))
    assert window.wait() == 0


def no_secret_is_left_in(window: PackagedWindow) -> None:
    written = [file.read_bytes() for file in window.home.rglob("*") if file.is_file()]
    assert written
    for secret in (TOKEN, ACCOUNT_ID):
        assert not any(secret.encode() in content for content in written)


def test_tells_its_version_and_help_without_a_display(window: PackagedWindow) -> None:
    version = window.call("--version")
    assert (version.returncode, version.stdout.split()[0], version.stderr) == (0, "atelier", "")

    window.environ.update(LC_ALL="zh_CN.UTF-8")
    assert "画" in window.call("--help").stdout
