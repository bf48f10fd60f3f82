"""The trash: choosing, restoring, deleting for ever after a question, and the key that undoes the last deletion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.conftest import watched
from tests.engines.screen import Screen, handle, within
from tests.eventually import eventually
from tests.filled import filled
from tests.program import Program

LOADED = """() => document.querySelector("#details img") !== null
  && [...document.images].every((image) => image.complete)"""
NUMBER = 6
CHECKED = "() => [...document.querySelectorAll('.trash-check:checked')].map((each) => each.ariaLabel)"


def name(number: int) -> str:
    return f"第 {number} 幅画"


def tile(number: int) -> str:
    return f'[data-testid="painting"][title="{name(number)}"]'


def trashed(number: int) -> str:
    return f'[data-testid="trashed"]:has([aria-label="{name(number)}"])'


def within_trashed(number: int, testid: str) -> str:
    return f"{trashed(number)} {handle(testid)}"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with filled(watched(Program(tmp_path)), [name(number) for number in range(NUMBER)]) as program:
        with program.client() as client:
            client.post("/library/delete", data={"ids": f"1-{NUMBER}"}).raise_for_status()
            eventually(lambda: client.get("/trash").text.count('data-testid="trashed"') == NUMBER)
        yield program


def test_choosing_restoring_and_deleting_for_ever(screen: Screen, program: Program) -> None:
    screen.expect_statuses(404)  # what was asked about a picture in the moment it went
    screen.open("/library")
    screen.click("trash")
    screen.wait_for_path("/trash")
    screen.wait_for_count("trashed", NUMBER)
    assert "30" in screen.text("days-left")

    screen.click(f"{trashed(5)} .trash-picture")
    screen.click(f"{trashed(3)} .trash-picture", holding="Shift")
    screen.wait_for_attribute("selection", "data-count", "3")
    screen.click(f"{trashed(4)} .trash-picture", holding="Control")
    screen.wait_for_attribute("selection", "data-count", "2")
    assert screen.run(CHECKED) == [name(5), name(3)]
    screen.press("ArrowLeft")
    screen.wait_for_focus(within_trashed(5, "choose"))
    screen.click("restore-selected")
    screen.wait_for_count("trashed", NUMBER - 2)
    screen.wait_until_hidden("selection")

    screen.focus(within_trashed(4, "choose"))
    screen.press("Enter")
    screen.wait_until_visible("trash-picture")
    screen.click(within("trash-picture", handle("restore")))
    screen.wait_for_count("trash-picture", 0)
    screen.wait_for_count("trashed", NUMBER - 3)

    screen.focus(within_trashed(2, "choose"))
    screen.press("Delete")
    screen.wait_until_visible("erase-question")
    screen.wait_for_focus("erase-no")
    screen.click("erase-yes")
    screen.wait_for_count("trashed", NUMBER - 4)
    screen.press("Escape")

    screen.click("restore-all")
    screen.wait_until_visible("nothing")
    screen.go("/library")
    screen.wait_for_count("painting", NUMBER - 1)
    assert not screen.count(tile(2))


def test_the_key_undoes_the_last_deletion_wherever_one_is(screen: Screen, program: Program) -> None:
    screen.expect_statuses(404)
    screen.open("/settings")
    screen.press("Control+z")
    with program.client() as client:
        eventually(lambda: client.get("/trash").text.count('data-testid="trashed"') == 0)

    screen.go("/library")
    screen.wait_for_count("painting", NUMBER)
    screen.click(tile(4))
    screen.wait(lambda: screen.run(LOADED), "every picture loaded, the details' too, which else is gone meanwhile")
    screen.press("Delete")
    screen.wait_for_count(tile(4), 0)
    screen.fill("search", "第")
    screen.focus("search")
    screen.press("Control+z")
    screen.focus("to-library")
    screen.press("Control+z")
    screen.wait_until_visible(tile(4))
