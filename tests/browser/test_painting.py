"""From words to a picture: ordering, watching it come, cancelling, trying again."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, expect

from tests.browser.studio import newest, newest_order, order, painting_of, paintings
from tests.originals import as_it_came
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import hang, late, refuse, web_page


def test_a_painting_shows_its_seconds_and_then_its_picture(page: Page, program: Program, upstream: Upstream) -> None:
    upstream.next(late(4.0))
    order(page, "a boat on a lake")
    card = newest(page)
    expect(card).to_have_attribute("data-state", "painting")
    expect(card).to_contain_text("Calling the muse…")
    expect(card).to_contain_text("0 s")
    expect(card).to_contain_text("1 s")
    expect(card).to_have_attribute("data-state", "done")
    image = card.get_by_test_id("painting-image")
    expect(image).to_have_attribute("alt", "a boat on a lake")
    shown = image.evaluate("async (image) => { await image.decode(); return image.currentSrc }")
    assert shown.endswith("/picture"), "the newest is shown from its own bytes, not from a thumbnail"
    [file] = program.library.rglob("*.jpg")
    assert as_it_came(file.read_bytes()) == upstream.pictures[0]


CARD_CAME = """() => { window.cardCame = new Promise((resolve) => new MutationObserver((_, observer) => {
  if (!document.querySelector('[data-state=done]')) return;
  observer.disconnect();
  resolve(performance.now());
}).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-state'] })); }"""
PICTURES = "() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/picture'))"


def test_a_picture_is_asked_for_while_it_is_painted_and_comes_once(page: Page, upstream: Upstream) -> None:
    upstream.next(late(0.5))
    page.evaluate(CARD_CAME)
    order(page, "a boat on a lake")
    came = page.evaluate("() => window.cardCame")
    newest(page).get_by_test_id("painting-image").evaluate("(image) => image.decode()")
    [picture] = page.evaluate(PICTURES)
    assert picture["startTime"] < came - 250


def test_one_picture_at_a_time_is_waited_for(page: Page, upstream: Upstream) -> None:
    """A browser has six connections: were all taken, no button would do anything."""
    upstream.next(*[hang()] * 12)
    waiting: set[Request] = set()
    page.on("request", lambda request: waiting.add(request) if request.url.endswith("/picture") else None)
    page.on("requestfailed", lambda request: waiting.discard(request))
    page.on("requestfinished", lambda request: waiting.discard(request))
    for number in range(1, 5):
        order(page, f"picture {number}")
        expect(paintings(page, state="painting")).to_have_count(number)
    newest(page).get_by_test_id("cancel").click()
    expect(newest(page)).to_have_attribute("data-state", "cancelled")
    for _ in range(100):  # what is given up ends a moment later
        if not waiting:
            break
        page.wait_for_timeout(100)
    assert [urlsplit(request.url).path for request in waiting] == []
    expect(paintings(page, state="painting")).to_have_count(3)


def test_the_place_of_a_picture_has_its_shape_from_the_start(page: Page, upstream: Upstream) -> None:
    upstream.next(late(0.5))
    order(page, "a boat")
    expect(paintings(page, state="painting")).to_have_count(1)
    before = newest(page).locator(".frame").bounding_box()
    expect(paintings(page, state="done")).to_have_count(1)
    assert newest(page).locator(".frame").bounding_box() == before


def test_the_strip_stays_where_it_is_when_a_painting_is_done(page: Page, upstream: Upstream) -> None:
    order(page, "an earlier one")
    expect(paintings(page, state="done")).to_have_count(1)
    upstream.next(late(0.5))
    order(page, "a boat on a lake, in the long evening light of the far north, oil on canvas")
    expect(paintings(page, state="painting")).to_have_count(1)
    before = paintings(page).nth(1).bounding_box()
    expect(newest(page).get_by_test_id("save-as")).to_be_visible()
    assert paintings(page).nth(1).bounding_box() == before


def test_several_paintings_of_one_prompt(page: Page, upstream: Upstream) -> None:
    order(page, "three foxes", count=3)
    expect(paintings(page, state="done")).to_have_count(3)
    assert [request.json()["prompt"] for request in upstream.requests] == ["three foxes"] * 3
    ids = [int(card.get_attribute("data-id") or 0) for card in paintings(page).all()]
    assert ids == sorted(ids), "as they were asked for"


def test_what_is_beyond_the_queue_s_width_waits(page: Page, upstream: Upstream) -> None:
    upstream.next(*[hang()] * 4)
    order(page, "six birds", count=6)
    expect(paintings(page, state="painting")).to_have_count(4)
    expect(paintings(page, state="queued")).to_have_count(2)
    last = paintings(page).last
    expect(last).to_contain_text("Waiting its turn")
    expect(page).to_have_title("(6) AI 绘画工坊")
    last.get_by_test_id("cancel").click()
    expect(last).to_have_attribute("data-state", "cancelled")
    expect(page).to_have_title("(5) AI 绘画工坊")


def test_cancelling_and_trying_again(page: Page, upstream: Upstream) -> None:
    upstream.next(hang())
    order(page, "a slow river")
    upstream.wait_for_requests(1)  # it hangs for this one, and for no other
    newest(page).get_by_test_id("cancel").click()
    expect(newest(page)).to_have_attribute("data-state", "cancelled")
    expect(newest(page).get_by_test_id("cancel")).to_have_count(0)
    newest(page).get_by_test_id("retry").click()
    expect(newest(page)).to_have_attribute("data-state", "done")
    expect(paintings(page)).to_have_count(1)


FAILURES = [
    (refuse(3036, 429), "Today's free allocation", "It returns at 00:00 UTC", "Cloudflare 3036"),
    (refuse(3030, 400, "NSFW prompt"), "content filter", "Other words", "Cloudflare 3030"),
    (web_page(), "A web page came instead", "", ""),
]


def test_a_failure_says_what_happened_what_to_do_and_what_it_cost(
    page: Page, program: Program, upstream: Upstream
) -> None:
    with program.client() as client:
        client.post("/preferences", data={"on_allowance": "fail"})
        client.post("/allowance/cap", data={"cap": "99999"})  # so that nothing is asked about what Cloudflare refused
    for number, (behaviour, *words) in enumerate(FAILURES):
        upstream.next(behaviour)
        order(page, f"something else {number}")
        expect(newest_order(page)).to_contain_text(f"something else {number}")
        error = newest(page).get_by_test_id("painting-error")
        for each in [*words, "charged"]:
            expect(error).to_contain_text(each)
        newest(page).get_by_test_id("retry").click()
        expect(newest(page)).to_have_attribute("data-state", "done")


def test_a_refused_token_leads_to_the_connection(page: Page, upstream: Upstream) -> None:
    upstream.rules.change_token(status="expired")
    order(page, "a locked door")
    newest(page).get_by_role("link", name="Enter account and token").click()
    expect(page).to_have_url(re.compile("/(settings|connection)$"))


def test_a_failed_painting_among_others_shows_the_button_that_helps(page: Page, upstream: Upstream) -> None:
    upstream.next(refuse(3030, 400, "NSFW prompt"))
    order(page, "a failed one")
    expect(paintings(page, state="failed")).to_have_count(1)
    order(page, "a good one")
    expect(paintings(page, state="done")).to_have_count(1)
    page.get_by_test_id("prompt").hover()
    failed = painting_of(page, "a failed one")
    expect(failed.get_by_test_id("retry")).to_be_visible()
    opacity = failed.get_by_test_id("retry").evaluate(
        "(button) => { let least = 1; for (let e = button; e; e = e.parentElement)"
        " least = Math.min(least, getComputedStyle(e).opacity); return least }"
    )
    assert opacity == 1, "the button is there without pointing at the painting"
