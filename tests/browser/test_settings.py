"""The settings: sections at the left, one at the right, a search through all of them, each change kept and said."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import small_targets, violations
from tests.browser.conftest import Visit
from tests.program import Program


def shown(page: Page) -> list[str]:
    """The sections in sight."""
    return [
        str(section.get_attribute("data-name"))
        for section in page.get_by_test_id("settings-section").all()
        if section.is_visible()
    ]


def test_one_section_is_shown_at_a_time(shared_program: Program, visit: Visit) -> None:
    page = visit(shared_program, "/settings")
    assert shown(page) == ["general"]
    page.get_by_test_id("settings-link").filter(has_text="Painting").click()
    expect(page.get_by_test_id("width")).to_be_visible()
    assert shown(page) == ["painting"]
    page.reload()
    assert shown(page) == ["painting"]
    page.go_back()
    expect(page.get_by_test_id("theme")).to_be_visible()
    assert shown(page) == ["general"]


@pytest.mark.parametrize(
    ("locale", "words", "handle"),
    [
        ("en-US", "dark", "theme"),
        ("en-US", "SOCKS5", "proxy-use"),
        ("en-US", "  names   seed ", "pattern"),
        ("zh-CN", "深色", "theme"),
        ("zh-CN", "代理", "proxy-use"),
    ],
)
def test_the_search_finds_a_setting_in_any_section(
    shared_program: Program, visit: Visit, locale: str, words: str, handle: str
) -> None:
    page = visit(shared_program, "/settings/prompts", locale=locale)
    page.get_by_test_id("settings-search").fill(words)
    expect(page.get_by_test_id(handle)).to_be_visible()
    expect(page.get_by_test_id("translation")).to_be_hidden()
    page.get_by_test_id("settings-search").press("Escape")
    expect(page.get_by_test_id(handle)).to_be_hidden()
    assert shown(page) == ["prompts"]


def test_a_search_for_nothing_there_is_says_so(shared_program: Program, visit: Visit) -> None:
    page = visit(shared_program, "/settings", bypass_csp=True)
    page.get_by_test_id("settings-search").fill("teleport")
    expect(page.get_by_text("There is no setting of that name.")).to_be_visible()
    assert shown(page) == []
    assert violations(page) == []
    assert small_targets(page) == []


def test_each_change_is_kept_at_once_and_said_beside_it(program: Program, visit: Visit) -> None:
    page = visit(program, "/settings")
    page.get_by_test_id("sound").select_option("on")
    mark = page.get_by_test_id("settings-saved")
    expect(mark).to_have_text("Saved")
    page.get_by_test_id("theme").locator("button[value=dark]").click()
    row = page.locator(".field-row", has=page.get_by_test_id("theme"))
    expect(row.get_by_test_id("settings-saved")).to_be_visible()
    expect(mark).to_have_count(1)
    page.reload()
    expect(page.get_by_test_id("sound")).to_have_value("on")
    expect(page.get_by_test_id("theme").locator("button[value=dark]")).to_have_attribute("aria-pressed", "true")
