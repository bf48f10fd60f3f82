"""Favourites and albums outlive the database, whatever becomes of the file they are in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.library.index import collections
from server.library.index.query import LibraryQuery
from server.paintings.painting import OWN
from tests.disks import small_disk
from tests.pictures_on_disk import metadata, put
from tests.shelf import EVERYTHING, Shelf, opened

NAMES = ("one", "two", "three")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    for name in NAMES:
        put(folder, f"{name}.jpg", metadata(name))
    return folder


@pytest.fixture
def shelf(tmp_path: Path, folder: Path) -> Iterator[Shelf]:
    with opened(tmp_path / "a.sqlite3", folder) as shelf:
        shelf.look()
        yield shelf


def ids(shelf: Shelf, *names: str) -> list[int]:
    return [painting.id for painting in shelf.paintings() if painting.prompt in names]


def kept(shelf: Shelf) -> dict[str, set[str]]:
    """Prompts of the favourites, and in each album."""
    wishes = {"favourites": LibraryQuery(favourite=True)}
    wishes |= {album.name: LibraryQuery(album=album.id) for album in shelf.catalogue.albums()}
    return {
        name: {painting.prompt for painting in shelf.catalogue.stretch(wanted, 0, EVERYTHING)}
        for name, wanted in wishes.items()
    }


def collect(shelf: Shelf) -> dict[str, set[str]]:
    collections.set_favourite(shelf.writer, ids(shelf, "one", "two"), True)
    collections.set_favourite(shelf.writer, ids(shelf, "two"), False)
    album = collections.make_album(shelf.writer, "船 boats")
    collections.put_into(shelf.writer, album, ids(shelf, *NAMES))
    collections.take_out(shelf.writer, album, ids(shelf, "three"))
    collections.remove_album(shelf.writer, collections.make_album(shelf.writer, "gone again"))
    collections.make_album(shelf.writer, "empty")
    return {"favourites": {"one"}, "船 boats": {"one", "two"}, "empty": set()}


def rebuilt(tmp_path: Path, folder: Path, *, name: str = "b.sqlite3") -> dict[str, set[str]]:
    """With a new database, as the librarian does it."""
    with opened(tmp_path / name, folder) as other:
        collections.load(other.writer)
        other.look()
        return kept(other)


def test_nothing_to_keep_makes_no_file(folder: Path, shelf: Shelf) -> None:
    assert collections.save(shelf.writer)

    assert not (folder / OWN / collections.FILE).exists()


def test_they_are_there_again_after_the_database_is_lost(tmp_path: Path, folder: Path, shelf: Shelf) -> None:
    wanted = collect(shelf)
    assert kept(shelf) == wanted
    assert collections.save(shelf.writer)

    assert rebuilt(tmp_path, folder) == wanted


@pytest.mark.parametrize("damage", [None, b"", b"{", b"[]", b'{"favourites": 3}', b'{"albums": [{}]}'])
def test_a_damaged_file_has_one_before_it(tmp_path: Path, folder: Path, shelf: Shelf, damage: bytes | None) -> None:
    wanted = collect(shelf)
    assert collections.save(shelf.writer)
    collections.make_album(shelf.writer, "newest")
    assert collections.save(shelf.writer)
    file = folder / OWN / collections.FILE
    file.unlink()
    if damage is not None:
        file.write_bytes(damage)

    assert rebuilt(tmp_path, folder) == wanted


def test_what_it_says_of_pictures_that_are_away_waits_for_them(tmp_path: Path, folder: Path, shelf: Shelf) -> None:
    wanted = collect(shelf)
    collections.save(shelf.writer)
    (folder / "one.jpg").rename(tmp_path / "one.jpg")
    with opened(tmp_path / "b.sqlite3", folder) as other:
        collections.load(other.writer)
        other.look()
        assert kept(other) == {"favourites": set(), "船 boats": {"two"}, "empty": set()}
        collections.make_album(other.writer, "newest")
        collections.save(other.writer)

        (tmp_path / "one.jpg").rename(folder / "back.jpg")
        other.look()
        assert kept(other) == {**wanted, "newest": set()}

    assert rebuilt(tmp_path, folder, name="c.sqlite3") == {**wanted, "newest": set()}


def test_a_file_from_another_computer_adds_and_takes_nothing_away(tmp_path: Path, folder: Path, shelf: Shelf) -> None:
    collect(shelf)
    collections.save(shelf.writer)
    [three] = [painting.uid for painting in shelf.paintings() if painting.prompt == "three"]
    theirs = {"favourites": [three], "albums": [{"key": "abc", "name": "theirs", "paintings": [three]}]}
    (folder / OWN / collections.FILE).write_text(json.dumps(theirs))

    collections.load(shelf.writer)

    assert kept(shelf)["favourites"] == {"one", "three"}
    assert kept(shelf)["theirs"] == {"three"}
    assert kept(shelf)["船 boats"] == {"one", "two"}


def test_what_was_taken_back_does_not_return_from_our_own_file(shelf: Shelf) -> None:
    collect(shelf)
    collections.save(shelf.writer)
    collections.set_favourite(shelf.writer, ids(shelf, "one"), False)

    collections.load(shelf.writer)

    assert kept(shelf)["favourites"] == set()


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        put(disk.folder, "one.jpg", metadata("one"))
        with opened(tmp_path / "a.sqlite3", disk.folder) as shelf:
            shelf.look()
            collections.set_favourite(shelf.writer, ids(shelf, "one"), True)
            assert collections.save(shelf.writer)
            before = (disk.folder / OWN / collections.FILE).read_bytes()
            disk.fill()
            collections.make_album(shelf.writer, "x" * 5000)
            assert not collections.save(shelf.writer)
            assert (disk.folder / OWN / collections.FILE).read_bytes() == before

            disk.make_room()
            assert collections.save(shelf.writer)


def test_a_folder_that_is_away_is_not_made(tmp_path: Path, folder: Path, shelf: Shelf) -> None:
    folder.rename(tmp_path / "unplugged")
    collections.set_favourite(shelf.writer, [1], True)

    assert not collections.save(shelf.writer)
    assert not folder.exists()
