"""A picture is made larger on this computer, from the menu that every painting has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.pictures.picture import measure
from tests.engines.conftest import watched
from tests.engines.screen import Screen, handle
from tests.engines.studio import DONE, NEWEST, choose
from tests.filled import filled
from tests.program import Program
from tests.upstream import Upstream

COMPARED = handle("compare-side")


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    with filled(watched(Program(tmp_path, api_base=upstream.base_url)), ["a lake", "a boat"]) as program:
        yield program


def test_a_larger_one_comes_and_stands_beside_the_one_it_was(
    screen: Screen, program: Program, upstream: Upstream
) -> None:
    screen.open()
    screen.wait_for_count(DONE, 2)
    choose(screen, NEWEST, "enlarge-open")
    screen.wait_until_visible("enlarge-dialog")
    screen.click('label:has([data-testid="enlarge-photo"])')
    screen.click(f"{handle('enlarge')}[data-scale='2']")
    screen.wait_for_count("enlarge-dialog", 0)
    screen.wait_for_count(DONE, 3)
    screen.wait_for_text(f"{handle('order')}:first-child", "Enlarged 2×")

    files = (file for file in program.library.rglob("*.jpg") if ".atelier" not in file.parts)
    assert sorted(measure(file)[1:] for file in files) == [(64, 64), (64, 64), (128, 128)]
    assert upstream.requests == []

    choose(screen, NEWEST, "compare")
    screen.wait_for_count(COMPARED, 2)


def test_all_that_are_selected_are_enlarged(screen: Screen, program: Program) -> None:
    screen.open("/library")
    screen.wait_for_count("painting", 2)
    screen.click("painting")
    screen.click("painting", 1, holding="Shift")
    screen.click("enlarge-selected")
    screen.wait_until_visible("enlarge-dialog")
    screen.wait_for_text("enlarge-dialog", "2")
    screen.click(f"{handle('enlarge')}[data-scale='4']")
    screen.wait_for_count("painting", 4)
