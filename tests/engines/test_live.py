"""The page hears of what happens, also after it was cut off, and says when nobody answers."""

from __future__ import annotations

from tests.engines.screen import Screen, handle, within
from tests.engines.studio import DONE, NEWEST, order, prompts
from tests.engines.watched import CUT
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import late


def test_a_page_that_was_cut_off_catches_up(screen: Screen, program: Program) -> None:
    screen.open()
    with program.client() as client:
        client.post("/generate", data={"prompt": "ordered elsewhere", "steps": "1"}).raise_for_status()
        screen.wait_for_count(DONE, 1)
        screen.expect_statuses(503)
        screen.expect_lost_server()
        cut = program.data_dir / CUT
        cut.touch()
        screen.wait_until_visible("lost")
        client.post("/generate", data={"prompt": "while it was away", "steps": "1"}).raise_for_status()
        cut.unlink()
    screen.wait_until_hidden("lost")
    screen.wait_for_count(DONE, 2)
    assert prompts(screen) == ["while it was away", "ordered elsewhere"]


def test_a_reload_loses_nothing_and_seconds_go_on(screen: Screen, upstream: Upstream) -> None:
    upstream.next(late(2.5), late(5.0))
    screen.open()
    order(screen, "two of them", count=2)
    screen.wait_for_count(handle("painting", state="painting"), 2)
    screen.wait_for_text(within(NEWEST, ".elapsed"), "1 s")
    screen.reload()
    assert screen.count("painting") == 2
    assert screen.text(within(NEWEST, ".elapsed")) != "0 s"
    screen.wait_for_count(DONE, 2)  # WebKit's driver may answer only after all pictures that are on their way
    assert len(upstream.requests) == 2


def test_a_program_that_ended_is_said(screen: Screen, program: Program) -> None:
    screen.open()
    screen.expect_lost_server()
    program.kill()
    screen.wait_until_visible("lost")
    screen.wait_for_text("lost", "does not answer")
    order(screen, "into the void")
    screen.wait_for_value("prompt", "into the void")
