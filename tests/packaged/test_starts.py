"""More than one start, and ends that nobody planned."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from playwright.sync_api import Playwright, expect

from tests.browser.studio import order, paint, paintings
from tests.eventually import eventually
from tests.native.deeds import connect
from tests.native.display import Display
from tests.native.window import NAME
from tests.originals import as_it_came
from tests.packaged.package import PackagedWindow, Wanted
from tests.upstream import Upstream


def test_a_second_start_brings_the_first_to_the_front(place: Path, display: Display, playwright: Playwright) -> None:
    window = PackagedWindow(place / "person", display, Wanted(arguments=("--demo",)))
    with window.started(playwright) as page:
        paint(page, "a boat")
        second = window.second_start()

        assert (second.returncode, second.stdout) == (0, "")
        assert "already running" in second.stderr
        assert window.exit_code is None
        assert len(display.windows(NAME)) == 1


def test_a_start_out_of_a_program_we_started_is_a_start(place: Path, display: Display, playwright: Playwright) -> None:
    """A file manager that we have opened hands on the environment it got from us."""
    window = PackagedWindow(place / "person", display, Wanted(arguments=("--demo",)))
    with window.started(playwright):
        [child, *_] = psutil.Process(window.pid).children()
        handed_on = child.environ()
    for name in ("QTWEBENGINE_REMOTE_DEBUGGING", "HOME"):
        handed_on.pop(name, None)

    window.environ = {**handed_on, **window.environ}
    with window.started(playwright) as page:
        paint(page, "a boat")


def test_killed_while_painting_it_comes_back_with_nothing_lost(
    window: PackagedWindow, playwright: Playwright, upstream: Upstream
) -> None:
    with window.started(playwright) as page:
        connect(page)
        paint(page, "a boat")
        upstream.delay = 60
        order(page, "a lighthouse", count=2)
        expect(paintings(page, state="painting")).to_have_count(2)
        processes = psutil.Process(window.pid).children(recursive=True)
        os.kill(window.pid, signal.SIGKILL)
        window.wait()
    eventually(lambda: not any(process.is_running() for process in processes), what="the end of all its processes")
    upstream.delay = 0

    with window.started(playwright) as page:
        expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "connected")
        expect(paintings(page, state="done")).to_have_count(1)
        expect(paintings(page, state="interrupted")).to_have_count(2)
        paint(page, "an island")
    pictures = [as_it_came(file.read_bytes()) for file in window.library.rglob("*.jpg")]
    assert sorted(pictures) == sorted([upstream.pictures[0], upstream.pictures[-1]])
