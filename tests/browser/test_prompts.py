"""The dialog with earlier prompts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seeding import seed
from tests.browser.studio import choose, painting_of
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


def test_what_was_typed_comes_back_by_the_message_and_by_the_key(page: Page) -> None:
    prompt, undo = page.get_by_test_id("prompt"), page.get_by_test_id("undo-form")
    prompt.fill("typed for a long time")
    choose(page, painting_of(page, "一座灯塔"), "reuse")
    expect(prompt).to_have_value("一座灯塔")
    undo.click()
    expect(prompt).to_have_value("typed for a long time")
    expect(undo).to_have_count(0)
    choose(page, painting_of(page, "一座灯塔"), "reuse")
    expect(prompt).to_be_focused()
    expect(undo).to_be_visible()
    page.keyboard.press("ControlOrMeta+z")
    expect(prompt).to_have_value("typed for a long time")
    page.get_by_test_id("open-prompts").click()
    expect(page.get_by_test_id("earlier-prompt")).to_have_text(["typed for a long time", "一座灯塔", "a boat at dawn"])


def test_the_key_undoes_in_the_field_what_was_typed_there_since(page: Page) -> None:
    prompt = page.get_by_test_id("prompt")
    prompt.fill("typed before")
    choose(page, painting_of(page, "一座灯塔"), "reuse")
    expect(prompt).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("!")
    page.keyboard.press("ControlOrMeta+z")
    expect(prompt).to_have_value("一座灯塔")
    page.get_by_test_id("undo-form").hover()
    page.keyboard.press("ControlOrMeta+z")
    expect(prompt).to_have_value("typed before")


def test_coming_from_the_library_it_is_offered_too(page: Page, program: Program) -> None:
    page.get_by_test_id("prompt").fill("typed before")
    page.goto(f"{program.base_url}/library")
    page.get_by_test_id("painting").first.click(button="right")
    page.get_by_test_id("menu").get_by_test_id("reuse").click()
    expect(page.get_by_test_id("prompt")).to_have_value("一座灯塔")
    page.get_by_test_id("undo-form").click()
    expect(page.get_by_test_id("prompt")).to_have_value("typed before")
    expect(page.get_by_test_id("undo-form")).to_have_count(0)
