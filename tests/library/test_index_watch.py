"""What the system tells of a folder in which something changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server.library.index.watch import Watch
from server.paintings.painting import TRASH


class Happened:
    """As the system tells it."""

    def __init__(self, source: object, target: object = "", *, is_directory: bool = False) -> None:
        self.src_path, self.dest_path, self.is_directory = source, target, is_directory
        self.event_type = "moved" if target else "deleted"


@pytest.mark.parametrize(
    ("source", "target", "is_directory", "folders"),
    [
        ("a.jpg", "", False, {""}),
        ("x/y/a.jpg", "", False, {"x/y"}),
        ("x/a.jpg", "z/a.jpg", False, {"x", "z"}),
        ("x", "", True, {None}),
        ("x/.hidden.jpg.part", "", False, set()),
        (".atelier/keepsakes.json", "", False, set()),
        (".hidden/a.jpg", "b.jpg", False, {""}),
        (f"{TRASH}/2026-11/a.jpg", "", False, {f"{TRASH}/2026-11"}),
        ("../elsewhere/a.jpg", "", False, set()),
        ("", "", True, set()),
    ],
)
def test_the_folders_in_which_something_changed_are_told(
    tmp_path: Path, source: str, target: str, is_directory: bool, folders: set[str | None]
) -> None:
    calls: list[None] = []
    watch = Watch(tmp_path, lambda: calls.append(None))
    root = f"{tmp_path}/"
    event: Any = Happened(root + source if source else "", root + target if target else "", is_directory=is_directory)

    watch._heard(event)
    watch._heard(event)

    assert len(calls) == (1 if folders else 0), "once, until it is taken"
    assert watch.taken() == folders
    assert watch.taken() == set()
    watch._heard(event)
    assert len(calls) == (2 if folders else 0)


def test_what_is_outside_is_nothing_to_us(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "library", lambda: None)
    event: Any = Happened(str(tmp_path / "elsewhere.jpg"))

    watch._heard(event)

    assert watch.taken() == set()


def test_a_folder_that_is_not_there_is_not_watched(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "library", lambda: None)
    watch.start()
    is_on = [watch.is_on]
    watch.stop()

    (tmp_path / "library").mkdir()
    watch.start()
    is_on.append(watch.is_on)
    watch.stop()
    is_on.append(watch.is_on)
    assert is_on == [False, True, False]
