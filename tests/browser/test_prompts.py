"""The dialog with earlier prompts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seeding import seed
from tests.program import Program


@pytest.fixture
def program(program: Program) -> Program:
    """With two paintings more."""
    program.stop()
    seed(program.data_dir, ["a boat at dawn", "一座灯塔"])
    return program.start()


def test_an_earlier_prompt_is_found_and_used(page: Page) -> None:
    page.get_by_test_id("open-prompts").click()
    expect(page.get_by_test_id("prompt-search")).to_be_focused()
    expect(page.get_by_test_id("earlier-prompt")).to_have_count(2)
    page.get_by_test_id("prompt-search").fill("灯塔")
    expect(page.get_by_test_id("earlier-prompt")).to_have_count(1)
    page.get_by_test_id("earlier-prompt").click()
    expect(page.get_by_test_id("prompts")).to_have_count(0)
    expect(page.get_by_test_id("prompt")).to_have_value("一座灯塔")
