"""Comparisons: ordered in the dialog, filling by themselves, exported as one picture."""

from __future__ import annotations

from PIL import Image

from tests.engines.screen import Screen, handle
from tests.program import Program


def test_a_table_is_ordered_and_fills_by_itself(screen: Screen, program: Program) -> None:
    with program.client() as client:
        client.post("/queue/pause")
        screen.open()
        screen.fill("prompt", "一只小船, a boat")
        screen.click("grid-open")
        screen.wait_until_visible("grid-dialog")
        screen.fill("grid-axis_steps", "2, 4")
        screen.wait_for_text("grid-count", "2 paintings, ≈")
        screen.click("grid-paint")
        screen.click("to-grid")
        screen.wait_until_visible("grid-table")
        assert screen.count(handle("grid-cell", state="queued")) == 2
        client.post("/queue/resume")
    screen.wait_for_count(handle("grid-cell", state="done"), 2)
    screen.click("[data-testid=grid-cell] a")
    screen.wait_until_visible("lightbox")
    screen.press("Escape")
    screen.wait_for_count("lightbox", 0)
    if "download" not in screen.browser.engine.cannot:
        file = screen.downloaded(lambda: screen.click("grid-export"))
        with Image.open(file) as picture:
            assert picture.format == "PNG"
