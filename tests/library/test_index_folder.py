"""The folder is the truth: what is put, moved, copied, changed, removed or broken there, and what becomes of it."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from server.common.file_names import disk_name
from server.library.index.query import Show
from server.library.index.walk import FolderAway, list_pictures, mark
from server.paintings.models import DEFAULT_MODEL
from server.paintings.painting import TRASH, Order, State
from server.pictures.picture import read_picture
from tests.jpegs import make_picture
from tests.pictures_on_disk import BEGAN, ENDINGS, MODEL, metadata, put
from tests.shelf import Shelf, opened


@pytest.mark.parametrize("kind", ENDINGS)
def test_a_picture_tells_its_whole_metadata(shelf: Shelf, kind: str) -> None:
    told = metadata("在雾中的灯塔 lighthouse", sample=True)
    file = put(shelf.folder, f"2026-11/x{ENDINGS[kind]}", told, kind=kind)

    shelf.look()

    [painting] = shelf.paintings()
    assert (painting.uid, painting.state, painting.prompt, painting.model) == (
        told.uid,
        State.DONE,
        told.prompt,
        MODEL,
    )
    assert (painting.steps, painting.sample, painting.created, painting.seconds, painting.neurons) == (
        4,
        True,
        BEGAN,
        2.5,
        172.8,
    )
    assert (painting.width, painting.height, painting.bytes) == (64, 64, file.stat().st_size)
    assert shelf.store.page() == [painting]


def test_what_is_no_picture_of_ours_is_listed_by_its_name_and_not_in_the_studio(shelf: Shelf) -> None:
    put(shelf.folder, "holiday/Am See, früh.jpg", None, modified=1_600_000_000.0)
    (shelf.folder / "notes.txt").write_text("no picture")
    (shelf.folder / "empty.png").write_bytes(b"")
    (shelf.folder / "text.jpg").write_text("no picture either")
    put(shelf.folder, ".hidden/x.jpg", metadata())
    put(shelf.folder, ".half.jpg.part", metadata())

    shelf.look()

    [painting] = shelf.paintings()
    [file] = (shelf.folder / "holiday").iterdir()  # a disk may write the accent in its own way
    assert (painting.title, painting.prompt, painting.model) == (file.stem, "", "")
    assert painting.created == 1_600_000_000.0
    assert shelf.store.page() == []
    assert shelf.find("am see") == shelf.find("früh") == [f"holiday/{file.name}"]


def test_a_second_look_reads_nothing_again(shelf: Shelf) -> None:
    for number in range(3):
        put(shelf.folder, f"{number}.jpg", metadata())
    put(shelf.folder, "broken.jpg", None).write_bytes(b"nothing")
    assert len(shelf.look()) == 3

    difference = shelf.writer.compare(list_pictures(shelf.folder))

    assert (difference.fresh, difference.gone) == ([], {})


@pytest.mark.parametrize("told", [metadata("a tree"), None], ids=["ours", "foreign"])
def test_moved_and_renamed_files_keep_their_painting(shelf: Shelf, told: None) -> None:
    file = put(shelf.folder, "2026-11/a.jpg", told)
    shelf.look()
    [before] = shelf.paintings()
    (shelf.folder / "树").mkdir()
    file.rename(shelf.folder / "树" / "дерево.jpg")

    shelf.look()

    [after] = shelf.paintings()
    assert (after.id, after.uid, after.place) == (before.id, before.uid, before.place)
    assert after.file == "树/дерево.jpg"
    assert shelf.find("дерево" if told is None else "tree") == ["树/дерево.jpg"]
    assert shelf.find("2026-11") == []


def test_two_files_with_the_same_metadata_are_two_paintings(shelf: Shelf) -> None:
    file = put(shelf.folder, "a.jpg", metadata())
    shelf.look()
    shutil.copy2(file, shelf.folder / "a (copy).jpg")
    shelf.look()
    first = {painting.file: painting.id for painting in shelf.paintings()}

    assert len(first) == 2
    assert len({painting.uid for painting in shelf.paintings()}) == 2

    (shelf.folder / "a (copy).jpg").rename(shelf.folder / "b.jpg")
    shelf.look()
    second = {painting.file: painting.id for painting in shelf.paintings()}

    assert second == {"a.jpg": first["a.jpg"], "b.jpg": first["a (copy).jpg"]}


def test_a_file_moved_while_the_folder_is_listed_is_no_copy(shelf: Shelf) -> None:
    file = put(shelf.folder, "a.jpg", metadata())
    shelf.look()
    [before] = shelf.paintings()
    shutil.copy2(file, shelf.folder / "b.jpg")
    listing = list_pictures(shelf.folder)
    file.unlink()

    difference = shelf.writer.compare(listing)
    shelf.writer.learn(difference.fresh, difference)
    shelf.look()

    assert [(painting.id, painting.file) for painting in shelf.paintings()] == [(before.id, "b.jpg")]


def test_deleted_files_leave_and_restored_ones_are_back_complete(shelf: Shelf) -> None:
    file = put(shelf.folder, "a.jpg", metadata())
    shelf.look()
    [before] = shelf.paintings()
    data = file.read_bytes()
    file.unlink()
    shelf.look()
    assert shelf.paintings() == shelf.store.page() == []

    put(shelf.folder, "elsewhere/b.jpg", None).write_bytes(data)
    shelf.look()

    [after] = shelf.paintings()
    assert (after.id, after.file, after.missing) == (before.id, "elsewhere/b.jpg", None)


def test_a_file_replaced_by_another_picture_is_another_painting(shelf: Shelf) -> None:
    file = put(shelf.folder, "a.jpg", metadata("first"))
    shelf.look()
    [before] = shelf.paintings()
    data = file.read_bytes()
    put(shelf.folder, "a.jpg", metadata("second"), modified=BEGAN)
    shelf.look()

    [other] = shelf.paintings()
    assert (other.prompt, other.id != before.id) == ("second", True)

    put(shelf.folder, "b.jpg", None).write_bytes(data)
    shelf.look()
    assert {painting.id for painting in shelf.paintings()} == {before.id, other.id}


def test_a_picture_edited_in_its_place_stays_the_painting_it_was(shelf: Shelf) -> None:
    file = put(shelf.folder, "a.jpg", None)
    shelf.look()
    [before] = shelf.paintings()
    file.write_bytes(make_picture("PNG", side=80))
    shelf.look()

    [after] = shelf.paintings()
    assert (after.id, after.width) == (before.id, 80)


def test_the_program_s_own_new_picture_is_found_as_what_it_is(shelf: Shelf) -> None:
    [queued] = shelf.store.add(Order("a boat", 4, 1, DEFAULT_MODEL.id, sample=False), created=time.time())
    shelf.store.start(queued.id, started=time.time())
    shelf.store.plan_file(queued.id, "2026-11/a.jpg")
    file = put(shelf.folder, "2026-11/a.jpg", metadata("a boat", uid=queued.uid))
    assert shelf.look() == []
    assert [painting.state for painting in shelf.paintings()] == [State.PAINTING]

    shelf.store.finish(queued.id, read_picture(file.read_bytes()), "2026-11/a.jpg", seconds=1.0)
    assert shelf.look() == [], "nothing that a page would not know"
    assert [painting.id for painting in shelf.paintings()] == [queued.id]


def test_a_deleted_database_is_rebuilt_complete_and_in_order(tmp_path: Path, shelf: Shelf) -> None:
    for number in range(20):
        put(shelf.folder, f"{number % 3}/{number}.jpg", metadata(f"number {number}", created=BEGAN + number))
    shelf.look()
    wanted = [(p.uid, p.prompt, p.file, p.created) for p in shelf.paintings()]

    with opened(tmp_path / "b.sqlite3", shelf.folder) as rebuilt:
        rebuilt.look()
        assert [(p.uid, p.prompt, p.file, p.created) for p in rebuilt.paintings()] == wanted
        assert rebuilt.find("number 7") == ["1/7.jpg"]


def test_only_what_has_changed_is_looked_at_where_that_is_known(shelf: Shelf) -> None:
    put(shelf.folder, "a/1.jpg", metadata())
    gone = put(shelf.folder, "b/2.jpg", metadata())
    shelf.look()
    put(shelf.folder, "a/3.jpg", metadata())
    gone.unlink()

    shelf.look(["a"])
    assert set(shelf.files()) == {"a/1.jpg", "b/2.jpg", "a/3.jpg"}

    shelf.look(["b"])
    assert set(shelf.files()) == {"a/1.jpg", "a/3.jpg"}

    root = put(shelf.folder, "0.jpg", metadata())
    shelf.look([""])
    assert set(shelf.files()) == {"0.jpg", "a/1.jpg", "a/3.jpg"}
    root.unlink()
    shelf.look([""])
    assert set(shelf.files()) == {"a/1.jpg", "a/3.jpg"}


def test_an_empty_folder_of_which_nothing_is_known_is_no_lost_disk(shelf: Shelf) -> None:
    assert shelf.look() == []


def test_a_folder_that_vanished_drops_nothing(shelf: Shelf) -> None:
    put(shelf.folder, "a.jpg", metadata())
    shelf.look()
    shelf.folder.rename(shelf.folder.with_name("unplugged"))
    with pytest.raises(FolderAway):
        shelf.look()

    shelf.folder.mkdir()  # a mount point without its disk
    with pytest.raises(FolderAway):
        shelf.look()
    assert list(shelf.files()) == ["a.jpg"]

    mark(shelf.folder)
    shelf.look()
    assert shelf.files() == {}, "emptied by its user"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_drops_nothing(shelf: Shelf) -> None:
    put(shelf.folder, "a/b/1.jpg", metadata())
    shelf.look()
    (shelf.folder / "a").chmod(0)
    try:
        shelf.look()
        assert list(shelf.files()) == ["a/b/1.jpg"]
    finally:
        (shelf.folder / "a").chmod(0o700)


def test_dates_of_the_future_do_not_stand_before_what_is_yet_to_come(shelf: Shelf) -> None:
    put(shelf.folder, "a.jpg", metadata("from the future", created=time.time() + 1e9))
    shelf.look()
    [new] = shelf.store.add(Order("now", 4, 1, DEFAULT_MODEL.id, sample=False), created=time.time())

    assert [painting.prompt for painting in shelf.store.page()] == ["now", "from the future"]
    assert new.place < (time.time() + 10) * 1_000_000


@pytest.mark.parametrize("created", [-5.0, 0.0, 1e300, float("inf"), float("nan")])
def test_dates_that_make_no_sense_do_no_harm(shelf: Shelf, created: float) -> None:
    put(shelf.folder, "a.jpg", metadata(created=created))

    shelf.look()

    assert len(shelf.paintings()) == 1


def test_broken_and_half_pictures_do_no_harm(shelf: Shelf) -> None:
    whole = put(shelf.folder, "whole.jpg", metadata("a whole one")).read_bytes()
    for size in (0, 1, 2, 3, 11, 20, 100, 500, len(whole) // 2, len(whole) - 1):
        (shelf.folder / f"{size}.jpg").write_bytes(whole[:size])
        (shelf.folder / f"{size}.webp").write_bytes(b"RIFF\xff\xff\xff\xffWEBP" + whole[:size])
        (shelf.folder / f"{size}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + whole[:size])

    shelf.look()

    assert shelf.find("a whole one")
    assert "whole.jpg" in shelf.files()


@pytest.mark.parametrize(
    "name",
    ["中文 图片.jpg", "عربي.jpg", "emoji 🦊.jpg", "e\u0301.jpg", "'quote\".jpg", "%_100%.jpg", "x" * 250 + ".jpg"],
)
def test_names_in_every_script(shelf: Shelf, name: str, request: pytest.FixtureRequest) -> None:
    if len(name) > 200 and "windows" in request.node.name:
        pytest.skip("with the folder's path it would be too long there")
    put(shelf.folder, name, None)

    shelf.look()

    assert list(shelf.files()) == [name]


@pytest.mark.skipif(os.name != "posix", reason="other systems' names are text")
def test_a_name_that_is_no_text_is_as_good_as_others(shelf: Shelf) -> None:
    put(shelf.folder, "a.jpg", metadata())
    shutil.copy(os.fsencode(shelf.folder / "a.jpg"), os.fsencode(shelf.folder) + b"/\xff\xfe.jpg")

    shelf.look()

    assert [os.fsencode(disk_name(file or "")) for file in shelf.files()] == [b"\xff\xfe.jpg", b"a.jpg"]
    assert all((file or "").encode() for file in shelf.files())


def test_what_lies_in_our_trash_is_known_and_not_shown(shelf: Shelf) -> None:
    file = put(shelf.folder, "2026-11/a.jpg", metadata())
    shelf.look()
    [before] = shelf.paintings()
    target = shelf.folder / TRASH / "2026-11" / "a.jpg"
    target.parent.mkdir(parents=True)
    file.rename(target)
    shelf.look()

    assert shelf.paintings() == []
    assert [painting.id for painting in shelf.paintings(Show.TRASH)] == [before.id]

    target.rename(shelf.folder / "b.jpg")
    shelf.look()
    assert [(p.id, p.deleted) for p in shelf.paintings()] == [(before.id, None)]
    assert shelf.paintings(Show.TRASH) == []


def test_a_trash_that_was_emptied_by_hand_is_empty(shelf: Shelf) -> None:
    file = put(shelf.folder, f"{TRASH}/2026-11/a.jpg", metadata())
    shelf.look()
    assert len(shelf.paintings(Show.TRASH)) == 1
    file.unlink()
    shelf.look()

    assert shelf.paintings(Show.TRASH) == []


def test_what_is_missing_for_long_is_forgotten(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(shelf.folder, "a.jpg", metadata())
    shelf.look()
    [before] = shelf.paintings()
    file.unlink()
    shelf.look()
    shelf.writer.prune()
    assert shelf.store.get(before.id) is not None

    monkeypatch.setattr("server.library.index.index_writer.KEEP_MISSING", -1.0)
    shelf.writer.prune()
    assert shelf.store.get(before.id) is None
    assert shelf.writer.index(10) == 1, "its words go too"
