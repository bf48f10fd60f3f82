"""Ids as they stand in paths and queries. What whole forms are refused for is seen over HTTP."""

from __future__ import annotations

import pytest

from server.web.forms import MAX_ID, parse_id


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("1", 1), ("007", 7), (str(MAX_ID - 1), MAX_ID - 1)])
def test_ids(text: str, number: int) -> None:
    assert parse_id(text) == number


@pytest.mark.parametrize(
    "text", [None, "", " ", "-1", "+1", "1 ", "1.0", "1e3", "0x1", "1_0", "²", "١", "one", str(MAX_ID), "9" * 5000]
)
def test_what_is_no_id(text: str | None) -> None:
    assert parse_id(text) is None
