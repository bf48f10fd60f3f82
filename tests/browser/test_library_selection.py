"""What is selected in the library, what is told of it, and that nothing of it is stale."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, ViewportSize, expect

from tests.browser.conftest import Visit
from tests.browser.watch import Watch
from tests.eventually import eventually
from tests.pictures_on_disk import BEGAN, metadata, put
from tests.program import Program
from tests.rows import rows

MANY = 260
"""More than the page holds at a time."""
SMALL = ViewportSize(width=800, height=600)


@pytest.fixture
def library(program: Program, visit: Visit) -> Page:
    """With five pictures, number 4 the newest."""
    for number in range(5):
        told = metadata(f"painting {number}", created=BEGAN + number, steps=4 if number < 3 else 8)
        put(program.library, f"{number}.jpg", told)
    eventually(lambda: len(rows(program)) == 5)
    page = visit(program, "/library")
    expect(page.get_by_test_id("painting")).to_have_count(5)
    return page


def tile(page: Page, number: int) -> Locator:
    return page.locator(f'[data-testid=painting][title="painting {number}"]')


def select(page: Page, *numbers: int) -> None:
    tile(page, numbers[0]).click()
    for number in numbers[1:]:
        tile(page, number).click(modifiers=["ControlOrMeta"])


def test_several_say_how_many_and_what_they_have_in_common(library: Page) -> None:
    select(library, 4, 2, 1, 0)
    expect(library.get_by_test_id("selection")).to_have_attribute("data-count", "4")
    details = library.get_by_test_id("details")
    expect(details.get_by_role("heading", name="4 selected")).to_be_visible()
    expect(details.get_by_test_id("in-common")).to_contain_text("FLUX.1 schnell")
    expect(details.get_by_test_id("differing")).to_have_text(re.compile(r"Prompt\s*Steps"))
    tile(library, 4).click(modifiers=["ControlOrMeta"])
    expect(details.get_by_role("heading", name="3 selected")).to_be_visible()
    expect(details.locator(".details-facts").first).to_contain_text("Steps")
    library.keyboard.press("Escape")
    expect(details).to_have_text("Select a painting to see everything about it.")


def test_what_is_selected_has_a_border_and_a_tick_and_its_colours(library: Page) -> None:
    tint = "(tile) => getComputedStyle(tile, '::after').backgroundColor"
    tick = "(tile) => getComputedStyle(tile.querySelector('.tile-cell'), '::after').content"
    before = tile(library, 4).evaluate(tick)
    select(library, 4)
    assert tile(library, 4).evaluate(tint) == "rgba(0, 0, 0, 0)"
    assert (before, tile(library, 4).evaluate(tick)) == ("none", '""')
    assert tile(library, 4).evaluate("(tile) => getComputedStyle(tile, '::after').borderTopWidth") == "3px"


def test_the_star_is_told_everywhere_after_its_key(library: Page) -> None:
    select(library, 3)
    details = library.get_by_test_id("details")
    expect(details).to_contain_text("painting 3")
    library.keyboard.press("f")
    bar = library.get_by_test_id("selection").get_by_test_id("favourite")
    stars = (tile(library, 3).get_by_test_id("favourite"), bar, details.get_by_test_id("favourite"))
    for star in stars:
        expect(star).to_have_attribute("aria-pressed", "true")
    details.get_by_test_id("favourite").click()
    for star in stars:
        expect(star).to_have_attribute("aria-pressed", "false")
    select(library, 3, 2)
    bar.click()
    expect(bar).to_have_attribute("aria-pressed", "true")
    expect(tile(library, 2).get_by_test_id("favourite")).to_have_attribute("aria-pressed", "true")
    expect(library.get_by_test_id("details").get_by_text("Favourites")).to_be_visible()


def test_deleting_leaves_nothing_that_acts_on_what_is_gone(
    library: Page, program: Program, watches: dict[BrowserContext, Watch]
) -> None:
    watches[library.context].expect_statuses(404)  # what was asked about a painting in the moment it went
    select(library, 4, 3)
    library.get_by_test_id("delete-selected").click()
    expect(library.get_by_test_id("painting")).to_have_count(3)
    expect(library.get_by_test_id("selection")).to_be_hidden()
    expect(library.get_by_test_id("details")).to_have_text("Select a painting to see everything about it.")
    select(library, 0, 1)
    (program.library / "0.jpg").unlink()
    expect(library.get_by_test_id("selection")).to_have_attribute("data-count", "1")
    expect(library.get_by_test_id("details")).to_contain_text("painting 1")
    (program.library / "1.jpg").unlink()
    expect(library.get_by_test_id("selection")).to_be_hidden()
    expect(library.get_by_test_id("details")).to_have_text("Select a painting to see everything about it.")


def test_a_click_means_what_was_pressed_though_the_library_is_drawn_anew_meanwhile(
    library: Page, program: Program
) -> None:
    box = tile(library, 4).bounding_box()
    assert box
    library.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    library.mouse.down()
    put(program.library, "older.jpg", metadata("older than all", created=BEGAN - 1))
    expect(library.get_by_test_id("painting")).to_have_count(6)
    library.mouse.up()
    expect(library.get_by_test_id("details")).to_contain_text("painting 4")


def test_what_is_done_with_a_selection_waits_until_it_is_known(program: Program, visit: Visit) -> None:
    for number in range(MANY):
        put(program.library, f"{number}.jpg", metadata(f"painting {number}", created=BEGAN + number))
    eventually(lambda: len(rows(program)) == MANY, what="all of them are there")
    page = visit(program, "/library")
    expect(page.get_by_test_id("found")).to_contain_text(str(MANY))
    asked: list[Route] = []
    page.route("**/library/ids?*", lambda route: asked.append(route))
    tile(page, MANY - 1).click()
    with page.expect_request("**/library/ids?*"):
        page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("f")
    page.get_by_test_id("export-selected").click()
    expect(page.get_by_test_id("selected-count")).to_have_text("1 selected")
    asked.pop().continue_()
    expect(page.get_by_test_id("selected-count")).to_have_text(f"{MANY} selected")
    expect(page.get_by_test_id("export-dialog")).to_contain_text(f"Export {MANY} pictures")
    page.keyboard.press("Escape")
    page.get_by_test_id("place-favourites").click()
    expect(page.get_by_test_id("found")).to_contain_text(f"{MANY} paintings")


def test_of_two_selections_the_later_counts_whichever_answer_comes_first(program: Program, visit: Visit) -> None:
    for number in range(MANY):
        put(program.library, f"{number}.jpg", metadata(f"painting {number}", created=BEGAN + number))
    eventually(lambda: len(rows(program)) == MANY, what="all of them are there")
    page = visit(program, "/library")
    asked: list[Route] = []
    page.route("**/library/ids?*", lambda route: asked.append(route))
    with page.expect_request("**/library/ids?*"):
        page.keyboard.press("ControlOrMeta+a")
    tile(page, MANY - 1).click()
    with page.expect_response("**/library/ids?*"):
        asked.pop().continue_()
    expect(page.get_by_test_id("details")).to_contain_text(f"painting {MANY - 1}")
    expect(page.get_by_test_id("selection")).to_have_attribute("data-count", "1")


def test_the_slash_finds_the_search_from_anywhere(library: Page) -> None:
    search = library.get_by_test_id("search")
    library.mouse.click(700, 760)
    library.keyboard.press("/")
    expect(search).to_be_focused()
    library.get_by_test_id("to-studio").focus()
    library.keyboard.press("/")
    expect(search).to_be_focused()
    search.press_sequentially("a/b")
    expect(search).to_have_value("a/b")
    library.get_by_test_id("sort").focus()
    library.keyboard.press("/")
    expect(search).not_to_be_focused()


def test_in_a_small_window_the_details_are_a_sheet_that_closes(library: Page) -> None:
    select(library, 4)
    details = library.get_by_test_id("details")
    expect(details).to_contain_text("painting 4")
    library.set_viewport_size(SMALL)
    expect(details).to_be_hidden()
    library.get_by_test_id("filters").click()
    library.keyboard.press("Escape")
    library.get_by_test_id("details-toggle").click()
    expect(details).to_contain_text("painting 4")
    expect(details).to_have_attribute("data-sheet", "true")
    box = details.bounding_box()
    assert box and (box["x"], box["width"], box["y"] + box["height"]) == (0, 800, 600)
    details.get_by_test_id("details-close").click()
    expect(details).to_be_hidden()
    tile(library, 3).click()
    library.keyboard.press("i")
    expect(details).to_contain_text("painting 3")
    library.keyboard.press("Escape")
    expect(details).to_be_hidden()
    expect(library.get_by_test_id("selection")).to_have_attribute("data-count", "1")


def test_an_empty_library_invites_and_shows_no_more_than_that(program: Program, visit: Visit) -> None:
    page = visit(program, "/library")
    expect(page.get_by_test_id("invitation")).to_be_visible()
    for handle in ("search", "details", "nothing", "found"):
        expect(page.get_by_test_id(handle)).to_be_hidden()
    put(program.library, "first.jpg", metadata("the first", created=BEGAN))
    expect(page.get_by_test_id("painting")).to_have_count(1)
    expect(page.get_by_test_id("search")).to_be_visible()
    expect(page.get_by_test_id("invitation")).to_be_hidden()
    (program.library / "first.jpg").unlink()
    page.get_by_test_id("invitation-studio").click()
    expect(page.get_by_test_id("prompt")).to_be_visible()
