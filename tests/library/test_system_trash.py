"""What goes to the system's trash, and what does not because Windows would delete it for good.

Windows' answers are played: what is decided from them is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec import Struct, field
from msgspec.structs import replace

from server.common import disk
from server.library.trash import drives, system
from server.library.trash.drives import FIXED, Windows, bin_takes
from tests.windows_files import refused

REMOVABLE, REMOTE = 2, 4
BIN = r"Software\Microsoft\Windows\CurrentVersion\Explorer\BitBucket"
POLICIES = r"Software\Microsoft\Windows\CurrentVersion\Policies\Explorer"
VOLUME = rf"{BIN}\Volume\{{0123}}"


class Answers(Struct, frozen=True):
    """A drive as Windows tells of it: one inside the computer, with a bin of ten megabytes."""

    drive: int = FIXED
    bin: bool = True
    registry: Mapping[tuple[str, str], int] = field(default_factory=lambda: {(VOLUME, "MaxCapacity"): 10})

    def root(self, path: str) -> str:
        return "/"

    def kind(self, root: str) -> int:
        return self.drive

    def has_bin(self, root: str) -> bool:
        return self.bin

    def volume(self, root: str) -> str:
        return "{0123}"

    def setting(self, key: str, name: str) -> int | None:
        return self.registry.get((key, name))


def setting(key: str, name: str, value: int) -> Answers:
    return replace(Answers(), registry={(VOLUME, "MaxCapacity"): 10, (key, name): value})


SAFE = {
    "an ordinary drive": Answers(),
    "one whose bin is said to be on": setting(VOLUME, "NukeOnDelete", 0),
    "one of whose bin nothing is known": Answers(registry={}),
}
UNSAFE = {
    "a network drive": Answers(drive=REMOTE),
    "a stick": Answers(drive=REMOVABLE),
    "a drive without a bin": Answers(bin=False),
    "a bin that is turned off": setting(VOLUME, "NukeOnDelete", 1),
    "all bins turned off alike": setting(BIN, "NukeOnDelete", 1),
    "no bins by policy": setting(POLICIES, "NoRecycleFiles", 1),
    "a bin smaller than the picture": setting(VOLUME, "MaxCapacity", 0),
}


@pytest.fixture
def thrown(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was handed to the system, which removes it, as Windows does it without asking."""
    given: list[Path] = []

    def send2trash(path: Path) -> None:
        given.append(path)
        path.unlink()

    monkeypatch.setattr("send2trash.send2trash", send2trash)
    return given


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "a.jpg"
    file.write_bytes(bytes(1000))
    return file


@pytest.mark.parametrize("drive", SAFE)
def test_what_fits_into_a_bin_is_put_there(
    picture: Path, thrown: list[Path], monkeypatch: pytest.MonkeyPatch, drive: str
) -> None:
    monkeypatch.setattr(system, "asked_system", lambda: SAFE[drive])

    assert system.to_trash(picture)
    assert thrown == [picture]


def test_what_somebody_has_open_for_a_moment_is_put_there_after_it(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = [refused(disk.SHARING_VIOLATION)] * 2
    pauses: list[float] = []

    def send2trash(path: Path) -> None:
        if busy:
            raise busy.pop()
        path.unlink()

    monkeypatch.setattr("send2trash.send2trash", send2trash)
    monkeypatch.setattr(disk, "sleep", pauses.append)
    monkeypatch.setattr(system, "asked_system", lambda: Answers())

    assert system.to_trash(picture)
    assert len(pauses) == 2


@pytest.mark.parametrize("drive", UNSAFE)
def test_what_would_be_gone_for_good_is_left_where_it_is(
    picture: Path, thrown: list[Path], monkeypatch: pytest.MonkeyPatch, drive: str
) -> None:
    monkeypatch.setattr(system, "asked_system", lambda: UNSAFE[drive])

    assert not system.to_trash(picture)
    assert thrown == []
    assert picture.exists()


def test_a_whole_folder_is_weighed(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    (folder / "2026-11").mkdir(parents=True)
    for number in range(3):
        with (folder / "2026-11" / f"{number}.jpg").open("wb") as file:
            file.truncate(4 * drives.MEGABYTE)

    assert not bin_takes(Answers(), folder), "twelve megabytes do not fit into ten"
    (folder / "2026-11" / "0.jpg").unlink()
    assert bin_takes(Answers(), folder)


def test_paths_that_are_too_long_for_the_bin_are_not_put_there(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    deep = folder / ("x" * 100) / ("y" * 100)
    deep.mkdir(parents=True)

    assert not bin_takes(Answers(), folder)


def test_a_folder_that_cannot_be_weighed_is_not_put_there(
    tmp_path: Path, thrown: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "asked_system", lambda: Answers())
    monkeypatch.setattr(drives, "contents_of", lambda path: (_ for _ in ()).throw(PermissionError("no")))
    (tmp_path / "library").mkdir()

    assert not system.to_trash(tmp_path / "library")
    assert thrown == []


def test_elsewhere_nobody_is_asked(picture: Path, thrown: list[Path]) -> None:
    asked: Windows | None = system.asked_system()

    assert asked is None
    assert system.to_trash(picture)
    assert thrown == [picture]
