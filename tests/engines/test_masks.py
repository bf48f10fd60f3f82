"""Painting over a part of a picture, by mouse."""

from __future__ import annotations

import io

from PIL import Image

from tests.engines.screen import Screen
from tests.engines.studio import DONE, choose, paint
from tests.upstream import Upstream

MARKED = """() => {
  const canvas = document.querySelector(".mask-stage canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 127) count++;
  return count;
}"""


def test_a_part_is_marked_and_painted_anew(screen: Screen, upstream: Upstream) -> None:
    screen.expect_statuses(422)
    screen.open()
    paint(screen, "a boat")
    screen.click("to-library")
    screen.wait_for_path("/library")
    screen.click("painting")
    choose(screen, "details", "mask")
    screen.wait_until_visible("mask-dialog")
    screen.wait_for_attribute("mask-undo", "aria-disabled", "true")
    screen.fill("mask-prompt", "a red fox")
    screen.click("mask-paint")
    screen.wait_for_text("mask-problem", "Nothing is marked.")

    screen.stroke("mask-stage", (0.2, 0.2), (0.8, 0.2))
    screen.wait(lambda: screen.run(MARKED) > 10_000, "a mark")
    first = screen.run(MARKED)
    screen.stroke("mask-stage", (0.25, 0.5), (0.75, 0.5))
    screen.wait(lambda: screen.run(MARKED) > first, "a second mark")
    screen.focus("mask-stage")
    screen.press("Control+z")
    screen.wait(lambda: screen.run(MARKED) == first, "the first mark alone")
    screen.press("Control+z")
    screen.wait(lambda: screen.run(MARKED) == 0, "no mark")
    screen.press("Control+Shift+z")
    screen.wait(lambda: screen.run(MARKED) == first, "the first mark again")
    screen.click("mask-paint")
    screen.wait_for_count("mask-dialog", 0)
    screen.wait_for_text("#toasts", "Ordered.")
    screen.click("to-studio")
    screen.wait_for_path("/")
    screen.wait_for_count(DONE, 2)
    sent = upstream.requests[-1].json()
    assert sent["prompt"] == "a red fox"
    left, top, right, bottom = Image.open(io.BytesIO(bytes(sent["mask"]))).getbbox() or (0, 0, 0, 0)
    for found, wanted in ((left, 72), (top, 72), (right, 440), (bottom, 132)):
        assert abs(found - wanted) < 10, (left, top, right, bottom)
