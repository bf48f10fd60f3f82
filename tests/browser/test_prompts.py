"""The dialog with styles and earlier prompts."""

from __future__ import annotations

from pathlib import Path

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


def test_a_style_is_saved_edited_and_used(page: Page) -> None:
    page.get_by_test_id("prompt").fill("a boat")
    page.get_by_test_id("open-prompts").click()
    page.get_by_text("Save a style").click()
    page.get_by_test_id("style-name").fill("ink")
    page.get_by_test_id("style-text").fill("{prompt}, ink")
    page.get_by_test_id("style-save").click()
    expect(page.get_by_test_id("style")).to_have_text("ink{prompt}, ink")
    page.get_by_role("button", name="Edit: ink").click()
    page.get_by_test_id("style-text").fill("{prompt}, ink wash")
    page.get_by_test_id("style-save").click()
    expect(page.get_by_test_id("style")).to_have_text("ink{prompt}, ink wash")
    page.get_by_test_id("style").click()
    expect(page.get_by_test_id("prompt")).to_have_value("a boat, ink wash")


def test_styles_are_taken_in_and_deleted_after_a_question(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "styles.csv"
    file.write_text('name,prompt,negative_prompt\nNoir,"{prompt}, noir",\n', encoding="utf-8")
    page.get_by_test_id("open-prompts").click()
    page.get_by_test_id("styles-file").set_input_files(file)
    expect(page.get_by_test_id("style")).to_have_text("Noir{prompt}, noir")
    expect(page.get_by_text("1 of 1 styles are new")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_test_id("style-delete").click()
    expect(page.get_by_test_id("style")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_test_id("style-delete").click()
    expect(page.get_by_test_id("style")).to_have_count(0)
