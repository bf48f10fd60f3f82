"""What one does in the window that takes more than the page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.studio import choose, newest, to_the_login
from tests.eventually import eventually
from tests.native.display import Display
from tests.upstream import ACCOUNT_ID, TOKEN


def connect(page: Page) -> None:
    """On the connection page, which a first start shows."""
    to_the_login(page)
    page.get_by_test_id("account-id").fill(ACCOUNT_ID)
    page.get_by_test_id("api-token").fill(TOKEN)
    page.get_by_test_id("connect").click()
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "connected")


def save_as(page: Page, display: Display, target: Path) -> None:
    """The newest painting, by the system's dialog. The page must be in English."""
    choose(page, newest(page), "save-as")
    save_into(display, target)


def save_into(display: Display, target: Path) -> None:
    """What one does in the dialog, which may still be on its way."""
    dialog = display.window("Save as")
    display.press(dialog, "ctrl+a")
    display.write(dialog, str(target))

    def confirm() -> bool:
        """More than once, for the list of completions below the name may take the key."""
        display.press(dialog, "Return")
        return target.exists()

    eventually(confirm, what="the file")
