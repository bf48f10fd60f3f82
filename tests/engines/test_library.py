"""The library: finding, choosing, comparing, collecting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.conftest import watched
from tests.engines.screen import Screen, handle, within
from tests.filled import filled
from tests.program import Program

NUMBER = 60
CHOSEN = '[data-testid="painting"][aria-selected="true"]'
IN_VIEW = """(place) => {
  const box = document.querySelector(place)?.getBoundingClientRect();
  return !!box && box.bottom > 0 && box.top < innerHeight;
}"""
PLACES = "(place) => [...document.querySelectorAll(place)].map((each) => each.getBoundingClientRect().x)"


def name(number: int) -> str:
    return f"第 {number} 幅画 painting {number:02d}" + (" 湖面" if number % 10 == 7 else "")


def tile(number: int) -> str:
    return f'[data-testid="painting"][title="{name(number)}"]'


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with filled(watched(Program(tmp_path)), [name(number) for number in range(NUMBER)], search="painting") as program:
        yield program


def test_scrolling_searching_and_filters(screen: Screen) -> None:
    screen.open("/library")
    screen.wait_until_visible(tile(NUMBER - 1))
    screen.wait_for_text("day-heading", "November 2023")
    screen.fill("tile-size", "320")
    screen.run("() => { const frame = document.querySelector('.grid-frame'); frame.scrollTop = frame.scrollHeight; }")
    screen.wait(lambda: screen.run(IN_VIEW, tile(0)), "the oldest in sight")
    screen.run("() => { document.querySelector('.grid-frame').scrollTop = 0; }")
    screen.wait(lambda: screen.run(IN_VIEW, tile(NUMBER - 1)), "the newest in sight")

    screen.press("/")
    screen.wait_for_focus("search")
    screen.fill("search", "湖面")
    screen.wait_for_count("painting", 6)
    screen.wait_for_text("found", "6 paintings")
    screen.fill("search", "no such thing")
    screen.wait_until_visible("nothing")
    screen.press("Escape")
    screen.wait_until_visible(tile(NUMBER - 1))

    screen.click('[data-testid="quick-shape"][value="landscape"]')
    screen.wait_until_visible("nothing")
    screen.click('[data-testid="quick-shape"][value="landscape"]')
    screen.wait_until_visible(tile(NUMBER - 1))

    screen.choose("sort", "oldest")
    screen.wait(lambda: screen.run(IN_VIEW, tile(0)), "the oldest first")
    screen.click("filters")
    screen.choose("filter-size", "large")
    screen.wait_until_visible("nothing")
    screen.click("filters-clear")
    screen.wait(lambda: screen.run(IN_VIEW, tile(0)), "all of them again")


def test_choosing_comparing_and_the_lightbox(screen: Screen) -> None:
    screen.open("/library")
    newest = NUMBER - 1
    screen.click(tile(newest))
    screen.wait_for_count(CHOSEN, 1)
    screen.wait_for_text("details", name(newest))
    screen.click(tile(newest - 4), holding="Shift")
    screen.wait_for_count(CHOSEN, 5)
    screen.click(tile(newest - 2), holding="Control")
    screen.wait_for_text("selected-count", "4 selected")
    screen.wait_for_text("several-title", "4 selected")
    screen.press("Escape")
    screen.wait_for_count(CHOSEN, 0)

    screen.click(tile(newest))
    screen.press("ArrowRight")
    screen.wait_for_focus(tile(newest - 1))
    screen.press("Shift+ArrowRight")
    screen.wait_for_count(CHOSEN, 2)
    screen.press("c")
    screen.wait_until_visible("compare-dialog")
    screen.wait_for_count(within("compare-stage", "img"), 2)
    beside = screen.run(PLACES, within("compare-stage", "img"))
    assert beside[0] < beside[1]
    screen.press("a")
    screen.wait_for_focus(f"{handle('compare-choice')}[tabindex='0']")
    screen.click(f"{handle('compare-choice')}[aria-pressed=false]")
    screen.wait_for_count(within("compare-stage", "img"), 3)
    screen.click("compare-take-out", 2)
    screen.wait_for_count(within("compare-stage", "img"), 2)
    screen.click("compare-add")
    screen.wait_until_hidden("compare-choices")
    screen.click("compare-over")
    screen.wait(lambda: len(set(screen.run(PLACES, within("compare-stage", "img")))) == 1, "one over the other")
    screen.press("Escape")
    screen.wait_for_count("compare-dialog", 0)

    screen.double_click(tile(newest))
    screen.wait_for_attribute("lightbox-image", "alt", name(newest))
    screen.press("ArrowRight")
    screen.wait_for_attribute("lightbox-image", "alt", name(newest - 1))
    screen.press("Escape")
    screen.wait_for_count("lightbox", 0)
    screen.wait_for_focus(tile(newest - 1))


def test_favourites_albums_and_the_trash(screen: Screen) -> None:
    screen.expect_statuses(404)  # what was asked about a painting in the moment it went
    screen.open("/library")
    newest = NUMBER - 1
    screen.click(tile(newest))
    screen.press("f")
    screen.wait_for_attribute(within(tile(newest), "favourite"), "aria-pressed", "true")
    screen.click("place-favourites")
    screen.wait_for_count("painting", 1)
    screen.go("/library")

    screen.click(tile(newest))
    screen.click(tile(newest - 1), holding="Shift")
    screen.click("album-menu")
    screen.fill("album-name", "湖 lakes")
    screen.click("album-make")
    screen.wait_for_text("place-album", "湖 lakes")
    screen.click("place-album")
    screen.wait_for_count("painting", 2)
    screen.go("/library")

    screen.click(tile(newest))
    screen.click(tile(newest - 1), holding="Control")
    screen.press("Delete")
    screen.wait_for_count(tile(newest), 0)
    screen.wait_for_text("found", f"{NUMBER - 2} paintings")
    screen.click("undo")
    screen.wait_until_visible(tile(newest))
    screen.wait_for_text("found", f"{NUMBER} paintings")
    assert screen.visible(handle("found"))
