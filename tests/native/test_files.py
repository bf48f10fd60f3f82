"""What the window does with pictures as files: into a folder, to the clipboard, and from outside by dropping."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, expect

from server.pictures.metadata import Metadata, embed, read_metadata
from tests.browser.studio import choose, newest, paint
from tests.eventually import eventually
from tests.jpegs import make_picture
from tests.native.deeds import connect
from tests.native.drop_target import TITLE
from tests.native.test_studio import desktop, window
from tests.native.window import NAME, NativeWindow

SCRIPT = Path(__file__).with_name("drop_target.py")

__all__ = ["desktop", "window"]


def test_several_are_exported_into_a_folder(page: Page, window: NativeWindow) -> None:
    connect(page)
    paint(page, "a boat", "an island")
    target = window.home / "my own place"
    target.mkdir()
    (target / "a boat.png").write_bytes(b"mine")

    page.evaluate("() => htmx.ajax('POST', '/export', { values: { ids: '1,2' }, target: '#dialogs', swap: 'none' })")
    expect(page.get_by_role("dialog", name="Export 2 pictures")).to_be_visible()
    page.get_by_text("PNG", exact=True).click()
    page.get_by_test_id("export-pattern").fill("{prompt}")
    page.get_by_test_id("export-save").click()
    dialog = window.display.window("Choose a folder")
    window.display.press(dialog, "ctrl+a")
    window.display.write(dialog, str(target))

    def confirm() -> bool:
        """More than once, for the list of completions below the name may take the key."""
        window.display.press(dialog, "Return")
        return len(list(target.glob("*.png"))) == 3

    eventually(confirm, what="the files")
    expect(page.get_by_text("Exported: 2 of 2")).to_be_visible()
    assert sorted(file.name for file in target.iterdir()) == ["a boat (2).png", "a boat.png", "an island.png"]
    assert (target / "a boat.png").read_bytes() == b"mine"
    metadata = read_metadata((target / "a boat (2).png").read_bytes())
    assert metadata is not None
    assert metadata.prompt == "a boat"


def test_the_file_itself_can_be_copied(page: Page, window: NativeWindow) -> None:
    connect(page)
    paint(page, "a boat, a lake, 湖")

    choose(page, newest(page), "copy-file")

    [picture] = [file for file in window.library.rglob("*") if file.is_file()]
    uris = eventually(lambda: window.display.clipboard("text/uri-list"), what="a file on the clipboard")
    assert unquote(uris.decode().strip()) == unquote(picture.as_uri())
    assert window.display.clipboard("x-special/gnome-copied-files").startswith(b"copy\nfile://")
    assert window.display.clipboard("image/png") == b""


def test_a_picture_is_dropped_on_the_window(page: Page, window: NativeWindow, tmp_path: Path) -> None:
    connect(page)
    picture = tmp_path / "a picture.jpg"
    picture.write_bytes(embed(make_picture("JPEG"), Metadata(uid="0" * 32, prompt="一只小船", steps=7)))
    data = {"items": [], "files": [str(picture)], "dragOperationsMask": 1}

    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 400, "y": 400, "data": data})

    expect(page.get_by_test_id("story")).to_contain_text("一只小船")
    page.get_by_test_id("story-apply").click()
    expect(page.get_by_test_id("prompt")).to_have_value("一只小船")
    expect(page.get_by_test_id("steps-value")).to_have_text("7")


def test_a_picture_is_dragged_into_another_program(page: Page, window: NativeWindow, tmp_path: Path) -> None:
    connect(page)
    paint(page, "a boat, 湖")
    [picture] = [file for file in window.library.rglob("*") if file.is_file()]
    start = middle(newest(page).get_by_test_id("painting-image"), window)
    with drop_target(window, tmp_path / "dropped") as (folder, end):
        window.display.drag(start, end)
        eventually(lambda: list(folder.iterdir()), what="a dropped file")

        assert [file.name for file in folder.iterdir()] == [picture.name]
        assert (folder / picture.name).read_bytes() == picture.read_bytes()


@pytest.mark.parametrize("room", ["to-studio", "to-library"])
def test_a_small_picture_that_is_dragged_out_is_the_whole(
    page: Page, window: NativeWindow, tmp_path: Path, room: str
) -> None:
    connect(page)
    paint(page, "a boat, 湖", "an island")
    page.get_by_test_id(room).click()
    tile = page.get_by_test_id("painting").filter(has=page.locator("img")).nth(1)
    image = tile.get_by_test_id("painting-image")
    expect(image).to_have_attribute("src", re.compile("/thumbnail"))
    [picture] = window.library.rglob(str(tile.get_by_test_id("painting-image").get_attribute("data-name")))
    with drop_target(window, tmp_path / "dropped") as (folder, end):

        def drag() -> list[Path]:
            """Again where the whole picture was not there in time, as one would by hand."""
            window.display.drag(middle(image, window), end)
            return list(folder.iterdir())

        eventually(drag, what="a dropped file")
        assert (folder / picture.name).read_bytes() == picture.read_bytes()


def test_several_are_not_dragged_out_of_the_window(page: Page, window: NativeWindow, tmp_path: Path) -> None:
    connect(page)
    paint(page, "a boat, 湖", "an island")
    page.get_by_test_id("to-library").click()
    tile = page.get_by_test_id("painting").filter(has=page.locator("img")).nth(1)
    tile.click()
    page.keyboard.press("ControlOrMeta+a")
    expect(page.get_by_test_id("selected-count")).to_have_text("2 selected")
    expect(page.get_by_test_id("several-title")).to_be_visible()  # the rows beside it are narrower
    start = middle(tile, window)
    with drop_target(window, tmp_path / "several") as (folder, end):
        window.display.drag(start, end)
        expect(page.get_by_text("One picture at a time")).to_be_visible()
        assert not list(folder.iterdir())


def middle(element: Locator, window: NativeWindow) -> tuple[int, int]:
    """Where on the screen it is. The hand goes there first: that finds again what is drawn anew meanwhile."""
    element.hover()
    box = element.bounding_box()
    assert box is not None
    place = window.display.place(window.display.window(NAME))
    return int(place.x + box["x"] + box["width"] / 2), int(place.y + box["y"] + box["height"] / 2)


@contextlib.contextmanager
def drop_target(window: NativeWindow, folder: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Another program's window: the folder it copies to, and its middle."""
    folder.mkdir()
    environ = {**window.environ, "QT_QPA_PLATFORM": "xcb"}
    program = subprocess.Popen([sys.executable, str(SCRIPT), str(folder)], env=environ)
    try:
        place = window.display.place(window.display.window(TITLE))
        yield folder, (place.x + place.width // 2, place.y + place.height // 2)
    finally:
        program.kill()
        program.wait()
