"""Comparisons from beside the pictures or out of a backup: what is believed of them, up to which limits."""

from __future__ import annotations

from typing import Any

import pytest

from server.library.comparisons import MOST_CELLS
from server.library.index import saved_comparisons
from tests.shelf import Shelf

ONE, ANOTHER = "1" * 32, "a" * 32
TOLD: dict[str, Any] = {
    "created": 1_700_000_000.0,
    "prompt": "a boat",
    "axes": [{"axis": "steps", "values": ["2", "4"]}, {"axis": "seed", "values": ["7"]}],
    "cells": [[0, 0, ONE], [1, 0, ANOTHER]],
}


def taken_over(shelf: Shelf, **told: object) -> list[dict[str, Any]]:
    """What there is when `TOLD` with these changes was told."""
    with shelf.writer.transaction():
        saved_comparisons.take_over(shelf.writer, [TOLD | told])
    return saved_comparisons.gathered(shelf.writer)


def values(axis: str, *values: object) -> dict[str, Any]:
    return {"axes": [{"axis": axis, "values": list(values)}], "cells": [[0, 0, ONE]]}


def test_a_comparison_comes_back_whole_and_once(shelf: Shelf) -> None:
    assert taken_over(shelf) == [TOLD]
    assert taken_over(shelf, prompt="the same paintings") == [TOLD]


@pytest.mark.parametrize(
    "told",
    [
        values("steps", *map(str, range(MOST_CELLS))),
        values("model", "x" * 199),
        {"prompt": "x" * 19_999},
        {"created": 1_700_000_000},
    ],
    ids=["cells", "value", "prompt", "whole seconds"],
)
def test_as_much_as_a_table_shows_is_believed(shelf: Shelf, told: dict[str, Any]) -> None:
    assert taken_over(shelf, **told) == [TOLD | told]


@pytest.mark.parametrize(
    "told",
    [
        values("steps", *map(str, range(MOST_CELLS + 1))),
        values("steps"),
        values("steps", 2),
        values("model", "x" * 200),
        values("weather", "rain"),
        {"axes": []},
        {"axes": [*TOLD["axes"], {"axis": "guidance", "values": ["3"]}]},
        {"axes": None},
        {"prompt": "x" * 20_000},
        {"prompt": None},
        {"created": "yesterday"},
        {"created": True},
        {"cells": []},
        {"cells": [[0, 0, ONE], [0, 0, ANOTHER]]},
        {"cells": [[2, 0, ONE]]},
        {"cells": [[0, 1, ONE]]},
        {"cells": [[-1, 0, ONE]]},
        {"cells": [[0.0, 0, ONE]]},
        {"cells": [[0, 0, "not a name"]]},
        {"cells": [[0, 0]]},
    ],
    ids=lambda told: str(told)[:60],
)
def test_what_no_table_could_show_is_not_believed(shelf: Shelf, told: dict[str, Any]) -> None:
    assert taken_over(shelf, **told) == []
