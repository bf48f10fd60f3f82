"""Help with prompts: what was made is shown beside what was typed, used or not, and what was typed comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.studio import choose, newest, newest_order, order, paintings
from tests.browser.tour import give
from tests.browser.watch import Watch
from tests.cloudflare_helpers import DESCRIPTION
from tests.jpegs import make_picture
from tests.upstream import Upstream
from tests.upstream_answers import refuse


@pytest.fixture
def enriched(page: Page) -> Page:
    """With a prompt that was enriched, and the enrichment changed."""
    page.get_by_test_id("prompt").fill("a boat")
    page.get_by_test_id("enrich").click()
    page.get_by_test_id("beside-edit").click()
    page.get_by_test_id("beside-written").fill("a boat, ink")
    page.get_by_test_id("beside-use").click()
    expect(page.get_by_test_id("prompt")).to_have_value("a boat, ink")
    return page


def test_what_was_typed_is_shown_and_comes_back(enriched: Page) -> None:
    expect(enriched.get_by_test_id("typed")).to_contain_text("a boat")
    enriched.get_by_test_id("undo-writing").press("Enter")
    expect(enriched.get_by_test_id("prompt")).to_have_value("a boat")
    expect(enriched.get_by_test_id("prompt")).to_be_focused()
    expect(enriched.get_by_test_id("typed")).to_be_hidden()
    enriched.get_by_test_id("prompt").press("End")
    with enriched.expect_response(lambda answer: keeps(answer, "boats")):
        enriched.get_by_test_id("prompt").press_sequentially("s")
    enriched.reload()
    expect(enriched.get_by_test_id("prompt")).to_have_value("a boats")
    expect(enriched.get_by_test_id("typed")).to_be_hidden()


def test_it_outlives_a_reload_and_small_changes_but_not_a_new_beginning(enriched: Page) -> None:
    enriched.get_by_test_id("prompt").press("End")
    with enriched.expect_response(lambda answer: keeps(answer, "wash")):
        enriched.get_by_test_id("prompt").press_sequentially(" wash")
    enriched.reload()
    expect(enriched.get_by_test_id("prompt")).to_have_value("a boat, ink wash")
    expect(enriched.get_by_test_id("typed")).to_contain_text("a boat")
    enriched.get_by_test_id("prompt").select_text()
    enriched.keyboard.type("fox")
    expect(enriched.get_by_test_id("typed")).to_be_hidden()


def test_the_card_shows_what_was_sent_when_asked(enriched: Page) -> None:
    enriched.get_by_test_id("generate").click()
    expect(paintings(enriched, state="done")).to_have_count(1)
    sent = newest_order(enriched).get_by_test_id("sent")
    expect(sent.get_by_text("a boat, ink")).to_be_hidden()
    sent.locator("summary").press("Enter")
    expect(sent.get_by_text("a boat, ink")).to_be_visible()
    newest(enriched).get_by_test_id("painting-image").click()
    expect(enriched.get_by_test_id("lightbox-image")).to_be_visible()
    enriched.keyboard.press("i")
    expect(enriched.get_by_test_id("lightbox-details")).to_contain_text("a boat, ink")


def test_a_prompt_of_one_s_own_has_no_second_text(page: Page) -> None:
    order(page, "a quiet lake")
    expect(paintings(page, state="done")).to_have_count(1)
    expect(newest_order(page).get_by_test_id("sent")).to_have_count(0)
    expect(page.get_by_test_id("typed")).to_be_hidden()


# -- helpers -----------------------------------------------------------------------------------------------------


def test_a_translation_is_used_and_undone_by_keyboard(page: Page) -> None:
    page.get_by_test_id("prompt").fill("一只小狐狸")
    expect(page.get_by_test_id("translate")).to_have_attribute("title", "To English · about 0.3 neurons")
    page.get_by_test_id("translate").press("Enter")
    expect(page.get_by_test_id("beside-use")).to_be_focused()
    expect(page.get_by_test_id("beside-original")).to_have_text("一只小狐狸")
    expect(page.get_by_test_id("beside-written")).to_have_value("a little fox")
    expect(page.get_by_test_id("beside-cost")).to_contain_text("3.73")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("beside")).to_have_count(0)
    expect(page.get_by_test_id("prompt")).to_be_focused()
    expect(page.get_by_test_id("prompt")).to_have_value("a little fox")
    expect(page.get_by_test_id("typed")).to_contain_text("一只小狐狸")
    page.keyboard.press("Control+Enter")
    expect(paintings(page, state="done")).to_have_count(1)
    expect(newest_order(page).locator(".order-head > .prompt")).to_have_text("一只小狐狸")
    page.get_by_test_id("undo-writing").press("Enter")
    expect(page.get_by_test_id("prompt")).to_have_value("一只小狐狸")


def test_what_was_made_is_changed_before_it_is_used_or_left(page: Page) -> None:
    page.get_by_test_id("prompt").fill("a fox")
    page.get_by_test_id("enrich").click()
    expect(page.get_by_test_id("beside-written")).to_have_attribute("readonly", "")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("beside")).to_have_count(0)
    expect(page.get_by_test_id("enrich")).to_be_focused()
    expect(page.get_by_test_id("prompt")).to_have_value("a fox")
    page.get_by_test_id("enrich").click()
    page.get_by_test_id("beside-edit").click()
    expect(page.get_by_test_id("beside-written")).to_be_focused()
    page.keyboard.type(", oil")
    page.get_by_test_id("beside-use").click()
    expect(page.get_by_test_id("prompt")).to_have_value("a fox, soft light, fine detail, oil")
    page.get_by_test_id("enrich").click()
    expect(page.get_by_test_id("beside")).to_have_attribute("data-typed", "a fox")


def test_a_failure_is_said_in_its_place_and_tried_again(page: Page, upstream: Upstream, watch: Watch) -> None:
    watch.expect_statuses(502)
    upstream.next(refuse(3036, 429), path="/ai/run/")
    expect(page.get_by_test_id("translate")).to_be_disabled()
    page.get_by_test_id("prompt").fill("一只小狐狸")
    page.get_by_test_id("translate").click()
    expect(page.get_by_test_id("beside-problem")).to_contain_text("Nothing was charged.")
    page.get_by_test_id("beside-again").click()
    expect(page.get_by_test_id("beside-written")).to_have_value("a little fox")


def test_translation_is_offered_where_it_helps_until_somebody_decides(page: Page) -> None:
    offer, will = page.get_by_test_id("offer"), page.get_by_test_id("will-translate")
    page.get_by_test_id("prompt").fill("a quiet lake with a sign 湖")
    expect(offer).to_be_hidden()
    page.get_by_test_id("prompt").fill("宁静的湖面")
    expect(offer).to_be_visible()
    page.get_by_test_id("model").select_option(label="FLUX.2 klein 4B")
    expect(offer).to_be_hidden()
    page.get_by_test_id("model").select_option(label="FLUX.1 schnell")
    with page.expect_response("**/preferences"):
        page.get_by_test_id("offer-always").click()
    expect(offer).to_be_hidden()
    expect(will).to_be_visible()
    expect(will).to_contain_text("· about 0.3 neurons")  # five characters, in and out, at 31,050 a million
    page.keyboard.press("Control+Enter")
    expect(paintings(page, state="done")).to_have_count(1)
    newest_order(page).get_by_test_id("sent").locator("summary").click()
    expect(newest_order(page).get_by_test_id("sent").get_by_text("a quiet lake")).to_be_visible()
    page.goto(page.url + "settings/prompts")
    expect(page.get_by_test_id("translation")).to_have_value("always")
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/preferences")):
        page.get_by_test_id("translation").select_option("never")
    page.go_back()
    page.reload()
    expect(page.get_by_test_id("prompt")).to_have_value("宁静的湖面")
    expect(offer).to_be_hidden()
    expect(will).to_be_hidden()


def test_a_painting_and_a_dropped_picture_are_described(page: Page) -> None:
    order(page, "a quiet lake")
    expect(paintings(page, state="done")).to_have_count(1)
    choose(page, newest(page), "describe")
    page.get_by_test_id("beside-use").click()
    expect(page.get_by_test_id("prompt")).to_have_value(DESCRIPTION)
    expect(page.get_by_test_id("typed")).to_be_hidden()
    page.get_by_test_id("prompt").fill("")
    give(page, make_picture("PNG"))
    page.get_by_test_id("story-describe").click()
    expect(page.get_by_test_id("beside")).to_be_visible()
    expect(page.get_by_test_id("story")).to_have_count(0)
    page.get_by_test_id("beside-use").click()
    expect(page.get_by_test_id("prompt")).to_have_value(DESCRIPTION)


def test_from_the_library_it_goes_to_the_studio(page: Page) -> None:
    order(page, "a quiet lake")
    expect(paintings(page, state="done")).to_have_count(1)
    page.goto(page.url + "library")
    page.get_by_test_id("painting").click()
    choose(page, page.get_by_test_id("details"), "describe")
    page.get_by_test_id("beside-use").click()
    expect(page.get_by_test_id("prompt")).to_have_value(DESCRIPTION)


def keeps(answer: Response, word: str) -> bool:
    """Whether the draft that was kept has it; one of the text before may still be under way."""
    return "/draft" in answer.url and word in (answer.request.post_data or "")
