"""What pywebview puts into each page on Windows and macOS takes nothing away from it."""

from __future__ import annotations

from tests.engines.injected import PLATFORMS
from tests.engines.screen import Screen, within
from tests.engines.studio import DONE, paint

LEFT_ALONE = """(place) => {
  const picture = document.querySelector(place);
  const at = { bubbles: true, cancelable: true };
  const dragged = picture.dispatchEvent(new DragEvent("dragstart", { ...at, dataTransfer: new DataTransfer() }));
  const zoomed = document.body.dispatchEvent(new WheelEvent("wheel", { ...at, ctrlKey: true, deltaY: 1 }));
  return [dragged, zoomed];
}"""


def test_pictures_can_be_dragged_and_the_wheel_zooms(screen: Screen) -> None:
    """That text can be selected, the witness says: what would forbid it is a style that the page's policy refuses."""
    screen.open()
    platform = PLATFORMS.get(screen.browser.engine.name)
    screen.wait(
        lambda: screen.run("() => window.pywebview?.platform ?? null") == platform,
        what="pywebview's scripts, where there are any",
    )
    paint(screen, "a boat")

    assert screen.run(LEFT_ALONE, within(DONE, "[data-testid=painting-image]")) == [True, True]
