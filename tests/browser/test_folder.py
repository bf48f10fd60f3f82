"""Moving the library in a browser: asked for, watched, cancelled and settled by keyboard, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.axe import small_targets, violations
from tests.browser.conftest import Visit
from tests.browser.seeding import seed
from tests.browser.watch import Watch
from tests.browser.words import foreign, texts
from tests.program import Program

MANY = 400


EVERYBODY = {"bypass_csp": True, "reduced_motion": "reduce"}


@pytest.fixture
def program(program: Program) -> Program:
    """With a library that takes some time to move."""
    program.stop()
    seed(program.data_dir, ["a boat", "an island"])
    for number in range(MANY):
        (program.library / f"{number}.bin").write_bytes(bytes(200_000))
    return program.start()


def test_by_keyboard_from_the_first_word_to_the_last(
    program: Program, visit: Visit, watches: dict[BrowserContext, Watch], tmp_path: Path
) -> None:
    page = visit(program, "/settings/library")
    watches[page.context].expect_statuses(422)
    page.get_by_test_id("folder-new").focus()
    page.keyboard.type("not whole")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("folder-problem")).to_contain_text("whole path")
    expect(page.get_by_test_id("folder-new")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(str(tmp_path / "new"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("folder")).to_have_attribute("data-state", "running")
    page.get_by_test_id("folder-stop").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("folder")).to_have_attribute("data-state", "stopped")
    assert not (tmp_path / "new").exists()

    page.get_by_test_id("folder-new").fill(str(tmp_path / "new"))
    page.get_by_test_id("folder-change").press("Enter")
    expect(page.get_by_test_id("folder")).to_have_attribute("data-state", "done")
    expect(page.get_by_test_id("folder-now")).to_have_text(str(tmp_path / "new"))
    page.get_by_test_id("folder-keep").press("Enter")
    expect(page.get_by_test_id("folder-left")).to_have_count(0)
    assert len(list((tmp_path / "new").rglob("*.bin"))) == MANY


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh-CN", "dark")])
def test_every_state_is_for_everybody(
    program: Program, visit: Visit, watches: dict[BrowserContext, Watch], tmp_path: Path, language: str, theme: str
) -> None:
    page = visit(program, "/settings/library", locale=language, color_scheme=theme, **EVERYBODY)
    watches[page.context].expect_statuses(422)
    page.set_viewport_size({"width": 800, "height": 600})

    def look() -> None:
        assert [*violations(page), *small_targets(page), *foreign(texts(page), language)] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_test_id("folder-new").fill("x")
    page.get_by_test_id("folder-change").click()
    expect(page.get_by_test_id("folder-problem")).not_to_be_empty()
    look()
    folder = page.get_by_test_id("folder")
    page.get_by_test_id("folder-new").fill(str(tmp_path / "new"))
    page.get_by_test_id("folder-change").click()
    expect(folder).to_have_attribute("data-state", "running")
    watches[page.context].expect_lost_server()
    program.kill()  # before anything else: where files are in memory, the move is a matter of a second
    page.context.close()
    program.start()
    page = visit(program, "/settings/library", locale=language, color_scheme=theme, **EVERYBODY)
    page.set_viewport_size({"width": 800, "height": 600})
    folder = page.get_by_test_id("folder")
    expect(folder).to_have_attribute("data-state", "interrupted")
    look()
    page.get_by_test_id("folder-continue").click()
    expect(folder).to_have_attribute("data-state", "running")
    look()
    expect(folder).to_have_attribute("data-state", "done")
    look()
    page.get_by_test_id("folder-trash").click()
    expect(page.get_by_test_id("folder-left")).to_have_count(0)
    assert not program.library.exists()
