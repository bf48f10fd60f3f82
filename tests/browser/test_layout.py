"""Windows of every size: nothing is cut off, and what is needed next is in reach."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.seeding import seed, seed_failures
from tests.browser.studio import newest
from tests.browser.tour import NO_ACCOUNT
from tests.program import Program

LONG = "an endless prompt without any rest " * 40
UNBROKEN = "W" * 300
SIZES = [(1280, 800), (800, 600), (1024, 700), (390, 844), (3840, 2160)]

OVERFLOWING = """() => [...document.querySelectorAll("*")]
  .filter((element) => element.checkVisibility() && !element.closest(".sr-only, [hidden]"))
  .filter((element) => {
    const { overflowX } = getComputedStyle(element);
    const scrolls = element === document.documentElement || ["auto", "scroll"].includes(overflowX);
    return scrolls && element.tagName !== "TEXTAREA" && element.scrollWidth > element.clientWidth;
  })
  .map((element) => `${element.tagName}.${element.className}: ${element.scrollWidth} > ${element.clientWidth}`)"""

CUT_OFF = """() => [...document.querySelectorAll("button, .btn, label, h1, h2, .hint, .sentence, .next-step, dd")]
  .filter((element) => element.checkVisibility() && !element.closest(".sr-only, .skip-link, dialog"))
  .filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > innerWidth + 1;
  })
  .map((element) => element.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """With long prompts, failures, and a good painting as the newest."""
    program = Program(tmp_path_factory.mktemp("layout"))
    seed_failures(program.data_dir, UNBROKEN, ["daily_quota_used", "web_page_answered", "token_refused"])
    seed(program.data_dir, [UNBROKEN, LONG, "a good one"], size=8_000)
    with program:
        yield program


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("layout-new"), environ=NO_ACCOUNT) as program:
        yield program


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_nothing_is_wider_than_the_window(studio: Program, newcomer: Program, visit: Visit, language: str) -> None:
    wrong: list[str] = []
    sections = [f"/settings/{name}" for name in ("general", "account", "painting", "library", "prompts", "about")]
    for program, path in (*((studio, path) for path in ("/", "/library", *sections)), (newcomer, "/connection")):
        page = visit(program, path, locale=language)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            found = page.evaluate(OVERFLOWING) + page.evaluate(CUT_OFF)
            wrong += [f"{path} at {width} x {height}: {each}" for each in found]
        page.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_laptop_s_window_shows_it_all_without_scrolling(studio: Program, visit: Visit, language: str) -> None:
    page = visit(studio, locale=language)
    for handle in ("prompt", "open-prompts", "model-open", "count", "grid-open", "more-settings", "generate"):
        expect(page.get_by_test_id(handle)).to_be_in_viewport(ratio=1)
    form = page.locator(".parameters")
    assert form.evaluate("(form) => form.scrollHeight <= form.clientHeight"), "all of it, without scrolling"
    image = newest(page).get_by_test_id("painting-image")
    expect(image).to_be_in_viewport(ratio=1)
    box = image.bounding_box()
    assert box and box["width"] > 480, "the picture is the hero"
    expect(newest(page).get_by_test_id("more")).to_be_in_viewport(ratio=1)


def test_the_smallest_window_has_the_button_in_reach(studio: Program, visit: Visit) -> None:
    page = visit(studio, viewport={"width": 800, "height": 600})
    expect(page.get_by_test_id("generate")).to_be_in_viewport(ratio=1)
    expect(page.get_by_test_id("prompt")).to_be_in_viewport(ratio=1)
    page.get_by_test_id("prompt").fill(LONG)
    expect(page.get_by_test_id("generate")).to_be_in_viewport(ratio=1)
    expect(newest(page).get_by_test_id("painting-image")).to_be_in_viewport(ratio=1)


def test_a_large_screen_enlarges_the_picture_and_not_the_settings(studio: Program, visit: Visit) -> None:
    page = visit(studio)
    small, form = newest(page).locator(".frame").bounding_box(), page.locator("#create").bounding_box()
    page.set_viewport_size({"width": 3840, "height": 2160})
    large, large_form = newest(page).locator(".frame").bounding_box(), page.locator("#create").bounding_box()
    assert small and form and large and large_form
    assert large["width"] > 2 * small["width"]
    assert large_form["width"] == form["width"]


def test_failures_in_the_strip_can_be_read_to_their_end(studio: Program, visit: Visit) -> None:
    page = visit(studio)
    for error in page.get_by_test_id("painting-error").all():
        error.scroll_into_view_if_needed()
        hidden = error.evaluate("(element) => element.scrollHeight - element.clientHeight")
        focusable = error.evaluate("(element) => element.tabIndex >= 0")
        assert hidden <= 1 or focusable, error.inner_text()
