"""What was ordered in one go stays together, is seen whole from the start, and stays where it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.studio import newest, newest_order, order, paint, painting_of, paintings
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import hang, late, refuse


def places(cards: Locator) -> list[tuple[float, float, float, float]]:
    script = """(cards) => cards.map((card) => {
      const { x, y, width, height } = card.querySelector(".frame").getBoundingClientRect();
      return [x, y, width, height].map(Math.round);
    })"""
    return [(x, y, width, height) for x, y, width, height in cards.evaluate_all(script)]


@pytest.mark.parametrize(("count", "across"), [(1, 1), (2, 2), (4, 2), (8, 4)])
def test_all_of_an_order_are_seen_whole_and_equal_from_the_start(
    page: Page, program: Program, upstream: Upstream, count: int, across: int
) -> None:
    with program.client() as client:
        client.post("/preferences", data={"width": "2"})  # so that some of eight wait
    paint(page, "an earlier one")
    upstream.next(*[late(0.6)] * count)
    order(page, "a boat", count=count)
    expect(newest_order(page)).to_contain_text("a boat")
    expect(newest_order(page)).to_have_attribute("data-count", str(count))
    tiles = newest_order(page).get_by_test_id("painting")
    for tile in tiles.all():
        expect(tile).to_be_in_viewport(ratio=1)
    before = places(tiles)
    expect(newest_order(page).locator("[data-state=done]")).to_have_count(count)
    assert places(tiles) == before, "nothing jumps"
    assert len({(width, height) for _, _, width, height in before}) == 1
    assert len({x for x, _, _, _ in before}) == across
    assert before[0][2] > 200
    [earlier] = places(painting_of(page, "an earlier one"))
    assert earlier[1] > max(y for _, y, _, _ in before)


def test_what_merely_waits_is_never_the_largest(page: Page, upstream: Upstream) -> None:
    upstream.next(*[hang()] * 4)
    order(page, "four under way", count=4)
    expect(paintings(page, state="painting")).to_have_count(4)
    order(page, "two that wait", count=2)
    expect(newest_order(page)).to_contain_text("two that wait")
    waiting = places(paintings(page, state="queued"))
    under_way = places(paintings(page, state="painting"))
    assert max(width for _, _, width, _ in waiting) < min(width for _, _, width, _ in under_way)
    for tile in paintings(page).all():
        expect(tile).to_be_in_viewport(ratio=1)
    upstream.next(*[hang()] * 2)
    page.evaluate("() => document.querySelectorAll('.on-stage [data-testid=cancel]').forEach((each) => each.click())")
    expect(paintings(page, state="cancelled")).to_have_count(4)
    expect(paintings(page, state="painting")).to_have_count(2)
    assert places(newest(page))[0][2] > places(paintings(page, state="cancelled"))[0][2], "now they have the stage"


def test_a_group_loses_what_is_deleted_gets_it_back_and_survives_a_restart(program: Program, visit: Visit) -> None:
    page = visit(program)
    order(page, "three foxes", count=3)
    expect(paintings(page, state="done")).to_have_count(3)
    ids = [card.get_attribute("data-id") for card in paintings(page).all()]
    paintings(page).nth(1).focus()
    page.keyboard.press("Delete")
    expect(newest_order(page)).to_have_attribute("data-count", "2")
    expect(newest_order(page).get_by_test_id("order-price")).to_have_text("3.5% of a day")
    page.get_by_test_id("undo").click()
    expect(newest_order(page)).to_have_attribute("data-count", "3")
    assert [card.get_attribute("data-id") for card in paintings(page).all()] == ids, "back in its place"
    for _ in range(3):
        newest(page).focus()
        page.keyboard.press("Delete")
        page.wait_for_timeout(300)
    expect(page.get_by_test_id("order")).to_have_count(0)
    for _ in range(3):
        page.get_by_test_id("undo").first.click()
        page.wait_for_timeout(300)
    expect(newest_order(page)).to_have_attribute("data-count", "3")
    page.context.close()
    program.stop()
    page = visit(program.start())
    expect(page.get_by_test_id("order")).to_have_count(1)
    expect(newest_order(page)).to_have_attribute("data-count", "3")
    assert [card.get_attribute("data-id") for card in paintings(page).all()] == ids


def test_the_head_says_once_what_it_is(page: Page) -> None:
    order(page, "a quiet lake", count=2)
    expect(paintings(page, state="done")).to_have_count(2)
    expect(page.locator(".gallery").get_by_text("a quiet lake", exact=True)).to_have_count(1)
    for said in ("FLUX.1 schnell", "3.5% of a day", "4 steps", "1024 × 1024"):
        expect(newest_order(page)).to_contain_text(said)


def test_one_reason_is_said_once_and_all_are_tried_again_with_one_click(page: Page, upstream: Upstream) -> None:
    upstream.next(*[refuse(5035, 403)] * 4)
    order(page, "four foxes", count=4)
    trouble = newest_order(page).get_by_test_id("order-trouble")
    expect(trouble).to_contain_text("None of the 4 was painted.")
    said = page.locator(".gallery").get_by_text("only for accounts on the Workers Paid plan")
    assert [each.bounding_box()["height"] > 2 for each in said.all() if each.bounding_box()].count(True) == 1  # type: ignore[index]
    for tile in newest_order(page).get_by_test_id("painting").all():
        expect(tile.get_by_role("button")).to_have_count(0)
    trouble.get_by_role("button", name="Try all again").click()
    expect(newest_order(page).locator("[data-state=done]")).to_have_count(4)
    expect(trouble).to_have_count(0)


def test_the_keys_of_an_order_are_for_all_of_it(page: Page) -> None:
    order(page, "four foxes", count=4)
    expect(paintings(page, state="done")).to_have_count(4)
    head = newest_order(page).locator(".order-head")
    stars = newest_order(page).locator(".tiles [data-testid=favourite]")
    head.get_by_test_id("order-more").focus()
    page.keyboard.press("f")
    for star in stars.all():
        expect(star).to_have_attribute("aria-pressed", "true")
    expect(head.get_by_test_id("order-favourite")).to_have_attribute("aria-pressed", "true")
    newest(page).focus()
    page.keyboard.press("f")
    expect(head.get_by_test_id("order-favourite")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("k")
    expect(newest_order(page)).to_have_attribute("data-count", "3")
    page.keyboard.press("Control+z")
    expect(newest_order(page)).to_have_attribute("data-count", "4")
    head.get_by_test_id("order-more").focus()
    page.keyboard.press("a")
    expect(page.get_by_test_id("order")).to_have_count(2)
    expect(paintings(page, state="done")).to_have_count(8)
    head.first.get_by_test_id("order-more").focus()
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("order")).to_have_count(1)


def test_an_order_has_one_menu_by_its_button_and_a_right_click(page: Page) -> None:
    order(page, "two foxes", count=2)
    expect(paintings(page, state="done")).to_have_count(2)
    menu = page.get_by_test_id("menu")
    newest_order(page).locator(".order-head .prompt").click(button="right")
    expect(menu.get_by_test_id("order-keep")).to_be_visible()
    page.keyboard.press("Escape")
    newest_order(page).get_by_test_id("order-more").click()
    menu.get_by_test_id("order-compare").click()
    expect(page.get_by_test_id("compare-stage")).to_have_attribute("data-count", "2")


def test_heads_of_earlier_orders_have_one_height(page: Page) -> None:
    paint(page, "one alone with a long prompt that does not fit above so small a picture")
    for count in (2, 4, 1):
        order(page, f"{count} foxes", count=count)
        expect(newest_order(page).locator("[data-state=done]")).to_have_count(count)
    script = "(heads) => heads.map((head) => head.getBoundingClientRect().height)"
    heights = page.locator(".order:not(.on-stage) .order-head").evaluate_all(script)
    assert len(heights) == 3
    assert len(set(heights)) == 1


def test_only_the_stage_shows_whole_pictures(page: Page) -> None:
    paint(page, "the first")
    whole = painting_of(page, "the first").get_by_test_id("painting-image")
    expect(whole).to_have_attribute("src", "/paintings/1/picture")
    paint(page, "the second")
    expect(whole).to_have_attribute("src", "/paintings/1/thumbnail")
    newest(page).focus()
    page.keyboard.press("Delete")
    expect(whole).to_have_attribute("src", "/paintings/1/picture")


def test_arrows_go_along_rows_and_columns(page: Page) -> None:
    paint(page, "below")
    order(page, "four", count=4)
    expect(paintings(page, state="done")).to_have_count(5)
    tiles = paintings(page)
    tiles.first.focus()
    for key, number in (("ArrowRight", 1), ("ArrowDown", 3), ("ArrowLeft", 2), ("ArrowUp", 0), ("ArrowUp", 0)):
        page.keyboard.press(key)
        expect(tiles.nth(number)).to_be_focused()
    tiles.nth(2).focus()
    page.keyboard.press("ArrowDown")
    expect(painting_of(page, "below")).to_be_focused()
