"""From a click on Paint to the decoded picture, and the bytes that reaches the page for it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Page

from tests.bench import stage
from tests.bench.figures import spread
from tests.bench.result import Result
from tests.bench.still_page import CLICK, StillServer
from tests.bench.wire import Wire
from tests.jpegs import make_jpeg
from tests.upstream import Upstream
from tests.upstream_answers import send_picture

ROUNDS = 40
DELAY = 0.3
WATCH = """() => {
  window.shown = new Promise((resolve) => {
    const idOf = (image) => Number(image.closest('[data-id]').dataset.id);
    const images = () => [...document.querySelectorAll('[data-state=done] [data-testid=painting-image]')];
    const newest = Math.max(0, ...images().map(idOf));
    let begun;
    const observer = new MutationObserver(() => {
      const image = images().find((each) => idOf(each) > newest);
      if (!image) return;
      observer.disconnect();
      image.decode().then(() => resolve(performance.now() - begun));
    });
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-state'] });
    document.querySelector('[data-testid=generate]').addEventListener('click', () => { begun = performance.now(); },
      { once: true, capture: true });
  });
}"""


def measure() -> Iterator[Result]:
    """Turn and turn about, with the same picture, after a warm-up."""
    with (
        Upstream(delay=DELAY, picture_bytes=stage.PICTURE_BYTES) as upstream,
        StillServer() as still,
        stage.program(api_base=upstream.base_url) as program,
        stage.browser() as browser,
    ):
        page = stage.open_studio(browser, program)
        floor_page = browser.new_page()
        floor_page.goto(still.url)
        wire = Wire(page)
        page.get_by_test_id("prompt").fill("a lighthouse in morning mist")
        page.wait_for_timeout(1000)
        ours, floors, shares = [], [], []
        for number in range(ROUNDS + 1):
            picture = still.picture = make_jpeg(stage.PICTURE_BYTES)
            upstream.next(send_picture(picture))
            ours.append(_paint(page, wire) - DELAY * 1000)
            shares.append(wire.received / len(picture))
            floors.append(floor_page.evaluate(CLICK, f"/picture/{number}"))
        above = [mine - floor for mine, floor in zip(ours[1:], floors[1:], strict=True)]
        beside = f"floor {spread(floors[1:])} ms, ours {spread(ours[1:])} ms without the upstream's {DELAY} s"
        yield Result("click to picture above floor", median(above), "ms", 40, beside)
        yield Result("bytes per picture", median(shares[1:]), "×", 1.05, f"of a picture of {stage.PICTURE_BYTES} bytes")


def _paint(page: Page, wire: Wire) -> float:
    """Milliseconds from the click to the picture."""
    page.bring_to_front()
    page.evaluate(WATCH)
    wire.reset()
    page.get_by_test_id("generate").click()
    milliseconds: float = page.evaluate("() => window.shown")
    page.wait_for_timeout(300)
    return milliseconds
