"""The picture alone: opening, zooming, panning, going to the neighbours, closing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FloatRect, Page, expect

from server.common.paths import Paths
from server.library.folder import Library
from server.paintings.painting import Order
from server.paintings.store import Store
from server.pictures.picture import read_picture
from tests.browser.axe import small_targets, violations
from tests.browser.conftest import Visit
from tests.browser.seeding import BEGAN, seed
from tests.browser.studio import newest, painting_of
from tests.browser.watch import Watch
from tests.jpegs import make_jpeg
from tests.program import Program

MODEL = "@cf/black-forest-labs/flux-1-schnell"
INPUT = f"{'0' * 24}.jpg"
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
    page.get_by_test_id("zoom-actual").click()
    assert settle(page)["width"] == 1024
    expect(page.get_by_test_id("zoom-actual")).to_have_text("100%")
    page.get_by_test_id("zoom-whole").click()
    assert settle(page) == fit
    for key, width in (("z", 1024), ("z", fit["width"]), ("1", 1024), ("0", fit["width"])):
        page.keyboard.press(key)
        assert settle(page)["width"] == width
    page.mouse.dblclick(640, 300)
    assert settle(page)["width"] == 1024


def test_plus_and_minus_zoom(page: Page) -> None:
    open_lightbox(page)
    fit = settle(page)["width"]
    page.keyboard.press("+")
    larger = settle(page)["width"]
    page.keyboard.press("+")
    largest = settle(page)["width"]
    assert fit < larger < largest
    page.keyboard.press("-")
    assert abs(settle(page)["width"] - larger) < 1
    page.get_by_test_id("zoom-out").click()
    assert abs(settle(page)["width"] - fit) < 1
    page.keyboard.press("-")
    assert abs(settle(page)["width"] - fit) < 1, "no smaller than all of it"
    page.get_by_test_id("zoom-in").click()
    assert abs(settle(page)["width"] - larger) < 1


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
        lambda: page.mouse.click(80, 400),
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


def test_its_strip_shows_the_neighbours_and_leads_to_them(page: Page) -> None:
    open_lightbox(page, PROMPTS[1])
    neighbours = page.get_by_test_id("neighbour")
    expect(neighbours).to_have_count(3)
    expect(page.locator("[data-testid=neighbour][aria-current] img")).to_have_attribute("alt", PROMPTS[1])
    neighbours.nth(2).click()
    expect(page.get_by_test_id("lightbox-image")).to_have_attribute("alt", PROMPTS[0])
    expect(page.locator("[data-testid=neighbour][aria-current] img")).to_have_attribute("alt", PROMPTS[0])
    expect(page.get_by_test_id("lightbox-count")).to_have_text("3 / 3")


def test_details_slide_in_and_go_with_the_picture(page: Page) -> None:
    open_lightbox(page)
    details = page.get_by_test_id("lightbox-details")
    expect(details).to_be_hidden()
    page.keyboard.press("i")
    expect(details.locator(".prompt")).to_have_text(PROMPTS[2])
    expect(details).to_contain_text("1024 × 1024")
    page.keyboard.press("ArrowRight")
    expect(details.locator(".prompt")).to_have_text(PROMPTS[1])
    page.get_by_test_id("lightbox-info").click()
    expect(details).to_be_hidden()


def test_a_right_click_opens_the_menu_of_the_picture(page: Page) -> None:
    open_lightbox(page, PROMPTS[1])
    page.get_by_test_id("lightbox-image").click(button="right")
    expect(page.get_by_test_id("menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("menu")).to_be_hidden()
    expect(page.get_by_test_id("lightbox")).to_be_visible()
    page.get_by_test_id("lightbox").get_by_test_id("more").click()
    page.get_by_test_id("menu").get_by_test_id("reuse").click()
    expect(page.get_by_test_id("lightbox")).to_have_count(0)
    expect(page.get_by_test_id("prompt")).to_have_value(PROMPTS[1])


def test_the_page_below_is_out_of_reach_and_comes_back(page: Page) -> None:
    open_lightbox(page)
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('#lightbox')"
        )
    page.keyboard.press("?")
    expect(page.get_by_test_id("shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("shortcuts")).to_be_hidden()
    page.get_by_test_id("lightbox").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("lightbox")).to_have_count(0)
    page.get_by_test_id("prompt").fill("in reach again")


def test_shift_f_fills_the_screen_and_f_is_a_favourite(page: Page) -> None:
    open_lightbox(page, PROMPTS[0])
    star = page.get_by_test_id("lightbox").get_by_test_id("favourite")
    for on in ("true", "false"):
        page.keyboard.press("f")
        expect(star).to_have_attribute("aria-pressed", on)
    page.keyboard.press("Shift+F")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("Shift+F")
    page.wait_for_function("() => document.fullscreenElement === null")


def test_a_missing_picture_is_said(program: Program, visit: Visit, watches: dict[BrowserContext, Watch]) -> None:
    page = visit(program)
    watches[page.context].expect_statuses(507)
    page.route("**/paintings/*/picture*", lambda route: route.fulfill(status=507))
    page.reload()
    painting_of(page, PROMPTS[1]).locator("a.open").press("Enter")
    expect(page.get_by_text("The picture cannot be shown")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("lightbox")).to_have_count(0)


# -- what changes paintings has a program of its own --


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[Program]:
    """With a lake, what became of it, and one more."""
    program = Program(tmp_path)
    seed(program.data_dir, PROMPTS)
    paths = Paths.choose(str(program.data_dir))
    store = Store(paths.database)
    [_, lake, _] = store.page(limit=3)
    order = Order(
        prompt="the same at night", steps=4, count=1, model=MODEL, sample=False, parent=lake.uid, inputs=INPUT
    )
    [painting] = store.add(order, created=BEGAN + 600)
    library = Library(paths.library, paths.rescued)
    picture = read_picture(make_jpeg(9_000))
    file = library.name_for(order.prompt, painting.created, picture.kind.extension)
    library.write(file, picture.data)
    store.start(painting.id, started=painting.created)
    store.finish(painting.id, picture, file, seconds=1.0)
    store.close()
    with program:
        yield program


def test_a_change_stands_beside_what_it_was_made_from(changed: Program, visit: Visit) -> None:
    page = visit(changed)
    open_lightbox(page, "the same at night")
    slider = page.get_by_test_id("lightbox-slider")
    expect(slider).to_be_visible()
    layers = page.locator(".lightbox-stage img")
    expect(layers).to_have_count(2)
    expect(layers.nth(1)).to_have_attribute("alt", PROMPTS[1])
    assert layers.nth(0).bounding_box() == layers.nth(1).bounding_box()
    page.keyboard.press("+")
    assert layers.nth(0).bounding_box() == layers.nth(1).bounding_box(), "both are zoomed"
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuenow", "48")
    box = slider.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, 500)
    page.mouse.down()
    page.mouse.move(320, 500, steps=4)
    page.mouse.up()
    expect(slider).to_have_attribute("aria-valuenow", "25")
    page.keyboard.press("v")
    expect(slider).to_be_hidden()
    expect(layers).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("i")
    expect(page.get_by_test_id("beside-parent")).to_be_hidden()


def test_relatives_are_one_click_away(changed: Program, visit: Visit) -> None:
    page = visit(changed)
    open_lightbox(page, "the same at night")
    page.keyboard.press("i")
    page.get_by_test_id("lightbox-details").get_by_test_id("made-from").get_by_test_id("relative").click()
    expect(page.get_by_test_id("lightbox-image")).to_have_attribute("alt", PROMPTS[1])
    expect(page.get_by_test_id("lightbox-count")).to_have_text("3 / 4")


def test_deleting_leads_to_the_next_and_undo_brings_it_back(changed: Program, visit: Visit) -> None:
    page = visit(changed)
    open_lightbox(page, PROMPTS[1])
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("lightbox-image")).to_have_attribute("alt", PROMPTS[0])
    expect(page.get_by_test_id("neighbour")).to_have_count(3)
    page.get_by_test_id("undo").click()
    expect(page.get_by_test_id("neighbour")).to_have_count(4)
    expect(page.get_by_test_id("lightbox-image")).to_have_attribute("alt", PROMPTS[0])


def test_nothing_is_said_of_what_has_gone_before_its_actions_came(changed: Program, visit: Visit) -> None:
    page = visit(changed)
    gone = f"{changed.base_url}/paintings/99999/actions"
    page.route("**/paintings/2/actions", lambda route: route.continue_(url=gone))
    with page.expect_response("**/actions"):
        open_lightbox(page, PROMPTS[1])
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("lightbox-image")).to_have_attribute("alt", PROMPTS[0])
    expect(page.get_by_test_id("lightbox").get_by_test_id("more")).to_be_visible()
    expect(page.get_by_test_id("alert")).to_have_count(0)


def test_the_last_one_deleted_closes_it(changed: Program, visit: Visit) -> None:
    page = visit(changed)
    open_lightbox(page, PROMPTS[2])
    for left in (3, 2, 1):
        page.keyboard.press("Delete")
        expect(page.get_by_test_id("painting")).to_have_count(left)
        expect(page.get_by_test_id("lightbox-count")).to_have_text(re.compile(f"/ {left}$") if left > 1 else "")
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("lightbox")).to_have_count(0)
    expect(page.get_by_test_id("empty")).to_be_visible()


@pytest.mark.parametrize(("locale", "theme"), [("en-US", "light"), ("zh-CN", "dark")])
def test_it_has_no_barriers(changed: Program, visit: Visit, locale: str, theme: str) -> None:
    small = {"width": 800, "height": 600}
    page = visit(changed, locale=locale, color_scheme=theme, bypass_csp=True, reduced_motion="reduce", viewport=small)
    painting_of(page, "the same at night").get_by_test_id("painting-image").click()
    expect(page.get_by_test_id("lightbox-slider")).to_be_visible()
    page.keyboard.press("i")
    expect(page.get_by_test_id("lightbox-details").locator(".prompt")).to_be_visible()
    assert [*violations(page), *small_targets(page)] == []
    page.keyboard.press("i")
    page.get_by_test_id("lightbox").get_by_test_id("more").click()
    expect(page.get_by_test_id("menu")).to_be_visible()
    assert [*violations(page), *small_targets(page)] == []
    page.get_by_test_id("menu").get_by_test_id("compare").click()
    expect(page.get_by_test_id("compare-stage")).to_be_visible()
    assert [*violations(page), *small_targets(page)] == []
