"""One bad file never stops the folder: whatever lies there, the pictures beside it are in the library."""

from __future__ import annotations

import io
import json
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from server.library.index import walk
from server.pictures.metadata import Metadata, embed
from server.pictures.picture import TooLarge, measure, read_picture
from tests.jpegs import make_picture
from tests.odd_pictures import sideways
from tests.pictures_on_disk import metadata, put
from tests.shelf import Shelf

SAMPLER = {"class_type": "KSampler", "inputs": {"positive": ["2", 0], "seed": 1}}


def png_of_comfyui(**texts: object) -> bytes:
    about = PngInfo()
    for name, value in texts.items():
        about.add_text(name, json.dumps(value))
    made = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(made, "PNG", pnginfo=about)
    return made.getvalue()


def wide_webp(side: int) -> bytes:
    """A few bytes that claim a canvas of `side` x `side` pixels."""
    picture = make_picture("WEBP")[12:]
    canvas = bytes([0x10, 0, 0, 0]) + (side - 1).to_bytes(3, "little") * 2
    body = b"WEBP" + b"VP8X" + struct.pack("<I", len(canvas)) + canvas + picture
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pipe(file: Path) -> None:
    os.mkfifo(file)


def link_to_itself(file: Path) -> None:
    file.symlink_to(file.name)


def folder_named_as_a_picture(file: Path) -> None:
    file.mkdir()


def list_for_a_number(file: Path) -> None:
    links = [[[7], "1", 0, "2", 0, "CONDITIONING"]]
    file.write_bytes(png_of_comfyui(workflow={"nodes": [{"id": 1, "type": "KSampler"}], "links": links}))


def too_large_a_canvas(file: Path) -> None:
    file.write_bytes(wide_webp(16_383))


@pytest.mark.parametrize(
    "spoil", [pipe, link_to_itself, folder_named_as_a_picture, list_for_a_number, too_large_a_canvas]
)
def test_the_pictures_beside_it_are_listed(shelf: Shelf, spoil: Callable[[Path], None]) -> None:
    put(shelf.folder, "2026-11/a.jpg", metadata("before"))
    put(shelf.folder, "2026-11/z.jpg", metadata("behind"))
    for number in range(12):  # a folder is listed in an order of its own
        spoil(shelf.folder / "2026-11" / f"m{number}.png")

    shelf.look()
    put(shelf.folder, "2026-11/later.jpg", metadata("later"))
    shelf.look()

    assert {"before", "behind", "later"} <= set(shelf.files().values())


def test_half_a_character_is_replaced(shelf: Shelf) -> None:
    graph = {"1": SAMPLER, "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a boat \ud83d at sea"}}}
    (shelf.folder / "x.png").write_bytes(png_of_comfyui(prompt=graph))

    shelf.look()

    assert shelf.find("boat") == ["x.png"]
    assert shelf.files()["x.png"] == "a boat \ufffd at sea"


@pytest.mark.parametrize("reader", ["read_foreign_file", "read_metadata_file"])
def test_what_nobody_foresaw_ends_at_the_file_it_is_in(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    right = getattr(walk, reader)

    def read(path: Path) -> object:
        if path.name == "bad.png":
            raise KeyError("nobody foresaw this")
        return right(path)

    monkeypatch.setattr(walk, reader, read)
    put(shelf.folder, "bad.png", None, kind="PNG")
    put(shelf.folder, "good.jpg", metadata("a boat"))

    shelf.look()

    assert "a boat" in shelf.files().values()
    if reader == "read_foreign_file":
        assert "bad.png" in shelf.files(), "it is a picture, whatever it tells"


def test_one_that_cannot_be_asked_is_not_taken_for_lost(shelf: Shelf) -> None:
    file = put(shelf.folder, "a.jpg", metadata("a boat"))
    shelf.look()
    file.unlink()
    link_to_itself(file)

    shelf.look()

    assert shelf.files() == {"a.jpg": "a boat"}


@pytest.mark.parametrize("told", [None, metadata("a boat", width=300, height=200)])
def test_a_turned_picture_has_the_size_that_is_seen(shelf: Shelf, told: Metadata | None) -> None:
    data = sideways()
    (shelf.folder / "x.jpg").write_bytes(embed(data, told) if told else data)

    shelf.look()

    [painting] = shelf.paintings()
    assert (painting.width, painting.height) == (200, 300)


def test_jfif_is_jpeg(shelf: Shelf) -> None:
    put(shelf.folder, "x.JFIF", metadata("a boat"))

    shelf.look()

    assert shelf.files() == {"x.JFIF": "a boat"}


def test_a_canvas_that_wants_our_memory_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.webp"
    file.write_bytes(wide_webp(16_383))

    assert measure(file)[1:] == (16_383, 16_383), "told by a few bytes of its head"
    with pytest.raises(TooLarge):
        read_picture(file.read_bytes())
