"""Commands beside the window: it paints for them, and waits for those that were there first."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.studio import newest_order, paintings
from tests.commands import Shell, ended
from tests.eventually import eventually
from tests.native.display import Display
from tests.native.window import NativeWindow
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream
from tests.upstream_answers import hang, late

BOX = "A command is painting (atelier paint)."


@pytest.fixture
def shell(tmp_path: Path, upstream: Upstream) -> Shell:
    """With the window's data folder."""
    return Shell(tmp_path, api_base=upstream.base_url)


@pytest.fixture
def window(tmp_path: Path, display: Display, upstream: Upstream) -> NativeWindow:
    account = {"CLOUDFLARE_ACCOUNT_ID": ACCOUNT_ID, "CLOUDFLARE_API_TOKEN": TOKEN}
    return NativeWindow(tmp_path, display, environ={"ATELIER_API_BASE": upstream.base_url, **account})


def test_the_window_shows_what_it_paints_for_a_command(page: Page, shell: Shell) -> None:
    done = shell.run("paint", "a boat", "--out", "boat.jpg")

    assert (done.code, done.out) == (0, [str(shell.folder / "boat.jpg")])
    expect(paintings(page, state="done")).to_have_count(1)
    expect(newest_order(page)).to_contain_text("a boat")


def test_the_window_opens_when_the_command_is_done(
    shell: Shell, window: NativeWindow, playwright: Playwright, upstream: Upstream
) -> None:
    upstream.next(late(1))
    with shell.started("paint", "a boat") as command:
        upstream.wait_for_requests(1)
        with window.started(playwright) as page:
            assert ended(command).code == 0
            expect(paintings(page, state="done")).to_have_count(1)
            assert window.stderr == "A command is painting. The program goes on when it has finished.\n"


def test_who_does_not_want_to_wait_longer_need_not(shell: Shell, window: NativeWindow, upstream: Upstream) -> None:
    upstream.next(hang())
    with shell.started("paint", "a boat") as command:
        upstream.wait_for_requests(1)
        window.launch()
        answer(window, "Escape")
        assert window.wait() == 3

        command.send_signal(signal.SIGINT)
        assert ended(command).code == 130


def test_who_wants_to_wait_gets_the_window(
    shell: Shell, window: NativeWindow, playwright: Playwright, upstream: Upstream
) -> None:
    upstream.next(hang())
    with shell.started("paint", "a boat") as command:
        upstream.wait_for_requests(1)
        window.launch()
        try:
            answer(window, "Tab", "space")
            command.send_signal(signal.SIGINT)
            assert ended(command).code == 130
            with window.page(playwright) as page:
                expect(paintings(page, state="cancelled")).to_have_count(1)
        finally:
            window.kill()


def answer(window: NativeWindow, *keys: str) -> None:
    """The box that appears when it takes longer, by its buttons' keys, until it has gone."""
    display = window.display
    eventually(lambda: display.windows(BOX), what="the box")

    def gone() -> bool:
        for box in display.windows(BOX):
            display.press(box, *keys)
        return not display.windows(BOX)

    eventually(gone, what="the end of the box")
