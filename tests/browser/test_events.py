"""All state is on the server: pages come and go, see each other's changes, and say when nobody answers."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.begun import wait_until_begun
from tests.browser.conftest import Visit
from tests.browser.studio import choose, newest, newest_order, order, paintings, prompts
from tests.browser.watch import Watch
from tests.eventually import eventually
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import hang, late


def test_reloading_while_painting_loses_nothing(page: Page, upstream: Upstream) -> None:
    upstream.next(late(1.5), hang())
    order(page, "two of them", count=2)
    expect(paintings(page, state="painting")).to_have_count(2)
    page.reload()
    expect(paintings(page)).to_have_count(2)
    expect(paintings(page, state="done")).to_have_count(1)
    expect(paintings(page, state="painting")).to_contain_text("Calling the muse…")
    assert len(upstream.requests) == 2


def test_seconds_go_on_after_a_reload(page: Page, upstream: Upstream) -> None:
    upstream.next(hang())
    order(page, "takes long")
    expect(newest(page)).to_contain_text("2 s")
    page.reload()
    expect(newest(page).locator(".elapsed")).not_to_have_text("0 s")


def test_pages_see_each_other_s_changes(program: Program, visit: Visit) -> None:
    here, there = visit(program), visit(program)
    order(here, "seen by both")
    expect(newest_order(there)).to_contain_text("seen by both")
    expect(newest(there)).to_have_attribute("data-state", "done")
    choose(there, newest(there), "delete")
    expect(paintings(here)).to_have_count(0)
    there.get_by_test_id("undo").click()
    expect(newest(here).get_by_role("img", name="seen by both")).to_be_visible()


def test_what_is_being_typed_is_left_alone_by_changes_elsewhere(program: Program, visit: Visit) -> None:
    here, there = visit(program), visit(program)
    here.get_by_test_id("prompt").press_sequentially("half a tho")
    order(there, "done elsewhere")
    expect(newest(here)).to_have_attribute("data-state", "done")
    here.get_by_test_id("prompt").press_sequentially("ught")
    expect(here.get_by_test_id("prompt")).to_have_value("half a thought")
    expect(here.get_by_test_id("prompt")).to_be_focused()


def test_a_page_that_was_cut_off_catches_up(
    program: Program, visit: Visit, watches: dict[BrowserContext, Watch]
) -> None:
    page, other = visit(program), visit(program)
    watches[page.context].expect_lost_server()
    order(page, "before")
    expect(paintings(page, state="done")).to_have_count(1)
    page.route("**/events*", _refuse)
    page.reload()
    expect(page.get_by_test_id("lost")).to_be_visible()
    order(other, "while it was away")
    expect(paintings(other, state="done")).to_have_count(2)
    assert prompts(page) == ["before"]
    page.unroute("**/events*", _refuse)
    expect(page.get_by_test_id("lost")).to_be_hidden()
    expect(newest_order(page)).to_contain_text("while it was away")
    assert prompts(page) == ["while it was away", "before"]


def _refuse(route: Route) -> None:
    route.abort("connectionrefused")


def test_a_program_that_ended_is_said(page: Page, watch: Watch, program: Program) -> None:
    expect(page.get_by_test_id("lost")).to_be_hidden()
    watch.expect_lost_server()
    program.kill()
    expect(page.get_by_test_id("lost")).to_be_visible()
    expect(page.get_by_test_id("lost")).to_contain_text("does not answer")


def test_an_order_that_nobody_takes_is_said(page: Page, watch: Watch, program: Program) -> None:
    watch.expect_lost_server()
    program.kill()
    order(page, "into the void")
    expect(page.get_by_role("alert").filter(has_text="does not answer").first).to_be_visible()
    expect(page.get_by_test_id("prompt")).to_have_value("into the void")


def test_a_killed_program_says_which_painting_was_interrupted(
    program: Program, visit: Visit, upstream: Upstream
) -> None:
    upstream.next(hang())
    page = visit(program)
    order(page, "cut short")
    expect(newest(page)).to_have_attribute("data-state", "painting")
    eventually(lambda: upstream.requests)
    page.context.close()
    program.kill()
    page = visit(program.start())
    expect(newest(page)).to_have_attribute("data-state", "interrupted")
    expect(newest(page).get_by_test_id("painting-error")).to_contain_text("It may have been charged.")
    newest(page).get_by_test_id("retry").click()
    expect(newest(page)).to_have_attribute("data-state", "done")


def test_scripts_that_arrive_late_are_not_missed(page: Page, program: Program) -> None:
    waiting: list[Route] = []
    for address in page.evaluate("() => [...document.scripts].map((script) => script.src)"):
        page.route(address, lambda route: waiting.append(route))
        page.goto(program.base_url, wait_until="commit")
        expect(page.get_by_test_id("generate")).to_be_visible()
        page.evaluate("() => new Promise((done) => setTimeout(done, 100))")
        waiting.pop().continue_()
        wait_until_begun(page)
        page.unroute_all()
        before = paintings(page).count()
        order(page, f"after {address}")
        expect(paintings(page, state="done")).to_have_count(before + 1)


def test_the_page_is_drawn_before_its_libraries_begin(page: Page) -> None:
    page.add_init_script(
        """
        // A busy computer may draw so late that the page stops waiting for it.
        const { setTimeout } = window;
        window.setTimeout = (then, milliseconds) => setTimeout(then, milliseconds === 200 ? 20_000 : milliseconds);
        document.addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => performance.mark("drawn")));
        const look = () => {
          if (document.querySelector('script[src*="/vendor/"]')) performance.mark("asked"), watch.disconnect();
        };
        const watch = new MutationObserver(look);
        watch.observe(document, { childList: true, subtree: true });
        """
    )
    page.reload()

    marks = page.evaluate("() => performance.getEntriesByType('mark').map((mark) => mark.name)")
    assert [mark for mark in marks if mark in ("drawn", "asked", "begun")] == ["drawn", "asked", "begun"]


def test_a_page_that_draws_no_frames_begins_all_the_same(page: Page) -> None:
    page.add_init_script("window.requestAnimationFrame = () => 0;")
    page.reload()

    order(page, "a boat")
    expect(paintings(page, state="done")).to_have_count(1)
