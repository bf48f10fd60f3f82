"""The picture alone: by click and by key, to its neighbours and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.seeding import seed
from tests.engines.conftest import watched
from tests.engines.screen import Screen, handle, within
from tests.program import Program

PROMPTS = ["the oldest of all", "the one between", "the newest here"]
PLACE = """() => {
  const { x, width, height } = document.querySelector('[data-testid="lightbox-image"]').getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(width), Math.round(height)];
}"""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    program = watched(Program(tmp_path))
    seed(program.data_dir, PROMPTS)
    with program:
        yield program


def card(prompt: str) -> str:
    return f'[data-testid="painting"][aria-label="{prompt}"]'


def test_opening_going_on_zooming_and_closing(screen: Screen) -> None:
    screen.open()
    screen.click(within(card(PROMPTS[1]), "painting-image"))
    shows(screen, PROMPTS[1])
    screen.wait(lambda: screen.run(PLACE)[0] == 640, "the picture in the middle")
    for key, prompt in (("ArrowRight", PROMPTS[0]), ("ArrowLeft", PROMPTS[1]), ("ArrowLeft", PROMPTS[2])):
        screen.press(key)
        shows(screen, prompt)
    screen.press("z")
    screen.wait(lambda: screen.run(PLACE)[1] == 1024, "the picture in its full size")
    screen.press("z")
    screen.wait(lambda: screen.run(PLACE)[2] <= 800, "the picture as large as the window")
    screen.press("Escape")
    screen.wait_for_count("lightbox", 0)

    screen.focus(card(PROMPTS[0]))
    screen.press("Enter")
    shows(screen, PROMPTS[0])
    screen.press("+")
    screen.wait(lambda: screen.run(PLACE)[2] > 700, "a larger picture")
    screen.press("0")
    screen.press("f")
    screen.wait_for_attribute(within("lightbox", "favourite"), "aria-pressed", "true")
    screen.press("i")
    screen.wait_for_text("lightbox-details", PROMPTS[0])
    screen.click("lightbox-close")
    screen.wait_for_count("lightbox", 0)
    screen.wait(
        lambda: screen.run("(place) => document.activeElement.closest(place) !== null", card(PROMPTS[0])),
        "the focus back at its painting",
    )
    screen.wait_for_attribute(within(card(PROMPTS[0]), "favourite"), "aria-pressed", "true")


def test_deleting_goes_on_to_the_neighbour(screen: Screen) -> None:
    screen.open()
    screen.click(within(card(PROMPTS[1]), "painting-image"))
    shows(screen, PROMPTS[1])
    screen.press("Delete")
    shows(screen, PROMPTS[0])
    screen.wait_for_count("painting", 2)
    screen.click("undo")
    screen.wait_for_count("painting", 3)
    screen.press("ArrowLeft")
    shows(screen, PROMPTS[1])


def shows(screen: Screen, prompt: str) -> None:
    screen.wait_for_attribute("lightbox-image", "alt", prompt)
    screen.wait_until_visible(handle("lightbox-image"))
