"""Libraries of 1,000, 10,000 and 100,000 paintings: reading in, the start, the first screen, searching, scrolling."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from urllib.parse import quote

import httpx
from playwright.sync_api import BrowserContext, Page

from tests.begun import wait_until_begun
from tests.bench import stage
from tests.bench.figures import p95, spread
from tests.bench.load import Asker
from tests.bench.result import Result
from tests.bench.shelves import RARE, fill
from tests.html import has_handle
from tests.program import Program

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 7
PASSES = 5
# One start differs from the next by a fifth and more, so that few of them say nothing about a tenth.
STARTS = 31
PATIENCE = 900
WISHES = (
    "q=lighthouse",
    "q=light",
    "q=a",
    "q=watercolour+forest&favourite=1",
    f"q={quote(RARE['en'])}",
    f"q={quote(RARE['zh-CN'])}",
    f"q={quote('湖面')}",
    f"q={quote('灯')}",
    f"q={quote('水彩画')}&shape=landscape&sort=oldest",
    "q=light&sort=prompt",
    "model=%40cf%2Fleonardo%2Fphoenix-1.0&since=2021-01-01&until=2022-01-01",
)
SCROLL = """async () => {
  const frame = document.querySelector(".grid-frame");
  const pause = () => new Promise((done) => setTimeout(done, 60));
  let most = 0;
  for (let step = 0; step < 60; step++) {
    frame.scrollTop += step % 3 ? 900 : frame.scrollHeight / 40;
    await pause();
    most = Math.max(most, document.getElementsByTagName("*").length);
  }
  return most;
}"""


# At 40 pixels a frame, as a wheel turned without rest does it. A gap of two frames is one that was missed.
FRAMES = """async () => {
  const frame = document.querySelector(".grid-frame");
  const next = () => new Promise(requestAnimationFrame);
  frame.scrollTop = 0;
  await new Promise((done) => setTimeout(done, 1000));
  let drawn = 0;
  let missed = 0;
  let last = await next();
  const end = last + 6000;
  while (last < end) {
    frame.scrollTop += 40;
    const now = await next();
    missed += Math.max(0, Math.round(((now - last) * 60) / 1000) - 1);
    drawn += 1;
    last = now;
  }
  return { missed, all: drawn + missed };
}"""
LARGE_PICTURES = 1500
"""So many that no pass of FRAMES comes to their end."""


def measure() -> Iterator[Result]:
    with stage.folder() as place:
        fill(Program(place / "full").library, LARGE_PICTURES, side=400)
        with Program(place / "full") as program:
            yield from _frames(program)
    for size in SIZES:
        with stage.folder() as place:
            fill(Program(place / "full").library, size)
            yield from _library(place, size)


def _library(place: Path, size: int) -> Iterator[Result]:
    full, empty = Program(place / "full"), Program(place / "empty")
    with full:
        yield from _reading_in(full, size)
        with full.client() as client:
            yield from _answers(client, size)
        yield from _scrolling(full, size)
    yield from _start(full, empty, size)


def _reading_in(program: Program, size: int) -> Iterator[Result]:
    """How the page answers while all files are new."""
    ask = Asker(program)
    begun = time.monotonic()
    answers: list[float] = []
    shown = False
    with program.client() as client:
        while _known(client) < size and time.monotonic() < begun + PATIENCE:
            answers += ask.for_seconds(1.0)
            shown = shown or 'data-work="reading"' in client.get("/library").text
    assert shown or size < SIZES[1], "the page must tell of it"
    beside = f"p50 {median(answers):.1f} ms of {len(answers)}; all read after {time.monotonic() - begun:.0f} s"
    yield Result(f"GET / while reading {size:,} files: p95", p95(answers), "ms", 50, beside)


def _known(client: httpx.Client) -> int:
    page = client.get("/library?q=").text
    return int(page.partition('data-total="')[2].partition('"')[0] or 0)


def _answers(client: httpx.Client, size: int) -> Iterator[Result]:
    first = [_milliseconds(client, "/library") for _ in range(ROUNDS)]
    yield Result(f"first screen of {size:,}", median(first), "ms", 100, spread(first, digits=1))
    outline = [_milliseconds(client, "/library/layout") for _ in range(ROUNDS)]
    yield Result(f"outline of {size:,}", median(outline), "ms", 500, spread(outline, digits=1))
    last = [_milliseconds(client, f"/library/block?start={size - 60}") for _ in range(ROUNDS)]
    yield Result(f"last stretch of {size:,}", median(last), "ms", 50, spread(last, digits=1))
    slowest, wish = max(
        (median(_milliseconds(client, f"/library/block?{each}") for _ in range(ROUNDS)), each) for each in WISHES
    )
    yield Result(f"slowest search in {size:,}", slowest, "ms", 50, f"of {len(WISHES)}: {wish}")


def _milliseconds(client: httpx.Client, path: str) -> float:
    begun = time.perf_counter()
    client.get(path).raise_for_status()
    return (time.perf_counter() - begun) * 1000


def _scrolling(program: Program, size: int) -> Iterator[Result]:
    with stage.browser() as browser, closing(browser.new_context(viewport={"width": 1280, "height": 800})) as context:
        most: int = _open(context, program).evaluate(SCROLL)
    yield Result(f"elements while scrolling {size:,}", most, "elements", 1500, "in a window of 1280 x 800")


def _frames(program: Program) -> Iterator[Result]:
    """Of thumbnails as large as real ones, which the first pass has made."""
    with program.client() as client:
        begun = time.monotonic()
        while _known(client) < LARGE_PICTURES and time.monotonic() < begun + PATIENCE:
            time.sleep(0.2)
    with stage.browser() as browser, closing(browser.new_context(viewport={"width": 1280, "height": 800})) as context:
        page = _open(context, program)
        passes = [page.evaluate(FRAMES) for _ in range(PASSES + 1)]
    shares = [100 * each["missed"] / each["all"] for each in passes]
    beside = f"{spread(shares[1:], digits=1)} %, of {passes[-1]['all']} frames; {shares[0]:.1f} % while they were made"
    yield Result("frames missed while scrolling", median(shares[1:]), "%", 1, beside)


def _open(context: BrowserContext, program: Program) -> Page:
    page: Page = context.new_page()
    name, value = program.cookie
    context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
    page.goto(f"{program.base_url}/library")
    wait_until_begun(page)
    return page


def _start(full: Program, empty: Program, size: int) -> Iterator[Result]:
    """Until the page has answered, turn and turn about."""
    times: dict[Program, list[float]] = {full: [], empty: []}
    for _ in range(STARTS + 1):
        for program, taken in times.items():
            program.kill()
            begun = time.perf_counter()
            with program, program.client() as client:
                assert not has_handle(client.get("/library").text, "alert")
                taken.append(time.perf_counter() - begun)
    ratio = median(times[full][1:]) / median(times[empty][1:])
    beside = f"{spread(times[full][1:], digits=2)} s, empty {spread(times[empty][1:], digits=2)} s"
    yield Result(f"start with {size:,} paintings", ratio, "×", 1.1, beside)
