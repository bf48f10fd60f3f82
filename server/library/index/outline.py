"""The whole library in its order, as little of it as it takes to lay all of it out: proportions, and days."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from server.paintings.painting import Painting

FLATTEST, TALLEST = 400, 40
"""Hundredths of its height that a picture's place is wide, at most and at least: what goes beyond is cut off."""

RATIO = f"coalesce(min(max(p.width * 100 / p.height, {TALLEST}), {FLATTEST}), 100)"
DAY = "date(p.place / 1000000, 'unixepoch', 'localtime')"


class Outline(Struct, frozen=True):
    """`ratios` are hundredths, width by height, with commas in between; `days` are how many there are of each day.

    A day is `YYYY-MM-DD` in the computer's own time, empty where there is no such day. None are told where the order
    is not one of time.
    """

    ratios: str
    days: list[tuple[str, int]]


def read_outline(
    connection: sqlite3.Connection, source: str, order: str, values: tuple[object, ...], *, by_time: bool
) -> Outline:
    """Of what a SELECT finds from its FROM on. All is put together by SQLite, beside whatever else Python does.

    Raises sqlite3.Error.
    """
    inner = f"SELECT {RATIO} AS ratio {source} {order}"
    ratios = connection.execute(f"SELECT group_concat(ratio) FROM ({inner})", values).fetchone()[0]
    if not by_time:
        return Outline(ratios or "", [])
    newest_first = "DESC" if order.endswith("DESC") else "ASC"
    statement = f"SELECT {DAY} AS day, count(*) {source} GROUP BY day ORDER BY min(p.place) {newest_first}"
    return Outline(ratios or "", [(row[0] or "", row[1]) for row in connection.execute(statement, values)])


def outline_of(paintings: Iterable[Painting], days: Iterable[str]) -> Outline:
    """The same of these alone, each with its day; of no days, without any."""
    ratios = ",".join(str(ratio_of(painting)) for painting in paintings)
    return Outline(ratios, [(day, len(list(group))) for day, group in groupby(days)])


def ratio_of(painting: Painting) -> int:
    """As RATIO has it."""
    if not painting.width or not painting.height:
        return 100
    return min(max(painting.width * 100 // painting.height, TALLEST), FLATTEST)
