"""A backup made and taken in within a browser: by keyboard, with what is said, in both languages."""

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

EVERYBODY = {"bypass_csp": True, "reduced_motion": "reduce"}


@pytest.fixture
def program(program: Program) -> Program:
    program.stop()
    seed(program.data_dir, [f"number {number}" for number in range(60)], size=600_000)
    for number in range(60):  # something to stop in the middle of
        (program.library / f"{number}.png").write_bytes(bytes(4_000_000))
    return program.start()


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh-CN", "dark")])
def test_by_keyboard_and_for_everybody(
    program: Program, visit: Visit, watches: dict[BrowserContext, Watch], tmp_path: Path, language: str, theme: str
) -> None:
    page = visit(program, "/settings/library", locale=language, color_scheme=theme, **EVERYBODY)
    watches[page.context].expect_statuses(422)
    page.set_viewport_size({"width": 800, "height": 600})
    backup = page.get_by_test_id("backup")

    def look() -> None:
        assert [*violations(page), *small_targets(page), *foreign(texts(page), language)] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    expect(page.get_by_test_id("backup-write")).to_have_value(str(program.library) + today(page.evaluate(TODAY)))
    page.get_by_test_id("backup-write").fill(str(tmp_path / "all.zip"))
    page.get_by_test_id("backup-write").press("Enter")
    expect(backup).to_have_attribute("data-state", "running")
    page.get_by_test_id("backup-stop").press("Enter")
    expect(backup).to_have_attribute("data-state", "stopped")
    look()
    page.get_by_test_id("backup-write").fill(str(tmp_path / "all.zip"))
    page.get_by_test_id("backup-write-start").press("Enter")
    expect(backup).to_have_attribute("data-state", "done")
    expect(page.get_by_test_id("backup-report")).to_contain_text("120")
    look()
    page.get_by_test_id("backup-merge").fill("nothing")
    page.get_by_test_id("backup-merge").press("Enter")
    expect(page.locator("#backup-merge-problem")).not_to_be_empty()
    look()
    page.get_by_test_id("backup-merge").fill(str(tmp_path / "all.zip"))
    page.get_by_test_id("backup-settings").press("Space")
    page.get_by_test_id("backup-merge").press("Enter")
    expect(backup).to_have_attribute("data-kind", "merging")
    expect(page.get_by_test_id("backup-report").locator("li").nth(1)).to_contain_text("60")
    look()


TODAY = "new Date().toLocaleDateString('sv-SE')"


def today(date: str) -> str:
    return f" {date}.zip"
