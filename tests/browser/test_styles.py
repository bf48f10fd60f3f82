"""Styles: cards to choose from, the chip in the form, one's own, and questions that the page asks itself."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from server.prompts.built_in_styles import BUILT_IN
from tests.browser.studio import newest, order
from tests.upstream import Upstream

WATERCOLOUR = BUILT_IN["watercolour"]


def card(page: Page, style: str) -> Locator:
    return page.locator(f'[data-testid="style-card"][data-style="{style}"]')


def choose(page: Page, style: str) -> None:
    page.get_by_test_id("style-open").click()
    card(page, style).click()
    expect(page.get_by_test_id("styles")).to_have_count(0)


def save(page: Page, name: str, text: str) -> None:
    page.get_by_test_id("style-new").click()
    page.get_by_test_id("style-name").fill(name)
    page.get_by_test_id("style-text").fill(text)
    page.get_by_test_id("style-save").click()
    expect(card(page, f"own/{name}")).to_be_visible()


def test_two_clicks_put_a_style_on_and_one_takes_it_off(page: Page, upstream: Upstream) -> None:
    page.get_by_test_id("prompt").fill("a boat")
    choose(page, "built-in/watercolour")
    chip = page.get_by_test_id("style-chip")
    expect(chip).to_have_text("Watercolour")
    expect(chip).to_have_attribute("data-style", "built-in/watercolour")
    expect(page.get_by_test_id("prompt")).to_be_focused()
    wanted = WATERCOLOUR.english.replace("{prompt}", "a boat")
    expect(page.get_by_test_id("style-sent")).to_have_text(f"Sent: {wanted}")
    expect(page.locator("output[for=prompt]")).to_contain_text(f"{len(wanted)} /")

    order(page, "a boat")
    expect(newest(page)).to_have_attribute("data-state", "done")
    assert upstream.requests[-1].json()["prompt"] == wanted
    expect(chip).to_have_count(1)
    expect(page.get_by_test_id("prompt")).to_have_value("a boat")

    page.get_by_test_id("style-off").click()
    expect(chip).to_have_count(0)
    expect(page.get_by_test_id("style-open")).to_be_focused()
    order(page, "a boat again")
    expect(page.get_by_test_id("painting")).to_have_count(2)
    expect(newest(page)).to_have_attribute("data-state", "done")
    assert upstream.requests[-1].json()["prompt"] == "a boat again"


def test_a_style_is_there_again_after_a_reload(page: Page) -> None:
    page.get_by_test_id("prompt").fill("一只小船")
    choose(page, "built-in/ink-wash")
    page.reload()
    expect(page.get_by_test_id("style-chip")).to_have_text("Ink wash")
    expect(page.get_by_test_id("style-sent")).to_contain_text("一只小船，中国水墨画")
    page.get_by_test_id("style-open").click()
    expect(card(page, "built-in/ink-wash")).to_have_attribute("aria-pressed", "true")
    card(page, "built-in/ink-wash").click()
    expect(page.get_by_test_id("style-chip")).to_have_count(0)


def test_styles_are_found_in_both_languages_and_by_keys(page: Page) -> None:
    page.get_by_test_id("style-open").click()
    search, cards = page.get_by_test_id("style-search"), page.locator("li[data-words] .style-card:visible")
    expect(search).to_be_focused()
    expect(cards).to_have_count(len(BUILT_IN))
    search.fill("青花")
    expect(cards).to_have_count(1)
    search.fill("no such thing")
    expect(cards).to_have_count(0)
    expect(page.get_by_test_id("styles-none")).to_be_visible()
    search.fill("")
    page.keyboard.press("ArrowDown")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(cards.nth(2)).to_be_focused()
    page.keyboard.press("ArrowDown")
    below, above = cards.nth(7).bounding_box(), cards.nth(2).bounding_box()
    assert below and above and abs(below["x"] - above["x"]) < 2
    expect(cards.nth(7)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("style-chip")).to_have_text("Oil painting")
    page.get_by_test_id("style-open").click()
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("styles")).to_have_count(0)


def test_a_style_of_ones_own_is_saved_edited_and_used(page: Page) -> None:
    page.get_by_test_id("prompt").fill("a boat")
    page.get_by_test_id("style-open").click()
    save(page, "ink", "{prompt}, ink")
    page.get_by_role("button", name="Edit: ink").click()
    page.get_by_test_id("style-text").fill("{prompt}, ink wash")
    page.get_by_test_id("style-save").click()
    expect(card(page, "own/ink")).to_contain_text("{prompt}, ink wash")
    card(page, "own/ink").click()
    expect(page.get_by_test_id("style-sent")).to_have_text("Sent: a boat, ink wash")
    page.get_by_test_id("style-off").click()
    page.get_by_test_id("open-prompts").click()
    page.get_by_test_id("style").click()
    expect(page.get_by_test_id("style-chip")).to_have_text("ink")


def test_the_page_asks_before_a_style_is_deleted(page: Page, tmp_path: Path) -> None:
    """And no window of the browser's own comes up, which nobody would answer here."""
    file = tmp_path / "styles.csv"
    file.write_text('name,prompt,negative_prompt\nNoir,"{prompt}, noir",\n', encoding="utf-8")
    page.get_by_test_id("style-open").click()
    page.get_by_test_id("styles-menu").click()
    expect(page.get_by_test_id("styles-import")).to_be_visible()
    page.get_by_test_id("styles-file").set_input_files(file)
    expect(card(page, "own/Noir")).to_be_visible()
    expect(page.get_by_text("1 of 1 styles are new")).to_be_visible()

    page.get_by_test_id("style-delete").click()
    expect(page.get_by_test_id("question")).to_contain_text("Delete the style “Noir”?")
    expect(page.get_by_test_id("question-no")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("question")).to_be_hidden()
    expect(card(page, "own/Noir")).to_be_visible()
    page.get_by_test_id("style-delete").click()
    expect(page.get_by_test_id("question-yes")).to_have_text("Delete")
    page.get_by_test_id("question-yes").click()
    expect(card(page, "own/Noir")).to_have_count(0)


def test_the_page_says_itself_what_is_missing(page: Page) -> None:
    page.get_by_test_id("style-open").click()
    page.get_by_test_id("style-new").click()
    page.get_by_test_id("style-text").fill("{prompt}, ink")
    page.get_by_test_id("style-save").click()
    name = page.get_by_test_id("style-name")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#wrong-called")).to_have_text("Fill this in first.")
    name.press_sequentially("i")
    expect(page.locator("#wrong-called")).to_have_count(0)
    expect(name).not_to_have_attribute("aria-invalid", "true")
    page.get_by_test_id("style-save").click()
    expect(card(page, "own/i")).to_be_visible()


def test_nothing_is_left_to_the_browsers_own_windows() -> None:
    """What a page's script asks with `confirm()`, `alert()` or `prompt()`, no theme and no language of ours reaches."""
    scripts = Path(__file__).parents[2] / "templates" / "behaviour"
    asking = re.compile(r"(?<![\w.])(?:window\.)?(?:confirm|alert|prompt)\(")

    assert [file.name for file in scripts.rglob("*.js") if asking.search(file.read_text(encoding="utf-8"))] == []
