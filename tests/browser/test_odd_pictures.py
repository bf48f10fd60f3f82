"""Pictures that are not what they look like at first, and files that are none, as their user sees them."""

from __future__ import annotations

import os

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Visit
from tests.browser.watch import Watch
from tests.odd_pictures import of_other_colours, png, saved, see_through, sideways
from tests.pictures_on_disk import metadata, put
from tests.program import Program


@pytest.fixture
def library(program: Program, visit: Visit, watches: dict[BrowserContext, Watch]) -> Page:
    folder = program.library
    put(folder, "boat.jpg", metadata("a boat"))
    (folder / "sideways.jpg").write_bytes(sideways())
    (folder / "colours.jpg").write_bytes(of_other_colours())
    (folder / "clear.png").write_bytes(see_through())
    (folder / "huge.png").write_bytes(png(9000, 9000, pixels=b""))
    page = visit(program, "/library")
    watches[page.context].expect_statuses(507)  # for the one that is too large
    expect(page.get_by_test_id("painting")).to_have_count(5)
    return page


def test_a_turned_picture_has_its_shape_from_the_start(library: Page) -> None:
    tile = library.locator('[data-testid=painting][title="sideways"]')

    assert (tile.get_attribute("data-width"), tile.get_attribute("data-height")) == ("200", "300")
    box = tile.bounding_box()
    assert box is not None
    assert box["width"] < box["height"]


def test_what_is_too_large_says_so_in_the_tile_and_in_the_lightbox(library: Page) -> None:
    tile = library.locator('[data-testid=painting][title="huge"]')
    expect(tile.get_by_text("Too large to be shown here")).to_be_visible()

    tile.dblclick()

    stage = library.get_by_test_id("lightbox-stage")
    expect(stage.get_by_text("This picture is too large to be shown or changed here.")).to_be_visible()
    expect(library.get_by_text("its file is missing or damaged")).not_to_be_visible()


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_what_cannot_be_read_is_named_and_looked_at_again(program: Program, library: Page) -> None:
    os.mkfifo(program.library / "pipe.png")
    late = program.library / "late.png"
    late.write_text("not yet")
    notice = library.get_by_test_id("unread")
    expect(notice).to_have_text("2 files could not be read")

    notice.click()

    dialog = library.get_by_test_id("unread-dialog")
    expect(dialog.get_by_test_id("unread-file")).to_have_text(
        ["late.pngNo JPEG, PNG or WebP, or damaged", "pipe.pngNot a file but a pipe, a device or a socket"]
    )
    whole = program.library / "late.part"
    whole.write_bytes(saved(Image.new("RGB", (60, 40), "teal"), "PNG"))
    whole.replace(late)  # nobody sees half of it
    dialog.get_by_test_id("unread-again").click()

    expect(dialog).to_have_count(0)
    expect(notice).to_have_text("1 file could not be read")
    expect(library.locator('[data-testid=painting][title="late"]')).to_be_visible()
