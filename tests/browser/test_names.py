"""The pattern for names, as it is typed."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.program import Program


def test_the_name_is_shown_while_the_pattern_is_typed(program: Program, visit: Visit) -> None:
    page = visit(program, "/settings/library")
    field = page.get_by_test_id("pattern")
    field.fill("my ")
    page.get_by_role("button", name="The steps").click()
    expect(field).to_be_focused()
    expect(field).to_have_value("my {steps}")
    expect(page.get_by_test_id("name-example")).to_have_text("my 4.jpg")
    field.fill("my {steps}_{sead}")  # at once: each pause between two keys would keep what is there by then
    expect(page.locator("#name-preview")).to_contain_text("not one of those below")
    page.reload()
    expect(field).to_have_value("my {steps}")
    expect(page.get_by_test_id("name-example")).to_have_text("my 4.jpg")
