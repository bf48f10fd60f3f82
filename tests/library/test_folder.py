"""Picture files: whole or not at all, never over another file, found again after a crash."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from server.common.advice import ADVICE
from server.common.errors import FolderRefused, StorageError
from server.library.folder import Library, folder_error, part_of, save_as, storage_error
from server.library.moving.survey import check_writing
from server.library.trash.notes import TrashNote
from server.library.trash.place import TrashPlace
from tests.disks import small_disk
from tests.jpegs import make_picture

PICTURE = make_picture("JPEG")
OTHER = make_picture("PNG")
FILE = "2026-11/a boat_20261122-213510_a1b2c3d4.jpg"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(folder=tmp_path / "library", rescued=tmp_path / "rescued")


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_names_lie_in_the_folder_of_their_month(library: Library) -> None:
    month, _, name = library.name_for("a boat", 1_795_385_710.0, ".png").partition("/")

    assert month == "2026-11"
    assert name.startswith("a boat_202611")
    assert name.endswith(".png")


def test_a_written_picture_is_there_byte_for_byte_and_alone(library: Library) -> None:
    library.write(FILE, PICTURE)

    assert files_below(library.folder) == {FILE: PICTURE}


def test_writing_never_replaces_a_file(library: Library) -> None:
    library.write(FILE, PICTURE)

    with pytest.raises(StorageError):
        library.write(FILE, OTHER)

    assert files_below(library.folder) == {FILE: PICTURE}


def test_what_a_crash_left_of_writing_is_written_over(library: Library) -> None:
    part = part_of(library.path(FILE))
    part.parent.mkdir(parents=True)
    part.write_bytes(PICTURE[:100])

    library.write(FILE, PICTURE)

    assert files_below(library.folder) == {FILE: PICTURE}


def test_a_full_disk_is_named_and_keeps_nothing_half(library: Library) -> None:
    with small_disk(library.folder, size="64k") as disk:
        with pytest.raises(StorageError) as caught:
            library.write(FILE, bytes(200_000))

        assert caught.value.code == "disk_full"
        assert files_below(disk.folder) == {}


def test_a_read_only_disk_is_named(library: Library) -> None:
    with small_disk(library.folder) as disk:
        disk.refuse_writing()
        with pytest.raises(StorageError) as caught:
            library.write(FILE, PICTURE)

        assert caught.value.code == "read_only"


def test_a_folder_that_is_a_file_is_a_storage_error_without_the_prompt(library: Library) -> None:
    library.folder.write_bytes(b"in the way")

    with pytest.raises(StorageError) as caught:
        library.write(FILE, PICTURE)

    assert "boat" not in str(caught.value)


# -- after a crash ------------------------------------------------------------------------------------------------


def leave(library: Library, *, part: bytes | None = None, target: bytes | None = None) -> None:
    library.path(FILE).parent.mkdir(parents=True, exist_ok=True)
    if part is not None:
        part_of(library.path(FILE)).write_bytes(part)
    if target is not None:
        library.path(FILE).write_bytes(target)


@pytest.mark.parametrize("size", [0, 1, 100, len(PICTURE) // 2, len(PICTURE) - 3])
def test_killed_while_writing_leaves_nothing(library: Library, size: int) -> None:
    leave(library, part=PICTURE[:size])

    assert library.recover(FILE) is None
    assert files_below(library.folder) == {}


def test_killed_between_writing_and_renaming_gives_the_picture_its_name(library: Library) -> None:
    leave(library, part=PICTURE)

    assert library.recover(FILE) == PICTURE
    assert files_below(library.folder) == {FILE: PICTURE}


def test_killed_after_renaming_finds_the_picture(library: Library) -> None:
    leave(library, target=PICTURE)

    assert library.recover(FILE) == PICTURE
    assert files_below(library.folder) == {FILE: PICTURE}


def test_killed_before_the_first_byte_finds_nothing(library: Library) -> None:
    assert library.recover(FILE) is None


def test_a_remainder_never_replaces_a_named_picture(library: Library) -> None:
    leave(library, part=OTHER, target=PICTURE)

    assert library.recover(FILE) == PICTURE
    assert files_below(library.folder) == {FILE: PICTURE}


# -- save as ------------------------------------------------------------------------------------------------------


def test_save_as_replaces_what_its_user_confirmed(tmp_path: Path) -> None:
    target = tmp_path / "mine.jpg"
    target.write_bytes(b"old")

    save_as(target, PICTURE)

    assert files_below(tmp_path) == {"mine.jpg": PICTURE}


def test_save_as_on_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        target = disk.folder / "mine.jpg"
        target.write_bytes(b"old")
        disk.fill()

        with pytest.raises(OSError, match="No space"):
            save_as(target, PICTURE)

        assert target.read_bytes() == b"old"
        assert not part_of(target).exists()


def test_copying_out_a_picture_that_has_gone_is_named(library: Library, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        library.copy_out(FILE, tmp_path / "copy.jpg")

    assert caught.value.code == "picture_missing"
    assert files_below(tmp_path) == {}


def test_on_the_bare_mount_point_of_a_known_library_no_folder_is_made(library: Library) -> None:
    library.write(FILE, PICTURE)
    library.folder.rename(library.folder.with_name("unplugged"))

    for bare in (None, library.folder, library.folder / "lost+found"):
        if bare:
            bare.mkdir()
        with pytest.raises(StorageError) as caught:
            library.write("2026-12/another.jpg", OTHER)
        assert caught.value.code == "folder_away"
        assert files_below(library.folder) == {}

    library.write(str(library.rescued / "another.jpg"), OTHER)
    assert files_below(library.rescued) == {"another.jpg": OTHER}


@pytest.mark.parametrize("left", [".atelier", "2026-11", "one.JPG"])
def test_a_library_that_was_emptied_is_written_to(library: Library, left: str) -> None:
    library.known = True
    (library.folder / left).mkdir(parents=True)

    library.write(FILE, PICTURE)

    assert files_below(library.folder) == {FILE: PICTURE}


def test_moving_within_the_folder_makes_none_where_its_disk_is_not(library: Library) -> None:
    with pytest.raises(StorageError):
        TrashPlace(library).put(FILE, TrashNote("uid", FILE, deleted=1.0, created=1.0))

    assert not library.folder.exists()


@pytest.mark.parametrize(
    ("platform", "number", "code", "of_a_move"),
    [
        ("darwin", errno.EPERM, "folder_withheld", "move_withheld"),
        ("darwin", errno.EACCES, "read_only", "move_read_only"),
        ("linux", errno.EPERM, "read_only", "move_read_only"),
    ],
)
def test_a_folder_that_macos_keeps_from_programs_is_called_that(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, number: int, code: str, of_a_move: str
) -> None:
    """As Desktop and Documents, until their user lets a program in; the advice names where."""
    monkeypatch.setattr("sys.platform", platform)
    refused = OSError(number, os.strerror(number))

    assert storage_error(refused).code == code
    assert folder_error(refused).code == of_a_move
    monkeypatch.setattr(Path, "touch", _raising(refused))
    with pytest.raises(FolderRefused, match=of_a_move):
        check_writing(tmp_path)
    assert ("System Settings" in ADVICE[code].next_step) is (code == "folder_withheld")


def _raising(error: OSError) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse
