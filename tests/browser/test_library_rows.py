"""How the library lies there: rows of pictures in their own proportions, below their days, with a line of time."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from server.pictures.metadata import embed
from tests.browser.conftest import Visit
from tests.eventually import eventually
from tests.pictures_on_disk import metadata
from tests.program import Program
from tests.rows import rows
from tests.upstream import Upstream

SIZES = ((120, 80), (80, 120), (100, 100), (160, 90), (90, 160))
NEAR = (0, 0, 0, 1, 1, 3, 5)
"""Days ago of the newest ones."""

EARLIER = 70
BOXES = """() => {
  const tiles = [...document.querySelectorAll(".tile")];
  const areShown = tiles.length > 20 && tiles.every((tile) => tile.querySelector("img").naturalWidth > 0);
  return areShown && tiles.map((tile) => {
    const { x, y, width, height } = tile.getBoundingClientRect();
    const { naturalWidth, naturalHeight } = tile.querySelector("img");
    return { x, y, width, height, own: naturalWidth / naturalHeight };
  });
}"""
"""When all pictures that are near are there; measured in the same moment, for they come and go as one scrolls."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, shared_upstream: Upstream) -> Iterator[Program]:
    """Pictures of five shapes, painted today and before; the newest is number 0. No test changes them."""
    program = Program(tmp_path_factory.mktemp("rows"), api_base=shared_upstream.base_url)
    for number in range(len(NEAR) + EARLIER):
        put(program, number, moment(number))
    with program:
        eventually(lambda: len(rows(program)) == len(NEAR) + EARLIER)
        yield program


def moment(number: int) -> float:
    noon = datetime.now(UTC).astimezone().replace(hour=0, minute=0, second=30)
    if number < len(NEAR):
        return (noon - timedelta(days=NEAR[number])).timestamp() - number / 10
    return time.time() - 86400 * (40 + 30 * number)


def put(program: Program, number: int, created: float) -> None:
    width, height = SIZES[number % len(SIZES)]
    made = io.BytesIO()
    Image.new("RGB", (width, height), (90, 60 + number, 200 - number)).save(made, "JPEG")
    program.library.mkdir(parents=True, exist_ok=True)
    told = metadata(f"painting {number:02d}", created=created, width=width, height=height)
    (program.library / f"{number:02d}.jpg").write_bytes(embed(made.getvalue(), told))


@pytest.fixture
def library(shelf: Program, visit: Visit) -> Page:
    page = visit(shelf, "/library")
    expect(tile(page, 0)).to_be_visible()
    return page


def tile(page: Page, number: int) -> Locator:
    return page.locator(f'[data-testid=painting][title="painting {number:02d}"]')


def heading(page: Page, text: str) -> Locator:
    return page.get_by_test_id("day-heading").filter(has_text=text)


def test_rows_are_full_and_pictures_keep_their_proportions(library: Page) -> None:
    heading(library, datetime.fromtimestamp(moment(8), UTC).astimezone().strftime("%B %Y")).scroll_into_view_if_needed()
    boxes = library.wait_for_function(BOXES).json_value()
    for box in boxes:
        assert box["width"] / box["height"] == pytest.approx(box["own"], rel=0.05)
    of_rows = [[box for box in boxes if box["y"] == top] for top in {box["y"] for box in boxes}]
    assert any(len(row) > 2 for row in of_rows)
    for row in of_rows:
        assert len({box["height"] for box in row}) == 1


def test_days_and_months_are_headings_in_either_language(shelf: Program, visit: Visit) -> None:
    page = visit(shelf, "/library")
    expect(page.get_by_test_id("day-heading")).to_contain_text(["Today", "Yesterday", "Last week"])
    below = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="day-heading"]')].map((each) => each.dataset.count)"""
    )
    assert below[:3] == ["3", "2", "2"]
    day = datetime.fromtimestamp(moment(len(NEAR)), UTC).astimezone()
    page.locator(".grid-frame").evaluate("(frame) => { frame.scrollTop = 500; }")
    expect(heading(page, f"{day:%B} {day.year}")).to_be_attached()
    with shelf.client() as client:
        client.post("/preferences", data={"language": "zh-CN"}).raise_for_status()
        page.reload()
        expect(page.get_by_test_id("day-heading")).to_contain_text(["今天", "昨天", "最近一周"])
        page.locator(".grid-frame").evaluate("(frame) => { frame.scrollTop = 500; }")
        expect(heading(page, f"{day.year} 年 {day.month} 月")).to_be_attached()
        client.post("/preferences", data={"language": "en"}).raise_for_status()


def test_an_order_that_is_none_of_time_has_no_headings(library: Page) -> None:
    library.get_by_test_id("sort").select_option("prompt")
    expect(library.get_by_test_id("day-heading")).to_have_count(0)
    expect(library.get_by_test_id("time-line")).to_be_hidden()
    library.get_by_test_id("sort").select_option("oldest")
    expect(library.get_by_test_id("day-heading").first).to_be_visible()
    expect(tile(library, len(NEAR) + EARLIER - 1)).to_be_in_viewport()


def test_a_heading_selects_what_stands_below_it(library: Page) -> None:
    heading(library, "Today").hover()
    library.get_by_role("button", name="Select all of these: Today").click()
    expect(library.get_by_test_id("selected-count")).to_have_text("3 selected")


def test_the_time_line_leads_to_any_month_by_hand_and_by_key(library: Page) -> None:
    line = library.get_by_test_id("time-line")
    box = line.bounding_box()
    assert box
    library.mouse.click(box["x"] + 20, box["y"] + box["height"] - 2)
    expect(tile(library, len(NEAR) + EARLIER - 1)).to_be_in_viewport()
    library.keyboard.press("Home")
    library.mouse.click(box["x"] + 20, box["y"])
    expect(tile(library, 0)).to_be_in_viewport()
    expect(line).to_be_focused()
    library.keyboard.press("ArrowDown")
    expect(line).to_have_attribute("aria-valuetext", "Yesterday")
    library.keyboard.press("ArrowUp")
    expect(line).to_have_attribute("aria-valuetext", "Today")


def test_the_wheel_with_control_makes_pictures_larger_and_the_size_stays(shelf: Program, library: Page) -> None:
    before = tile(library, 0).bounding_box()
    tile(library, 0).hover()
    library.keyboard.down("Control")
    with library.expect_response("**/preferences"):
        library.mouse.wheel(0, -300)
    library.keyboard.up("Control")
    after = tile(library, 0).bounding_box()
    assert before and after
    assert after["height"] > 1.3 * before["height"]
    library.reload()
    expect(tile(library, 0)).to_be_visible()
    again = tile(library, 0).bounding_box()
    assert again and again["height"] == pytest.approx(after["height"], abs=2)
    with shelf.client() as client:
        client.post("/preferences", data={"tile": "176"}).raise_for_status()


def test_arrows_go_to_the_nearest_picture_of_the_next_row(library: Page) -> None:
    tile(library, 0).click()
    start = tile(library, 0).bounding_box()
    library.keyboard.press("ArrowDown")
    below = library.locator(".tile:focus").bounding_box()
    assert start and below
    assert below["y"] > start["y"]
    assert below["x"] < start["x"] + start["width"] / 2 < below["x"] + below["width"] + 8
    library.keyboard.press("ArrowUp")
    expect(tile(library, 0)).to_be_focused()


def test_the_star_of_a_tile_makes_it_a_favourite_and_no_more(shelf: Program, visit: Visit) -> None:
    page = visit(shelf, "/library")
    tile(page, 3).hover()
    star = tile(page, 3).get_by_test_id("favourite")
    with page.expect_response("**/library/favourite"):
        star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    assert page.get_by_test_id("selection").is_hidden()
    page.reload()
    expect(star).to_be_visible()
    with page.expect_response("**/library/favourite"):
        star.click()
    expect(star).to_have_attribute("aria-pressed", "false")


def test_a_tile_under_the_hand_saves_and_has_the_menu(library: Page) -> None:
    tile(library, 2).hover()
    with library.expect_download() as download:
        tile(library, 2).get_by_test_id("save-as").click()
    assert download.value.suggested_filename == "02.jpg"
    tile(library, 4).hover()
    tile(library, 4).get_by_test_id("more").click()
    menu = library.get_by_test_id("menu")
    expect(menu.get_by_test_id("favourite")).to_have_attribute("value", str(tile(library, 4).get_attribute("data-id")))
    library.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(library.get_by_test_id("selection")).to_be_hidden()
