"""The slider: from its input event to the frame that shows the number, and what it asks of the server."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from tests.bench import stage
from tests.bench.figures import spread
from tests.bench.result import Result

MOVES = 24
# Frames are counted by the page's own clock for them: 0 when the number changes before the next frame is drawn.
WATCH = """() => {
  const slider = document.querySelector('[data-testid=steps]');
  const shown = document.querySelector('[data-testid=steps-value]');
  window.moves = [];
  slider.addEventListener('input', (event) => {
    const move = { begun: event.timeStamp, frames: -1, milliseconds: 0 };
    const nextFrame = () => {
      move.frames += 1;
      if (shown.textContent !== slider.value && move.frames < 60) return requestAnimationFrame(nextFrame);
      move.milliseconds = performance.now() - move.begun;
      window.moves.push(move);
    };
    requestAnimationFrame(nextFrame);
  }, { capture: true });
}"""


def measure() -> Iterator[Result]:
    with stage.upstream_process() as api_base, stage.program(api_base=api_base) as program, stage.browser() as browser:
        page = stage.open_studio(browser, program)
        page.evaluate(WATCH)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.get_by_test_id("more-settings").locator("summary").click()
        slider = page.get_by_test_id("steps")
        for move in range(MOVES):
            slider.press("ArrowLeft" if move // 3 % 2 else "ArrowRight")
            page.wait_for_timeout(50)
        # A request that waits for a pause in typing would come now.
        page.wait_for_timeout(1000)
        moves = page.evaluate("() => window.moves")
        times = [move["milliseconds"] for move in moves]
        late = max(move["frames"] for move in moves)
        yield Result("slider: frames missed", late, "frames", 0, f"{len(moves)} moves; frame after {spread(times)} ms")
        yield Result("slider: requests", len(asked), "requests", 0, f"median {median(times):.1f} ms to the frame")
