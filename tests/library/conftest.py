"""A librarian, at the pace of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.common import disk
from server.library.index import librarian
from server.library.index.watch import Watch
from tests.library.room import Room
from tests.other_disks import macos_disk, windows_disk
from tests.windows_files import Refusals

ON_OTHER_DISKS = {
    *("test_folder", "test_moving", "test_renaming", "test_trash", "test_trash_place", "test_collections"),
    *("test_inputs", "test_index_folder", "test_saved_comparisons", "test_export"),
}
"""Whose tests run on other systems' disks as well."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__.rpartition(".")[2] in ON_OTHER_DISKS:
        metafunc.parametrize("lies_on", ["", "windows", "macos"], indirect=True, ids=["here", "windows", "macos"])


@pytest.fixture(autouse=True)
def lies_on(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose disk the test's files lie on."""
    system = getattr(request, "param", "")
    if not system:
        return
    folder: Path = request.getfixturevalue("tmp_path")
    if system == "macos":
        macos_disk(folder).begin(monkeypatch)
        return
    held = Refusals()
    held.begin(disk.SHARING_VIOLATION, times=2)
    monkeypatch.setattr(disk, "sleep", lambda _: None)
    windows_disk(folder, held).begin(monkeypatch)


@pytest.fixture
def room(tmp_path: Path, quickly: None) -> Iterator[Room]:
    """With an empty folder."""
    room = Room(tmp_path)
    room.library.folder.mkdir()
    with closing(room.store):
        yield room


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is waited for by the clock but what a test says."""
    monkeypatch.setattr(librarian, "QUIET", 0.01)
    monkeypatch.setattr(librarian, "AGAIN", 0.02)


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system tells of nothing, as on a network drive."""
    monkeypatch.setattr(Watch, "_heard", lambda *_: None)
