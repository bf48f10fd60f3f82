"""Windows' refusals that are over in a moment, played: how often one asks again, and when one believes it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from server.common import disk
from server.common.own_files import open_new
from server.library.folder import save_as, storage_error, write_synced
from tests.windows_files import Refusals, refused, refusing

__all__ = ["refusing"]

DEEDS: dict[str, Callable[[Path, Path], None]] = {
    "rename": lambda file, other: disk.rename(file, other / "b"),
    "replace": lambda file, other: disk.replace(file, other / "b"),
    "unlink": lambda file, _: disk.remove(file),
    "rmdir": lambda _, other: disk.remove_folder(other),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "a").write_bytes(b"picture")
    (tmp_path / "other").mkdir()
    return tmp_path / "a"


@pytest.mark.parametrize("number", sorted(disk.PASSING))
@pytest.mark.parametrize("name", DEEDS)
def test_what_is_over_in_a_moment_is_waited_for(refusing: Refusals, file: Path, name: str, number: int) -> None:
    refusing.begin(number, times=2)

    DEEDS[name](file, file.parent / "other")

    assert refusing.met[name] == 2
    assert (
        sorted(each.relative_to(file.parent).as_posix() for each in file.parent.rglob("*"))
        == {
            "rename": ["other", "other/b"],
            "replace": ["other", "other/b"],
            "unlink": ["other"],
            "rmdir": ["a"],
        }[name]
    )


@pytest.mark.parametrize("name", DEEDS)
def test_after_two_seconds_it_is_believed(refusing: Refusals, file: Path, name: str) -> None:
    refusing.begin(disk.SHARING_VIOLATION, times=None)

    with pytest.raises(PermissionError):
        DEEDS[name](file, file.parent / "other")

    assert sum(refusing.pauses) == pytest.approx(disk.PATIENCE, abs=disk.LONGEST_PAUSE)
    assert file.exists()


def test_what_is_no_passing_trouble_is_said_at_once(refusing: Refusals, file: Path) -> None:
    with pytest.raises(FileNotFoundError):
        disk.remove(file.with_name("gone"))
    with pytest.raises(OSError, match="not empty"):
        disk.remove_folder(file.parent)

    assert refusing.pauses == []


def test_a_loop_is_never_kept_waiting(refusing: Refusals, file: Path) -> None:
    refusing.begin(disk.ACCESS_DENIED, times=None)

    async def on_the_loop() -> None:
        disk.remove(file)

    with pytest.raises(PermissionError):
        asyncio.run(on_the_loop())
    assert refusing.pauses == []

    async def in_a_thread() -> None:
        await asyncio.to_thread(disk.remove, file)

    with pytest.raises(PermissionError):
        asyncio.run(in_a_thread())
    assert refusing.pauses


def test_a_name_that_is_just_being_removed_can_be_written_again(
    refusing: Refusals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses it until whoever has the file before open lets go of it."""
    busy = [refused(disk.ACCESS_DENIED), refused(disk.ACCESS_DENIED)]
    opened = Path.open

    def opening(path: Path, mode: str = "r") -> object:
        if busy:
            raise busy.pop()
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", opening)
    write_synced(tmp_path / "a", b"picture")

    assert (tmp_path / "a").read_bytes() == b"picture"
    assert len(refusing.pauses) == 2


def test_what_is_left_over_and_held_is_nobodys_error(refusing: Refusals, file: Path) -> None:
    refusing.begin(disk.SHARING_VIOLATION, times=None)

    disk.discard(file)

    assert file.exists()


def test_a_tree_goes_at_last(refusing: Refusals, tmp_path: Path) -> None:
    (tmp_path / "tree" / "in it").mkdir(parents=True)
    for name in ("a", "in it/b"):
        (tmp_path / "tree" / name).write_bytes(b"picture")
    refusing.begin(disk.SHARING_VIOLATION, times=2)

    disk.remove_tree(tmp_path / "tree")

    assert not (tmp_path / "tree").exists()


@pytest.mark.parametrize(
    ("number", "code"),
    [(disk.ACCESS_DENIED, "read_only"), (disk.SHARING_VIOLATION, "file_in_use"), (disk.LOCK_VIOLATION, "file_in_use")],
)
def test_a_file_that_somebody_has_open_is_called_just_that(
    refusing: Refusals, file: Path, number: int, code: str
) -> None:
    refusing.begin(number, times=None)

    with pytest.raises(PermissionError) as caught:
        save_as(file, b"another")

    assert storage_error(caught.value).code == code
    assert file.read_bytes() == b"picture"


def test_elsewhere_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors of other systems have no number of Windows'."""
    monkeypatch.setattr(disk, "sleep", lambda _: pytest.fail("waited"))

    with pytest.raises(IsADirectoryError):
        open_new(tmp_path)
