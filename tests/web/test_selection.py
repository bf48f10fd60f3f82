"""Many paintings in a few characters, and back."""

from __future__ import annotations

import pytest

from server.common.errors import BadInput
from server.web.selection import MOST, parse_selection, write_selection


@pytest.mark.parametrize(
    ("text", "ids"),
    [("7", [7]), ("3,7-9,12", [3, 7, 8, 9, 12]), ("1-1", [1]), ("5,4,4-5", [4, 5]), ("0", [0])],
)
def test_selections_are_read(text: str, ids: list[int]) -> None:
    assert parse_selection(text) == ids


@pytest.mark.parametrize("text", ["", ",", "a", "1,", "3-1", "1--2", "-1", "1 2", "１", "1-999999999999999", "1e3"])
def test_others_are_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_selection(text)


def test_a_hundred_thousand_neighbours_are_a_few_characters() -> None:
    ids = list(range(5, 100_005))
    assert write_selection(ids) == "5-100004"
    assert parse_selection("5-100004") == ids
    with pytest.raises(BadInput):
        parse_selection(f"1-{MOST + 10}")


def test_a_part_said_often_counts_once() -> None:
    assert parse_selection(",".join(["1-100000"] * 7000)) == list(range(1, 100_001))
    with pytest.raises(BadInput):
        parse_selection(",".join(f"{start}-{start + 99_999}" for start in range(1, 300_000, 100_000)))


def test_what_is_written_is_read_the_same() -> None:
    ids = [1, 2, 3, 9, 11, 12]
    assert parse_selection(write_selection(reversed(ids))) == ids
    assert write_selection([]) == ""
