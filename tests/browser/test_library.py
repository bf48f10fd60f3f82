"""The library as its user sees it: finding, looking, choosing, collecting, throwing away."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.studio import as_another_engine, begins_to_drag
from tests.browser.watch import Watch
from tests.eventually import eventually
from tests.filled import filled
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.rows import rows
from tests.upstream import Upstream

NUMBER = 700
BEGAN = 1_700_000_000.0


def prompt(number: int) -> str:
    return f"第 {number} 幅画 painting {number:03d}" + (" 湖面" if number % 100 == 7 else "")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, shared_upstream: Upstream) -> Iterator[Program]:
    """With many paintings, which no test here changes for good."""
    program = Program(tmp_path_factory.mktemp("library"), api_base=shared_upstream.base_url)
    with filled(program, [prompt(number) for number in range(NUMBER)], search="painting"):
        yield program


@pytest.fixture
def library(large: Program, visit: Visit) -> Page:
    page = visit(large, "/library")
    expect(tile(page, NUMBER - 1)).to_be_visible()
    return page


def tiles(page: Page) -> Locator:
    return page.get_by_test_id("painting")


def tile(page: Page, number: int) -> Locator:
    return page.locator(f'[data-testid=painting][title="{prompt(number)}"]')


def star(page: Page, number: int) -> Locator:
    return tile(page, number).get_by_test_id("favourite")


def chosen(page: Page) -> Locator:
    return page.locator("[data-testid=painting][aria-selected=true]")


def test_scrolling_to_the_end_and_back_holds_few_tiles_all_in_their_places(library: Page) -> None:
    most = 0
    library.mouse.move(500, 500)
    for _ in range(60):
        library.mouse.wheel(0, 900)
        library.wait_for_timeout(20)
        most = max(most, tiles(library).count())
    library.locator(".grid-frame").evaluate("(frame) => { frame.scrollTop = frame.scrollHeight; }")
    expect(tile(library, 0)).to_be_in_viewport()
    most = max(most, tiles(library).count())
    assert most < 260, "not all of them at once"
    numbers = library.eval_on_selector_all(".tile", "(all) => all.map((tile) => Number(tile.dataset.index))")
    assert len(numbers) == len(set(numbers))
    overlapping = library.evaluate(
        """() => {
          const places = [...document.querySelectorAll(".tile")].map((tile) => tile.style.transform);
          return places.length - new Set(places).size;
        }"""
    )
    assert overlapping == 0
    library.locator(".grid-frame").evaluate("(frame) => { frame.scrollTop = 0; }")
    expect(tile(library, NUMBER - 1)).to_be_in_viewport()


def test_searching_finds_chinese_and_english_and_says_when_nothing_is_there(library: Page) -> None:
    search = library.get_by_test_id("search")
    search.fill("湖面")
    expect(tiles(library)).to_have_count(7)
    expect(library.get_by_test_id("found")).to_have_text("7 paintings")
    search.fill("painting 007")
    expect(tiles(library)).to_have_count(1)
    search.fill("no such thing")
    expect(library.get_by_test_id("nothing")).to_be_visible()
    library.reload()
    expect(search).to_have_value("no such thing")
    search.press("Escape")
    expect(tile(library, NUMBER - 1)).to_be_visible()
    expect(library.get_by_test_id("nothing")).to_be_hidden()


def test_filters_and_orders(library: Page) -> None:
    library.get_by_test_id("sort").select_option("oldest")
    expect(tile(library, 0)).to_be_in_viewport()
    library.get_by_test_id("filters").click()
    library.get_by_test_id("filter-until").fill("2020-01-01")
    expect(library.get_by_test_id("nothing")).to_be_visible()
    library.get_by_test_id("filters-clear").click()
    expect(tile(library, 0)).to_be_in_viewport()
    library.get_by_test_id("filter-size").select_option("large")
    expect(library.get_by_test_id("nothing")).to_be_visible()
    library.get_by_test_id("filter-size").select_option("small")
    expect(tile(library, 0)).to_be_in_viewport()
    library.keyboard.press("Escape")
    expect(library.get_by_test_id("filter-until")).to_be_hidden()


def test_the_trash_hears_of_new_paintings(program: Program, visit: Visit) -> None:
    trash = visit(program, "/trash")
    with (
        trash.expect_response("**/library/places?*"),
        program.client() as client,
    ):
        client.post("/generate", data={"prompt": "a boat", "steps": "1"}).raise_for_status()
    expect(trash.get_by_test_id("nothing")).to_be_visible()


def test_choosing_by_click_shift_and_control(library: Page) -> None:
    tile(library, 699).click()
    expect(chosen(library)).to_have_count(1)
    tile(library, 695).click(modifiers=["Shift"])
    expect(chosen(library)).to_have_count(5)
    tile(library, 697).click(modifiers=["ControlOrMeta"])
    expect(chosen(library)).to_have_count(4)
    expect(library.get_by_test_id("selected-count")).to_have_text("4 selected")
    library.keyboard.press("Escape")
    expect(chosen(library)).to_have_count(0)
    expect(library.get_by_test_id("selection")).to_be_hidden()


def test_choosing_by_keyboard_and_everything_at_once(library: Page) -> None:
    tile(library, 699).click()
    library.keyboard.press("ArrowRight")
    expect(tile(library, 698)).to_be_focused()
    library.keyboard.press("Shift+ArrowRight")
    expect(chosen(library)).to_have_count(2)
    library.keyboard.press("End")
    expect(tile(library, 0)).to_be_focused()
    expect(tile(library, 0)).to_be_in_viewport()
    library.keyboard.press("Home")
    expect(tile(library, 699)).to_be_focused()
    library.keyboard.press("Space")
    expect(chosen(library)).to_have_count(0)
    library.keyboard.press("ControlOrMeta+a")
    expect(library.get_by_test_id("selected-count")).to_have_text("700 selected")
    library.keyboard.press("/")
    expect(library.get_by_test_id("search")).to_be_focused()


def test_details_tell_the_metadata_and_can_be_copied(large: Program, visit: Visit) -> None:
    page = visit(large, "/library", permissions=["clipboard-read", "clipboard-write"])
    tile(page, 699).click()
    details = page.get_by_test_id("details")
    expect(details).to_contain_text(prompt(699))
    expect(details).to_contain_text("172.8")
    details.get_by_test_id("copy-text").click()
    expect(page.locator(".toast-item").filter(has_text="Copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == prompt(699)
    tile(page, 698).click()
    expect(details).to_contain_text(prompt(698))
    page.get_by_test_id("details-close").click()
    expect(details).to_be_hidden()
    page.get_by_test_id("details-toggle").click()
    expect(details).to_contain_text(prompt(698))


def test_details_come_while_other_answers_are_still_on_their_way(program: Program, visit: Visit) -> None:
    page = small_library(program, visit)
    waiting: list[Route] = []
    page.route("**/library/places?*", lambda route: waiting.append(route))
    page.route("**/library/details/*", lambda route: waiting.append(route), times=1)
    put(program.library, "new.jpg", metadata(prompt(9), created=BEGAN + 9))
    expect(tile(page, 9)).to_be_visible()
    for number in (0, 2, 1):
        with page.expect_request("**/library/details/*"):
            tile(page, number).click()
    expect(page.get_by_test_id("details")).to_contain_text(prompt(1))
    page.unroute_all()


def test_relatives_are_one_click_away_also_those_the_list_does_not_show(program: Program, visit: Visit) -> None:
    parent = metadata("the parent", created=BEGAN)
    put(program.library, "parent.jpg", parent)
    put(program.library, "child.jpg", metadata("the child", created=BEGAN + 1, parent_uid=parent.uid))
    with program.client() as client:
        eventually(lambda: 'data-total="1"' in client.get("/library/block?q=child").text)
    page = visit(program, "/library?q=child")
    page.get_by_test_id("painting").click()
    details = page.get_by_test_id("details")
    details.get_by_test_id("made-from").get_by_role("button", name="Details: the parent").press("Enter")
    expect(details.get_by_test_id("became")).to_be_visible()
    expect(details.locator(".prompt").first).to_have_text("the parent")
    expect(details.locator(".details-picture")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("lightbox-image")).to_have_attribute("src", re.compile(f"/paintings/{parent_id(page)}/"))
    page.keyboard.press("Escape")
    details.get_by_test_id("became").get_by_test_id("relative").click()
    expect(chosen(page)).to_have_attribute("title", "the child")
    expect(details.get_by_test_id("made-from")).to_be_visible()


def parent_id(page: Page) -> str | None:
    return page.get_by_test_id("details").locator(".details-body").get_attribute("data-id")


def test_the_lightbox_goes_through_all_of_them(library: Page) -> None:
    tile(library, 699).dblclick()
    image = library.get_by_test_id("lightbox-image")
    expect(image).to_have_attribute("alt", prompt(699))
    library.keyboard.press("ArrowRight")
    expect(image).to_have_attribute("alt", prompt(698))
    library.keyboard.press("Escape")
    expect(library.get_by_test_id("lightbox")).to_have_count(0)
    expect(tile(library, 698)).to_be_focused()
    library.keyboard.press("End")
    expect(tile(library, 0)).to_be_focused()
    library.keyboard.press("Enter")
    expect(image).to_have_attribute("alt", prompt(0))


def test_the_size_of_the_pictures(library: Page) -> None:
    before = tile(library, 699).bounding_box()
    library.get_by_test_id("tile-size").fill("320")
    after = tile(library, 699).bounding_box()
    assert before and after
    assert after["height"] > 1.4 * before["height"]


def test_a_favourite_is_marked_and_found(program: Program, visit: Visit) -> None:
    page = small_library(program, visit)
    tile(page, 1).click()
    page.keyboard.press("f")
    expect(star(page, 1)).to_have_attribute("aria-pressed", "true")
    expect(star(page, 2)).to_be_hidden()
    page.get_by_test_id("place-favourites").click()
    expect(tiles(page)).to_have_count(1)
    tile(page, 1).click()
    page.keyboard.press("f")
    expect(page.get_by_test_id("nothing")).to_be_visible()


def test_an_album_is_made_filled_and_removed(program: Program, visit: Visit) -> None:
    page = small_library(program, visit)
    tile(page, 2).click()
    tile(page, 1).click(modifiers=["Shift"])
    page.get_by_test_id("album-menu").click()
    page.get_by_test_id("album-name").fill("湖 lakes")
    page.get_by_test_id("album-make").click()
    page.get_by_test_id("place-album").filter(has_text="湖 lakes").click()
    expect(tiles(page)).to_have_count(2)
    tile(page, 2).click()
    page.get_by_test_id("album-take-out").click()
    expect(tiles(page)).to_have_count(1)
    page.locator(".shelf-head summary").click()
    page.get_by_test_id("album-remove").click()
    expect(page.get_by_test_id("place-album")).to_have_count(0)
    expect(tiles(page)).to_have_count(3)


def test_what_is_typed_as_an_albums_name_outlives_what_happens_meanwhile(program: Program, visit: Visit) -> None:
    page = small_library(program, visit)
    with program.client() as client:
        client.post("/library/albums", data={"name": "first", "ids": ""}).raise_for_status()
    expect(page.get_by_test_id("place-album")).to_have_count(1)
    tile(page, 2).click()
    page.get_by_test_id("album-menu").click()
    name = page.get_by_test_id("album-name")
    name.press_sequentially("lak")
    with program.client() as client:
        client.post("/library/albums", data={"name": "second", "ids": ""}).raise_for_status()
    expect(page.get_by_test_id("album-choice")).to_have_text(["first", "second"])
    expect(name).to_be_focused()
    name.press_sequentially("es")
    expect(name).to_have_value("lakes")
    name.press("Enter")
    expect(page.get_by_test_id("place-album")).to_contain_text(["first", "lakes", "second"])
    expect(name).to_have_value("")


def test_deleting_many_can_be_undone(program: Program, visit: Visit, watches: dict[BrowserContext, Watch]) -> None:
    page = small_library(program, visit)
    watches[page.context].expect_statuses(404)  # what was asked about a painting in the moment it went
    tile(page, 2).click()
    tile(page, 1).click(modifiers=["ControlOrMeta"])
    page.keyboard.press("Delete")
    expect(tiles(page)).to_have_count(1)
    page.get_by_test_id("undo").click()
    expect(tiles(page)).to_have_count(3)


def test_two_are_compared_side_by_side_and_with_a_slider(large: Program, visit: Visit) -> None:
    page = visit(large, "/library")
    tile(page, 699).click()
    expect(page.get_by_test_id("compare")).to_be_hidden()
    tile(page, 698).click(modifiers=["ControlOrMeta"])
    page.keyboard.press("c")
    dialog = page.get_by_test_id("compare-dialog")
    expect(dialog.get_by_role("img")).to_have_count(2)
    expect(dialog.locator("[data-differs]").filter(has_text="Seed").first).to_contain_text("698")
    expect(dialog.get_by_test_id("compare-same")).to_contain_text("Model")
    left, right = (dialog.get_by_role("img").nth(each).bounding_box() for each in (0, 1))
    assert left and right
    assert left["x"] + left["width"] <= right["x"]
    dialog.get_by_test_id("compare-over").click()
    dialog.get_by_test_id("compare-slider").press("Home")
    left, right = (dialog.get_by_role("img").nth(each).bounding_box() for each in (0, 1))
    assert left == right
    expect(dialog.locator(".layer").nth(1)).to_have_css("clip-path", "inset(0px 0px 0px 0%)")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_slide_show_goes_on_by_itself_until_it_is_stopped(library: Page) -> None:
    tile(library, 699).dblclick()
    image = library.get_by_test_id("lightbox-image")
    expect(image).to_have_attribute("alt", prompt(699))
    library.get_by_test_id("slide-show").click()
    expect(image).to_have_attribute("alt", prompt(698))
    library.keyboard.press("p")
    expect(library.get_by_test_id("slide-show")).to_have_attribute("title", "Slide show (P)")
    library.get_by_test_id("full-screen").click()
    library.wait_for_function("() => document.fullscreenElement !== null")
    library.keyboard.press("Shift+F")
    library.wait_for_function("() => document.fullscreenElement === null")


def test_what_is_selected_can_be_exported(program: Program, visit: Visit) -> None:
    page = small_library(program, visit)
    page.keyboard.press("ControlOrMeta+a")
    tile(page, 2).click()
    tile(page, 0).click(modifiers=["Shift"])
    expect(page.get_by_test_id("selected-count")).to_have_text("3 selected")
    page.get_by_test_id("export-selected").click()
    expect(page.get_by_test_id("export-dialog")).to_contain_text("Export 3 pictures")


def dragged(tile: Locator) -> list[str]:
    """What a drag that begins on a tile's picture carries for other programs: type, name and address."""
    script = """(image) => {
      const transfer = new DataTransfer();
      const about = { dataTransfer: transfer, bubbles: true, cancelable: true };
      const begun = image.dispatchEvent(new DragEvent("dragstart", about));
      image.dispatchEvent(new DragEvent("dragend", { dataTransfer: transfer, bubbles: true }));
      return begun && image.draggable ? transfer.getData("DownloadURL") : "";
    }"""
    carried = tile.get_by_test_id("painting-image").evaluate(script)
    return str(carried).split(":", 2)


def test_what_is_dragged_out_is_the_file_or_all_that_are_selected(program: Program, visit: Visit) -> None:
    page = small_library(program, visit)
    files = {f"{number}.jpg": (program.library / f"{number}.jpg").read_bytes() for number in range(3)}
    tile(page, 2).click()
    tile(page, 1).click(modifiers=["Shift"])
    with program.client() as client:
        kind, name, address = dragged(tile(page, 0))
        assert (kind, name) == ("application/octet-stream", "0.jpg"), "one that is not selected goes alone"
        assert client.get(address).content == files["0.jpg"]
        kind, name, address = dragged(tile(page, 1))
        assert (kind, name) == ("application/octet-stream", "AI 绘画工坊.zip")
        with zipfile.ZipFile(io.BytesIO(client.get(address).content)) as archive:
            inside = {each: archive.read(each) for each in archive.namelist()}
    assert inside == {"1.jpg": files["1.jpg"], "2.jpg": files["2.jpg"]}
    expect(chosen(page)).to_have_count(2)


def test_where_only_what_is_shown_can_be_dragged_it_is_the_whole_picture(program: Program, visit: Visit) -> None:
    """As in Safari and Firefox: for WebKit, data of the page's own would take the picture's place."""
    page = as_another_engine(small_library(program, visit))
    picture = tile(page, 0).get_by_test_id("painting-image")
    expect(picture).to_have_attribute("src", re.compile("/thumbnail"))
    assert not begins_to_drag(picture), "a thumbnail is not given away"
    picture.dispatch_event("pointerdown", {"button": 0})
    expect(picture).to_have_attribute("src", re.compile("/picture"))
    assert begins_to_drag(picture)
    assert dragged(tile(page, 0)) == [""]
    tile(page, 2).click()
    tile(page, 1).click(modifiers=["Shift"])
    expect(chosen(page)).to_have_count(2)
    several = tile(page, 1).get_by_test_id("painting-image")
    several.dispatch_event("pointerdown", {"button": 0})
    assert begins_to_drag(several), "for a place of the library, where several can go"
    assert dragged(tile(page, 1)) == [""]
    expect(page.get_by_text("One picture at a time").first).to_be_visible()


def test_a_hand_that_drags_selects_nothing_and_a_click_still_does(program: Program, visit: Visit) -> None:
    page = small_library(program, visit)
    page.evaluate(
        "() => addEventListener('dragstart', ({ dataTransfer }) => { window.carried = [...dataTransfer.types]; })"
    )
    tile(page, 2).drag_to(tile(page, 0))
    assert "downloadurl" in page.evaluate("() => window.carried.map((kind) => kind.toLowerCase())")
    expect(chosen(page)).to_have_count(0)
    expect(page.get_by_test_id("story")).to_have_count(0)
    tile(page, 2).click()
    expect(chosen(page)).to_have_count(1)


def test_a_right_click_offers_the_same(program: Program, visit: Visit) -> None:
    page = small_library(program, visit)
    tile(page, 0).click(button="right")
    menu = page.get_by_test_id("menu")
    expect(page.get_by_test_id("details").get_by_role("button", name="Show large")).to_be_visible()
    page.wait_for_function("() => document.querySelector('.details-picture img')?.complete")
    expect(menu).to_be_visible()
    menu.get_by_test_id("delete").click()
    expect(tiles(page)).to_have_count(2)


def test_a_right_click_on_several_offers_what_can_be_done_with_all(program: Program, visit: Visit) -> None:
    page = small_library(program, visit)
    tile(page, 0).click()
    tile(page, 1).click(modifiers=["Shift"])
    tile(page, 1).click(button="right")
    menu = page.get_by_test_id("selection")
    expect(menu).to_have_class("selection-bar as-menu")
    menu.get_by_test_id("delete-selected").click()
    expect(tiles(page)).to_have_count(1)


def test_what_happens_in_the_folder_is_seen_at_once(program: Program, visit: Visit) -> None:
    page = small_library(program, visit)
    put(program.library, "new.jpg", metadata(prompt(9), created=BEGAN + 9))
    expect(tile(page, 9)).to_be_visible()
    (program.library / "0.jpg").unlink()
    expect(tile(page, 0)).to_have_count(0)
    expect(page.get_by_test_id("found")).to_have_text("3 paintings")


def test_studio_and_library_lead_to_each_other(program: Program, visit: Visit) -> None:
    page = small_library(program, visit)
    page.get_by_test_id("to-studio").click()
    expect(page.get_by_test_id("prompt")).to_be_visible()
    page.get_by_test_id("to-library").click()
    expect(tiles(page)).to_have_count(3)


def small_library(program: Program, visit: Visit) -> Page:
    for number in range(3):
        put(program.library, f"{number}.jpg", metadata(prompt(number), created=BEGAN + number))
    eventually(lambda: len(rows(program)) == 3)
    page = visit(program, "/library")
    expect(tiles(page)).to_have_count(3)
    return page
