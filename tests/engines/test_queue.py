"""The queue: its order, pausing, waiting for the allowance."""

from __future__ import annotations

from tests.engines.screen import Screen, within
from tests.engines.studio import DONE, order
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import refuse

QUOTA = refuse(4006, 429, "you have used up your daily free allocation of 10,000 neurons")
LINE = within("in-line", ".line-prompt")


def in_line(screen: Screen, *prompts: str) -> None:
    screen.wait(lambda: screen.texts(LINE) == list(prompts), f"{prompts} in this order")


def test_its_order_is_changed_by_buttons_and_by_keys(screen: Screen, program: Program) -> None:
    with program.client() as client:
        client.post("/queue/pause")
        for prompt in ("first", "second", "third", "fourth"):
            client.post("/generate", data={"prompt": prompt, "steps": "1"})
    screen.open()
    screen.click("show-order")
    in_line(screen, "first", "second", "third", "fourth")
    screen.click(within("in-line", "move-front"), 2)
    in_line(screen, "third", "first", "second", "fourth")
    screen.wait_for_text("announcer", "Number 1 in the queue: third")
    screen.focus(within("in-line", "move-up"), 3)
    screen.press("Enter")
    in_line(screen, "third", "first", "fourth", "second")
    screen.press("Alt+ArrowUp")
    in_line(screen, "third", "fourth", "first", "second")
    screen.click(within("in-line", "leave-line"), 3)
    in_line(screen, "third", "fourth", "first")
    screen.click("resume")
    screen.wait_for_count(DONE, 3)


def test_what_waits_for_the_allowance_goes_on_when_told(screen: Screen, upstream: Upstream) -> None:
    upstream.next(*[QUOTA] * 2)
    screen.open()
    order(screen, "a boat", count=2)
    screen.wait_for_text("hold", "Waiting for the allowance")
    screen.click("pause")
    screen.wait_for_text("paused", "Paused")
    screen.click("resume")
    screen.click("try-now")
    screen.wait_for_count(DONE, 2)
    screen.wait_until_hidden("queue")
