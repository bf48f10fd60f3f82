"""The queue's bar and its cards: what is waited for, trying now, pausing; in both languages and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import small_targets, violations
from tests.browser.conftest import Visit
from tests.browser.studio import newest, order, paintings
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import refuse

QUOTA = refuse(4006, 429, "you have used up your daily free allocation of 10,000 neurons")
WORDS = {
    "en-US": ("Waiting for the allowance", "Goes on", "3 waiting", "Paused"),
    "zh-CN": ("正在等待新的额度", "继续", "3 幅等候中", "已暂停"),
}


def small_ones(page: Page) -> list[str]:
    """Not those in the form, which has tests of its own."""
    return [target for target in small_targets(page) if "quiet-link" not in target]


def faults(page: Page) -> list[str]:
    return [*violations(page), *small_ones(page)]


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_waits_says_for_what_and_until_when(
    program: Program, upstream: Upstream, visit: Visit, language: str, theme: str
) -> None:
    page = visit(program, locale=language, color_scheme=theme, bypass_csp=True, reduced_motion="reduce")
    expect(page.get_by_test_id("queue")).to_be_hidden()
    upstream.next(*[QUOTA] * 3)
    order(page, "a boat", count=3)

    what, when, how_many, paused = WORDS[language]
    expect(newest(page).get_by_test_id("waits-for")).to_contain_text(what)
    expect(newest(page).get_by_test_id("waits-for")).to_contain_text(when)
    expect(page.get_by_test_id("hold")).to_contain_text(what)
    expect(page.get_by_test_id("queue")).to_contain_text(how_many)
    assert faults(page) == []

    page.get_by_test_id("pause").click()
    expect(page.get_by_test_id("paused")).to_contain_text(paused)
    assert faults(page) == []


def test_trying_now_goes_on_at_once(page: Page, upstream: Upstream) -> None:
    upstream.next(*[QUOTA] * 2)
    order(page, "a boat", count=2)
    expect(page.get_by_test_id("hold")).to_be_visible()

    page.get_by_test_id("try-now").click()

    expect(paintings(page, state="done")).to_have_count(2)
    expect(page.get_by_test_id("queue")).to_be_hidden()


def test_painting_one_now(page: Page, upstream: Upstream) -> None:
    upstream.next(QUOTA)
    order(page, "a boat")
    expect(page.get_by_test_id("hold")).to_be_visible()

    newest(page).get_by_test_id("paint-now").click()

    expect(newest(page)).to_have_attribute("data-state", "done")


def test_the_browser_s_word_of_a_network_is_passed_on(page: Page, upstream: Upstream) -> None:
    upstream.down()
    order(page, "a boat")
    expect(page.locator('[data-testid="hold"][data-reason="network"]')).to_be_visible()
    with page.expect_request("**/queue/online"):
        page.evaluate("() => window.dispatchEvent(new Event('online'))")
    upstream.up()
    expect(newest(page)).to_have_attribute("data-state", "done")


def test_pausing_and_resuming_by_keyboard_keeps_the_focus(page: Page, upstream: Upstream) -> None:
    upstream.next(QUOTA)
    order(page, "a boat")
    expect(page.get_by_test_id("hold")).to_be_visible()

    page.get_by_test_id("pause").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("resume")).to_be_focused()
    newest(page).get_by_test_id("paint-now").click()
    expect(newest(page)).to_have_attribute("data-state", "done")
    expect(page.get_by_test_id("resume")).to_be_visible()

    page.get_by_test_id("resume").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("queue")).to_be_hidden()


def test_what_the_queue_waits_for_is_chosen_in_the_settings(program: Program, upstream: Upstream, visit: Visit) -> None:
    page = visit(program, "/settings/painting")
    with page.expect_response("**/preferences"):
        page.get_by_test_id("on_allowance").select_option("fail")
    page.reload()
    expect(page.get_by_test_id("on_allowance")).to_have_value("fail")
    upstream.next(QUOTA)
    page.goto(program.base_url)
    order(page, "a boat")

    expect(newest(page)).to_have_attribute("data-state", "failed")


@pytest.fixture
def line(page: Page, program: Program) -> Locator:
    """A paused queue of four, its order in sight."""
    with program.client() as client:
        client.post("/queue/pause")
        for prompt in ("first", "second", "third", "fourth"):
            client.post("/generate", data={"prompt": prompt, "steps": "1"})
    page.reload()
    page.get_by_test_id("show-order").click()
    return page.get_by_test_id("in-line")


def prompts_of(line: Locator, *prompts: str) -> None:
    expect(line.locator(".line-prompt")).to_have_text(list(prompts))


def test_the_order_is_changed_by_buttons_and_said(page: Page, line: Locator) -> None:
    prompts_of(line, "first", "second", "third", "fourth")

    line.nth(2).get_by_test_id("move-front").click()
    prompts_of(line, "third", "first", "second", "fourth")
    expect(page.get_by_test_id("announcer")).to_have_text("Number 1 in the queue: third")
    line.nth(1).get_by_test_id("move-down").click()
    prompts_of(line, "third", "second", "first", "fourth")
    line.nth(3).get_by_test_id("leave-line").click()
    prompts_of(line, "third", "second", "first")
    assert small_ones(page) == []


def test_the_order_is_changed_by_keyboard_and_the_focus_stays(page: Page, line: Locator) -> None:
    line.nth(3).get_by_test_id("move-up").focus()
    page.keyboard.press("Enter")
    prompts_of(line, "first", "second", "fourth", "third")
    expect(line.nth(2).get_by_test_id("move-up")).to_be_focused()

    page.keyboard.press("Alt+ArrowUp")
    prompts_of(line, "first", "fourth", "second", "third")
    expect(line.nth(1).get_by_test_id("move-up")).to_be_focused()


def test_the_order_is_changed_by_dragging(page: Page, line: Locator) -> None:
    line.nth(3).drag_to(line.nth(0), target_position={"x": 60, "y": 4})
    prompts_of(line, "fourth", "first", "second", "third")

    box = line.nth(3).bounding_box()
    assert box is not None
    line.nth(0).drag_to(line.nth(3), target_position={"x": 60, "y": box["height"] - 4})
    prompts_of(line, "first", "second", "third", "fourth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_order_is_there_for_everybody(program: Program, visit: Visit, theme: str) -> None:
    with program.client() as client:
        client.post("/queue/pause")
        for prompt in ("a boat", "a lake"):
            client.post("/generate", data={"prompt": prompt, "steps": "1"})
    page = visit(program, locale="zh-CN", color_scheme=theme, bypass_csp=True, reduced_motion="reduce")
    page.get_by_role("button", name="排序").click()
    expect(page.get_by_test_id("in-line")).to_have_count(2)

    assert faults(page) == []


SOUNDS = """() => {
  window.tones = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) { tones.push(this.frequency.value); return start.call(this, when); };
}"""


def test_a_sound_is_heard_where_it_is_wished(program: Program, visit: Visit) -> None:
    page = visit(program, "/settings")
    page.evaluate(SOUNDS)
    expect(page.get_by_test_id("sound")).to_have_value("off")
    with page.expect_response("**/preferences"):
        page.get_by_test_id("sound").select_option("on")
    assert len(page.evaluate("tones")) == 2, "its choice is heard"

    page.goto(program.base_url)
    page.evaluate(SOUNDS)
    order(page, "a bell", count=3)
    expect(paintings(page, state="done")).to_have_count(3)
    page.wait_for_function("() => tones.length === 2")


def test_a_page_tells_whether_somebody_looks(page: Page) -> None:
    page.evaluate("() => { document.hasFocus = () => false; }")
    with page.expect_request("**/window/front") as told:
        page.evaluate("() => window.dispatchEvent(new Event('blur'))")
    assert told.value.post_data == "front=no"

    page.evaluate("() => { document.hasFocus = () => true; }")
    with page.expect_request("**/window/front") as told:
        page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    assert told.value.post_data == "front=yes"
