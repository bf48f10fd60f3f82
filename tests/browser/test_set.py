"""The set of actions by keys and buttons, the same wherever a painting is; and how long it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.seeding import seed
from tests.browser.studio import choose, newest, painting_of, paintings
from tests.browser.watch import Watch
from tests.program import Program
from tests.upstream import Upstream

PROMPTS = ["the oldest of all", "the one between", "the newest here"]
SET = ["favourite", "save-as", "copy", "edit", "again", "delete"]


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """With three paintings."""
    program = Program(tmp_path, api_base=upstream.base_url)
    seed(program.data_dir, PROMPTS)
    with program:
        yield program


def star(place: Locator) -> Locator:
    return place.get_by_test_id("favourite")


def shining(library: Page) -> Locator:
    return library.locator(".tile [data-testid=favourite][aria-pressed=true]")


def handles(place: Locator) -> list[str]:
    found: list[str] = place.locator(".action").evaluate_all("(all) => all.map((each) => each.dataset.testid)")
    return found


def test_the_same_few_stand_first_everywhere(program: Program, visit: Visit) -> None:
    page = visit(program)
    assert handles(newest(page).locator(".actions")) == [*SET, "more"]
    newest(page).get_by_test_id("more").click()
    menu = page.get_by_test_id("menu")
    expect(menu).to_be_visible()
    assert handles(menu)[:6] == SET
    assert menu.locator("h3").all_text_contents() == ["Use the painting", "Make more of it", "The file"]
    page.goto(f"{program.base_url}/library")
    paintings(page).first.click()
    expect(page.get_by_test_id("details").get_by_test_id("more")).to_be_visible()
    assert handles(page.get_by_test_id("details").locator(".actions")) == [*SET, "more"]
    paintings(page).first.click(button="right")
    expect(menu).to_be_visible()
    assert handles(menu)[:6] == SET


def test_a_tile_shows_three_of_them_on_the_picture(page: Page) -> None:
    tile = painting_of(page, PROMPTS[0])
    tile.hover()
    seen = [each.get_attribute("data-testid") for each in tile.locator(".actions .action").all() if each.is_visible()]
    assert seen == ["favourite", "save-as", "more"]


def test_one_key_makes_a_favourite_and_every_open_page_shows_it(program: Program, visit: Visit) -> None:
    page, library = visit(program), visit(program, "/library")
    tile = painting_of(page, PROMPTS[1])
    tile.focus()
    page.keyboard.press("f")
    expect(star(tile)).to_have_attribute("aria-pressed", "true")
    expect(star(newest(page))).to_have_attribute("aria-pressed", "false")
    expect(shining(library)).to_have_count(1)
    library.get_by_test_id("painting").nth(1).click()
    library.keyboard.press("f")
    expect(star(tile)).to_have_attribute("aria-pressed", "false")
    star(newest(page)).click()
    expect(shining(library)).to_have_count(1)
    page.reload()
    expect(star(newest(page))).to_have_attribute("aria-pressed", "true")


def test_a_star_that_is_not_kept_does_not_go_on_shining(page: Page, program: Program, watch: Watch) -> None:
    watch.expect_statuses(404)
    page.route("**/paintings/*/favourite", lambda way: way.continue_(url=f"{program.base_url}/paintings/99/favourite"))
    star(newest(page)).click()
    expect(page.get_by_test_id("alert")).to_be_visible()
    expect(star(newest(page))).to_have_attribute("aria-pressed", "false")


def test_a_star_that_nobody_hears_of_does_not_either(page: Page, watch: Watch) -> None:
    watch.expect_lost_server()
    page.route("**/paintings/*/favourite", lambda way: way.abort())
    star(newest(page)).click()
    expect(star(newest(page))).to_have_attribute("aria-pressed", "false")
    page.unroute("**/paintings/*/favourite")
    with page.expect_response("**/paintings/*/favourite"):
        star(newest(page)).click()
    expect(star(newest(page))).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(star(newest(page))).to_have_attribute("aria-pressed", "true")


def test_several_go_into_the_album_however_quickly(program: Program, visit: Visit) -> None:
    page = visit(program)
    choose(page, newest(page), "album-add")
    page.get_by_test_id("album-name").fill("Lakes")
    page.get_by_test_id("album-make").click()
    expect(page.get_by_text("Album: Lakes")).to_be_visible()
    for prompt in PROMPTS:
        painting_of(page, prompt).focus()
        page.keyboard.press("b")
    expect(page.get_by_text("Added to “Lakes”")).to_have_count(3)
    assert album_count(page, program) == "3"


def test_the_best_is_chosen_and_in_its_album_with_two_keys(program: Program, visit: Visit) -> None:
    page = visit(program)
    newest(page).focus()
    page.keyboard.press("b")  # the first one asks
    expect(page.get_by_test_id("album-name")).to_be_focused()
    page.keyboard.type("Lakes")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("album-dialog")).to_have_count(0)
    expect(newest(page)).to_be_focused()

    painting_of(page, PROMPTS[0]).focus()
    page.keyboard.press("f")
    page.keyboard.press("b")
    expect(page.get_by_text("Added to “Lakes”")).to_be_visible()
    expect(star(painting_of(page, PROMPTS[0]))).to_have_attribute("aria-pressed", "true")
    assert album_count(page, program) == "2"


def album_count(page: Page, program: Program) -> str | None:
    page.goto(f"{program.base_url}/library")
    return page.get_by_test_id("place-album").locator(".place-count").text_content()


def test_what_went_into_the_album_by_key_can_be_taken_back_or_go_elsewhere(program: Program, visit: Visit) -> None:
    page = visit(program)
    choose(page, newest(page), "album-add")
    page.get_by_test_id("album-name").fill("Lakes")
    page.get_by_test_id("album-make").click()
    expect(page.get_by_text("Album: Lakes")).to_be_visible()
    painting_of(page, PROMPTS[0]).focus()
    page.keyboard.press("b")
    page.get_by_test_id("album-other").click()
    expect(page.get_by_test_id("album-choice")).to_be_focused()
    page.get_by_test_id("album-name").fill("Seas")
    page.get_by_test_id("album-make").click()
    expect(page.get_by_text("Album: Seas")).to_be_visible()
    painting_of(page, PROMPTS[1]).focus()
    page.keyboard.press("b")
    page.get_by_test_id("album-undo").click()
    expect(page.get_by_test_id("album-undo")).to_have_count(0)
    page.goto(f"{program.base_url}/library")
    expect(page.get_by_test_id("place-album")).to_have_text(["Lakes2", "Seas1"])


def test_keys_change_a_painting_and_paint_one_more(page: Page) -> None:
    newest(page).focus()
    page.keyboard.press("a")
    expect(paintings(page, state="done")).to_have_count(4)
    painting_of(page, PROMPTS[0]).focus()
    page.keyboard.press("e")
    expect(page.get_by_test_id("reference")).to_have_count(1)
    expect(page.get_by_test_id("prompt")).to_have_value("")


def test_letters_that_are_typed_are_letters(page: Page) -> None:
    page.get_by_test_id("prompt").fill("")
    newest(page).hover()
    page.get_by_test_id("prompt").press_sequentially("fabe")
    expect(page.get_by_test_id("prompt")).to_have_value("fabe")
    expect(star(newest(page))).to_have_attribute("aria-pressed", "false")
    expect(paintings(page)).to_have_count(3)


def test_arrows_lead_through_the_menu_and_the_focus_comes_back(page: Page) -> None:
    newest(page).focus()
    newest(page).get_by_test_id("more").click()
    menu = page.get_by_test_id("menu")
    expect(menu.get_by_test_id("favourite")).to_be_focused()
    for key, handle in (
        ("ArrowDown", "save-as"),
        ("ArrowUp", "favourite"),
        ("ArrowUp", "details-open"),
        ("Home", "favourite"),
    ):
        page.keyboard.press(key)
        expect(menu.get_by_test_id(handle)).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(newest(page).get_by_test_id("more")).to_be_focused()


def test_undo_waits_for_whoever_is_at_it_or_cannot_see_it(page: Page) -> None:
    page.route("**/paintings/*", leaving_at_once)
    hide(page, hidden=True)
    choose(page, newest(page), "delete")
    undo = page.get_by_test_id("undo")
    stays(undo)
    undo.hover()
    hide(page, hidden=False)
    stays(undo)
    undo.focus()
    page.mouse.move(5, 300)
    stays(undo)
    undo.evaluate("(button) => button.blur()")
    expect(undo).to_have_count(0)


def leaving_at_once(route: Route) -> None:
    """What is said stays for a tenth of a second, where nothing keeps it."""
    answer = route.fetch()
    assert 'data-seconds="8"' in answer.text()
    route.fulfill(response=answer, body=answer.text().replace('data-seconds="8"', 'data-seconds="0.1"'))


def stays(said: Locator) -> None:
    expect(said).to_be_visible()
    said.page.wait_for_timeout(600)
    expect(said).to_be_visible()


def hide(page: Page, *, hidden: bool) -> None:
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
