"""A comparison as one sees it: ordered in the dialog, filling by itself, exported as one picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.axe import small_targets, violations
from tests.browser.conftest import Visit
from tests.program import Program

PROMPT = "一只小船, a boat"
CELL, HEAD, GAP, LINE = 360, 220, 20, 26  # as templates/behaviour/grid_table.js


def compare(page: Page, **lists: str) -> None:
    """Order in the dialog and go to the table."""
    page.get_by_test_id("prompt").fill(PROMPT)
    page.get_by_test_id("grid-open").click()
    expect(page.get_by_test_id("grid-dialog")).to_be_visible()
    for name, text in lists.items():
        page.get_by_test_id(f"grid-axis_{name}").fill(text)


def to_table(page: Page) -> None:
    page.get_by_test_id("grid-paint").click()
    page.get_by_test_id("to-grid").click()
    expect(page.get_by_test_id("grid-table")).to_be_visible()


def test_the_dialog_reckons_while_one_types(page: Page) -> None:
    compare(page, steps="2, 4")
    expect(page.get_by_test_id("grid-count")).to_contain_text("2 paintings, ≈")
    page.get_by_test_id("grid-model").first.check()
    page.get_by_label("Phoenix 1.0").check()
    expect(page.get_by_test_id("grid-count")).to_contain_text("4 paintings, ≈")
    page.get_by_test_id("grid-axis_steps").fill("4, 20")
    expect(page.get_by_test_id("grid-left-out")).to_contain_text("FLUX.1 schnell · 20 steps")
    page.get_by_test_id("grid-axis_seed").fill("1-2")
    expect(page.get_by_test_id("grid-problem")).to_have_attribute("data-code", "grid_axes")


def test_the_table_fills_by_itself(page: Page, program: Program) -> None:
    with program.client() as client:
        client.post("/queue/pause")
        compare(page, steps="1, 2")
        to_table(page)
        cells = page.get_by_test_id("grid-cell")
        expect(cells).to_have_count(2)
        expect(cells.first).to_have_attribute("data-state", "queued")
        client.post("/queue/resume")
    for number in range(2):
        expect(cells.nth(number)).to_have_attribute("data-state", "done")
    cells.first.get_by_role("link").press("Enter")
    expect(page.get_by_test_id("lightbox")).to_be_visible()


@pytest.mark.parametrize(("locale", "theme"), [("en-US", "light"), ("zh-CN", "dark")])
def test_it_is_exported_as_one_picture(program: Program, visit: Visit, tmp_path: Path, locale: str, theme: str) -> None:
    page = visit(program, locale=locale, color_scheme=theme, bypass_csp=True, viewport={"width": 800, "height": 600})
    compare(page, steps="1, 4")
    page.get_by_test_id("grid-model").first.check()
    page.get_by_label("Phoenix 1.0").check()
    expect(page.get_by_test_id("grid-count")).to_contain_text("4")
    assert violations(page) == []
    page.screenshot(path=tmp_path / "dialog.png")
    to_table(page)
    cells = page.get_by_test_id("grid-cell")
    for number in range(4):
        expect(cells.nth(number)).to_have_attribute("data-state", "done")
    expect(page.get_by_role("columnheader").last).to_have_text("4 steps" if locale == "en-US" else "4 步")
    assert [*violations(page), *small_targets(page)] == []
    page.screenshot(path=tmp_path / "table.png")
    with page.expect_download() as download:
        page.get_by_test_id("grid-export").click()
    assert download.value.suggested_filename.endswith(".png")
    with Image.open(download.value.path()) as picture:
        picture.save(tmp_path / "export.png")
        rows = 2 * (CELL + LINE + GAP)
        assert picture.size == (HEAD + 2 * (CELL + GAP) + GAP, 2 * GAP + 2 * LINE + GAP + rows + GAP)
        corner = (HEAD + CELL // 2, 3 * GAP + 2 * LINE + CELL // 2)
        assert picture.convert("RGB").getpixel(corner) != (255, 255, 255)
