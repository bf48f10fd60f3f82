"""Two to four pictures over the whole window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.seeding import seed
from tests.browser.studio import choose, newest, painting_of, paintings
from tests.program import Program

PROMPTS = ["a boat", "a lake", "a hill", "a fox"]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path)
    seed(program.data_dir, PROMPTS)
    with program:
        yield program


@pytest.fixture
def library(program: Program, visit: Visit) -> Page:
    page = visit(program, "/library")
    expect(paintings(page)).to_have_count(4)
    return page


def compare(page: Page, count: int) -> Locator:
    paintings(page).first.click()
    paintings(page).nth(count - 1).click(modifiers=["Shift"])
    expect(page.locator(".tile[aria-selected=true]")).to_have_count(count)
    page.keyboard.press("c")
    stage = page.get_by_test_id("compare-stage")
    expect(stage).to_be_visible()
    expect(stage.get_by_role("img")).to_have_count(count)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=compare-stage] img')].every((each) => each.naturalWidth)"
    )
    return stage


def places(stage: Locator) -> list[FloatRect]:
    return [box for each in stage.get_by_role("img").all() if (box := each.bounding_box())]


def shares(stage: Locator) -> list[tuple[float, float, float]]:
    """Of each picture: its width, and where it stands in its pane."""
    panes = [box for each in stage.locator(".layer").all() if (box := each.bounding_box())]
    return [
        (round(at["width"]), round(at["x"] - pane["x"]), round(at["y"] - pane["y"]))
        for at, pane in zip(places(stage), panes, strict=True)
    ]


def test_four_fill_the_window_and_are_zoomed_and_moved_together(library: Page) -> None:
    stage = compare(library, 4)
    box = stage.bounding_box()
    assert box and box["width"] == 1280 and box["height"] > 500
    assert len({(each["x"], each["y"]) for each in places(stage)}) == 4
    before = shares(stage)
    library.mouse.move(200, 200)
    library.mouse.wheel(0, -500)
    zoomed = shares(stage)
    assert len(set(zoomed)) == 1 and zoomed[0][0] > before[0][0] * 2
    library.mouse.down()
    library.mouse.move(240, 230, steps=3)
    library.mouse.up()
    moved = shares(stage)
    assert len(set(moved)) == 1 and moved != zoomed
    library.keyboard.press("0")
    assert shares(stage) == before


def test_what_is_the_same_is_said_once(library: Page) -> None:
    compare(library, 3)
    same = library.get_by_test_id("compare-same")
    expect(same).to_contain_text("FLUX.1 schnell")
    expect(same).to_contain_text("Steps 4")
    expect(library.locator("#compare [data-differs]")).to_have_count(0)
    expect(library.get_by_test_id("compare-side").locator("h3")).to_have_text(["a lake", "a hill", "a fox"])


def test_they_blink_and_can_be_stepped_through(library: Page) -> None:
    stage = compare(library, 3)
    expect(library.get_by_test_id("compare-over")).to_be_hidden()
    library.get_by_test_id("compare-blink").click()
    seen = stage.locator(".layer[data-seen=true] img")
    expect(seen).to_have_count(1)
    assert len({(each["x"], each["y"]) for each in places(stage)}) == 1
    first = seen.get_attribute("alt") or ""
    expect(seen).not_to_have_attribute("alt", first)
    stage.focus()
    library.keyboard.press(" ")
    stopped = seen.get_attribute("alt")
    library.wait_for_timeout(1500)
    assert seen.get_attribute("alt") == stopped
    library.keyboard.press(" ")
    expect(seen).not_to_have_attribute("alt", stopped or "")


def letters(page: Page) -> list[str]:
    """The prompts of those compared, in their order."""
    return page.get_by_test_id("compare-side").locator("h3").all_inner_texts()


def test_pictures_are_taken_in_and_out_while_comparing(library: Page) -> None:
    stage = compare(library, 2)
    library.mouse.move(300, 300)
    library.mouse.wheel(0, -300)
    zoomed = shares(stage)[0]
    library.get_by_test_id("compare-add").click()
    choices = library.get_by_test_id("compare-choice")
    expect(choices).to_have_count(4)
    expect(library.locator("[data-testid=compare-choice][aria-pressed=true]")).to_have_count(2)
    choices.and_(library.get_by_label("a boat")).click()
    expect(stage).to_have_attribute("data-count", "3")
    expect(stage.get_by_role("img")).to_have_count(3)
    assert letters(library) == ["a hill", "a fox", "a boat"]
    assert shares(stage)[0][0] != zoomed[0] and len(set(shares(stage))) == 1, "zoomed together, in narrower panes"
    choices.and_(library.get_by_label("a lake")).click()
    expect(stage).to_have_attribute("data-count", "4")
    library.get_by_test_id("compare-side").filter(has_text="a fox").get_by_test_id("compare-take-out").click()
    expect(stage).to_have_attribute("data-count", "3")
    assert letters(library) == ["a hill", "a boat", "a lake"]
    expect(choices.and_(library.get_by_label("a fox"))).to_have_attribute("aria-pressed", "false")
    library.get_by_test_id("compare-side").filter(has_text="a lake").get_by_test_id("compare-keep").click()
    expect(paintings(library)).to_have_count(2)


def test_they_are_taken_in_and_out_by_keys_and_never_too_many_or_few(library: Page) -> None:
    stage = compare(library, 4)
    library.keyboard.press("a")
    focused = library.locator("[data-testid=compare-choice]:focus")
    expect(focused).to_have_count(1)
    for count in (3, 2, 2):
        library.keyboard.press("Enter")
        expect(stage).to_have_attribute("data-count", str(count))
        library.keyboard.press("ArrowRight")
    expect(library.locator("#toasts")).to_contain_text("At least two are compared.")
    expect(library.get_by_test_id("compare-over")).to_be_visible()
    library.keyboard.press("Escape")
    expect(library.get_by_test_id("compare-choices")).to_be_hidden()
    library.keyboard.press("d")
    expect(stage).to_have_attribute("data-mode", "over")
    library.keyboard.press("a")
    expect(focused).to_have_count(1)
    library.keyboard.press("Home")
    library.keyboard.press("Enter")
    expect(stage).to_have_attribute("data-count", "3")
    expect(stage).to_have_attribute("data-mode", "beside")
    library.keyboard.press("x")
    expect(stage).to_have_attribute("data-count", "2")
    library.keyboard.press("Escape")
    library.keyboard.press("Escape")
    expect(stage).to_have_count(0)


def test_what_else_could_be_compared_is_searched(library: Page) -> None:
    compare(library, 2)
    library.keyboard.press("a")
    expect(library.get_by_test_id("compare-choice")).to_have_count(4)
    library.get_by_test_id("compare-search").fill("boat")
    expect(library.get_by_test_id("compare-choice")).to_have_count(1)
    library.get_by_test_id("compare-search").fill("zebra")
    expect(library.get_by_test_id("compare-choices")).to_contain_text("Nothing found")


def test_each_has_a_star(library: Page) -> None:
    compare(library, 2)
    library.get_by_test_id("compare-side").first.get_by_test_id("favourite").click()
    library.get_by_test_id("compare-close").click()
    expect(library.get_by_test_id("compare-dialog")).to_have_count(0)
    expect(library.locator(".tile [data-testid=favourite][aria-pressed=true]")).to_have_count(1)


def test_one_is_kept_and_the_others_can_be_brought_back(library: Page) -> None:
    compare(library, 3)
    side = library.get_by_test_id("compare-side").filter(has_text="a lake")
    side.get_by_test_id("compare-keep").click()
    expect(library.get_by_test_id("compare-dialog")).to_have_count(0)
    expect(paintings(library)).to_have_count(2)
    library.get_by_test_id("undo").click()
    expect(paintings(library)).to_have_count(4)


def test_from_the_studio_a_picture_is_compared_with_the_nearest(program: Program, visit: Visit) -> None:
    page = visit(program)
    choose(page, painting_of(page, "a lake"), "compare")
    stage = page.get_by_test_id("compare-stage")
    expect(stage.get_by_role("img")).to_have_count(2)
    assert [each.get_attribute("alt") for each in stage.get_by_role("img").all()] == ["a boat", "a lake"]
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("compare-dialog")).to_have_count(0)
    newest(page).get_by_test_id("painting-image").click()
    expect(page.get_by_test_id("lightbox").get_by_test_id("more")).to_be_visible()
    page.get_by_test_id("lightbox").get_by_test_id("more").click()
    page.get_by_test_id("menu").get_by_test_id("compare").click()
    expect(stage).to_be_visible()
    page.keyboard.press("Escape")
    expect(stage).to_have_count(0)
    expect(page.get_by_test_id("lightbox")).to_be_visible()
