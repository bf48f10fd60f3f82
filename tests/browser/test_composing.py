"""A composition that Chromium itself makes, as an input method has it made: half a word is shown and not yet said."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.studio import paint, paintings
from tests.eventually import eventually
from tests.program import Program

HELLO = "你好"


@pytest.fixture
def devtools(page: Page) -> Iterator[CDPSession]:
    session = page.context.new_cdp_session(page)
    yield session
    session.detach()


def test_enter_takes_the_word_and_orders_nothing(page: Page, devtools: CDPSession) -> None:
    prompt, counter = page.get_by_test_id("prompt"), page.locator("output.counter")
    prompt.focus()
    compose(devtools, "你", HELLO)
    expect(prompt).to_have_value(HELLO)
    expect(counter).to_have_text(re.compile(r"^\s*0"))

    strike(devtools, "Enter", modifiers=CONTROL)
    devtools.send("Input.insertText", {"text": HELLO})
    expect(counter).to_have_text(re.compile(r"^\s*2"))
    expect(page.get_by_test_id("offer")).to_be_visible()
    expect(paintings(page)).to_have_count(0)

    page.keyboard.press("Control+Enter")
    expect(paintings(page, state="done")).to_have_count(1)


def test_a_search_and_a_name_wait_for_the_word(page: Page, devtools: CDPSession, program: Program) -> None:
    paint(page, "a boat", "你好, 世界")
    with program.client() as client:  # words are listed a moment after their picture is there
        eventually(lambda: 'data-total="1"' in client.get("/library/block", params={"q": HELLO}).text)
    page.goto(page.url + "library")
    search = page.get_by_test_id("search")
    search.focus()
    compose(devtools, "n", "ni", "nihao")
    for key in ("ArrowDown", "Escape"):
        strike(devtools, key)
    expect(search).to_be_focused()
    expect(search).to_have_value("nihao")
    devtools.send("Input.insertText", {"text": HELLO})
    expect(paintings(page)).to_have_count(1)

    paintings(page).click()
    page.get_by_test_id("album-menu").click()
    page.get_by_test_id("album-name").focus()
    compose(devtools, "ni", "nihao")
    for key in ("Enter", "Escape"):
        strike(devtools, key)
    expect(page.get_by_test_id("album-name")).to_have_value("nihao")
    expect(page.get_by_test_id("place-album")).to_have_count(0)
    devtools.send("Input.insertText", {"text": HELLO})
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("place-album")).to_have_text(re.compile(HELLO))


CONTROL = 2
_OF_INPUT_METHOD = 229


def compose(devtools: CDPSession, *halves: str) -> None:
    for half in halves:
        devtools.send("Input.imeSetComposition", {"text": half, "selectionStart": len(half), "selectionEnd": len(half)})


def strike(devtools: CDPSession, key: str, *, modifiers: int = 0) -> None:
    """One that the input method takes, under its own name, as on macOS."""
    told = {"key": key, "code": key, "windowsVirtualKeyCode": _OF_INPUT_METHOD, "modifiers": modifiers}
    devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **told})
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **told})
