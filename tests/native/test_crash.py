"""The real program, made to crash: what its user is told, and what the report holds."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, Playwright, expect

from desktop.report import reports
from tests.browser.studio import order, paint
from tests.eventually import eventually
from tests.native.display import Display
from tests.native.file_manager import file_manager
from tests.native.window import NativeWindow
from tests.secret_service import secret_service
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream

PROMPT = "a zebra called Quixotina"
CRASH = """
import os, shutil, signal
from pathlib import Path
folder = Path(__file__).parent
[left, *more] = sorted(folder.glob("crash-*"))
left.unlink()
if not more:
    shutil.rmtree(folder)
os.kill(os.getpid(), signal.SIGSEGV)
"""
COUNTS = """
from pathlib import Path
from desktop import supervisor
supervisor.KERNEL_COUNTS = Path({counts!r})
"""
BOX = "The window ended unexpectedly."


@pytest.fixture
def window(tmp_path: Path, display: Display, upstream: Upstream) -> NativeWindow:
    """With an account, whose credentials are in its environment."""
    environ = {
        "ATELIER_API_BASE": upstream.base_url,
        "CLOUDFLARE_ACCOUNT_ID": ACCOUNT_ID,
        "CLOUDFLARE_API_TOKEN": TOKEN,
        "USER": "yolanda-quint",
        "LOGNAME": "yolanda-quint",
    }
    return NativeWindow(tmp_path, display, environ=environ)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGILL])
def test_a_crash_of_native_code_is_reported(page: Page, window: NativeWindow, number: signal.Signals) -> None:
    paint(page, PROMPT)
    order(page, PROMPT)

    os.kill(window_process(window), number)
    close_box(window, BOX)

    eventually(window.opened.exists, what="the browser took over")
    [report] = reports(window.data_dir / "logs")
    assert f"\n{number.name}\nA report has been written: {report}\nGoing on in the browser.\n" in window.stderr
    assert "Extension modules" not in window.stderr
    text = report.read_text(encoding="utf-8")
    assert f"native crash {number.name}" in text
    # Where the threads were, by files of the program and its libraries alone.
    assert 'File "desktop/window.py", line' in text
    check_innocent(text, window)
    psutil.Process(window.pid).terminate()
    assert window.wait() == 0


def test_the_box_shows_the_report_in_the_file_manager(tmp_path: Path, display: Display, playwright: Playwright) -> None:
    with secret_service(tmp_path / "session") as session:
        environ = {name: value for name, value in session.items() if name not in ("PATH", "LANG")}
        window = NativeWindow(tmp_path, display, arguments=("--demo",), environ=environ)
        window.launch()
        try:
            with file_manager(session) as shown, window.page(playwright) as page:
                expect(page.get_by_test_id("prompt")).to_be_visible()
                os.kill(window_process(window), signal.SIGSEGV)
                window.display.press(window.display.window(BOX), "Tab", "Return")
                [address] = eventually(shown, what="the file manager was asked")
        finally:
            window.kill()

    [report] = reports(window.data_dir / "logs")
    assert address == report.as_uri()


def test_a_crash_before_the_window_is_there_is_tried_once_more(window: NativeWindow, playwright: Playwright) -> None:
    crash_where_the_window_is_made(window, times=1)
    with window.started(playwright) as page:
        expect(page.get_by_test_id("prompt")).to_be_visible()

    assert window.stderr == ""
    assert not window.opened.exists()
    assert reports(window.data_dir / "logs") == []


def test_after_two_crashes_the_browser_takes_over(window: NativeWindow) -> None:
    crash_where_the_window_is_made(window, times=2)
    window.launch()
    try:
        eventually(window.opened.exists, what="the browser took over")
    finally:
        window.kill()

    [report] = reports(window.data_dir / "logs")
    assert f"\nSIGSEGV\nA report has been written: {report}\nGoing on in the browser.\n" in window.stderr


def crash_where_the_window_is_made(window: NativeWindow, *, times: int) -> None:
    """By a module in pywebview's place, which is not there any more afterwards."""
    folder = window.home / "modules" / "webview"
    folder.mkdir(parents=True)
    for number in range(times):
        (folder / f"crash-{number}").touch()
    (folder / "__init__.py").write_text(CRASH)
    window.environ["PYTHONPATH"] = str(folder.parent)


def test_an_error_of_the_window_itself_ends_the_program_with_a_report(window: NativeWindow) -> None:
    """A broken file of pywebview's would do the same; here a module of ours that cannot be loaded."""
    broken = window.home / "modules"
    (broken / "webview").mkdir(parents=True)
    (broken / "webview" / "__init__.py").write_text(f"raise ValueError({PROMPT!r})\n")
    window.environ["PYTHONPATH"] = str(broken)
    window.launch()
    try:
        close_box(window, "The program has to close because of an error.")
        assert window.wait() == 1
    finally:
        window.kill()

    [report] = reports(window.data_dir / "logs")
    text = report.read_text(encoding="utf-8")
    assert str(report) in window.stderr
    assert "builtins.ValueError\n" in text
    assert "desktop/launch.py:" in text
    check_innocent(text, window)


def test_a_bug_in_the_server_is_said_on_the_page(page: Page, window: NativeWindow) -> None:
    """Met by a row that no version of the program writes; the error's text would quote the prompt."""
    paint(page, PROMPT)
    with closing(sqlite3.connect(window.data_dir / "atelier.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE paintings SET state = prompt")

    page.evaluate("() => fetch('/').then(() => null)")

    alert = page.locator("[data-testid=alert][data-code=program_bug]")
    expect(alert).to_contain_text("Something went wrong inside the program.")
    [report] = reports(window.data_dir / "logs")
    assert str(report) in window.stderr
    text = report.read_text(encoding="utf-8")
    assert "builtins.ValueError\n" in text
    assert "server/paintings/store.py:" in text
    check_innocent(text, window)
    assert window.exit_code is None


def test_killing_is_no_crash(page: Page, window: NativeWindow) -> None:
    os.kill(window_process(window), signal.SIGKILL)

    assert window.wait() == 128 + signal.SIGKILL
    assert reports(window.data_dir / "logs") == []
    assert not window.opened.exists()


def test_a_window_ended_for_want_of_memory_is_opened_again_and_says_so(
    window: NativeWindow, playwright: Playwright
) -> None:
    modules = window.home / "modules"
    modules.mkdir(parents=True)
    counts = modules / "vmstat"
    counts.write_text("oom_kill 0\n")
    (modules / "sitecustomize.py").write_text(COUNTS.format(counts=str(counts)))
    window.environ["PYTHONPATH"] = str(modules)
    with window.started(playwright) as page:
        with page.expect_response("**/draft"):
            page.get_by_test_id("prompt").fill(PROMPT)
        counts.write_text("oom_kill 1\n")
        os.kill(window_process(window), signal.SIGKILL)
        with window.page(playwright) as again:
            expect(again.locator("[data-testid=alert][data-code=window_reopened]")).to_contain_text("memory")
            expect(again.get_by_test_id("prompt")).to_have_value(PROMPT)
            again.reload()
            expect(again.get_by_test_id("prompt")).to_be_visible()
            expect(again.get_by_test_id("alert")).to_have_count(0)
        assert "ran out of memory" in window.stderr
        counts.write_text("oom_kill 2\n")
        os.kill(window_process(window), signal.SIGKILL)
        close_box(window, BOX)
        eventually(window.opened.exists, what="the browser took over")


def close_box(window: NativeWindow, title: str) -> None:
    """With the key for its default button; more than once, for a box that has just appeared may miss it."""
    box = window.display.window(title)

    def closed() -> bool:
        window.display.press(box, "Return")
        return not window.display.windows(title)

    eventually(closed, what="the box is closed")


def window_process(window: NativeWindow) -> int:
    """The child the program has its window in."""
    [child] = [
        each for each in psutil.Process(window.pid).children() if "QtWebEngineProcess" not in " ".join(each.cmdline())
    ]
    return int(child.pid)


def check_innocent(text: str, window: NativeWindow) -> None:
    secrets = (TOKEN, TOKEN[5:-4], ACCOUNT_ID, "zebra", "Quixotina", "yolanda", str(window.home))
    assert [secret for secret in secrets if secret in text] == []
