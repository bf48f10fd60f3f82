"""Where engines differ by themselves, the page is the same in all of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.engines.screen import Screen, handle, within
from tests.engines.studio import DONE, NEWEST, choose_model, order, paint, unfold

KLEIN = "@cf/black-forest-labs/flux-2-klein-4b"
NEXT = "return !window.isOld && performance.getEntriesByName('begun').length > 0"
SIGN = handle("reader")

# As far as files go: what the engine's own DataTransfer and DragEvent are. `steps`: pairs of an event and a place.
DRAG = """(...steps) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(["no picture"], "a.png", { type: "image/png" }));
  for (const [kind, place] of steps) {
    document.querySelector(place).dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  }
}"""
DRAGGED_OUT = """(place) => {
  const image = document.querySelector(place);
  const about = { dataTransfer: new DataTransfer(), bubbles: true, cancelable: true };
  const begun = image.dispatchEvent(new DragEvent("dragstart", about));
  image.dispatchEvent(new DragEvent("dragend", about));
  return [begun, [...about.dataTransfer.types].map((kind) => kind.toLowerCase())];
}"""
PRESS = """(place) => document.querySelector(place)
  .dispatchEvent(new PointerEvent("pointerdown", { button: 0, bubbles: true }))"""
SIZE = """(place) => {
  const { width, height, bottom } = document.querySelector(place).getBoundingClientRect();
  return [width, height, bottom];
}"""


def test_the_sign_for_dropping_comes_and_goes(screen: Screen) -> None:
    screen.open()
    choose_model(screen, KLEIN)
    screen.run(DRAG, ["dragenter", "#main"], ["dragenter", ".paint-button"], ["dragleave", "#main"])
    screen.wait_for_attribute(SIGN, "data-over", "true")
    screen.run(DRAG, ["dragenter", "#references"], ["dragleave", ".paint-button"], ["dragover", "#references"])
    screen.wait_for_attribute(SIGN, "data-over", "false")
    screen.wait_for_attribute("#references", "data-over", "true")
    screen.expect_statuses(415)
    screen.run(DRAG, ["drop", "#references"])
    screen.wait_for_attribute("#references", "data-over", "false")
    screen.wait_until_visible("alert")
    assert screen.attribute(SIGN, "data-over") == "false"
    screen.run(DRAG, ["dragenter", "#main"], ["dragleave", "#main"])
    screen.wait_for_attribute(SIGN, "data-over", "false")


def test_what_is_dragged_out_is_the_picture(screen: Screen) -> None:
    screen.open()
    paint(screen, "a boat", "an island")
    loads_by_itself = screen.browser.engine.name == "chromium"
    image = within('[data-testid="painting"][aria-label="a boat"]', "painting-image")  # the older one, which is small
    for path in ("/", "/library"):
        screen.go(path)
        screen.wait_until_visible(image)
        assert "/thumbnail" in str(screen.attribute(image, "src"))
        assert screen.run(DRAGGED_OUT, image)[0] is loads_by_itself, "a thumbnail that is given away"
        screen.run(PRESS, image)
        if not loads_by_itself:
            screen.wait_until_visible(f'{image}[src*="/picture"]')
        begun, kinds = screen.run(DRAGGED_OUT, image)
        assert begun
        assert ("downloadurl" in kinds) is loads_by_itself


LEAVING: dict[str, Callable[[Screen], None]] = {
    "by a link": lambda screen: screen.click("to-studio"),
    "by reloading": lambda screen: screen.run("() => { setTimeout(() => location.reload()) }"),
}


@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
def test_what_was_set_last_is_on_the_next_page(screen: Screen, leave: Callable[[Screen], None]) -> None:
    screen.open()
    for steps in ("7", "2", "8"):
        screen.run("() => { window.isOld = true }")
        unfold(screen)
        screen.fill("steps", steps)
        leave(screen)
        # Asked at once: a page that goes takes an answer that is waited for along.
        screen.wait(lambda: screen.browser.driver.execute_script(NEXT), "the next page")
        assert screen.value("steps") == steps


@pytest.mark.parametrize(("width", "height"), [(1360, 768), (768, 1360)])
def test_a_frame_has_the_shape_of_its_picture(screen: Screen, width: int, height: int) -> None:
    screen.open()
    choose_model(screen, KLEIN)
    screen.fill("width", str(width))
    screen.fill("height", str(height))
    order(screen, "a boat")
    screen.wait_for_count(DONE, 1)
    for window in ((1280, 800), (800, 600)):
        screen.resize(*window)
        across, down, bottom = screen.run(SIZE, within(NEWEST, ".frame"))
        assert across / down == pytest.approx(width / height, rel=0.02), window
        assert bottom <= window[1]
        assert max(across, down) > 300


def test_a_day_that_is_not_chosen_looks_like_none(screen: Screen) -> None:
    """WebKit shows today there; the others have a sign for it."""
    told = '.filter:has([name="since"]) .no-date'
    is_told = screen.browser.engine.name == "webkit"
    screen.open("/library?sort=oldest")  # without a wish, an empty library has no filters
    screen.click("filters")
    screen.wait_until_visible("filter-since")
    assert screen.visible(told) is is_told
    screen.fill("filter-since", "2026-11-03")
    screen.focus("filter-until")
    screen.wait_for_text("filters", "1")
    assert not screen.visible(told)
    screen.click("filters-clear")
    screen.wait(lambda: screen.visible(told) is is_told, "no day")
