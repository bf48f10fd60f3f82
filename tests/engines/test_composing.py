"""While one composes Chinese, keys and half-written words are the input method's, and nothing happens on the page."""

from __future__ import annotations

from tests.engines.composing import begin, end, press
from tests.engines.screen import Screen, handle
from tests.engines.studio import DONE, paint
from tests.eventually import eventually
from tests.program import Program
from tests.upstream import Upstream

HELLO = "你好"
COUNTER = "output.counter > span"
DRAFTS = "() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/draft')).length"
# Longer than anything on the page waits for a pause in typing.
PAUSE = "() => new Promise((done) => setTimeout(done, 500))"


def test_of_half_a_word_nothing_is_told(screen: Screen) -> None:
    screen.open()
    begin(screen, "prompt", HELLO)  # as many show it, long before it is chosen
    screen.run(PAUSE)
    assert screen.value("prompt") == HELLO
    assert not screen.visible("offer")
    assert screen.text(COUNTER).startswith("0")
    assert screen.run(DRAFTS) == 0

    end(screen, "prompt", " ", HELLO)
    screen.wait(lambda: screen.text(COUNTER).startswith("2"), "both characters to be counted")
    screen.wait_until_visible("offer")
    screen.wait(lambda: screen.run(DRAFTS) == 1, "the draft to be kept")
    screen.reload()
    assert screen.value("prompt") == HELLO


def test_enter_orders_nothing(screen: Screen, upstream: Upstream) -> None:
    screen.open()
    begin(screen, "prompt")
    press(screen, "prompt", "ArrowUp")
    press(screen, "prompt", "Enter", with_control=True)
    end(screen, "prompt", "Enter", HELLO)
    screen.run(PAUSE)
    assert screen.count("painting") == 0
    assert screen.value("prompt") == HELLO

    screen.press("Control+Enter")
    screen.wait_for_count(DONE, 1)
    assert [request.json()["prompt"] for request in upstream.requests] == [HELLO]


def test_escape_closes_nothing(screen: Screen) -> None:
    screen.open()
    screen.click("open-prompts")
    screen.wait_until_visible("prompts")
    begin(screen, "prompt-search")
    assert not press(screen, "prompt-search", "Escape")
    assert not end(screen, "prompt-search", "Escape", "")
    assert screen.visible("prompts")

    screen.press("Escape")
    screen.wait_for_count("prompts", 0)


def test_what_is_sought_is_a_whole_word(screen: Screen, program: Program) -> None:
    screen.open()
    paint(screen, "a boat", "你好, 世界")
    with program.client() as client:  # words are listed a moment after their picture is there
        eventually(lambda: 'data-total="1"' in client.get("/library/block", params={"q": HELLO}).text)
    screen.go("/library")
    begin(screen, "search")
    for key in ("ArrowDown", "Escape", "Enter"):
        press(screen, "search", key)
    screen.run(PAUSE)
    assert screen.focused("search")
    assert screen.value("search") == "nihao"
    assert screen.path == "/library"
    assert screen.count(handle("painting")) == 2

    end(screen, "search", "Enter", HELLO)
    screen.wait_for_text("found", "1 painting")
    screen.wait_for_count(handle("painting"), 1)


def test_an_album_gets_its_name_when_it_is_whole(screen: Screen) -> None:
    screen.open()
    paint(screen, "a boat")
    screen.go("/library")
    screen.click("painting")
    screen.click("album-menu")
    begin(screen, "album-name")
    assert not press(screen, "album-name", "Escape")
    assert not press(screen, "album-name", "Enter")
    assert screen.visible("album-name")
    assert screen.count("place-album") == 0

    assert not end(screen, "album-name", "Enter", HELLO)
    assert screen.count("place-album") == 0
    screen.press("Enter")
    screen.wait_for_text("place-album", HELLO)
