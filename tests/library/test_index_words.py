"""By which words a picture is found: its prompt as typed and as sent, those of other programs, and later ones."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from server.library.index.query import LibraryQuery
from server.paintings.migrations import m010_foreign_prompts, m018_words_of_negative_prompts
from tests.jpegs import make_picture
from tests.pictures_on_disk import BEGAN, metadata, put
from tests.shelf import Shelf, opened


def test_words_that_were_sent_are_found_until_others_take_their_place(shelf: Shelf) -> None:
    told = metadata("一只狐狸", prompt_sent="a little fox")
    put(shelf.folder, "x.jpg", told)
    shelf.look()
    assert (shelf.find("little"), shelf.find("狐狸")) == (["x.jpg"], ["x.jpg"])

    put(shelf.folder, "x.jpg", replace(told, prompt_sent="a badger"), modified=BEGAN)
    shelf.look()

    assert (shelf.find("little"), shelf.find("badger"), shelf.find("狐狸")) == ([], ["x.jpg"], ["x.jpg"])
    [painting] = shelf.paintings()
    assert painting.prompt_sent == "a badger"
    put(shelf.folder, "x.jpg", replace(told, prompt_sent=None), modified=BEGAN + 1)
    shelf.look()
    assert (shelf.find("badger"), shelf.find("狐狸")) == ([], ["x.jpg"])


def test_negative_prompts_are_searched_through_until_others_take_their_place(shelf: Shelf) -> None:
    told = metadata("a little fox", negative_prompt="blurry, 水印 ⚡")
    put(shelf.folder, "x.jpg", told)
    put(shelf.folder, "y.jpg", metadata("a badger"))
    shelf.look()
    assert (shelf.find("blurry"), shelf.find("水印"), shelf.find("⚡")) == (["x.jpg"], ["x.jpg"], ["x.jpg"])
    assert shelf.find("fox") == ["x.jpg"]

    put(shelf.folder, "x.jpg", replace(told, negative_prompt="grey"), modified=BEGAN)
    shelf.look()

    assert (shelf.find("blurry"), shelf.find("⚡"), shelf.find("grey")) == ([], [], ["x.jpg"])
    (shelf.folder / "x.jpg").unlink()
    shelf.look()
    assert (shelf.find("grey"), shelf.find("badger")) == ([], ["y.jpg"])


def test_words_noted_by_an_older_program_are_noted_anew(tmp_path: Path) -> None:
    database, folder = tmp_path / "a.sqlite3", tmp_path / "library"
    put(folder, "x.jpg", metadata("a fox 🦊", negative_prompt="blurry"))
    with opened(database, folder) as shelf:
        shelf.look()
    with closing(sqlite3.connect(database)) as connection, connection:
        for table in ("words", "beginnings"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")  # noqa: S608 - a constant
        connection.execute("INSERT INTO words (rowid, text) SELECT place, prompt FROM paintings")
        m018_words_of_negative_prompts(connection)
    with opened(database, folder) as shelf:
        shelf.look()

        assert (shelf.find("fox"), shelf.find("blurry"), shelf.find("🦊")) == (["x.jpg"],) * 3


def test_what_other_programs_avoided_is_found(shelf: Shelf) -> None:
    put_foreign(shelf.folder / "a.png", {"parameters": A1111.replace("prompt: text", "prompt: blurry hands")})
    shelf.look()

    assert (shelf.find("blurry"), shelf.find("fox")) == (["a.png"], ["a.png"])


def test_a_prompt_that_is_translated_later_is_found_by_it(shelf: Shelf) -> None:
    put(shelf.folder, "x.jpg", metadata("一只狐狸", prompt_sent="a badger"))
    shelf.look()
    [painting] = shelf.paintings()

    shelf.store.set_prompt_sent(painting.id, "a little fox")
    while shelf.writer.index(100):
        pass

    assert (shelf.find("badger"), shelf.find("little"), shelf.find("狐狸")) == ([], ["x.jpg"], ["x.jpg"])


A1111 = "a red fox in snow\nNegative prompt: text\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 48x40"
COMFYUI = json.dumps(
    {
        "3": {"class_type": "KSampler", "inputs": {"positive": ["6", 0], "seed": 5, "steps": 20}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "雪地里的红狐狸"}},
    }
)


@pytest.mark.parametrize(
    ("told", "words"),
    [({"parameters": A1111}, ("fox", "red fox in", "fo")), ({"prompt": COMFYUI}, ("狐狸", "雪", "红狐狸"))],
)
def test_prompts_of_other_programs_are_found(shelf: Shelf, told: dict[str, str], words: tuple[str, ...]) -> None:
    put_foreign(shelf.folder / "holiday.png", told)
    put(shelf.folder, "without.png", None, kind="PNG")
    shelf.look()

    for word in words:
        assert shelf.find(word) == ["holiday.png"], word
    assert shelf.find("without") == ["without.png"], "one without a prompt is found by its name"
    [found] = shelf.catalogue.stretch(LibraryQuery(q=words[0]), 0, 2)
    assert (found.model, found.steps) == ("", 0), "it is not one of ours all the same"


def test_a_prompt_written_into_a_picture_later_is_found_then(shelf: Shelf) -> None:
    put(shelf.folder, "a.png", None, kind="PNG", modified=BEGAN)
    shelf.look()
    assert shelf.find("fox") == []
    put_foreign(shelf.folder / "a.png", {"parameters": A1111})
    shelf.look()

    assert shelf.find("fox") == ["a.png"]


def test_pictures_read_before_their_prompts_were_looked_for_are_read_once_more(tmp_path: Path) -> None:
    database, folder = tmp_path / "a.sqlite3", tmp_path / "library"
    folder.mkdir()
    put_foreign(folder / "a.png", {"parameters": A1111})
    with opened(database, folder) as shelf:
        shelf.look()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE paintings SET prompt = ''")
        m010_foreign_prompts(connection)
    with opened(database, folder) as shelf:
        shelf.look()

        assert shelf.find("fox") == ["a.png"]
        assert shelf.look() == []


def put_foreign(path: Path, told: dict[str, str]) -> None:
    info = PngInfo()
    for name, text in told.items():
        info.add_itxt(name, text)
    with Image.open(io.BytesIO(make_picture("PNG"))) as image:
        image.save(path, pnginfo=info)
