"""What only other systems' disks and their news ask of a library. What is the same there is asked again in other files
(`ON_OTHER_DISKS` of conftest.py).
"""

from __future__ import annotations

import asyncio
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.common import disk
from server.common.errors import FolderRefused, StorageError
from server.library.backup.reading import opened as opened_backup
from server.library.folder import Library, write_new
from server.library.index.librarian import Librarian
from server.library.index.trash_rows import TrashRows
from server.library.index.unread import WhyUnread
from server.library.index.walk import list_pictures, look_into
from server.library.moving import leftover
from server.library.moving.place import LibraryPlace
from server.library.thumbnails import Thumbnails
from server.library.trash import system
from server.library.trash.parts import TrashParts
from server.library.trash.trash import Trash
from server.paintings.painting import TRASH, Painting
from server.paintings.store import Store
from tests.foreign_watches import FOLDER, REMOVED, RENAMED, macos_watching, windows_watching
from tests.library.room import Room, until
from tests.library.test_system_trash import UNSAFE
from tests.other_disks import macos_disk, windows_disk
from tests.pictures_on_disk import metadata, put
from tests.shelf import Shelf, opened
from tests.windows_files import Refusals


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Refusals:
    """A disk of Windows', on which nobody holds anything until the test says so. `pauses` are seconds."""
    refusals = Refusals()
    monkeypatch.setattr(disk, "sleep", refusals.pauses.append)
    windows_disk(tmp_path, refusals).begin(monkeypatch)
    return refusals


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library", tmp_path / "rescued")


def names(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


# -- Windows: files that others hold, names, lengths, bins --------------------------------------------------------


@pytest.mark.parametrize("number", sorted(disk.PASSING))
def test_a_picture_is_saved_while_a_scanner_looks_at_it(library: Library, held: Refusals, number: int) -> None:
    held.begin(number, times=2)

    library.write("2026-11/a.jpg", b"picture")
    library.copy_out("2026-11/a.jpg", library.folder / "copy.jpg")

    assert names(library.folder) == ["2026-11/a.jpg", "copy.jpg"]
    assert held.pauses


@pytest.mark.parametrize(("number", "code"), [(disk.ACCESS_DENIED, "read_only"), (disk.LOCK_VIOLATION, "file_in_use")])
def test_what_stays_held_is_said_after_two_seconds_and_nothing_is_lost(
    library: Library, held: Refusals, number: int, code: str
) -> None:
    library.write("copy.jpg", b"before")
    library.write("a.jpg", b"picture")
    held.begin(number, times=None)

    with pytest.raises(StorageError) as refused:
        library.copy_out("a.jpg", library.folder / "copy.jpg")

    assert refused.value.code == code
    assert sum(held.pauses) >= disk.PATIENCE
    assert (library.folder / "copy.jpg").read_bytes() == b"before"
    assert library.path("a.jpg").read_bytes() == b"picture"


def test_what_stays_held_is_read_later_and_called_that(shelf: Shelf, held: Refusals) -> None:
    put(shelf.folder, "a.jpg", metadata("a boat"))
    held.begin(disk.SHARING_VIOLATION, times=None)
    [found] = list_pictures(shelf.folder).files.values()

    assert look_into(shelf.folder, found) is WhyUnread.IN_USE
    shelf.look()
    assert shelf.paintings() == []

    held.end()
    shelf.look()
    assert shelf.files() == {"a.jpg": "a boat"}


def test_a_backup_that_is_held_is_not_called_damaged(tmp_path: Path, held: Refusals) -> None:
    with zipfile.ZipFile(tmp_path / "backup.zip", "w") as archive:
        archive.writestr("a", b"b")
    held.begin(disk.SHARING_VIOLATION, times=None)

    with pytest.raises(FolderRefused) as refused, opened_backup(tmp_path / "backup.zip"):
        pass

    assert refused.value.code == "move_in_use"


def test_names_that_differ_in_letters_size_are_one_name(library: Library, held: Refusals) -> None:
    library.write("Boat.jpg", b"first")

    with pytest.raises(StorageError):
        library.write("boat.JPG", b"second")
    with pytest.raises(FileExistsError):
        write_new(library.folder / "BOAT.jpg", b"second")

    assert library.path("boat.jpg").read_bytes() == b"first"
    assert names(library.folder) == ["Boat.jpg"]


def test_a_path_that_is_too_long_is_called_that(library: Library, held: Refusals) -> None:
    deep = "/".join(["a folder with quite a name"] * 8)

    with pytest.raises(StorageError) as refused:
        library.write(f"{deep}/boat.jpg", b"picture")

    assert refused.value.code == "path_too_long"


@pytest.mark.usefixtures("held")
def test_a_copy_of_the_library_is_erased_though_names_changed_their_letters(tmp_path: Path, library: Library) -> None:
    left = tmp_path / "before"
    for folder in (left, library.folder):
        (folder / "2026-11").mkdir(parents=True)
        (folder / "2026-11" / "a.jpg").write_bytes(b"picture")
        os.utime(folder / "2026-11" / "a.jpg", (1.0, 1.0))
    (left / "2026-11" / "A.JPG").rename(left / "2026-11" / "A.jpg")

    assert names(left) == ["2026-11/A.jpg"]
    assert leftover.erase_copies(left, LibraryPlace(library.folder)) == 0
    assert not left.exists()
    assert names(library.folder) == ["2026-11/a.jpg"]


def test_what_is_held_of_the_folder_before_stays_and_is_said(tmp_path: Path, library: Library, held: Refusals) -> None:
    left = tmp_path / "before"
    for folder in (left, library.folder):
        folder.mkdir()
        (folder / "a.jpg").write_bytes(b"picture")
        os.utime(folder / "a.jpg", (1.0, 1.0))
    held.begin(disk.SHARING_VIOLATION, times=None)

    with pytest.raises(FolderRefused) as refused:
        leftover.erase_copies(left, LibraryPlace(library.folder))

    assert refused.value.code == "left_not_erased"
    assert names(left) == names(library.folder) == ["a.jpg"]


class Pages:
    """Hears what becomes of paintings."""

    def __init__(self) -> None:
        self.left: list[int] = []
        self.kept: list[int] = []

    def removed(self, painting_id: int) -> None:
        self.left.append(painting_id)

    def refused(self, painting: Painting) -> None:
        self.kept.append(painting.id)

    def trash_changed(self) -> None:
        """Nobody asks."""


@pytest.fixture
def shelf(tmp_path: Path, library: Library) -> Iterator[Shelf]:
    library.folder.mkdir()
    with opened(tmp_path / "a.sqlite3", library.folder) as shelf:
        yield shelf


@pytest.mark.parametrize("drive", UNSAFE)
def test_on_a_drive_whose_bin_would_erase_it_a_picture_goes_to_our_own_trash(
    shelf: Shelf, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drive: str
) -> None:
    """Even of people who want no trash of ours."""
    put(shelf.folder, "2026-11/a.jpg", metadata("a boat"))
    shelf.look()
    [painting] = shelf.paintings()
    monkeypatch.setattr(system, "asked_system", lambda: UNSAFE[drive])
    monkeypatch.setattr("send2trash.send2trash", lambda _: pytest.fail("given to a bin that erases it"))
    pages = Pages()

    async def deleted_and_brought_back() -> None:
        with closing(TrashRows(tmp_path / "a.sqlite3")) as rows:
            trash = Trash(pages, parts(shelf.store, rows, library, tmp_path))
            trash.delete(painting)
            await trash.settle()
            assert (names(library.folder / TRASH), pages.left, pages.kept) == (["2026-11/a.jpg"], [painting.id], [])
            await trash.tidy()
            assert (names(library.folder / TRASH), trash.stuck) == (["2026-11/a.jpg"], 1)
            [back], failed = await trash.bring_back(painting.id)
            assert (back.file, failed) == ("2026-11/a.jpg", None)

    asyncio.run(deleted_and_brought_back())
    assert (library.folder / "2026-11" / "a.jpg").is_file()


def parts(store: Store, rows: TrashRows, library: Library, folder: Path) -> TrashParts:
    thumbnails = Thumbnails(folder / "thumbnails")
    return TrashParts(store=store, rows=rows, library=library, thumbnails=thumbnails, days=lambda: 0, undo_seconds=0.0)


# -- macOS: accents -----------------------------------------------------------------------------------------------


def test_a_disk_that_writes_accents_apart_has_each_picture_once(
    shelf: Shelf, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    macos_disk(tmp_path).begin(monkeypatch)
    ours = "2026-11/caf\u00e9.jpg"
    put(shelf.folder, ours, metadata("a caf\u00e9"))
    shelf.look()
    [painting] = shelf.paintings()
    shelf.store.move(painting.id, ours, deleted=None)  # as it was named when it was painted

    shelf.look()
    shelf.look()

    assert names(shelf.folder) == ["2026-11/cafe\u0301.jpg"]
    assert [each.id for each in shelf.paintings()] == [painting.id]
    assert shelf.find("caf\u00e9") == shelf.find("cafe\u0301") == ["2026-11/cafe\u0301.jpg"]
    assert library.read(ours).kind is not None


# -- both: what is told of changes --------------------------------------------------------------------------------


def test_a_folder_deleted_in_explorer_takes_its_pictures_with_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks by themselves for ten minutes."""
    put(room.library.folder, "2026-11/a.jpg", metadata("a boat"))
    put(room.library.folder, "b.jpg", metadata("a lake"))
    with windows_watching(monkeypatch) as explorer:

        async def work(keeper: Librarian) -> None:
            await until(lambda: keeper.is_settled)
            shutil.rmtree(room.library.folder / "2026-11")
            explorer.tell((REMOVED, "2026-11"))
            await until(lambda: room.shown() == {"b.jpg": "a lake"})

        room.run(work)


def test_a_folder_put_into_the_bin_by_finder_is_heard_of_through_a_link(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "another disk"
    room.library.folder.rename(there)
    room.library.folder.symlink_to(there)
    put(there, "2026-11/a.jpg", metadata("a boat"))
    put(there, "b.jpg", metadata("a lake"))
    with macos_watching(monkeypatch) as finder:

        async def work(keeper: Librarian) -> None:
            await until(lambda: keeper.is_settled)
            (there / "2026-11").rename(tmp_path / "bin")
            finder.tell((f"{there}/2026-11", RENAMED | FOLDER))
            await until(lambda: room.shown() == {"b.jpg": "a lake"})

        room.run(work)
