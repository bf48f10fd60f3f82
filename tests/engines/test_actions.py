"""What one does with a painting: delete and undo, save, export, use again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.pictures.metadata import read_metadata
from server.pictures.picture import read_picture
from tests.browser.seeding import seed
from tests.engines.conftest import watched
from tests.engines.screen import Screen, within
from tests.engines.studio import DONE, NEWEST, choose, paint, prompts, unfold
from tests.originals import as_it_came
from tests.program import Program
from tests.upstream import Upstream

PROMPTS = ["the oldest of all", "the one between", "the newest here"]


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    program = watched(Program(tmp_path, api_base=upstream.base_url))
    seed(program.data_dir, PROMPTS)
    with program:
        yield program


def card(prompt: str) -> str:
    return f'[data-testid="painting"][aria-label="{prompt}"]'


def test_what_is_deleted_comes_back(screen: Screen, program: Program) -> None:
    screen.open()
    choose(screen, card(PROMPTS[1]), "delete")
    screen.wait_for_count("painting", 2)
    screen.wait_for_text("#toasts", f"Deleted: {PROMPTS[1]}")
    screen.click("undo")
    screen.wait_for_count("painting", 3)
    assert prompts(screen) == PROMPTS[::-1], "back in its place"

    screen.focus(card(PROMPTS[1]))
    screen.press("Delete")
    screen.wait_for_count("painting", 2)
    screen.wait_for_focus(card(PROMPTS[0]))
    screen.click("undo")
    screen.wait_for_count("painting", 3)
    assert len(list(program.library.rglob("*.jpg"))) == 3


def test_a_painting_is_saved_and_exported(screen: Screen, upstream: Upstream) -> None:
    screen.needs("download")
    screen.open()
    paint(screen, "雨后的夜市: neon / wet?")
    file = screen.downloaded(lambda: screen.click(within(NEWEST, "save-as")))
    assert as_it_came(file.read_bytes()) == upstream.pictures[-1]
    assert file.name.startswith("雨后的夜市 neon wet_")

    choose(screen, NEWEST, "export")
    screen.wait_until_visible("export-dialog")
    screen.click('label:has([data-testid="export-jpeg"])')
    screen.wait_until_visible("export-quality")
    screen.fill("export-quality", "40")
    screen.wait_for_text(within("export-dialog", "output"), "40")
    screen.fill("export-pattern", "my picture")
    screen.wait_for_text("export-name", "my picture.jpg")
    screen.click('label:has([data-testid="export-story"])')
    file = screen.downloaded(lambda: screen.click("export-save"))
    screen.wait_for_count("export-dialog", 0)
    assert file.name == "my picture.jpg"
    assert read_picture(file.read_bytes()).kind.extension == ".jpg"
    assert read_metadata(file.read_bytes()) is None
    assert screen.count(DONE) == 4, "the page stays"


def test_a_painting_is_used_again(screen: Screen) -> None:
    screen.open()
    unfold(screen)
    screen.fill("steps", "8")
    screen.fill("prompt", "something else")
    choose(screen, card(PROMPTS[0]), "reuse")
    screen.wait_for_value("prompt", PROMPTS[0])
    screen.wait_for_focus("prompt")
    screen.wait_for_value("steps", "4")
    screen.wait_for_text("steps-value", "4")
    screen.press("Control+z")
    screen.wait_for_value("prompt", "something else")
    screen.wait_for_value("steps", "8")


def test_a_right_click_offers_the_same(screen: Screen) -> None:
    screen.needs("right click")
    screen.open()
    screen.right_click(within(card(PROMPTS[0]), "img"))
    screen.wait_until_visible("menu")
    screen.press("Escape")
    screen.wait_until_hidden("menu")
    screen.right_click(within(card(PROMPTS[0]), "img"))
    screen.click(within("menu", "as-reference"))
    screen.wait_for_count("reference", 1)


def test_the_best_is_chosen_and_put_into_its_album_by_keys(screen: Screen) -> None:
    screen.open()
    screen.focus(card(PROMPTS[1]))
    screen.press("f")
    screen.wait_for_attribute(within(card(PROMPTS[1]), "favourite"), "aria-pressed", "true")
    screen.press("b")
    screen.wait_for_focus("album-name")
    screen.type("Lakes")
    screen.press("Enter")
    screen.wait_for_count("album-dialog", 0)
    screen.focus(card(PROMPTS[0]))
    screen.press("b")
    screen.wait_for_text("#toasts", "Added to “Lakes”")
    screen.press("Delete")
    screen.wait_for_count("painting", 2)
    screen.wait_for_text("#toasts", f"Deleted: {PROMPTS[0]}")


def test_more_opens_the_menu_and_keys_lead_through_it(screen: Screen) -> None:
    screen.open()
    screen.focus(within(NEWEST, "more"))
    screen.press("Enter")
    screen.wait_for_focus(within("menu", "favourite"))
    screen.press("ArrowUp")
    screen.wait_for_focus(within("menu", "details-open"))
    screen.press("Enter")
    screen.wait_until_visible("lightbox-details")
    screen.wait_for_text("lightbox-details", PROMPTS[2])
    screen.press("Escape")
    screen.wait_for_count("lightbox", 0)
