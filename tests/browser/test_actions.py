"""What one does with a painting: by its buttons, by keys, by a right click."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seeding import seed
from tests.browser.studio import choose, more, newest, order, paint, painting_of, paintings, prompts, right_click
from tests.browser.watch import Watch
from tests.eventually import eventually
from tests.originals import as_it_came
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import hang

PROMPTS = ["the oldest of all", "the one between", "the newest here"]


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """With three paintings, and a file manager that notes what it was to show."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "xdg-open").write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/shown\n')
    (tools / "xdg-open").chmod(0o755)
    path = f"{tools}:/usr/bin:/bin"
    program = Program(tmp_path, api_base=upstream.base_url, environ={"PATH": path, "DBUS_SESSION_BUS_ADDRESS": ""})
    seed(program.data_dir, PROMPTS)
    with program:
        yield program


def test_deleting_and_undoing(page: Page, program: Program) -> None:
    choose(page, painting_of(page, PROMPTS[1]), "delete")
    expect(paintings(page)).to_have_count(2)
    expect(page.get_by_text(f"Deleted: {PROMPTS[1]}")).to_be_visible()
    page.get_by_test_id("undo").click()
    expect(paintings(page)).to_have_count(3)
    assert prompts(page) == PROMPTS[::-1], "back in its place"
    expect(page.get_by_test_id("undo")).to_have_count(0)
    assert len(list(program.library.rglob("*.jpg"))) == 3


def test_every_one_of_several_deletions_can_be_undone(page: Page) -> None:
    for left in (2, 1, 0):
        choose(page, newest(page), "delete")
        expect(paintings(page)).to_have_count(left)
    expect(page.get_by_test_id("empty")).to_be_visible()
    expect(page.get_by_test_id("undo")).to_have_count(3)
    for left in (2, 1, 0):
        page.get_by_test_id("undo").first.click()
        expect(page.get_by_test_id("undo")).to_have_count(left)
    expect(paintings(page)).to_have_count(3)
    assert prompts(page) == PROMPTS[::-1]


def test_the_delete_key_deletes_the_selected_painting(page: Page) -> None:
    painting_of(page, PROMPTS[1]).focus()
    page.keyboard.press("Delete")
    expect(paintings(page)).to_have_count(2)
    expect(painting_of(page, PROMPTS[0])).to_be_focused()
    page.get_by_test_id("undo").click()
    expect(paintings(page)).to_have_count(3)


def test_deleting_one_under_way_stops_it(page: Page, upstream: Upstream) -> None:
    upstream.next(hang())
    order(page, "never finished")
    expect(newest(page)).to_have_attribute("data-state", "painting")
    choose(page, newest(page), "delete")
    expect(paintings(page)).to_have_count(3)
    page.get_by_test_id("undo").click()
    expect(newest(page)).to_have_attribute("data-state", "cancelled")


def test_an_undo_that_was_thought_about_brings_it_back_from_the_trash(page: Page, program: Program) -> None:
    before = sorted(program.library.rglob("*.jpg"))
    choose(page, painting_of(page, PROMPTS[1]), "delete")
    page.get_by_test_id("undo").hover()
    eventually(lambda: len(list((program.library / ".atelier/trash").rglob("*.jpg"))) == 1, what="the trash")
    page.get_by_test_id("undo").click()
    expect(paintings(page)).to_have_count(3)
    assert prompts(page) == PROMPTS[::-1]
    expect(painting_of(page, PROMPTS[1]).get_by_role("img")).to_have_js_property("complete", True)
    expect(page.get_by_test_id("alert")).to_have_count(0)
    assert sorted(program.library.rglob("*.jpg")) == before


def test_an_undo_that_comes_too_late_says_so(page: Page, program: Program, watch: Watch) -> None:
    watch.expect_statuses(404)
    page.route("**/paintings/*/undo", lambda route: route.continue_(url=f"{program.base_url}/paintings/99999/undo"))
    choose(page, newest(page), "delete")
    page.get_by_test_id("undo").click()
    expect(page.get_by_test_id("alert")).to_contain_text("no longer here")
    page.get_by_test_id("alert").get_by_role("button", name="Close").click()
    expect(page.get_by_test_id("alert")).to_have_count(0)


def test_using_a_painting_again_fills_the_form(page: Page) -> None:
    more(page).get_by_test_id("steps").fill("8")
    page.get_by_test_id("prompt").fill("something else")
    choose(page, painting_of(page, PROMPTS[0]), "reuse")
    expect(page.get_by_test_id("prompt")).to_have_value(PROMPTS[0])
    expect(page.get_by_test_id("prompt")).to_be_focused()
    expect(page.get_by_test_id("steps")).to_have_value("4")
    expect(page.get_by_test_id("steps-value")).to_have_text("4")
    expect(page.locator("output[for=prompt]")).to_have_text(f"{len(PROMPTS[0])} / 2,048")


def test_saving_gives_the_identical_bytes_under_a_good_name(page: Page, upstream: Upstream) -> None:
    paint(page, "雨后的夜市: neon / wet?")
    with page.expect_download() as caught:
        newest(page).get_by_test_id("save-as").click()
    download = caught.value
    assert as_it_came(download.path().read_bytes()) == upstream.pictures[-1]
    assert re.fullmatch(r"雨后的夜市 neon wet_\d{8}-\d{6}_[0-9a-f]{8}\.jpg", download.suggested_filename)


def test_ctrl_s_saves_the_selected_painting(page: Page) -> None:
    painting_of(page, PROMPTS[0]).focus()
    with page.expect_download() as caught:
        page.keyboard.press("Control+s")
    assert caught.value.suggested_filename.startswith(PROMPTS[0])


CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read();
  const bitmap = await createImageBitmap(await item.getType("image/png"));
  return [item.types, bitmap.width, bitmap.height];
}"""


def test_copying_puts_the_picture_on_the_clipboard(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.bring_to_front()
    choose(page, newest(page), "copy")
    expect(page.get_by_text("Copied", exact=True)).to_have_count(1)
    assert page.evaluate(CLIPBOARD) == [["image/png"], 1024, 1024]
    page.evaluate("() => navigator.clipboard.writeText('something else')")
    painting_of(page, PROMPTS[0]).focus()
    page.keyboard.press("Control+c")
    expect(page.get_by_text("Copied", exact=True)).to_have_count(2)
    assert page.evaluate(CLIPBOARD) == [["image/png"], 1024, 1024]


def test_a_refused_clipboard_is_said(page: Page) -> None:
    page.context.clear_permissions()
    page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new DOMException('no')) }")
    choose(page, newest(page), "copy")
    expect(page.get_by_text("The browser did not allow copying the picture")).to_be_visible()


def test_showing_in_the_folder(page: Page, program: Program, tmp_path: Path) -> None:
    with page.expect_response("**/reveal") as caught:
        choose(page, newest(page), "reveal")
    assert caught.value.status == 204
    shown = Path((tmp_path / "shown").read_text().strip())
    assert shown.parent == program.library


def test_a_missing_file_is_said_when_it_is_to_be_shown(page: Page, program: Program, watch: Watch) -> None:
    watch.expect_statuses(507)
    # One that is removed alone leaves the page with its painting; a whole folder that is away is waited for.
    program.library.rename(program.library.with_name("unplugged"))
    choose(page, newest(page), "reveal")
    expect(page.get_by_test_id("alert")).to_contain_text("The picture's file is no longer in its folder.")


def test_a_right_click_opens_the_same_actions_as_a_menu(page: Page) -> None:
    card = painting_of(page, PROMPTS[0])
    named = card.locator(".actions .action > span").all_text_contents()
    right_click(page, card)
    menu = page.get_by_test_id("menu")
    expect(menu).to_be_visible()
    assert menu.locator(".action > span").all_text_contents()[: len(named) - 1] == named[:-1], (
        "the set, and then the rest"
    )
    for action in menu.locator(".action").all():
        expect(action).to_be_in_viewport(ratio=1)
    menu.get_by_test_id("reuse").click()
    expect(page.get_by_test_id("prompt")).to_have_value(PROMPTS[0])
    expect(menu).to_be_hidden()


def test_the_menu_closes_by_escape_and_by_a_click_elsewhere(page: Page) -> None:
    card = newest(page)
    ways: list[Callable[[], None]] = [
        lambda: page.keyboard.press("Escape"),
        lambda: page.get_by_text("Model", exact=True).click(),
    ]
    for close in ways:
        right_click(page, card)
        expect(page.get_by_test_id("menu")).to_be_visible()
        close()
        expect(page.get_by_test_id("menu")).to_be_hidden()


def test_the_menu_stays_inside_the_window(page: Page) -> None:
    page.set_viewport_size({"width": 800, "height": 600})
    card = painting_of(page, PROMPTS[1])
    card.focus()
    right_click(page, card)
    menu = page.get_by_test_id("menu")
    expect(menu).to_be_visible()
    for action in menu.locator(".action").all():
        expect(action).to_be_in_viewport(ratio=1)


def test_arrow_keys_move_between_paintings(page: Page) -> None:
    newest(page).focus()
    for key, prompt in (("ArrowRight", PROMPTS[1]), ("ArrowRight", PROMPTS[0]), ("ArrowRight", PROMPTS[0])):
        page.keyboard.press(key)
        expect(painting_of(page, prompt)).to_be_focused()
    for key, prompt in (("ArrowLeft", PROMPTS[1]), ("Home", PROMPTS[2]), ("End", PROMPTS[0])):
        page.keyboard.press(key)
        expect(painting_of(page, prompt)).to_be_focused()


def test_the_sheet_of_keys(page: Page) -> None:
    sheet = page.get_by_test_id("shortcuts")
    more(page).get_by_test_id("steps").press("?")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(sheet).to_be_visible()
    page.mouse.click(5, 400)
    expect(sheet).to_be_hidden()
    page.get_by_test_id("prompt").press("?")
    expect(sheet).to_be_hidden()
    expect(page.get_by_test_id("prompt")).to_have_value("?")
