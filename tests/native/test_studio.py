"""What only the window can do for the page: dialogs, the clipboard, the keyring, the file manager; and coming back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Playwright, expect

from tests.browser.studio import choose, newest, paint, paintings
from tests.eventually import eventually
from tests.native.deeds import connect, save_as
from tests.native.display import Display
from tests.native.file_manager import file_manager
from tests.native.window import NAME, NativeWindow
from tests.originals import all_as_they_came, as_it_came
from tests.secret_service import secret_service
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a session with a keyring."""
    with secret_service(tmp_path / "session") as environ:
        yield environ


@pytest.fixture
def window(tmp_path: Path, display: Display, desktop: dict[str, str], upstream: Upstream) -> NativeWindow:
    environ = {name: value for name, value in desktop.items() if name not in ("PATH", "LANG")}
    return NativeWindow(tmp_path, display, environ={**environ, "ATELIER_API_BASE": upstream.base_url})


def test_first_start_connects_paints_and_is_there_again(
    window: NativeWindow, playwright: Playwright, upstream: Upstream
) -> None:
    with window.started(playwright) as page:
        connect(page)
        paint(page, "a boat", "a lighthouse")
        assert all_as_they_came(saved(window)) == sorted(upstream.pictures)
        window.display.ask_to_close(window.display.window(NAME))
        assert window.wait() == 0

    with window.started(playwright) as page:
        expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "connected")
        expect(paintings(page, state="done")).to_have_count(2)
        expect(newest(page).get_by_role("img", name="a lighthouse")).to_be_visible()
        paint(page, "an island")

    for secret in (TOKEN, ACCOUNT_ID):
        assert secret.encode() not in b"".join(
            file.read_bytes() for file in window.data_dir.rglob("*") if file.is_file()
        )


def test_save_as_asks_with_the_systems_dialog(page: Page, window: NativeWindow, upstream: Upstream) -> None:
    connect(page)
    paint(page, "a boat")
    target = window.home / "my own place" / "boat.jpg"
    target.parent.mkdir()

    save_as(page, window.display, target)

    assert as_it_came(target.read_bytes()) == upstream.pictures[-1]


def test_save_writes_at_once_to_where_one_was_saved_last(page: Page, window: NativeWindow) -> None:
    connect(page)
    paint(page, "a boat")
    target = window.home / "my own place" / "boat.jpg"
    target.parent.mkdir()
    save_as(page, window.display, target)
    paint(page, "a lake")

    newest(page).get_by_test_id("save").click()

    saved = eventually(
        lambda: [file for file in target.parent.iterdir() if file.name.startswith("a lake")], what="a file"
    )
    assert len(saved) == 1
    assert not window.display.windows("Save as")


def test_cancelled_dialog_changes_nothing(page: Page, window: NativeWindow) -> None:
    connect(page)
    paint(page, "a boat")

    newest(page).get_by_test_id("save").click()
    window.display.press(window.display.window("Save as"), "Escape")

    eventually(lambda: not window.display.windows("Save as"), what="the dialog is gone")
    paint(page, "the page goes on")
    assert page.get_by_test_id("alert").count() == 0


def test_copied_picture_can_be_pasted(page: Page, window: NativeWindow, upstream: Upstream) -> None:
    connect(page)
    paint(page, "a boat")

    choose(page, newest(page), "copy")

    pasted = eventually(lambda: window.display.clipboard("image/png"), what="a picture on the clipboard")
    with Image.open(io.BytesIO(pasted)) as picture, Image.open(io.BytesIO(upstream.pictures[-1])) as original:
        assert picture.size == original.size
        assert picture.convert("RGB").tobytes() == original.convert("RGB").tobytes()


def test_file_manager_shows_the_picture(page: Page, window: NativeWindow, desktop: dict[str, str]) -> None:
    with file_manager(desktop) as shown:
        connect(page)
        paint(page, "a boat, a lake, 湖")
        choose(page, newest(page), "reveal")

        [address] = eventually(shown, what="the file manager was asked")

    [picture] = [file for file in window.library.rglob("*") if file.is_file()]
    assert address == picture.as_uri()


def test_copied_diagnostics_can_be_pasted(page: Page, window: NativeWindow) -> None:
    expect(page.get_by_test_id("welcome")).to_be_visible()  # where a start without an account leads to
    page.get_by_role("link", name="Settings").click()
    page.get_by_test_id("settings-link").filter(has_text="About").click()
    page.get_by_test_id("copy-diagnostics").click()

    pasted = eventually(lambda: window.display.clipboard("UTF8_STRING"), what="something to paste").decode()

    assert "Shown in: window" in pasted
    assert "QtWebEngine/" in pasted
    assert "Keyring: keyring.backends.SecretService.Keyring" in pasted
    assert "Folder, data: " in pasted


def saved(window: NativeWindow) -> list[bytes]:
    return [file.read_bytes() for file in window.library.rglob("*") if file.is_file()]
