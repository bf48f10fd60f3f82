"""Chinese typed into the window through real input methods, key by key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.studio import paint, paintings
from tests.eventually import eventually
from tests.input_methods import Service, fcitx, ibus
from tests.native.chinese import HELLO, begin_hello, type_hello
from tests.native.display import Display, virtual_display
from tests.native.window import NativeWindow

IBUS = pytest.param(ibus, {"QT_IM_MODULE": "ibus"}, id="ibus")
# The session is set up for another one than the one that is there: both speak the same.
OTHER = pytest.param(ibus, {"QT_IM_MODULE": "fcitx"}, id="ibus, where fcitx is named")
FCITX = pytest.param(fcitx, {"QT_IM_MODULE": "fcitx"}, id="fcitx5")
# Who has fcitx5 needs no ibus; in this folder no program is found.
ALONE = pytest.param(fcitx, {"QT_IM_MODULE": "fcitx", "PATH": "/var/empty"}, id="fcitx5 without ibus installed")
X11 = pytest.param(fcitx, {"XMODIFIERS": "@im=fcitx"}, id="fcitx5, said to X11 alone")


@pytest.fixture
def display() -> Iterator[Display]:
    """Of its own: Debian 13's ibus leaves one on which fcitx5, coming after it, composes nothing."""
    with virtual_display() as display:
        yield display


@pytest.mark.parametrize(("service", "said"), [IBUS, OTHER, FCITX, ALONE, X11])
def test_chinese_is_typed(
    tmp_path: Path, display: Display, playwright: Playwright, service: Service, said: dict[str, str]
) -> None:
    with service(tmp_path / "session", display.name) as session:
        window = NativeWindow(tmp_path, display, arguments=("--demo",), environ={**session, **said})
        with window.started(playwright) as page:
            type_hello(display, page.get_by_test_id("prompt"))

            paint(page, "a boat")
            page.goto(page.url.partition("?")[0] + "library")
            type_hello(display, page.get_by_test_id("search"))
            expect(page.get_by_test_id("nothing")).to_be_visible()

            page.get_by_test_id("search").fill("")
            page.get_by_test_id("painting").click()
            page.get_by_test_id("album-menu").click()
            type_hello(display, page.get_by_test_id("album-name"))
            display.strike("Return")
            expect(page.get_by_test_id("place-album").filter(has_text=HELLO)).to_be_visible()


def test_its_keys_do_nothing_on_the_page(tmp_path: Path, display: Display, playwright: Playwright) -> None:
    with ibus(tmp_path / "session", display.name) as session:
        window = NativeWindow(tmp_path, display, arguments=("--demo",), environ={**session, "QT_IM_MODULE": "fcitx"})
        with window.started(playwright) as page:
            prompt = page.get_by_test_id("prompt")
            begin_hello(display, prompt)
            expect(page.locator("output.counter")).to_have_text(re.compile(r"^\s*0"))
            display.strike("Return")
            expect(prompt).to_have_value("nihao")  # so it is taken as it was typed
            expect(page.locator("output.counter")).to_have_text(re.compile(r"^\s*5"))
            expect(paintings(page)).to_have_count(0)

            page.get_by_test_id("open-prompts").click()
            search = page.get_by_test_id("prompt-search")
            begin_hello(display, search)
            display.strike("Escape")
            expect(search).to_have_value("")
            expect(page.get_by_test_id("prompts")).to_be_visible()
            display.strike("Escape")
            expect(page.get_by_test_id("prompts")).to_have_count(0)


def test_what_it_starts_has_the_session_s_own_settings(
    tmp_path: Path, display: Display, playwright: Playwright
) -> None:
    window = NativeWindow(tmp_path, display, arguments=("--demo",), environ={"QT_IM_MODULE": "fcitx"})
    with window.started(playwright) as page:
        page.goto(page.url.partition("?")[0] + "about")
        page.locator("a[href^='https://']").first.click()
        eventually(window.opened.exists, what="the browser")

    told = Path(f"{window.opened}.environ").read_text().splitlines()
    assert "QT_IM_MODULE=fcitx" in told
    assert not [line for line in told if line.startswith(("QT_IM_MODULES=", "IBUS_USE_PORTAL="))]
    assert "QT_IM_MODULES=fcitx;ibus;wayland" in window.log
