"""Places and quick filters of the library: one click each, and pictures that are dropped onto a place."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, expect

from server.paintings.models import MODELS
from tests.browser.conftest import Visit
from tests.browser.studio import as_another_engine
from tests.eventually import eventually
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.rows import rows

PHOENIX = "@cf/leonardo/phoenix-1.0"
NAMES = [model.id for model in MODELS.values() if model.input != "masked"]
BOTH = {f"with_{NAMES.index(each)}": each for each in (NAMES[0], PHOENIX)}


@pytest.fixture
def library(program: Program, visit: Visit) -> Page:
    """Painted today, three days ago, a month ago; the middle one wide and with another model."""
    now = time.time()
    for number, (age, told) in enumerate(((0, {}), (3, {"model": PHOENIX}), (31, {}))):
        put(program.library, f"{number}.jpg", metadata(f"painting {number}", created=now - 86400 * age, **told))
    eventually(lambda: len(rows(program)) == 3)
    page = visit(program, "/library")
    expect(tiles(page)).to_have_count(3)
    return page


def tiles(page: Page) -> Locator:
    return page.get_by_test_id("painting")


def tile(page: Page, number: int) -> Locator:
    return page.locator(f'[data-testid=painting][title="painting {number}"]')


def test_a_day_a_week_a_model_and_a_shape_are_one_click_away(library: Page) -> None:
    today, week = (library.get_by_test_id("quick-since").nth(each) for each in (0, 1))
    today.click()
    expect(tiles(library)).to_have_count(1)
    expect(today).to_have_attribute("aria-pressed", "true")
    week.click()
    expect(tiles(library)).to_have_count(2)
    expect(today).to_have_attribute("aria-pressed", "false")
    phoenix = library.get_by_test_id("quick-model").filter(has_text="Phoenix")
    phoenix.click()
    expect(tiles(library)).to_have_count(1)
    expect(tile(library, 1)).to_be_visible()
    expect(library.get_by_test_id("filters")).to_contain_text("2")
    library.reload()
    expect(phoenix).to_have_attribute("aria-pressed", "true")
    expect(week).to_have_attribute("aria-pressed", "true")
    phoenix.click()
    week.click()
    expect(tiles(library)).to_have_count(3)
    library.locator('[data-testid="quick-shape"][value="portrait"]').click()
    expect(library.get_by_test_id("nothing")).to_be_visible()
    library.get_by_test_id("filters").click()
    library.get_by_test_id("filters-clear").click()
    expect(tiles(library)).to_have_count(3)
    expect(library.locator('[data-testid="quick-shape"][aria-pressed="true"]')).to_have_count(0)


def test_the_first_album_is_made_where_albums_stand(library: Page) -> None:
    library.get_by_test_id("album-new").click()
    expect(library.get_by_test_id("album-new-name")).to_be_focused()
    library.keyboard.type("湖 lakes")
    library.keyboard.press("Enter")
    expect(library.get_by_test_id("place-album")).to_contain_text(["湖 lakes"])
    library.get_by_test_id("place-comparisons").click()
    library.get_by_test_id("album-new").click()
    expect(library.get_by_test_id("album-new-name")).to_be_focused()
    library.keyboard.type("posters")
    library.keyboard.press("Enter")
    expect(library.get_by_test_id("place-album")).to_contain_text(["posters", "湖 lakes"])
    expect(library.get_by_test_id("place-comparisons")).to_have_attribute("aria-current", "page")


def test_pictures_are_dropped_onto_an_album_and_onto_favourites(program: Program, library: Page) -> None:
    with program.client() as client:
        client.post("/library/albums", data={"name": "lakes"}).raise_for_status()
    album = library.get_by_test_id("place-album")
    tile(library, 2).drag_to(album)
    expect(album.locator(".place-count")).to_have_text("1")
    tile(library, 0).click()
    tile(library, 1).click(modifiers=["ControlOrMeta"])
    tile(library, 1).drag_to(album)
    expect(album.locator(".place-count")).to_have_text("3")
    tile(library, 0).drag_to(library.get_by_test_id("place-favourites"))
    for number in (0, 1):
        expect(tile(library, number).get_by_test_id("favourite")).to_have_attribute("aria-pressed", "true")
    expect(tile(library, 2).get_by_test_id("favourite")).to_have_attribute("aria-pressed", "false")
    expect(library.get_by_test_id("story")).to_have_count(0)


def test_several_can_be_dropped_where_only_what_is_shown_can_leave(program: Program, library: Page) -> None:
    """As in Safari, in Firefox and in the program's own window."""
    with program.client() as client:
        client.post("/library/albums", data={"name": "lakes"}).raise_for_status()
    as_another_engine(library)
    album = library.get_by_test_id("place-album")
    expect(album).to_be_visible()
    tile(library, 0).click()
    tile(library, 1).click(modifiers=["ControlOrMeta"])
    tile(library, 1).drag_to(album)
    expect(album.locator(".place-count")).to_have_text("2")
    expect(library.get_by_text("One picture at a time")).to_have_count(0)


def test_comparisons_are_a_place_of_their_own(program: Program, library: Page) -> None:
    library.get_by_test_id("place-comparisons").click()
    expect(library.get_by_test_id("nothing")).to_be_visible()
    with program.client() as client:
        asked = {"prompt": "a boat at dawn", "steps": "4", "count": "1", "axis_steps": "4, 20"}
        client.post("/grids", data=asked | BOTH).raise_for_status()
    library.reload()
    card = library.get_by_test_id("comparison-card")
    expect(card).to_contain_text("a boat at dawn")
    expect(card).to_contain_text("2 models × 2 step counts")
    card.click()
    expect(library.get_by_test_id("grid-prompt")).to_have_text("a boat at dawn")
