"""What is chosen in the settings is kept, and what it is about follows."""

from __future__ import annotations

from tests.engines.screen import Screen, handle
from tests.engines.studio import order
from tests.upstream import Upstream
from tests.upstream_answers import hang


def test_what_is_chosen_is_kept_and_done(screen: Screen, upstream: Upstream) -> None:
    upstream.next(hang(), hang())
    screen.open("/settings/painting")
    screen.choose("width", "1")
    screen.choose("on_allowance", "fail")
    screen.click("to-studio")
    screen.wait_for_path("/")
    screen.go("/settings/painting")
    screen.wait_for_value("width", "1")
    screen.wait_for_value("on_allowance", "fail")

    screen.click("to-studio")
    screen.wait_for_path("/")
    order(screen, "two of them", count=2)
    screen.wait_for_count(handle("painting", state="painting"), 1)
    screen.wait_for_count(handle("painting", state="queued"), 1)
