"""Four at once: seen together, painted where they stand, still together later; and a model chosen from its card."""

from __future__ import annotations

from tests.engines.screen import Screen, handle
from tests.engines.studio import DONE, order
from tests.program import Program

FRAMES = """() => [...document.querySelectorAll(".on-stage .frame")].map((frame) => {
  const { x, y, width, height, right, bottom } = frame.getBoundingClientRect();
  return { place: [x, y, width, height].map(Math.round), seen: right <= innerWidth && bottom <= innerHeight };
})"""


def test_four_of_one_order_stay_together(screen: Screen, program: Program) -> None:
    screen.open()
    order(screen, "four foxes", count=4)
    screen.wait_for_count("painting", 4)
    before = screen.run(FRAMES)
    screen.wait_for_count(DONE, 4)
    assert screen.run(FRAMES) == before, "nothing jumps"
    assert len({tuple(frame["place"][2:]) for frame in before}) == 1
    assert all(frame["seen"] for frame in before)
    assert before[0]["place"][1] == before[1]["place"][1] < before[2]["place"][1], "two rows of two"

    screen.focus("painting", 1)
    screen.press("Delete")
    screen.wait_for_count(handle("order", count="3"), 1)
    screen.click("undo")
    screen.wait_for_count(handle("order", count="4"), 1)
    program.stop()
    program.start()
    screen.open()
    assert screen.count(handle("order", count="4")) == 1


def test_a_model_is_chosen_by_keys_and_by_its_card(screen: Screen) -> None:
    screen.open()
    screen.focus("model-open")
    screen.press("ArrowDown")
    screen.wait_until_visible("model-list")
    screen.press("ArrowDown")
    screen.press("Enter")
    screen.wait_for_value("model", "@cf/black-forest-labs/flux-2-klein-4b")
    screen.wait_until_hidden("model-list")
    screen.wait_for_focus("model-open")
    screen.type("pho")
    screen.wait_for_value("model", "@cf/leonardo/phoenix-1.0")
    screen.wait_for_text("model-open", "Phoenix 1.0")
    screen.click("model-open")
    screen.press("Escape")
    screen.wait_until_hidden("model-list")
    screen.click("model-open")
    screen.click('[data-testid="model-card"][data-id="@cf/bytedance/stable-diffusion-xl-lightning"]')
    screen.wait_for_value("model", "@cf/bytedance/stable-diffusion-xl-lightning")
    screen.wait_for_text("price", "free")
