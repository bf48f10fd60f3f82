"""Marking a part of a picture: by mouse and by keyboard, with undo, for everybody, in both languages."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import small_targets, violations
from tests.browser.conftest import Visit
from tests.browser.studio import choose, paint, paintings
from tests.browser.watch import Watch
from tests.jpegs import make_picture
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import send_picture

MARKED = """() => {
  const canvas = document.querySelector(".mask-stage canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 127) count++;
  return count;
}"""


def reopened(page: Page, painting: int = 0) -> Locator:
    """The dialog for one of the paintings, counted from the newest."""
    card = paintings(page).nth(painting)
    choose(page, card, "mask")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def opened(page: Page) -> Locator:
    dialog = reopened(page)
    expect(page.get_by_test_id("mask-undo")).to_have_attribute("aria-disabled", "true")
    return dialog


def stroke(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Places are shares of the stage."""
    box = page.get_by_test_id("mask-stage").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + start[0] * box["width"], box["y"] + start[1] * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + end[0] * box["width"], box["y"] + end[1] * box["height"], steps=4)
    page.mouse.up()


def marked(page: Page) -> int:
    count: int = page.evaluate(MARKED)
    return count


def sent_mask(upstream: Upstream) -> Image.Image:
    return Image.open(io.BytesIO(bytes(upstream.requests[-1].json()["mask"])))


def test_a_part_is_marked_with_the_mouse_and_painted_anew(page: Page, upstream: Upstream) -> None:
    paint(page, "a boat")
    dialog = opened(page)
    stroke(page, (0.25, 0.5), (0.75, 0.5))
    page.get_by_test_id("mask-prompt").fill("a red fox")
    page.get_by_test_id("mask-paint").click()

    expect(dialog).to_have_count(0)
    expect(paintings(page, state="done")).to_have_count(2)
    sent = upstream.requests[-1].json()
    assert sent["prompt"] == "a red fox"
    left, top, right, bottom = sent_mask(upstream).getbbox() or (0, 0, 0, 0)
    for found, wanted in ((left, 98), (top, 226), (right, 414), (bottom, 286)):
        assert abs(found - wanted) < 6, (left, top, right, bottom)


def test_undo_redo_eraser_invert_and_clear(page: Page) -> None:
    paint(page, "a boat")
    opened(page)
    stroke(page, (0.2, 0.2), (0.8, 0.2))
    first = marked(page)
    assert first > 10_000
    stroke(page, (0.2, 0.8), (0.8, 0.8))
    both = marked(page)
    assert both > first
    page.keyboard.press("Control+z")
    assert marked(page) == first
    page.keyboard.press("Control+Shift+z")
    assert marked(page) == both
    page.get_by_test_id("mask-eraser").click()
    stroke(page, (0.1, 0.8), (0.9, 0.8))
    assert abs(marked(page) - first) < 10
    page.get_by_test_id("mask-invert").click()
    assert abs(marked(page) - (512 * 512 - first)) < 600
    page.get_by_test_id("mask-clear").click()
    assert marked(page) == 0
    page.get_by_test_id("mask-undo").click()
    assert marked(page) > 0


def test_the_keyboard_alone_is_enough(page: Page, upstream: Upstream) -> None:
    paint(page, "a boat")
    opened(page)
    page.get_by_test_id("mask-stage").focus()
    expect(page.locator(".mask-cursor")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("[")
    expect(page.get_by_test_id("mask-size")).to_have_value("36")
    page.keyboard.down("Space")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.keyboard.up("Space")
    page.keyboard.press("ArrowDown")
    page.get_by_test_id("mask-prompt").focus()
    page.keyboard.type("bee [be]")
    page.get_by_test_id("mask-paint").press("Enter")

    expect(paintings(page, state="done")).to_have_count(2)
    assert upstream.requests[-1].json()["prompt"] == "bee [be]", "keys of the tools are letters in a text"
    box = sent_mask(upstream).getbbox() or (0, 0, 0, 0)
    assert all(abs(found - wanted) < 4 for found, wanted in zip(box, (238, 238, 354, 274), strict=True)), box


def test_marks_belong_to_one_picture(page: Page) -> None:
    paint(page, "a boat", "a house")
    dialog = opened(page)
    stroke(page, (0.2, 0.2), (0.8, 0.2))
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    reopened(page, 1)
    expect(page.get_by_test_id("mask-undo")).to_have_attribute("aria-disabled", "true")
    assert marked(page) == 0


def test_what_escape_closed_is_there_again(page: Page, upstream: Upstream) -> None:
    paint(page, "a boat")
    dialog = opened(page)
    stroke(page, (0.2, 0.2), (0.8, 0.2))
    before = marked(page)
    page.get_by_test_id("mask-prompt").fill("a red fox")
    for _ in range(2):
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        reopened(page)
        expect(page.get_by_test_id("mask-again")).to_be_visible()
        expect(page.get_by_test_id("mask-prompt")).to_have_value("a red fox")
        assert marked(page) == before
    page.get_by_test_id("mask-undo").click()
    assert marked(page) == 0
    page.get_by_test_id("mask-redo").click()
    page.get_by_test_id("mask-paint").click()
    expect(paintings(page, state="done")).to_have_count(2)
    assert sent_mask(upstream).getbbox() is not None

    reopened(page, 1)
    expect(page.get_by_test_id("mask-undo")).to_have_attribute("aria-disabled", "true")
    assert marked(page) == 0, "it has been ordered"


def test_cancel_forgets_what_was_marked(page: Page) -> None:
    paint(page, "a boat")
    dialog = opened(page)
    stroke(page, (0.2, 0.2), (0.8, 0.2))
    page.get_by_test_id("mask-cancel").click()
    expect(dialog).to_have_count(0)
    opened(page)
    expect(page.get_by_test_id("mask-again")).to_be_hidden()
    assert marked(page) == 0


def test_nothing_marked_is_said_in_the_dialog(page: Page, watch: Watch) -> None:
    watch.expect_statuses(422)
    paint(page, "a boat")
    opened(page)
    page.get_by_test_id("mask-prompt").fill("a red fox")
    page.get_by_test_id("mask-paint").click()
    expect(page.get_by_test_id("mask-problem")).to_have_text("Nothing is marked. Paint over what should change.")
    stroke(page, (0.2, 0.2), (0.4, 0.2))
    page.get_by_test_id("mask-paint").click()
    expect(paintings(page, state="done")).to_have_count(2)


@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_for_everybody(program: Program, visit: Visit, upstream: Upstream, language: str, theme: str) -> None:
    page = visit(
        program, viewport={"width": 800, "height": 600}, bypass_csp=True, color_scheme=theme, locale=language,
        reduced_motion="reduce",
    )  # fmt: skip
    upstream.next(send_picture(make_picture("JPEG", side=640, height=320)))
    paint(page, "a boat")
    opened(page)
    stroke(page, (0.2, 0.2), (0.4, 0.2))
    page.get_by_test_id("mask-along").fill("100")

    assert page.locator(".mask-stage img").evaluate("(image) => image.style.objectPosition") == "100% 100%"
    assert [*violations(page), *(each for each in small_targets(page) if "mask-" in each)] == []
    assert page.evaluate("() => document.querySelector('dialog[open]').scrollWidth <= innerWidth")


def test_it_is_offered_in_the_library_and_the_studio_has_the_new_painting(page: Page, upstream: Upstream) -> None:
    paint(page, "a boat")
    page.get_by_role("link", name="Library", exact=True).click()
    paintings(page).first.click()
    choose(page, page.get_by_test_id("details"), "mask")
    dialog = page.get_by_test_id("mask-dialog")
    expect(dialog).to_be_visible()
    expect(page.get_by_test_id("mask-undo")).to_have_attribute("aria-disabled", "true")
    stroke(page, (0.2, 0.2), (0.4, 0.2))
    page.get_by_test_id("mask-prompt").fill("a red fox")
    page.get_by_test_id("mask-paint").click()

    expect(page.get_by_text("Ordered. The new painting comes into the studio.")).to_be_visible()
    expect(dialog).to_have_count(0)
    page.goto(page.url.replace("/library", "/"))
    expect(paintings(page, state="done")).to_have_count(2)
    assert upstream.requests[-1].json()["prompt"] == "a red fox"
