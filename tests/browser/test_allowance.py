"""What painting costs, in sight before and after."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.studio import more, order, paint, paintings
from tests.browser.watch import Watch
from tests.jpegs import make_jpeg
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import send_picture

SMALLEST = {"width": 800, "height": 600}


def test_the_price_on_the_button_follows_steps_and_count_at_once(page: Page) -> None:
    price = page.get_by_test_id("price")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.method} {urlsplit(request.url).path}"))
    expect(price).to_have_text("1.7% of today")
    more(page).get_by_test_id("steps").fill("1")
    expect(price).to_have_text("0.6% of today")
    page.get_by_test_id("count").fill("8")
    expect(price).to_have_text("4.6% of today")
    page.get_by_role("button", name="One fewer").click()
    expect(price).to_have_text("4.0% of today")
    more(page).get_by_test_id("steps").fill("8")
    expect(price).to_have_text("23% of today")
    assert [request for request in requests if not request.startswith(("GET /static/", "GET /events"))] == []


def test_the_meter_moves_with_each_painting(page: Page) -> None:
    meter, hint = page.get_by_test_id("allowance"), page.locator("#prompt-hint")
    expect(meter).to_have_attribute("aria-valuetext", "0 of 10,000 used")
    expect(hint).to_have_text("Enough for 57 like this")
    paint(page, "a lamp")
    expect(meter).to_have_attribute("aria-valuetext", "173 of 10,000 used")
    expect(meter).to_have_attribute("aria-valuenow", "173")
    expect(hint).to_have_text("Enough for 56 like this")
    more(page).get_by_test_id("steps").fill("1")
    expect(hint).to_have_text("Enough for 170 like this")


def test_a_painting_under_way_is_counted_before_it_is_done(page: Page) -> None:
    more(page).get_by_test_id("steps").fill("8")
    order(page, "eight lamps", count=8)
    expect(paintings(page, state="done")).to_have_count(8)
    expect(page.get_by_test_id("allowance")).to_have_attribute("aria-valuetext", "2,611 of 10,000 used")


def test_the_meter_speaks_chinese(program: Program, visit: Visit) -> None:
    page = visit(program, locale="zh-CN")
    expect(page.get_by_test_id("allowance")).to_have_attribute("aria-valuetext", "已用 0 / 10,000")
    expect(page.locator("#prompt-hint")).to_have_text("照此设置还能画 57 幅")


def test_what_stands_behind_the_meter(page: Page, upstream: Upstream) -> None:
    details, opener = page.get_by_test_id("allowance-details"), page.get_by_test_id("allowance-open")
    paint(page, "a lamp")
    expect(details).to_be_hidden()
    opener.focus()
    page.keyboard.press("Enter")
    expect(details).to_be_visible()
    expect(details).to_be_in_viewport(ratio=1)
    expect(details).to_contain_text(re.compile(r"\d\d:\d\d, in (\d+ h )?\d+ min"))
    expect(page.get_by_test_id("allowance-models")).to_contain_text("FLUX.1 schnell")
    expect(page.get_by_test_id("allowance-models")).to_contain_text("1 ×")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("allowance-models")).to_contain_text("2 ×")
    expect(details).to_be_visible()
    page.keyboard.press("Escape")
    expect(details).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_count_of_cloudflare_reaches_an_open_page(page: Page, upstream: Upstream) -> None:
    upstream.rules.change_token(may_read_analytics=True)
    upstream.rules.usage = {(f"{datetime.now(UTC):%Y-%m-%d}", "@cf/meta/m2m100-1.2b"): 4_000.0}
    expect(page.get_by_test_id("allowance")).to_have_attribute("aria-valuetext", "4,000 of 10,000 used")
    expect(page.locator("#prompt-hint")).to_have_text("Enough for 34 like this")


@pytest.mark.parametrize("size", [(1280, 800), (800, 600)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_details_are_for_everybody(program: Program, visit: Visit, size: tuple[int, int], theme: str) -> None:
    page = visit(
        program,
        viewport={"width": size[0], "height": size[1]},
        color_scheme=theme,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page.get_by_test_id("allowance-open").click()
    expect(page.get_by_test_id("allowance-details")).to_be_in_viewport(ratio=1)
    assert violations(page) == []


def test_an_order_that_does_not_fit_is_asked_about(page: Page, watch: Watch, upstream: Upstream) -> None:
    watch.expect_statuses(409)
    upstream.next(send_picture(make_jpeg(2_000), cf_ai_neurons="9500"))
    paint(page, "a lamp")
    hint = page.locator("#prompt-hint")
    expect(hint).to_have_text("Enough for 2 like this")
    page.get_by_test_id("count").fill("3")
    expect(hint).to_have_text("Enough for 2 of these 3")
    question = page.get_by_test_id("shortfall")
    order(page, "three lamps", count=3)
    expect(question).to_contain_text("2 of 3 paintings fit.")
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(paintings(page)).to_have_count(1)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("paint-fitting")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    expect(paintings(page, state="done")).to_have_count(3)
    expect(hint).to_have_text("Not enough for one like this today")
    page.keyboard.press("Control+Enter")
    page.get_by_test_id("paint-all").click()
    expect(paintings(page, state="done")).to_have_count(6)


def test_a_cap_of_one_s_own_shows_at_once_and_stays_where_it_is(page: Page, watch: Watch) -> None:
    watch.expect_statuses(409)
    page.get_by_test_id("allowance-open").click()
    page.get_by_test_id("cap").fill("300")
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("allowance-open")).to_contain_text("300 of 300 left")
    expect(page.get_by_test_id("allowance-details")).to_be_visible()
    page.keyboard.press("Escape")
    order(page, "two lamps", count=2)
    page.get_by_test_id("paint-all").click()
    expect(paintings(page, state="done")).to_have_count(2)
    expect(page.get_by_test_id("allowance-open")).to_contain_text("0 of 300 left")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_question_is_for_everybody(
    program: Program, visit: Visit, watches: dict[BrowserContext, Watch], theme: str
) -> None:
    page = visit(program, color_scheme=theme, bypass_csp=True, reduced_motion="reduce", viewport=SMALLEST)
    watches[page.context].expect_statuses(409)
    page.get_by_test_id("allowance-open").click()
    page.get_by_test_id("cap").fill("300")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("allowance-open")).to_contain_text("300 of 300 left")
    page.keyboard.press("Escape")
    order(page, "two lamps", count=2)
    expect(page.get_by_test_id("shortfall")).to_be_in_viewport(ratio=1)
    assert violations(page) == []
