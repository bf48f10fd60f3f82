"""A style is put on, painted with and taken off; and the page's own question before one is deleted."""

from __future__ import annotations

from server.prompts.built_in_styles import BUILT_IN
from tests.engines.screen import Screen, handle
from tests.engines.studio import DONE
from tests.upstream import Upstream


def card(style: str) -> str:
    return handle("style-card", style=style)


def test_a_style_is_worn_and_taken_off(screen: Screen, upstream: Upstream) -> None:
    screen.open()
    screen.fill("prompt", "一只小船")
    screen.click("style-open")
    screen.wait_for_focus("style-search")
    screen.fill("style-search", "ink")
    screen.click(card("built-in/ink-wash"))
    screen.wait_for_text("style-chip", "Ink wash")
    screen.wait_for_text("style-sent", "一只小船，中国水墨画")
    screen.click("generate")
    screen.wait_for_count(DONE, 1)
    assert upstream.requests[-1].json()["prompt"] == BUILT_IN["ink-wash"].chinese.replace("{prompt}", "一只小船")
    screen.reload()
    screen.wait_for_text("style-chip", "Ink wash")
    screen.click("style-off")
    screen.wait_for_count("style-chip", 0)


def test_a_style_of_ones_own_is_deleted_after_a_question_of_the_page(screen: Screen) -> None:
    screen.open()
    screen.click("style-open")
    screen.click("style-new")
    screen.wait_for_focus("style-name")
    screen.click("style-save")
    screen.wait_for_text("#wrong-called", "Fill this in first.")
    screen.fill("style-name", "mine")
    screen.fill("style-text", "{prompt}, mine")
    screen.click("style-save")
    screen.wait_for_count(card("own/mine"), 1)
    screen.click("style-delete")
    screen.wait_for_text("question", "Delete the style “mine”?")
    screen.click("question-yes")
    screen.wait_for_count(card("own/mine"), 0)
