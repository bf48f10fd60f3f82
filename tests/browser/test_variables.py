"""Prompts with variables in the page: what comes out is shown while one types, and how much it will be."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.studio import paintings, prompts
from tests.browser.watch import Watch


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Bodies of the previews asked for."""
    bodies: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/writing/preview"):
            bodies.append(request.post_data or "")

    page.on("request", note)
    return bodies


def test_what_comes_out_is_shown_counted_and_painted(page: Page, asked: list[str]) -> None:
    page.get_by_test_id("prompt").fill("a {red|blue} fox")
    expect(page.get_by_test_id("combinations")).to_have_text("2 combinations")
    each = page.get_by_test_id("price").inner_text()
    page.get_by_test_id("unfold-every").press("Enter")
    expect(page.get_by_test_id("unfold-every")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_test_id("unfolded").get_by_role("listitem")).to_have_text(["a red fox", "a blue fox"])
    expect(page.get_by_test_id("price")).not_to_have_text(each)
    page.keyboard.press("Control+Enter")
    expect(paintings(page, state="done")).to_have_count(2)
    assert prompts(page) == ["a red fox", "a blue fox"]
    page.reload()
    expect(page.get_by_test_id("unfold-every")).to_have_attribute("aria-pressed", "true")


def test_a_prompt_without_variables_asks_nothing(page: Page, asked: list[str]) -> None:
    page.get_by_test_id("prompt").press_sequentially("a {prompt} in snake_case __ and | bars \\{a\\|b\\}")
    with page.expect_response("**/draft"):
        page.get_by_test_id("prompt").press("End+!")
    expect(page.locator("#unfolded")).to_be_hidden()
    assert asked == []


def test_a_mistake_is_said_while_typing_and_when_ordered(page: Page, watch: Watch) -> None:
    watch.expect_statuses(422)
    page.get_by_test_id("prompt").fill("a {red|blue fox")
    expect(page.get_by_test_id("unfold-problem")).to_contain_text("not closed. {red|blue fox")
    page.get_by_test_id("generate").click()
    expect(page.locator("#prompt-error")).to_contain_text("not closed")
    expect(page.get_by_test_id("unfold-problem")).to_be_visible()
    page.get_by_test_id("prompt").fill("a {red|blue} fox")
    expect(page.get_by_test_id("unfold-problem")).to_have_count(0)
    expect(page.locator("#prompt-error")).to_be_empty()
    page.get_by_test_id("prompt").fill("a fox")
    expect(page.locator("#unfolded")).to_be_hidden()
