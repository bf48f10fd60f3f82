"""The window's size and place: kept, and corrected where the screens or the file are not what they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.placement import Area, Placement

LAPTOP = Area(0, 0, 1440, 860)
RIGHT = Area(1440, 0, 1920, 1040)
TINY = Area(0, 0, 640, 480)


def test_survives_a_restart(tmp_path: Path) -> None:
    placement = Placement(width=1000, height=700, x=-20, y=30, maximized=True)

    placement.save(tmp_path / "window.json")

    assert Placement.load(tmp_path / "window.json") == placement


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[1, 2]", b"null", b'{"width": "wide", "x": true, "y": 1e300, "maximized": 1}'],
)
def test_garbage_is_the_default(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "window.json").write_bytes(content)

    assert Placement.load(tmp_path / "window.json") == Placement()


def test_missing_file_is_the_default(tmp_path: Path) -> None:
    assert Placement.load(tmp_path / "window.json") == Placement(width=1280, height=800)


def test_what_fits_is_left_alone() -> None:
    placement = Placement(width=1000, height=700, x=1500, y=100, maximized=True)

    assert placement.fitted([LAPTOP, RIGHT]) == placement


def test_too_big_for_the_screen_is_made_smaller() -> None:
    assert Placement(width=4000, height=3000, x=0, y=0).fitted([LAPTOP]) == Placement(1440, 860, 0, 0)


def test_too_small_is_made_bigger_unless_the_screen_is_smaller_still() -> None:
    assert Placement(width=10, height=10).fitted([LAPTOP]) == Placement(800, 600, 320, 130)
    assert Placement(width=10, height=10).fitted([TINY]) == Placement(640, 480, 0, 0)


@pytest.mark.parametrize(("x", "y"), [(2000, 100), (-3000, 100), (100, 5000)])
def test_on_a_screen_that_is_gone_is_centred(x: int, y: int) -> None:
    assert Placement(1000, 700, x, y).fitted([LAPTOP]) == Placement(1000, 700, 220, 80)


def test_half_off_the_screen_is_moved_in() -> None:
    assert Placement(1000, 700, 900, 500).fitted([LAPTOP]) == Placement(1000, 700, 440, 160)
    assert Placement(1000, 700, -200, -50).fitted([LAPTOP]) == Placement(1000, 700, 0, 0)


def test_place_without_known_screens_is_the_systems_choice() -> None:
    assert Placement(1000, 700, 10, 10).fitted([]) == Placement(1000, 700)
