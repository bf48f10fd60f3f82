"""A failed painting's button does what it says: one test for each kind of button."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Visit
from tests.browser.studio import choose, newest, order, painting_of, paintings
from tests.browser.watch import Watch
from tests.jpegs import make_blank
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import refuse, send_picture

UNCOVERED = """(button) => {
  const { x, y, width, height } = button.getBoundingClientRect();
  return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""
Watches = dict[BrowserContext, Watch]

TOO_LONG = "AiError: Bad input: Error: Length of '/prompt' must be <= 12"
SELECTED = (
    "() => { const f = document.getElementById('prompt'); return f.value.slice(f.selectionStart, f.selectionEnd) }"
)

NO_WAITING = """async () => {
  const post = (path, fields) => fetch(path, { method: "POST", body: new URLSearchParams(fields) });
  await post("/preferences", { on_network: "fail", on_capacity: "fail", on_allowance: "fail" });
  await post("/allowance/cap", { cap: 99999 });
}"""


def fail(page: Page, upstream: Upstream, number: int | None, status: int, text: str = "AiError: no") -> None:
    """The newest painting, refused that way, then something else in the form. The queue is not to wait by itself."""
    page.evaluate(NO_WAITING)
    upstream.next(refuse(number, status, text))
    order(page, "a boat on a lake")
    expect(newest(page)).to_have_attribute("data-state", "failed")
    page.get_by_test_id("prompt").fill("something else meanwhile")


def press(page: Page, label: str) -> None:
    newest(page).get_by_test_id("painting-error").get_by_role("button", name=label, exact=True).click()


@pytest.mark.parametrize(
    ("number", "status", "text", "label"),
    [
        (3008, 408, "Aborted", "Try again"),
        (3030, 400, "AiError: Input prompt contains NSFW content", "Try once more"),
        (3036, 429, "Account limited", "Wait in the queue"),
    ],
)
def test_it_is_painted_after_all(
    page: Page, upstream: Upstream, number: int, status: int, text: str, label: str
) -> None:
    fail(page, upstream, number, status, text)
    press(page, label)
    expect(newest(page)).to_have_attribute("data-state", "done")
    expect(paintings(page)).to_have_count(1)


def test_rewording_begins_with_the_painting_s_own_prompt(page: Page, upstream: Upstream) -> None:
    fail(page, upstream, 3030, 400, "AiError: Input prompt contains NSFW content")
    press(page, "Reword")
    expect(page.get_by_test_id("prompt")).to_have_value("a boat on a lake")
    expect(page.get_by_test_id("prompt")).to_be_focused()
    page.keyboard.type(", calm")
    expect(page.get_by_test_id("prompt")).to_have_value("a boat on a lake, calm")


def test_shortening_selects_the_surplus(page: Page, upstream: Upstream) -> None:
    fail(page, upstream, 5006, 400, TOO_LONG)
    press(page, "Shorten")
    expect(page.get_by_test_id("prompt")).to_be_focused()
    expect(page.get_by_test_id("prompt")).to_have_value("a boat on a lake")
    assert page.evaluate(SELECTED) == "lake"
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("prompt")).to_have_value("a boat on a ")


def test_a_prompt_the_form_refuses_is_shortened_where_it_stands(page: Page, watch: Watch) -> None:
    watch.expect_statuses(422)
    page.get_by_test_id("prompt").fill("  " + "🦊" * 2048 + "字 the rest  ")
    page.get_by_test_id("generate").click()
    expect(page.get_by_test_id("prompt")).to_be_focused()
    page.locator("#prompt-error").get_by_role("button", name="Shorten").click()
    assert page.evaluate(SELECTED) == "字 the rest"
    page.keyboard.press("Delete")
    expect(page.get_by_text("2,048 / 2,048")).to_be_visible()


def test_in_the_smallest_window_the_message_is_not_covered(program: Program, visit: Visit, watches: Watches) -> None:
    page = visit(program, viewport={"width": 800, "height": 600})
    watches[page.context].expect_statuses(422)
    page.get_by_test_id("prompt").fill("a boat " * 400)
    page.get_by_test_id("generate").click()
    shorten = page.locator("#prompt-error").get_by_role("button", name="Shorten")
    expect(shorten).to_be_in_viewport()
    assert shorten.evaluate(UNCOVERED)
    shorten.click()
    assert page.evaluate(SELECTED)


def test_an_empty_prompt_is_where_one_writes(page: Page, watch: Watch) -> None:
    watch.expect_statuses(422)
    page.get_by_test_id("generate").click()
    expect(page.locator("#prompt-error")).not_to_be_empty()
    expect(page.get_by_test_id("prompt")).to_be_focused()
    expect(page.locator("#prompt-error button")).to_have_count(0)


def test_changing_the_parameters_leads_to_them(page: Page, upstream: Upstream) -> None:
    fail(page, upstream, 5006, 400, "AiError: Bad input: Error: '/steps' must be <= 4")
    press(page, "Change the parameters")
    expect(page.get_by_test_id("steps")).to_be_focused()
    expect(page.get_by_test_id("prompt")).to_have_value("a boat on a lake")


def test_changing_the_model_leads_to_the_choice_of_models(page: Page, upstream: Upstream) -> None:
    fail(page, upstream, 5028, 410, "Model deprecated")
    press(page, "Change the model")
    expect(page.get_by_test_id("prompt")).to_have_value("a boat on a lake")
    expect(page.get_by_test_id("model-open")).to_be_focused()


def test_a_wrong_token_leads_to_the_connection(page: Page, upstream: Upstream) -> None:
    fail(page, upstream, 10000, 401, "Authentication error")
    newest(page).get_by_role("link", name="Enter account and token").click()
    expect(page).to_have_url(re.compile("/connection$"))
    expect(page.get_by_test_id("api-token")).to_be_visible()


def test_cloudflare_s_page_opens_beside_ours(tmp_path: Path, upstream: Upstream, visit: Visit) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    with Program(tmp_path, api_base=upstream.base_url, environ={"BROWSER": str(browser)}) as program:
        page = visit(program)
        fail(page, upstream, 5035, 403)
        with page.expect_response("**/dashboard"):
            press(page, "Plans at Cloudflare")
        assert opened.read_text().startswith("https://dash.cloudflare.com/")
        page.context.close()


def test_an_alert_sends_the_same_request_again_and_goes(page: Page, upstream: Upstream, watch: Watch) -> None:
    watch.expect_statuses(503)
    order(page, "a boat")
    expect(newest(page)).to_have_attribute("data-state", "done")
    choose(page, newest(page), "reveal")
    alert = page.get_by_test_id("alert")
    expect(alert).to_have_attribute("data-code", "reveal_failed")
    with page.expect_response("**/reveal"):
        alert.get_by_role("button", name="Try again").click()
    expect(alert).to_have_count(1)


def test_a_file_that_is_no_picture_leads_to_the_dialog_for_another(page: Page, watch: Watch) -> None:
    watch.expect_statuses(415, 422, 400)
    with page.expect_file_chooser() as first:
        page.get_by_test_id("read-picture").click()
    first.value.set_files({"name": "no.png", "mimeType": "image/png", "buffer": b"GIF89a"})
    alert = page.get_by_test_id("alert")
    expect(alert).to_be_visible()
    with page.expect_file_chooser():
        alert.get_by_role("button", name="Choose a picture").click()


def test_what_is_gone_is_not_shown_after_loading_again(page: Page, program: Program, watch: Watch) -> None:
    watch.expect_statuses(404)
    order(page, "a boat")
    expect(newest(page)).to_have_attribute("data-state", "done")
    expect(newest(page).get_by_test_id("edit")).to_be_attached()  # buttons come after the picture
    page.evaluate("() => document.querySelector('[data-testid=edit]').setAttribute('hx-post', '/paintings/4711/edit')")
    page.evaluate("() => htmx.process(document.querySelector('[data-testid=edit]'))")
    newest(page).get_by_test_id("edit").dispatch_event("click")
    expect(page.get_by_test_id("alert")).to_have_attribute("data-code", "not_found")
    page.get_by_test_id("alert").get_by_role("link", name="Load the page again").click()
    expect(page.get_by_test_id("alert")).to_have_count(0)
    expect(newest(page)).to_have_attribute("data-state", "done")


def test_among_others_the_buttons_stand_in_the_card_and_cover_nothing(page: Page, upstream: Upstream) -> None:
    fail(page, upstream, 5006, 400, "AiError: Bad input: Error: '/steps' must be <= 4")
    order(page, "a good one")
    expect(paintings(page, state="done")).to_have_count(1)
    card = painting_of(page, "a boat on a lake")
    card.scroll_into_view_if_needed()
    card.hover(position={"x": 4, "y": 4})
    actions = card.locator(".actions").bounding_box()
    assert actions
    for told in [card.locator(".sentence"), *card.locator(".remedy").all()]:
        expect(told).to_be_visible()
        box = told.bounding_box()
        assert box
        assert box["y"] >= actions["y"] + actions["height"]


def test_the_menu_has_the_second_try_too(page: Page, upstream: Upstream) -> None:
    fail(page, upstream, 3008, 408, "Aborted")
    newest(page).get_by_test_id("painting-error").click(button="right")
    page.get_by_test_id("menu").get_by_role("button", name="Try again").click()
    expect(newest(page)).to_have_attribute("data-state", "done")


def test_an_empty_picture_is_shown_noted_and_painted_again(page: Page, upstream: Upstream) -> None:
    upstream.next(send_picture(make_blank("JPEG")))
    order(page, "a boat on a lake")
    expect(newest(page).get_by_test_id("painting-image")).to_be_visible()
    note = newest(page).get_by_test_id("note")
    expect(note).to_contain_text("all one colour")
    note.get_by_role("button", name="Paint again").click()
    expect(paintings(page, state="done")).to_have_count(2)
    expect(newest(page).get_by_test_id("note")).to_have_count(0)
    expect(page.get_by_test_id("note")).to_have_count(1)
