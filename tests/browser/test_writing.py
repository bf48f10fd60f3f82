"""Help with prompts: what was typed stays in sight, and comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.studio import newest, order, paintings


@pytest.fixture
def styled(page: Page) -> Page:
    """With a prompt that was put into a style."""
    page.get_by_test_id("prompt").fill("a boat")
    page.get_by_test_id("open-prompts").click()
    page.get_by_text("Save a style").click()
    page.get_by_test_id("style-name").fill("ink")
    page.get_by_test_id("style-text").fill("{prompt}, ink")
    page.get_by_test_id("style-save").click()
    page.get_by_test_id("style").click()
    expect(page.get_by_test_id("prompt")).to_have_value("a boat, ink")
    return page


def test_what_was_typed_is_shown_and_comes_back(styled: Page) -> None:
    expect(styled.get_by_test_id("typed")).to_contain_text("a boat")
    styled.get_by_test_id("undo-writing").press("Enter")
    expect(styled.get_by_test_id("prompt")).to_have_value("a boat")
    expect(styled.get_by_test_id("prompt")).to_be_focused()
    expect(styled.get_by_test_id("typed")).to_be_hidden()
    styled.get_by_test_id("prompt").press("End")
    with styled.expect_response("**/draft"):
        styled.get_by_test_id("prompt").press_sequentially("s")
    styled.reload()
    expect(styled.get_by_test_id("prompt")).to_have_value("a boats")
    expect(styled.get_by_test_id("typed")).to_be_hidden()


def test_it_outlives_a_reload_and_small_changes_but_not_a_new_beginning(styled: Page) -> None:
    styled.get_by_test_id("prompt").press("End")
    with styled.expect_response("**/draft"):
        styled.get_by_test_id("prompt").press_sequentially(" wash")
    styled.reload()
    expect(styled.get_by_test_id("prompt")).to_have_value("a boat, ink wash")
    expect(styled.get_by_test_id("typed")).to_contain_text("a boat")
    styled.get_by_test_id("prompt").select_text()
    styled.keyboard.type("fox")
    expect(styled.get_by_test_id("typed")).to_be_hidden()


def test_the_card_shows_what_was_sent_when_asked(styled: Page) -> None:
    styled.get_by_test_id("generate").click()
    expect(paintings(styled, state="done")).to_have_count(1)
    sent = newest(styled).get_by_test_id("sent")
    expect(sent.get_by_text("a boat, ink")).to_be_hidden()
    sent.locator("summary").press("Enter")
    expect(sent.get_by_text("a boat, ink")).to_be_visible()
    newest(styled).get_by_test_id("painting-image").click()
    expect(styled.get_by_test_id("lightbox-image")).to_have_attribute("title", "a boat\n→ a boat, ink")


def test_a_prompt_of_one_s_own_has_no_second_text(page: Page) -> None:
    order(page, "a quiet lake")
    expect(paintings(page, state="done")).to_have_count(1)
    expect(newest(page).get_by_test_id("sent")).to_have_count(0)
    expect(page.get_by_test_id("typed")).to_be_hidden()
