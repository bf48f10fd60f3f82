"""From the start of the process to a page one can use, beside a bare window of the same toolkit.

Drawn: nothing looks on while a window starts; afterwards its page is asked, over the debugging port, when it was
complete and first drawn. Both are moments of the same clock as the process's start.

Answered: from the moment there is a page, its slider is given keys until the number beside it follows. That is what
somebody waits for; whoever asks so early takes some of the processor, from both windows alike.
"""

from __future__ import annotations

import compileall
import contextlib
import itertools
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.bench import stage
from tests.bench.figures import spread
from tests.bench.result import Result
from tests.native.display import virtual_display
from tests.program import COMMAND

ROUNDS = 11
LONGEST = 60.0
"""Seconds that anything may take here."""

QUIET = 1.5
"""Seconds a window is left alone once its debugging port is open, which is before there is a page."""

# The program's page says when Alpine and htmx are at work; a page without scripts can be used when it is loaded.
USABLE = """() => new Promise((resolve) => {
  const look = () => {
    const drawn = performance.getEntriesByName('first-contentful-paint')[0];
    const loaded = performance.getEntriesByType('navigation')[0].loadEventEnd;
    const ready = document.scripts.length ? performance.getEntriesByName('begun')[0]?.startTime : loaded;
    if (!drawn || !loaded || !ready) return setTimeout(look, 50);
    resolve(performance.timeOrigin + Math.max(drawn.startTime, loaded, ready));
  };
  look();
})"""


# The number beside the slider, which gets the keys.
SHOWN = """() => {
  const slider = document.getElementById('steps');
  if (slider?.closest('details')) slider.closest('details').open = true;
  slider?.focus();
  return document.querySelector('output[for=steps]')?.textContent;
}"""


def measure() -> Iterator[Result]:
    """Turn and turn about, after a warm-up of each."""
    compile_modules()
    with stage.folder() as place, display() as environ, sync_playwright() as playwright:
        ours = [str(COMMAND), "--demo", "--data-dir", str(place)]
        bare = [str(COMMAND.with_name("python")), "-m", "tests.bench.bare_window"]
        for name, seconds_of, reach in (
            ("start of the window, drawn", seconds_until_usable, 1.10),
            ("start of the window, answers a key", seconds_until_answered, 1.25),
        ):
            floors, starts = [], []
            for _ in range(ROUNDS + 1):
                floors.append(seconds_of(playwright, bare, environ))
                starts.append(seconds_of(playwright, ours, environ))
            ratio = median(starts[1:]) / median(floors[1:])
            beside = f"{spread(starts[1:], digits=2)} s, a bare window {spread(floors[1:], digits=2)} s"
            yield Result(name, ratio, "×", reach, beside)


def compile_modules() -> None:
    """As every installed program's are, whatever this environment says of writing them."""
    for folder in ("desktop", "server"):
        compileall.compile_dir(stage.REPOSITORY / folder, quiet=1)


def seconds_until_usable(playwright: Playwright, command: list[str], environ: Mapping[str, str]) -> float:
    """Seconds until the page could be used."""
    with started(command, environ) as (begun, port):
        time.sleep(QUIET)
        return _usable_since(playwright, port) - begun


def seconds_until_answered(playwright: Playwright, command: list[str], environ: Mapping[str, str]) -> float:
    """Seconds until the slider's number follows a key."""
    with started(command, environ) as (begun, port):
        page = _page(_connected(playwright, port).contexts[0], "#steps", again=0.005)
        for key in itertools.cycle(("ArrowRight", "ArrowLeft")):
            before = page.evaluate(SHOWN)
            page.keyboard.press(key)
            if before is not None and page.evaluate(SHOWN) != before:
                return time.time() - begun
            if time.time() - begun > LONGEST:
                break
    raise TimeoutError("the slider answered no key")


@contextlib.contextmanager
def started(command: list[str], environ: Mapping[str, str]) -> Iterator[tuple[float, int]]:
    """When the process was started, in seconds since 1970, and its debugging port, once that is open."""
    port = stage.free_port()
    environ = {**environ, "QTWEBENGINE_REMOTE_DEBUGGING": str(port)}
    begun = time.time()
    with subprocess.Popen(command, cwd=stage.REPOSITORY, env=environ, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield begun, port
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.01)
    raise TimeoutError("the window did not open its debugging port")


def _connected(playwright: Playwright, port: int) -> Browser:
    return playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}", no_defaults=True, is_local=True)


def _usable_since(playwright: Playwright, port: int) -> float:
    page = _page(_connected(playwright, port).contexts[0], "textarea", again=QUIET)
    since: float = page.evaluate(USABLE) / 1000
    _prove_usable(page)
    return since


def _page(context: BrowserContext, field: str, *, again: float) -> Page:
    """The one that has such a field, which the program's warm-up page has not; looked for every `again` seconds."""
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        for page in context.pages:
            if page.locator(field).count():
                return page
        time.sleep(again)
    raise TimeoutError(f"no page with {field} appeared")


def _prove_usable(page: Page) -> None:
    """What is typed is heard: the program's page counts it."""
    page.locator("textarea").first.fill("12345")
    counter = page.locator(".counter span").first
    assert not counter.count() or counter.text_content() == "5", counter.text_content()


@contextlib.contextmanager
def display() -> Iterator[Mapping[str, str]]:
    """A screen of its own, and an environment for windows on it."""
    with virtual_display() as screen:
        environ = {**os.environ, "DISPLAY": screen.name, "LC_ALL": "C.UTF-8"}
        if os.geteuid() == 0:
            environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox"
        yield environ
