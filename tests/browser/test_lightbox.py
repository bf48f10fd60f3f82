"""The picture alone: opening, zooming, panning, going to the neighbours, closing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.conftest import Visit
from tests.browser.seeding import seed
from tests.browser.studio import newest, painting_of
from tests.program import Program

PROMPTS = ["the oldest of all", "the one between", "the newest here"]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """With three paintings, which no test here changes."""
    program = Program(tmp_path_factory.mktemp("lightbox"))
    seed(program.data_dir, PROMPTS)
    with program:
        yield program


def open_lightbox(page: Page, prompt: str = PROMPTS[2]) -> None:
    painting_of(page, prompt).get_by_test_id("painting-image").click()
    expect(page.get_by_test_id("lightbox")).to_be_visible()
    settle(page)


def settle(page: Page) -> FloatRect:
    """The picture's place when it has stopped moving."""
    image = page.get_by_test_id("lightbox-image")
    expect(image).to_be_visible()
    before, now = None, image.bounding_box()
    while before != now or now is None:
        page.wait_for_timeout(60)
        before, now = now, image.bounding_box()
    return now


def shown(page: Page) -> str:
    return page.get_by_test_id("lightbox-image").get_attribute("alt") or ""


def test_a_click_opens_the_picture_as_large_as_the_window_allows(page: Page) -> None:
    open_lightbox(page)
    place = settle(page)
    assert place["width"] == place["height"]
    assert 600 <= place["height"] <= 800
    assert abs(place["x"] + place["width"] / 2 - 640) < 2, "in the middle"
    assert shown(page) == PROMPTS[2]
    loaded = page.get_by_test_id("lightbox-image").evaluate("(image) => image.decode().then(() => image.naturalWidth)")
    assert loaded == 1024


def test_the_first_click_is_enough_and_later_ones_work_too(page: Page) -> None:
    for prompt in (PROMPTS[2], PROMPTS[0]):
        open_lightbox(page, prompt)
        assert shown(page) == prompt
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("lightbox")).to_have_count(0)


def test_enter_opens_it_and_escape_gives_the_focus_back(page: Page) -> None:
    painting_of(page, PROMPTS[1]).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("lightbox")).to_be_visible()
    settle(page)
    assert shown(page) == PROMPTS[1]
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("lightbox")).to_have_count(0)
    assert page.evaluate("() => document.activeElement.closest('.painting')?.id") == painting_of(
        page, PROMPTS[1]
    ).get_attribute("id")


def test_fit_and_full_size(page: Page) -> None:
    open_lightbox(page)
    fit = settle(page)
    zoom = page.get_by_role("button", name="Fit or 100 %")
    zoom.click()
    assert settle(page)["width"] == 1024
    zoom.click()
    assert settle(page) == fit
    page.keyboard.press("z")
    assert settle(page)["width"] == 1024
    page.keyboard.press("z")
    assert settle(page) == fit


def test_the_wheel_zooms_where_the_pointer_is(page: Page) -> None:
    open_lightbox(page)
    fit = settle(page)
    page.mouse.move(600, 350)
    page.mouse.wheel(0, -600)
    before = settle(page)
    assert before["width"] > 1280 > fit["width"], "wider than the window, so that it can stay where it is"
    page.mouse.wheel(0, -200)
    after = settle(page)
    assert after["width"] > before["width"] * 1.1
    assert abs((600 - before["x"]) / before["width"] - (600 - after["x"]) / after["width"]) < 0.01
    assert abs((350 - before["y"]) / before["height"] - (350 - after["y"]) / after["height"]) < 0.01
    page.mouse.wheel(0, 3000)
    assert settle(page)["width"] <= fit["width"]


def test_dragging_pans_a_picture_larger_than_the_window(page: Page) -> None:
    open_lightbox(page)
    page.keyboard.press("z")
    before = settle(page)
    page.mouse.move(640, 300)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(640, 300 + step * 10)
    page.mouse.up()
    assert settle(page)["y"] > before["y"] + 40


def test_pinching_zooms(program: Program, visit: Visit) -> None:
    page = visit(program, has_touch=True)
    open_lightbox(page)
    fit = settle(page)
    devtools = page.context.new_cdp_session(page)
    for phase, apart in (("touchStart", 40), ("touchMove", 60), ("touchMove", 90), ("touchMove", 120), ("touchEnd", 0)):
        points = [{"x": 640 - apart, "y": 400, "id": 0}, {"x": 640 + apart, "y": 400, "id": 1}] if apart else []
        devtools.send("Input.dispatchTouchEvent", {"type": phase, "touchPoints": points})
        page.wait_for_timeout(30)
    assert settle(page)["width"] > fit["width"] * 1.2


def test_arrow_keys_lead_to_the_neighbours(page: Page) -> None:
    open_lightbox(page, PROMPTS[1])
    for key, prompt in (("ArrowRight", PROMPTS[0]), ("ArrowLeft", PROMPTS[1]), ("ArrowLeft", PROMPTS[2])):
        page.keyboard.press(key)
        expect(page.get_by_test_id("lightbox-image")).to_have_attribute("alt", prompt)
    page.get_by_role("button", name="Older painting").click()
    expect(page.get_by_test_id("lightbox-image")).to_have_attribute("alt", PROMPTS[1])


def test_it_closes_by_escape_by_its_button_and_by_a_click_outside(page: Page) -> None:
    ways: list[Callable[[], None]] = [
        lambda: page.keyboard.press("Escape"),
        lambda: page.get_by_role("button", name="Close (Esc)").click(),
        lambda: page.mouse.click(80, 700),
    ]
    for close in ways:
        open_lightbox(page)
        close()
        expect(page.get_by_test_id("lightbox")).to_have_count(0)
        expect(newest(page).get_by_test_id("painting-image")).to_be_visible()


def test_escape_counts_while_it_is_still_opening(page: Page) -> None:
    newest(page).get_by_role("link", name="Show large").focus()
    for _ in range(2):
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("lightbox")).to_be_attached()
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("lightbox")).to_have_count(0)


def test_keys_of_the_studio_do_nothing_meanwhile(page: Page) -> None:
    open_lightbox(page)
    page.keyboard.press("Delete")
    page.keyboard.press("?")
    expect(page.get_by_test_id("shortcuts")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("lightbox")).to_have_count(0)
    expect(page.get_by_test_id("painting")).to_have_count(3)
