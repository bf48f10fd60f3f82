"""For everybody: axe-core, sizes, motion, and what a screen reader is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import small_targets, violations
from tests.browser.conftest import Visit
from tests.browser.studio import choose, newest, order, paint, paintings
from tests.browser.tour import whole_tour
from tests.browser.watch import Watch
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import hang, late, refuse

RUNNING = """() => document.getAnimations()
  .filter((each) => each.playState === "running" && each.effect.getComputedTiming().duration > 1)
  .map((each) => each.animationName ?? each.transitionProperty ?? "animation")"""


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_screen(
    tmp_path: Path, visit: Visit, watches: dict[BrowserContext, Watch], theme: str
) -> None:
    wrong: dict[str, str] = {}

    def look(page: Page, stop: str) -> None:
        for each in [*violations(page), *small_targets(page)]:
            wrong.setdefault(each, stop)

    def open_page(program: Program) -> Page:
        page = visit(program, color_scheme=theme, bypass_csp=True, reduced_motion="reduce")
        watches[page.context].expect_statuses(403, 404, 415, 422, 502)
        watches[page.context].expect_lost_server()
        return page

    whole_tour(tmp_path, "en", open_page, look, codes=["daily_quota_used", "token_refused", "web_page_answered"])
    assert not wrong, "\n".join(f"{stop}: {each}" for each, stop in wrong.items())


def test_a_screen_reader_hears_of_beginning_end_and_failure(page: Page, upstream: Upstream) -> None:
    announcer = page.get_by_test_id("announcer")
    expect(announcer).to_have_attribute("aria-live", "polite")
    expect(announcer).to_have_text("")
    upstream.next(late(0.8), refuse(3030, 400, "NSFW prompt"), hang())
    order(page, "a kite")
    expect(announcer).to_have_text("Painting has begun: a kite")
    expect(announcer).to_have_text("Finished: a kite")
    order(page, "two kites")
    expect(announcer).to_have_text("Failed: two kites")
    order(page, "three kites")
    expect(announcer).to_have_text("Painting has begun: three kites")
    newest(page).get_by_test_id("cancel").click()
    expect(announcer).to_have_text("Cancelled: three kites")


def test_a_screen_reader_hears_of_deletions_and_problems(page: Page) -> None:
    paint(page, "a kite")
    choose(page, newest(page), "delete")
    expect(page.get_by_role("status").filter(has_text="Deleted: a kite")).to_be_visible()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_where_motion_is_not_wanted(
    program: Program, visit: Visit, upstream: Upstream, motion: str
) -> None:
    page = visit(program, reduced_motion=motion)
    paint(page, "still water")
    upstream.next(hang())
    order(page, "more of it")
    expect(paintings(page, state="painting")).to_have_count(1)
    moving = list(page.evaluate(RUNNING))
    page.get_by_test_id("generate").hover()
    paintings(page, state="done").get_by_test_id("painting-image").click()
    expect(page.get_by_test_id("lightbox")).to_be_visible()
    moving += page.evaluate(RUNNING)
    page.keyboard.press("Escape")
    moving += page.evaluate(RUNNING)
    assert bool(moving) == (motion == "no-preference"), moving
