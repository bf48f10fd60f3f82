"""Theme and language: chosen, kept, or as the system says."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.studio import newest, order, paintings
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import hang

BRIGHTNESS = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data[1];
}"""


def brightness(page: Page) -> int:
    """0 to 255, of the page's background."""
    found: int = page.evaluate(BRIGHTNESS)
    return found


def choose(page: Page, handle: str, value: str) -> None:
    page.get_by_test_id(handle).locator(f"button[value={value}]").click()


def test_the_theme_follows_the_system_until_one_is_chosen(program: Program, visit: Visit) -> None:
    page = visit(program, "/settings")
    assert brightness(page) > 200
    page.emulate_media(color_scheme="dark")
    assert brightness(page) < 60
    with page.expect_response("**/preferences"):
        choose(page, "theme", "light")
    assert brightness(page) > 200, "at once, against the system"
    with page.expect_response("**/preferences"):
        choose(page, "theme", "dark")
    page.emulate_media(color_scheme="light")
    assert brightness(page) < 60
    page.context.close()
    program.stop()
    page = visit(program.start())
    assert brightness(page) < 60, "kept after a restart"
    page.goto(f"{program.base_url}/settings")
    expect(page.get_by_test_id("theme").locator("button[value=dark]")).to_have_attribute("aria-pressed", "true")
    with page.expect_response("**/preferences"):
        choose(page, "theme", "system")
    assert brightness(page) > 200
    page.reload()
    assert brightness(page) > 200


def test_the_language_changes_without_a_restart_and_is_kept(program: Program, visit: Visit, upstream: Upstream) -> None:
    upstream.next(hang())
    page = visit(program)
    order(page, "a long one")
    expect(paintings(page, state="painting")).to_have_count(1)
    page.goto(f"{program.base_url}/settings")
    choose(page, "language", "zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_test_id("to-studio").click()
    expect(page.get_by_test_id("generate")).to_contain_text("开始创作")
    expect(page.get_by_text("更多设置")).to_be_visible()
    expect(newest(page)).to_contain_text("正在召唤灵感缪斯…")
    newest(page).get_by_test_id("cancel").click()
    expect(newest(page)).to_contain_text("已取消")
    page.context.close()
    program.stop()
    page = visit(program.start())
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.goto(f"{program.base_url}/settings")
    choose(page, "language", "en")
    expect(page.locator("html")).to_have_attribute("lang", "en")  # the page has come anew
    page.get_by_test_id("to-studio").click()
    expect(page.get_by_test_id("generate")).to_contain_text("Paint")


def test_choosing_a_language_stays_where_one_is(program: Program, visit: Visit) -> None:
    page = visit(program, "/settings/general")
    choose(page, "language", "zh-CN")
    expect(page.get_by_role("heading", name="设置")).to_be_visible()
    expect(page).to_have_url(f"{program.base_url}/settings/general")
    choose(page, "language", "system")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh-CN"), ("zh-TW", "zh-CN"), ("de-DE", "en")])
def test_the_language_is_the_system_s_at_first(
    shared_program: Program, visit: Visit, locale: str, language: str
) -> None:
    page = visit(shared_program, locale=locale)
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_the_queue_s_width_is_a_setting(program: Program, visit: Visit, upstream: Upstream) -> None:
    upstream.next(hang(), hang())
    page = visit(program, "/settings/painting")
    with page.expect_response("**/preferences"):
        page.get_by_test_id("width").select_option("1")
    page.get_by_test_id("to-studio").click()
    order(page, "two of them", count=2)
    expect(paintings(page, state="painting")).to_have_count(1)
    expect(paintings(page, state="queued")).to_have_count(1)
