"""The export dialog in a browser: what it shows while one chooses, and the file that is downloaded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from server.pictures.metadata import read_metadata
from server.pictures.picture import read_picture
from tests.browser.seeding import seed
from tests.browser.studio import as_another_engine, begins_to_drag, choose, newest, painting_of, paintings
from tests.program import Program


@pytest.fixture
def program(program: Program) -> Program:
    """With two paintings more."""
    program.stop()
    seed(program.data_dir, ["a boat", "an island"])
    return program.start()


def test_a_picture_is_exported_as_one_likes(page: Page, tmp_path: Path) -> None:
    choose(page, newest(page), "export")
    dialog = page.get_by_role("dialog", name="Export the picture")
    expect(dialog).to_be_visible()
    expect(page.get_by_test_id("export-quality")).to_be_hidden()
    page.get_by_text("JPEG", exact=True).click()
    expect(page.get_by_test_id("export-quality")).to_be_visible()
    page.get_by_test_id("export-quality").fill("40")
    expect(dialog.locator("output")).to_have_text("40")
    page.get_by_test_id("export-pattern").fill("my ")
    dialog.get_by_role("button", name="The prompt's beginning").click()
    expect(page.get_by_test_id("export-name")).to_have_text("my an island.jpg")
    page.get_by_test_id("export-story").uncheck()
    with page.expect_download() as download:
        page.get_by_test_id("export-save").click()
    expect(dialog).to_have_count(0)
    assert download.value.suggested_filename == "my an island.jpg"
    data = download.value.path().read_bytes()
    assert read_picture(data).kind.extension == ".jpg"
    assert read_metadata(data) is None
    expect(paintings(page)).to_have_count(2)


def test_escape_leaves_it(page: Page) -> None:
    choose(page, newest(page), "export")
    expect(page.get_by_test_id("export-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("export-dialog")).to_have_count(0)


def test_small_cards_have_it_in_their_menu(page: Page) -> None:
    card = paintings(page).nth(1)
    expect(card.get_by_test_id("export")).to_be_hidden()
    choose(page, card, "export")
    expect(page.get_by_test_id("export-name")).to_contain_text("a boat")


def test_a_picture_dragged_out_is_the_whole_file_under_its_name(page: Page, program: Program) -> None:
    card = paintings(page).nth(1)
    script = """(image) => {
      const transfer = new DataTransfer();
      image.dispatchEvent(new DragEvent("dragstart", { dataTransfer: transfer, bubbles: true }));
      image.dispatchEvent(new DragEvent("dragover", { dataTransfer: transfer, bubbles: true }));
      image.dispatchEvent(new DragEvent("dragend", { dataTransfer: transfer, bubbles: true }));
      return transfer.getData("DownloadURL");
    }"""

    kind, name, address = card.get_by_role("img").evaluate(script).split(":", 2)

    [file] = [path for path in program.library.rglob("*.jpg") if path.name.startswith("a boat")]
    assert (kind, name) == ("application/octet-stream", file.name)
    with program.client() as client:
        assert client.get(address).content == file.read_bytes()
    expect(page.get_by_text("Drop the picture to see its prompt")).to_be_hidden()


def test_elsewhere_a_card_s_thumbnail_becomes_the_picture_when_it_is_pressed(page: Page, program: Program) -> None:
    page = as_another_engine(page)
    image = paintings(page).nth(1).get_by_role("img")
    image.scroll_into_view_if_needed()
    expect(image).to_have_attribute("src", re.compile("/thumbnail$"))
    image.dispatch_event("pointerdown", {"button": 0})
    expect(image).to_have_attribute("src", re.compile("/picture$"))
    with program.client() as client:
        client.post("/generate", data={"prompt": "meanwhile", "steps": "1"})
    expect(paintings(page, state="done")).to_have_count(3)
    image = painting_of(page, "a boat").get_by_role("img")
    expect(image).to_have_attribute("src", re.compile("/picture$"))
    assert begins_to_drag(image), "whatever has come meanwhile"
    with program.client() as client:
        client.post("/generate", data={"prompt": "after that", "steps": "1"})
    expect(image).to_have_attribute("src", re.compile("/thumbnail$"))
