"""Pictures from outside: dropped, pasted or chosen, and what they bring into the form."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, JSHandle, Page, expect

from server.pictures.metadata import Metadata, embed
from tests.browser.conftest import Visit
from tests.browser.studio import focused_handle, more, newest, paint
from tests.browser.watch import Watch
from tests.foreign_pictures import png
from tests.jpegs import make_picture
from tests.pictures.test_foreign_metadata import A1111
from tests.program import Program

STORY = Metadata(uid="0" * 32, prompt="a red boat", steps=7, width=1024, height=1024, version="0.1.0")
OURS = embed(make_picture("JPEG"), STORY)

_TRANSFER = """([data, name, type]) => {
  const transfer = new DataTransfer();
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  transfer.items.add(new File([bytes], name, { type }));
  return transfer;
}"""


def files(page: Page, data: bytes, name: str = "a picture.jpg", kind: str = "image/jpeg") -> JSHandle:
    """What a file manager hands over."""
    return page.evaluate_handle(_TRANSFER, [base64.b64encode(data).decode(), name, kind])


def text(page: Page, value: str, kind: str = "text/plain") -> JSHandle:
    script = "([value, kind]) => { const it = new DataTransfer(); it.setData(kind, value); return it; }"
    return page.evaluate_handle(script, [value, kind])


def drop(page: Page, transfer: JSHandle, where: str = "#main") -> None:
    for event in ("dragenter", "dragover", "drop"):
        page.locator(where).dispatch_event(event, {"dataTransfer": transfer})


def paste(page: Page, transfer: JSHandle, where: str) -> bool:
    """True when the page left the pasting to the browser."""
    script = """(element, data) => element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))"""
    left: bool = page.locator(where).evaluate(script, transfer)
    return left


def test_a_dropped_picture_fills_the_form(page: Page) -> None:
    drop(page, files(page, OURS))

    dialog = page.get_by_test_id("story")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("a red boat")
    expect(page.get_by_test_id("story-apply")).to_be_focused()
    shown = "image => image.decode().then(() => image.naturalWidth)"
    assert page.get_by_test_id("story-picture").evaluate(shown) == 64
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_test_id("prompt")).to_have_value("a red boat")
    expect(page.get_by_test_id("steps-value")).to_have_text("7")
    expect(page.get_by_text("Filled in")).to_be_visible()


def test_the_prompt_alone(page: Page) -> None:
    more(page).get_by_test_id("steps").fill("3")
    drop(page, files(page, png(parameters=A1111), "a.png", "image/png"))
    expect(page.get_by_test_id("story")).to_contain_text("becomes 8")
    page.get_by_test_id("story-prompt").click()
    expect(page.get_by_test_id("prompt")).to_have_value(
        "a lighthouse at dusk, (oil painting:1.2), 灯塔\nsecond line: with a colon"
    )
    expect(page.get_by_test_id("steps-value")).to_have_text("3")


@pytest.mark.parametrize("how", ["key", "button"])
def test_cancelling_changes_nothing(page: Page, how: str) -> None:
    page.get_by_test_id("prompt").fill("my own words")
    drop(page, files(page, OURS))
    expect(page.get_by_test_id("story-apply")).to_be_focused()
    if how == "key":
        page.keyboard.press("Escape")
    else:
        page.get_by_test_id("story-cancel").click()
    expect(page.get_by_test_id("story")).to_have_count(0)
    expect(page.get_by_test_id("prompt")).to_have_value("my own words")
    expect(page.get_by_test_id("prompt")).to_be_focused()


def test_the_focus_stays_in_the_dialog(page: Page) -> None:
    drop(page, files(page, OURS))
    expect(page.get_by_test_id("story-apply")).to_be_focused()
    seen = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("() => document.activeElement.closest('dialog, body')?.tagName"))
    assert seen <= {"DIALOG", "BODY"}  # Chromium lets the focus rest on the window itself for one press
    assert "DIALOG" in seen
    assert focused_handle(page) not in ("prompt", "generate")


def test_a_picture_that_tells_nothing(page: Page) -> None:
    drop(page, files(page, make_picture("WEBP"), "a.webp", "image/webp"))
    expect(page.get_by_role("dialog", name="This picture says nothing about itself")).to_be_visible()
    expect(page.get_by_test_id("story-apply")).to_have_count(0)
    page.get_by_test_id("story-cancel").click()
    expect(page.get_by_test_id("story")).to_have_count(0)


def test_what_is_no_picture(page: Page, watch: Watch) -> None:
    watch.expect_statuses(415)
    drop(page, files(page, b"some notes", "notes.txt", "text/plain"))
    expect(page.get_by_test_id("alert")).to_contain_text("not a picture")
    expect(page.get_by_test_id("story")).to_have_count(0)


def test_an_empty_file_and_one_too_large_are_not_even_sent(page: Page) -> None:
    drop(page, files(page, b"", "empty.png", "image/png"))
    expect(page.get_by_text("not a picture")).to_be_visible()
    page.get_by_test_id("reader").evaluate("element => { element.dataset.limit = '1000' }")
    drop(page, files(page, OURS))
    expect(page.get_by_text("too large")).to_be_visible()


def test_a_second_picture_takes_the_place_of_the_first(page: Page) -> None:
    drop(page, files(page, OURS))
    expect(page.get_by_test_id("story")).to_contain_text("a red boat")
    drop(page, files(page, png(parameters=A1111), "a.png", "image/png"))
    expect(page.get_by_test_id("story")).to_contain_text("a lighthouse")
    expect(page.get_by_test_id("story")).to_have_count(1)


def test_links_and_texts_do_no_harm(page: Page, program: Program) -> None:
    drop(page, text(page, "https://example.com/", "text/uri-list"))
    drop(page, text(page, "some words"))
    expect(page.get_by_test_id("prompt")).to_be_visible()
    assert page.url == f"{program.base_url}/"
    expect(page.get_by_test_id("story")).to_have_count(0)
    refused = """(element, data) => !element.dispatchEvent(
      new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true }))"""
    words = text(page, "some words")
    assert page.locator("#main").evaluate(refused, words)
    assert not page.get_by_test_id("prompt").evaluate(refused, words), "text can be dropped where text belongs"


def test_a_sign_is_shown_while_a_file_is_over_the_window(page: Page) -> None:
    sign = page.get_by_text("Drop the picture to see its prompt")
    expect(sign).to_be_hidden()
    page.locator("#main").dispatch_event("dragenter", {"dataTransfer": files(page, OURS)})
    expect(sign).to_be_visible()
    page.locator("#main").dispatch_event("dragleave", {"dataTransfer": files(page, OURS)})
    expect(sign).to_be_hidden()
    page.locator("#main").dispatch_event("dragenter", {"dataTransfer": text(page, "words")})
    expect(sign).to_be_hidden()


def test_the_sign_stays_while_a_file_moves_over_the_page_s_parts(page: Page) -> None:
    """WebKit does not say where to a part is left."""
    sign = page.get_by_text("Drop the picture to see its prompt")
    picture = {"dataTransfer": files(page, OURS)}
    page.locator("#main").dispatch_event("dragenter", picture)
    page.get_by_test_id("generate").dispatch_event("dragenter", picture)
    page.locator("#main").dispatch_event("dragleave", picture)
    expect(sign).to_be_visible()
    page.get_by_test_id("generate").dispatch_event("dragleave", picture)
    expect(sign).to_be_hidden()


def test_the_sign_goes_where_the_end_of_a_drag_is_not_told(page: Page) -> None:
    page.mouse.move(300, 300)
    page.locator("#main").dispatch_event("dragenter", {"dataTransfer": files(page, OURS)})
    expect(page.get_by_text("Drop the picture to see its prompt")).to_be_visible()
    page.mouse.move(310, 310)
    expect(page.get_by_text("Drop the picture to see its prompt")).to_be_hidden()


def test_what_was_dragged_and_taken_away_is_not_dragged_for_ever(page: Page) -> None:
    paint(page, "a boat")
    image = newest(page).get_by_role("img")
    image.dispatch_event("dragstart", {"dataTransfer": text(page, "")})
    image.evaluate("(image) => image.remove()")
    page.locator("#main").dispatch_event("dragenter", {"dataTransfer": files(page, OURS)})
    expect(page.get_by_text("Drop the picture to see its prompt")).to_be_hidden()
    page.get_by_test_id("prompt").click()
    page.locator("#main").dispatch_event("dragenter", {"dataTransfer": files(page, OURS)})
    expect(page.get_by_text("Drop the picture to see its prompt")).to_be_visible()


def test_a_pasted_picture_is_read_anywhere(page: Page) -> None:
    for where in ("#main", "[data-testid=prompt]"):
        assert not paste(page, files(page, OURS), where)
        expect(page.get_by_test_id("story")).to_contain_text("a red boat")
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("story")).to_have_count(0)


def test_text_is_pasted_as_text(page: Page) -> None:
    assert paste(page, text(page, "some words"), "[data-testid=prompt]")
    both = files(page, OURS)
    both.evaluate("data => data.setData('text/plain', 'cells')")
    assert paste(page, both, "[data-testid=prompt]"), "cells of a spreadsheet are text first"
    expect(page.get_by_test_id("story")).to_have_count(0)


def test_a_picture_can_be_chosen(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "mine.jpg"
    file.write_bytes(OURS)
    for _ in range(2):  # the same file again is a choice too
        with page.expect_file_chooser() as chooser:
            page.get_by_test_id("read-picture").click()
        chooser.value.set_files(file)
        expect(page.get_by_test_id("story")).to_contain_text("a red boat")
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("story")).to_have_count(0)


def test_on_another_page_it_leads_back_to_the_studio(program: Program, visit: Visit) -> None:
    page = visit(program, "/settings")
    drop(page, files(page, OURS))
    page.get_by_test_id("story-apply").click()
    page.wait_for_url(f"{program.base_url}/")
    expect(page.get_by_test_id("prompt")).to_have_value("a red boat")


def test_in_chinese(program: Program, visit: Visit, watches: dict[BrowserContext, Watch]) -> None:
    page = visit(program, locale="zh-CN", color_scheme="dark")
    watches[page.context].expect_statuses(415)
    drop(page, files(page, png(parameters=A1111), "a.png", "image/png"))
    expect(page.get_by_role("dialog", name="这张图片的来历")).to_contain_text("改为 8：FLUX.1 schnell 只接受 1 到 8")
    page.get_by_role("button", name="应用").click()
    expect(page.get_by_text("已填入。")).to_be_visible()
