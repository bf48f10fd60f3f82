"""A browser has no window to close: the page itself ends the program."""

from __future__ import annotations

from tests.engines.screen import Screen, handle
from tests.engines.studio import DONE, order
from tests.eventually import eventually
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import late


def test_with_nothing_under_way_it_asks_once_and_says_when_it_has_ended(screen: Screen, program: Program) -> None:
    screen.open()
    screen.click("quit")
    screen.wait_for_text("closing", "Quit the program?")
    screen.click("close-stay")
    screen.wait_until_hidden("closing")
    assert program.exit_code is None

    screen.click("quit")
    screen.wait_for_focus("close-now")
    screen.expect_lost_server()
    screen.press("Enter")

    screen.wait_for_text("ended", "The program has ended.")
    eventually(lambda: program.exit_code == 0, what="the program's end")
    assert screen.count("lost") == 0


def test_what_is_being_painted_is_finished_first_if_wished(
    screen: Screen, program: Program, upstream: Upstream
) -> None:
    upstream.next(late(3.0))
    screen.open()
    order(screen, "a boat")
    screen.wait_for_count(handle("painting", state="painting"), 1)
    screen.click("quit")
    screen.wait_for_text("closing", "Paintings are still under way")
    screen.expect_lost_server()
    screen.click("close-finish")

    screen.wait_for_text("#toasts", "The program quits by itself when all is painted.")
    screen.wait_for_count(DONE, 1)
    eventually(lambda: program.exit_code == 0, what="the program's end")
