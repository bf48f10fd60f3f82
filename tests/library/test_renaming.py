"""A rename that fails where the name is taken, in one step, or in two where the file system knows no such step."""

from __future__ import annotations

import ctypes
import errno
from pathlib import Path

import pytest

from server.library import renaming
from server.library.renaming import move_new


@pytest.fixture(params=["one step", "two steps", "no call at all"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As systems and file systems have it."""

    def unknown(source: bytes, target: bytes) -> int:
        ctypes.set_errno(errno.EINVAL)
        return -1

    if request.param != "one step":
        monkeypatch.setattr(renaming, "_step", lambda: unknown if request.param == "two steps" else None)


@pytest.mark.usefixtures("way")
def test_a_file_gets_a_name_that_nothing_has(tmp_path: Path) -> None:
    (tmp_path / "湖 a").write_bytes(b"picture")

    move_new(tmp_path / "湖 a", tmp_path / "b")

    assert [file.name for file in tmp_path.iterdir()] == ["b"]
    assert (tmp_path / "b").read_bytes() == b"picture"


@pytest.mark.usefixtures("way")
def test_what_has_the_name_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"picture")
    (tmp_path / "b").write_bytes(b"in the way")

    with pytest.raises(FileExistsError):
        move_new(tmp_path / "a", tmp_path / "b")

    assert (tmp_path / "a").read_bytes() == b"picture"
    assert (tmp_path / "b").read_bytes() == b"in the way"


@pytest.mark.usefixtures("way")
def test_a_link_to_nowhere_is_in_the_way_too(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"picture")
    (tmp_path / "b").symlink_to("nowhere")

    with pytest.raises(FileExistsError):
        move_new(tmp_path / "a", tmp_path / "b")


@pytest.mark.usefixtures("way")
def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        move_new(tmp_path / "a", tmp_path / "b")
