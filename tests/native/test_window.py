"""The window itself: its place, its title, its way out, and what it keeps the page from."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Playwright, expect

from desktop.report import reports
from tests.browser.studio import order, paint, paintings
from tests.eventually import eventually
from tests.native.display import Display, Rectangle
from tests.native.window import NAME, NativeWindow


def test_first_place_is_1280_by_800_in_the_middle(page: Page, window: NativeWindow) -> None:
    place = window.display.place(window.display.window(NAME))

    assert (place.width, place.height, place.x) == (1280, 800, 160)
    assert page.evaluate("[innerWidth, innerHeight]") == [1280, 800]


@pytest.mark.usefixtures("page")
def test_has_its_icon_in_every_size(window: NativeWindow) -> None:
    assert window.display.icon_sizes(window.display.window(NAME)) >= {16, 22, 24, 32, 48, 64, 128, 256}


def test_keeps_its_place(window: NativeWindow, playwright: Playwright) -> None:
    place = Rectangle(40, 30, 1000, 700)
    with window.started(playwright):
        native = window.display.window(NAME)
        window.display.put(native, place)
        window.display.ask_to_close(native)
        assert window.wait() == 0

    with window.started(playwright):
        assert window.display.place(window.display.window(NAME)) == place


def test_comes_back_to_a_screen_that_is_there(window: NativeWindow, playwright: Playwright) -> None:
    window.data_dir.mkdir(parents=True)
    (window.data_dir / "window.json").write_text('{"width": 9000, "height": 9000, "x": 7000, "y": -4000}')

    with window.started(playwright):
        whole = Rectangle(0, 0, 1600, 1000)
        eventually(lambda: window.display.place(window.display.window(NAME)) == whole)


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_cleanly(window: NativeWindow, number: signal.Signals) -> None:
    processes = psutil.Process(window.pid).children(recursive=True)

    psutil.Process(window.pid).send_signal(number)

    assert window.wait() == 0
    assert not (window.data_dir / "run.json").exists()
    eventually(lambda: not any(process.is_running() for process in processes), what="the end of all its processes")


@pytest.mark.usefixtures("page")
def test_is_quiet(window: NativeWindow) -> None:
    window.display.ask_to_close(window.display.window(NAME))
    assert window.wait() == 0

    assert window.said == []
    # What the web engine says goes there; this line is of the debugging port, which only tests open.
    assert "DevTools listening on" in (window.data_dir / "logs" / "engine.log").read_text()


def test_closing_while_painting_asks_and_stays(page: Page, window: NativeWindow) -> None:
    native = _paint_slowly(page, window)
    window.display.ask_to_close(native)

    expect(page.get_by_test_id("closing")).to_be_visible()
    page.get_by_test_id("close-stay").click()

    expect(page.get_by_test_id("closing")).to_be_hidden()
    expect(paintings(page, state="done")).to_have_count(8)
    assert window.exit_code is None


def test_closing_now_ends_at_once(page: Page, window: NativeWindow) -> None:
    native = _paint_slowly(page, window)
    window.display.ask_to_close(native)

    _say(page, "close-now")

    assert window.wait() == 0


def test_finishing_hides_the_window_and_ends_with_the_last_painting(page: Page, window: NativeWindow) -> None:
    native = _paint_slowly(page, window)
    window.display.ask_to_close(native)

    _say(page, "close-finish")

    eventually(lambda: not window.display.windows(NAME), what="the window is hidden")
    assert window.wait() == 0
    assert len(list(window.library.rglob("*.jpg"))) == 8


def test_second_start_brings_a_hidden_window_back(page: Page, window: NativeWindow) -> None:
    native = _paint_slowly(page, window)
    window.display.ask_to_close(native)
    _say(page, "close-finish")

    second = window.second_start()

    assert (second.returncode, second.stdout) == (0, "")
    expect(paintings(page, state="done")).to_have_count(8)
    assert window.display.place(window.display.window(NAME)).width == 1280
    assert window.exit_code is None


def test_title_tells_what_is_under_way(page: Page, window: NativeWindow) -> None:
    _paint_slowly(page, window)

    expect(paintings(page, state="done")).to_have_count(8)
    assert window.display.window(NAME)


def test_a_dead_renderer_is_replaced(page: Page, window: NativeWindow, playwright: Playwright) -> None:
    paint(page, "a boat")
    children = psutil.Process(window.pid).children(recursive=True)
    renderers = [process for process in children if _is_renderer(process)]
    assert renderers, [process.cmdline() for process in children]
    for process in renderers:
        process.kill()

    with window.page(playwright) as again:
        expect(again.get_by_test_id("prompt")).to_be_visible()
        expect(again.locator("[data-testid=alert][data-code=window_reopened]")).to_be_visible()
    window.display.ask_to_close(window.display.window(NAME))
    assert window.wait() == 0


def _is_renderer(process: psutil.Process) -> bool:
    """It keeps the command line of the zygote that it was forked from."""
    parent = process.parent()
    told = "" if parent is None else " ".join(parent.cmdline())
    return "--type=zygote" in told and "--no-zygote-sandbox" not in told


def test_links_go_to_the_systems_browser(page: Page, window: NativeWindow) -> None:
    here = page.url
    _follow_link(page, "https://example.invalid/new", "_blank")
    eventually(lambda: "https://example.invalid/new" in _opened(window), what="the browser was asked")

    _follow_link(page, "https://example.invalid/same", "")
    eventually(lambda: "https://example.invalid/same" in _opened(window), what="the browser was asked")

    assert page.url == here
    assert "proxy" not in Path(f"{window.opened}.environ").read_text()


def test_has_no_bridge_into_python(page: Page) -> None:
    assert page.evaluate("typeof window.pywebview + typeof window.qt + typeof window.external.call") == (
        "undefined" * 3
    )


def test_a_proxy_that_is_down_does_no_harm(tmp_path: Path, display: Display, playwright: Playwright) -> None:
    dead = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), dead)
    window = NativeWindow(tmp_path, display, arguments=("--demo",), environ=proxies)

    with window.started(playwright) as page:
        expect(page.get_by_test_id("prompt")).to_be_visible()


DEAD_RENDERER = "--no-sandbox --no-zygote --renderer-cmd-prefix=/bin/false"


@pytest.mark.parametrize(
    "trouble",
    [{"DISPLAY": ":4711"}, {"QT_QPA_PLATFORM": "nonsense"}, {"QTWEBENGINE_CHROMIUM_FLAGS": DEAD_RENDERER}],
    ids=["no such display", "no such platform", "no renderer"],
)
def test_without_a_window_the_browser_takes_over(tmp_path: Path, display: Display, trouble: dict[str, str]) -> None:
    window = NativeWindow(tmp_path, display, arguments=("--demo",), environ=trouble)
    window.launch()
    try:
        eventually(window.opened.exists, what="the browser was started")
        assert "No window can be opened." in window.stderr
        second = window.second_start()
        assert second.returncode == 0
        psutil.Process(window.pid).terminate()
        assert window.wait() == 0
    finally:
        window.kill()


def test_a_failed_start_is_shown(window: NativeWindow) -> None:
    (window.data_dir / "atelier.sqlite3").mkdir(parents=True)
    window.launch()
    try:
        window.display.press(window.display.window("The program could not start"), "Return")
        assert window.wait() == 1
    finally:
        window.kill()

    assert "The program could not start: " in window.stderr
    assert not window.opened.exists()
    [report] = reports(window.data_dir / "logs")
    assert str(report) in window.stderr
    assert "sqlite3.OperationalError: unable to open database file\n" in report.read_text()


def test_a_killed_program_leaves_no_window_behind(page: Page, window: NativeWindow) -> None:
    paint(page, "a boat")
    processes = psutil.Process(window.pid).children(recursive=True)

    window.kill()

    eventually(lambda: not any(process.is_running() for process in processes), what="the end of all its processes")


def _paint_slowly(page: Page, window: NativeWindow) -> str:
    """Eight samples, of which half have to wait; returns the window when its title says so."""
    order(page, "a boat", count=8)
    return eventually(
        lambda: [found for count in range(1, 9) for found in window.display.windows(f"{NAME} — {count} under way")],
        what="the title tells of work",
    )[0]


def _follow_link(page: Page, address: str, target: str) -> None:
    page.evaluate(
        "([address, target]) => document.body.append(Object.assign(document.createElement('a'),"
        " {href: address, target, id: 'out', textContent: 'out'}))",
        [address, target],
    )
    page.locator("#out").evaluate("link => { link.click(); link.remove(); }")


def _opened(window: NativeWindow) -> str:
    return window.opened.read_text() if window.opened.exists() else ""


def _say(page: Page, button: str) -> None:
    """The window may be gone before the click is over."""
    with contextlib.suppress(PlaywrightError):
        page.get_by_test_id(button).click(no_wait_after=True)
