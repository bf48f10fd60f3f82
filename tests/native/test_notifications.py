"""Who has the window in front needs no notification; who has another program's there is told by the system."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.studio import order, paint
from tests.native.display import Display
from tests.native.window import NAME, NativeWindow
from tests.notifications import Desktop, notification_service
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream
from tests.upstream_answers import late

OTHER = "another program"


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    with notification_service(tmp_path) as desktop:
        yield desktop


@pytest.fixture
def other(display: Display) -> Iterator[str]:
    """The window of something else."""
    command = ["xmessage", "-title", OTHER, OTHER]
    with subprocess.Popen(command, env={"DISPLAY": display.name}) as process:
        try:
            yield display.window(OTHER)
        finally:
            process.kill()


def test_only_who_looks_elsewhere_is_told(
    tmp_path: Path, display: Display, playwright: Playwright, upstream: Upstream, desktop: Desktop, other: str
) -> None:
    account = {"CLOUDFLARE_ACCOUNT_ID": ACCOUNT_ID, "CLOUDFLARE_API_TOKEN": TOKEN}
    environ = {**desktop.environ, **account, "ATELIER_API_BASE": upstream.base_url}
    window = NativeWindow(tmp_path, display, environ=environ)
    with window.started(playwright) as page:
        with page.expect_request("**/window/front", timeout=20_000):
            display.focus(display.window(NAME))
        paint(page, "a boat that is looked at")
        page.wait_for_timeout(3000)  # longer than news are kept
        assert desktop.shown() == []

        upstream.next(late(4))
        order(page, "a boat that nobody waits for")
        with page.expect_request("**/window/front") as told:
            display.focus(other)
        assert told.value.post_data == "front=no"
        desktop.wait_for("Your painting is done")
