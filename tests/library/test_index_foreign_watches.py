"""What Windows and macOS tell of the library's folder, through watchdog's own sources for them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.library.index.watch import Watch
from tests.eventually import eventually
from tests.foreign_watches import (
    ADDED,
    CREATED,
    FILE,
    FOLDER,
    GONE,
    MODIFIED,
    REMOVED,
    RENAMED,
    RENAMED_FROM,
    RENAMED_TO,
    ROOT_CHANGED,
    WRITTEN,
    FSEvents,
    WindowsKernel,
    macos_watching,
    windows_watching,
)

LAST_ACCESS = 0x20
LAST_WRITE = 0x10


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[WindowsKernel]:
    with windows_watching(monkeypatch) as kernel:
        yield kernel


@pytest.fixture
def macos(monkeypatch: pytest.MonkeyPatch) -> Iterator[FSEvents]:
    with macos_watching(monkeypatch) as events:
        yield events


@contextmanager
def watched(folder: Path) -> Iterator[Watch]:
    watch = Watch(folder, lambda: None)
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()


def heard(watch: Watch, tell: Callable[[], None], end: Callable[[], None]) -> set[str | None]:
    """The folders to look at after `tell`; `end` tells of a change in `end`, after which all of it has come."""
    tell()
    end()
    told: set[str | None] = set()

    def has_come() -> bool:
        told.update(watch.taken())
        return "end" in told

    eventually(has_come, what="the last change was told of")
    return told - {"end"}


ON_WINDOWS: dict[str, tuple[list[tuple[int, str]], set[str | None]]] = {
    "a picture is there": ([(ADDED, "2026-11/a.jpg"), (MODIFIED, "2026-11/a.jpg")], {"2026-11"}),
    "a picture is deleted": ([(REMOVED, "2026-11/A.JPG")], {"2026-11"}),
    "a folder is deleted": ([(REMOVED, "2026-11")], {None}),
    "a folder with a dot is deleted": ([(REMOVED, "trips/no. 3")], {None}),
    "a picture is renamed": ([(RENAMED_FROM, "a/1.png"), (RENAMED_TO, "b/1.png")], {"a", "b"}),
    "a folder is renamed, and again at once": ([(RENAMED_FROM, "a"), (RENAMED_TO, "gone again")], {None}),
    "more than there was room for": ([], {None}),
    "Explorer's own": ([(ADDED, "a/desktop.ini"), (ADDED, "Thumbs.db"), (REMOVED, "Thumbs.db")], set()),
    "a text is written": ([(MODIFIED, "notes.txt")], set()),
    "our own": ([(ADDED, ".atelier/keepsakes.json.part"), (ADDED, "2026-11/.a.jpg.part")], set()),
    "our trash": ([(ADDED, ".atelier/trash/2026-11/a.jpg")], {".atelier/trash/2026-11"}),
}


@pytest.mark.parametrize("case", ON_WINDOWS)
def test_windows_tells(windows: WindowsKernel, tmp_path: Path, case: str) -> None:
    changes, wanted = ON_WINDOWS[case]
    with watched(tmp_path) as watch:
        told = heard(watch, lambda: windows.tell(*changes), lambda: windows.tell((ADDED, "end/a.jpg")))

    assert told == wanted


def test_windows_is_not_asked_to_tell_of_reading(windows: WindowsKernel, tmp_path: Path) -> None:
    with watched(tmp_path) as watch:
        heard(watch, lambda: None, lambda: windows.tell((ADDED, "end/a.jpg")))

    assert windows.asked_for & LAST_WRITE
    assert not windows.asked_for & LAST_ACCESS


ON_MACOS: dict[str, tuple[list[tuple[str, int]], set[str | None]]] = {
    "a picture is there": ([("2026-11/a.jpg", CREATED | WRITTEN | FILE)], {"2026-11"}),
    "a picture is deleted": ([("2026-11/a.jpg", GONE | FILE)], {"2026-11"}),
    "a picture is put into the bin": ([("2026-11/a.jpg", RENAMED | FILE)], {"2026-11"}),
    "a folder is put into the bin": ([("2026-11", RENAMED | FOLDER)], {None}),
    "Finder's own": ([("2026-11/.DS_Store", CREATED | WRITTEN | FILE)], set()),
    "a text is written": ([("notes.txt", WRITTEN | FILE)], set()),
}


@pytest.mark.parametrize("linked", ["", "in its path", "itself"])
@pytest.mark.parametrize("case", ON_MACOS)
def test_macos_tells_of_real_paths(macos: FSEvents, tmp_path: Path, case: str, linked: str) -> None:
    real = tmp_path / "Disk" / "Jose\u0301" / "pictures"
    real.mkdir(parents=True)
    (tmp_path / "linked").symlink_to(real if linked == "itself" else tmp_path / "Disk")
    folder = {"": real, "itself": tmp_path / "linked"}.get(linked, tmp_path / "linked" / "Jose\u0301" / "pictures")
    changes, wanted = ON_MACOS[case]

    with watched(folder) as watch:
        told = heard(
            watch,
            lambda: macos.tell(*((f"{real}/{path}", flags) for path, flags in changes)),
            lambda: macos.tell((f"{real}/end/a.jpg", CREATED | FILE)),
        )
    assert told == wanted


def test_macos_spells_the_folder_as_its_disk_does(macos: FSEvents, tmp_path: Path) -> None:
    """Whatever its user typed: large and small letters are the same there, and so are two ways to write an accent."""
    folder = tmp_path / "jos\u00e9" / "Pictures"
    folder.mkdir(parents=True)
    with watched(folder) as watch:
        there = f"{tmp_path}/Jose\u0301/pictures/2026-11/a.jpg"
        told = heard(
            watch,
            lambda: macos.tell((there, CREATED | FILE)),
            lambda: macos.tell((f"{folder}/end/a.jpg", CREATED | FILE)),
        )

    assert told == {"2026-11"}


def test_a_folder_that_went_away_is_looked_for_and_heard_again_when_it_is_back(macos: FSEvents, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    with watched(folder) as watch:
        shutil.rmtree(folder)
        macos.tell((str(folder), ROOT_CHANGED | FOLDER))
        eventually(lambda: None in watch.taken(), what="everything is to be looked at")
        eventually(lambda: not watch.is_on, what="nobody listens any more")

        folder.mkdir()
        watch.start()
        assert watch.is_on
        told = heard(watch, lambda: None, lambda: macos.tell((f"{folder}/end/a.jpg", CREATED | FILE)))

    assert told == set()
