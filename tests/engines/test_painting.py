"""From words to a picture."""

from __future__ import annotations

from tests.engines.screen import Screen, within
from tests.engines.studio import DONE, order
from tests.originals import as_it_came
from tests.program import Program
from tests.upstream import Upstream

WIDTH = """async (place) => {
  const image = document.querySelector(place);
  await image.decode();
  return image.naturalWidth;
}"""


def test_painting_one_and_then_eight(screen: Screen, program: Program, upstream: Upstream) -> None:
    screen.open()
    order(screen, "雨后的夜市, a boat on a lake")
    screen.wait_for_count(DONE, 1)
    image = within(DONE, "painting-image")
    assert screen.attribute(image, "alt") == "雨后的夜市, a boat on a lake"
    assert screen.run(WIDTH, image) == 1024
    [file] = program.library.rglob("*.jpg")
    assert as_it_came(file.read_bytes()) == upstream.pictures[0]

    for _ in range(7):
        screen.click('[aria-label="One more"]')
    screen.wait_for_value("count", "8")
    screen.fill("prompt", "eight foxes")
    screen.press("Control+Enter")
    screen.wait_for_count(DONE, 9)
    assert [request.json()["prompt"] for request in upstream.requests[1:]] == ["eight foxes"] * 8
