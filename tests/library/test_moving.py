"""The library's files on their way to another folder: none lost, none over another, whatever happens meanwhile."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.common.errors import FolderRefused
from server.common.paths import Paths
from server.library.folder import claim
from server.library.moving import leftover, survey
from server.library.moving.gate import Gate
from server.library.moving.journal import Journal
from server.library.moving.place import LibraryPlace, read_place, write_place
from server.library.moving.transfer import Stopped, Transfer
from server.paintings.painting import OWN
from tests.disks import small_disk
from tests.eventually import eventually

BEGAN = 1_700_000_000
FILES = {
    "2026-11/一.jpg": b"one" * 1000,
    "2026-11/two.png": b"two" * 2000,
    "more/deep/three.webp": b"three",
    "notes.txt": b"a user's own",
    f"{OWN}/keepsakes.json": b'{"version": 1}',
    f"{OWN}/trash/2026-11/old.jpg": b"old",
}


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (BEGAN, BEGAN))
    return folder


def found(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return lay(tmp_path / "source", FILES)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "target"


def begin(tmp_path: Path, source: Path, target: Path) -> Transfer:
    return Transfer(Journal.begin(tmp_path / "moving.json", source, target), threading.Event())


def test_everything_is_there_with_its_time_and_the_source_is_untouched(
    tmp_path: Path, source: Path, target: Path
) -> None:
    (source / "2026-11" / ".half.jpg.part").write_bytes(b"half")
    move = begin(tmp_path, source, target)

    assert move.round() == len(FILES)
    assert move.round() == 0
    move.check()

    assert found(target) == FILES
    assert {path.stat().st_mtime_ns for path in target.rglob("*") if path.is_file()} == {BEGAN * 10**9}
    assert (move.tally.files, move.tally.bytes) == (len(FILES), sum(map(len, FILES.values())))
    (source / "2026-11" / ".half.jpg.part").unlink()
    assert found(source) == FILES


def test_what_is_there_is_never_written_over(tmp_path: Path, source: Path, target: Path) -> None:
    lay(
        target,
        {"2026-11/一.jpg": FILES["2026-11/一.jpg"], "2026-11/two.png": b"another", OWN + "/keepsakes.json": b"x"},
    )
    lay(source, {"2026-11/two (2).png": b"second"})
    move = begin(tmp_path, source, target)
    move.round()
    move.check()

    after = found(target)
    assert after["2026-11/two.png"] == b"another"
    assert after["2026-11/two (2).png"] == b"second"
    assert after["2026-11/two (3).png"] == FILES["2026-11/two.png"]
    assert after[OWN + "/keepsakes.json"] == b"x", "merged from the database, not over the other one"
    assert move.renamed == {"2026-11/two.png": "2026-11/two (3).png"}


def test_what_changes_meanwhile_is_followed(tmp_path: Path, source: Path, target: Path) -> None:
    move = begin(tmp_path, source, target)
    move.round()
    lay(source, {"2026-11/new.jpg": b"new"})
    (source / "notes.txt").write_bytes(b"changed")
    (source / "2026-11" / "two.png").unlink()

    assert move.round() == 4
    move.check()

    assert found(target) == found(source)


def test_taking_back_leaves_what_was_there(tmp_path: Path, source: Path, target: Path) -> None:
    there = {"2026-11/一.jpg": FILES["2026-11/一.jpg"], "theirs.txt": b"theirs"}
    lay(target, there)
    move = begin(tmp_path, source, target)
    move.round()
    (target / "notes.txt").write_bytes(b"written to since")

    move.journal.take_back()

    assert found(target) == {**there, "notes.txt": b"written to since"}
    assert Journal.read(tmp_path / "moving.json") is None
    assert found(source) == FILES


def test_a_folder_made_for_the_move_goes_with_it(tmp_path: Path, source: Path, target: Path) -> None:
    move = begin(tmp_path, source, target)
    move.round()
    move.journal.take_back()

    assert not target.exists()


def test_it_stops_at_once_and_goes_on_where_it_was(
    tmp_path: Path, source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = begin(tmp_path, source, target)
    taken: list[Path] = []

    def third_time(part: Path, name: Path) -> None:
        claim(part, name)
        taken.append(name)
        if len(taken) == 3:
            move.stop.set()

    monkeypatch.setattr("server.library.moving.transfer.claim", third_time)
    with pytest.raises(Stopped):
        move.round()
    assert len(found(target)) == 3
    (source / taken[0].relative_to(target)).write_bytes(b"changed after the crash")

    again = begin(tmp_path, source, target)
    assert again.journal.move == move.journal.move
    again.round()
    again.check()
    assert found(target) == found(source)
    assert len(taken) == len(FILES) + 1, "those that are there are not copied once more"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="tells which file is meant on Linux only")
def test_a_copy_that_differs_is_noticed(
    tmp_path: Path, source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def rot(number: int) -> None:
        fsync(number)
        path = Path(f"/proc/self/fd/{number}").resolve()
        if path.name == ".two.png.part":
            path.write_bytes(b"rot" + path.read_bytes()[3:])

    monkeypatch.setattr(os, "fsync", rot)
    with pytest.raises(FolderRefused) as caught:
        begin(tmp_path, source, target).round()

    assert caught.value.code == "move_copy_differs"
    assert not list(target.rglob("*two*"))


def test_a_full_disk_is_said_beforehand_and_on_the_way(tmp_path: Path) -> None:
    source = lay(tmp_path / "source", {f"{number}.jpg": bytes(300_000) for number in range(8)})
    with small_disk(tmp_path / "disk", size="3m") as disk:
        target = disk.folder / "pictures"
        with pytest.raises(FolderRefused) as caught:
            survey.check_move(source, target)
        assert caught.value.code == "move_disk_full"

        move = begin(tmp_path, source, target)
        (disk.folder / "others").write_bytes(bytes(1_500_000))
        with pytest.raises(FolderRefused) as caught:
            move.round()
        assert caught.value.code == "move_disk_full"
        assert all(len(data) == 300_000 for data in found(target).values())
        (disk.folder / "others").unlink()
        move.round()
        assert found(target) == found(source)


@pytest.mark.parametrize("which", ["source", "target"])
def test_a_disk_unplugged_half_way_is_named_and_nothing_written_below_it(tmp_path: Path, which: str) -> None:
    bare = tmp_path / which
    with small_disk(bare) as _:
        source = lay(tmp_path / "source", FILES)
        target = tmp_path / "target"
        target.mkdir(exist_ok=True)
        move = begin(tmp_path, source, target)
        with unplugged_after(move, 2, bare), pytest.raises(FolderRefused) as caught:
            move.round()
        assert caught.value.code == f"move_{which}_away"
        assert found(bare) == {}
        if which == "target":
            assert found(source) == FILES


@contextmanager
def unplugged_after(move: Transfer, count: int, disk: Path) -> Iterator[None]:
    left = [count]

    def counted(part: Path, name: Path) -> None:
        claim(part, name)
        left[0] -= 1
        if left[0] == 0:
            os.system(f"umount --lazy '{disk}'")  # noqa: S605 - a path of the test's own

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("server.library.moving.transfer.claim", counted)
        yield
    os.system(f"mount -t tmpfs tmpfs '{disk}'")  # noqa: S605 - to be unmounted by small_disk


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("source", "folder_same"),
        ("source/below", "folder_inside"),
        ("linked/below", "folder_inside"),
        (".", "folder_around"),
        ("data", "folder_of_program"),
        ("data/thumbnails/here", "folder_of_program"),
        ("source/notes.txt", "folder_is_file"),
        ("nowhere/at/all", "folder_parent_missing"),
    ],
)
def test_folders_that_cannot_be(tmp_path: Path, wanted: str, code: str) -> None:
    inner = tmp_path / "inner"
    source = lay(inner / "source", FILES)
    (inner / "linked").symlink_to(source)
    data = tmp_path / "data" if wanted == "." else inner / "data"
    paths = Paths(data=data, library=source)
    paths.thumbnails.mkdir(parents=True)
    with pytest.raises(FolderRefused) as caught:
        survey.check_place(inner / wanted, paths)
        survey.check_move(source, inner / wanted)

    assert caught.value.code == code


def test_what_is_typed_is_a_whole_path(tmp_path: Path) -> None:
    assert survey.folder_from(f' "{tmp_path}/a/../b" ') == tmp_path / "b"
    for text in ("", "here", "./here", "\0/x", "~nobody-of-that-name/x"):
        with pytest.raises(FolderRefused) as caught:
            survey.folder_from(text)
        assert caught.value.code == "folder_not_absolute"


def test_among_other_files_a_folder_of_its_own_is_proposed(tmp_path: Path) -> None:
    assert survey.suggestion(tmp_path) == tmp_path
    (tmp_path / "others.jpg").touch()
    assert survey.suggestion(tmp_path).parent == tmp_path
    (tmp_path / OWN).mkdir()
    assert survey.suggestion(tmp_path) == tmp_path


def test_the_place_is_remembered(tmp_path: Path) -> None:
    file = tmp_path / "library.json"
    place = LibraryPlace(tmp_path / "新", tmp_path / "old", {"a": "b"}, "name")
    write_place(file, place)

    assert read_place(file, tmp_path) == place


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"folder": 1}', '{"folder": "not/whole"}', "\xff"])
def test_a_place_that_says_nothing_is_the_usual_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "library.json"
    assert read_place(file, tmp_path) == LibraryPlace(tmp_path)
    file.write_text(text, encoding="latin-1")
    assert read_place(file, tmp_path) == LibraryPlace(tmp_path)


def test_what_only_the_old_folder_has_is_counted(tmp_path: Path, source: Path, target: Path) -> None:
    move = begin(tmp_path, source, target)
    move.round()
    place = LibraryPlace(target, source, move.renamed)
    assert leftover.count_extras(source, place) == 0

    lay(source, {"2026-11/late.jpg": b"late"})
    (source / "notes.txt").write_bytes(b"A user's own")
    shutil.copyfile(source / "2026-11/一.jpg", target / "2026-11/一.jpg")
    assert leftover.count_extras(source, place) == 2


def test_nobody_writes_while_the_gate_is_closed() -> None:
    gate, heard = Gate(), list[str]()

    def write() -> None:
        with gate.opened():
            heard.append("written")

    with gate.closed():
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(0.1)
        assert heard == []
    writer.join()
    assert heard == ["written"]

    with gate.opened():
        closer = threading.Thread(target=close_once, args=(gate, heard))
        closer.start()
        closer.join(0.1)
        assert heard == ["written"]
    eventually(lambda: heard == ["written", "closed"])
    closer.join()


def close_once(gate: Gate, heard: list[str]) -> None:
    with gate.closed():
        heard.append("closed")
