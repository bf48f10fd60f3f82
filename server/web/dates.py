"""Dates as a language writes them: below what heading of the library a day stands, and the moment of one painting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Protocol

from msgspec import Struct

from server.common.i18n import N_

WEEK = 7

MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July")),
    *(N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)


class Words(Protocol):
    """Says a msgid in one language."""

    def __call__(self, message: str, **named: object) -> str: ...


class DaySection(Struct, frozen=True):
    """Pictures below one heading, which is empty where the order is not one of time; `year` is empty there too."""

    heading: str
    year: str
    count: int


def sections_of(days: Iterable[tuple[str, int]], words: Words) -> list[DaySection]:
    """Of so many pictures on each of these days (`YYYY-MM-DD`), in their order: each heading once in a row."""
    today = local_day(datetime.now(UTC).timestamp())
    sections: list[DaySection] = []
    for day, count in days:
        heading = _heading(day, today, words)
        before = sections.pop() if sections and sections[-1].heading == heading else DaySection(heading, day[:4], 0)
        sections.append(DaySection(heading, before.year, before.count + count))
    return sections


def local_day(moment: float) -> str:
    """`YYYY-MM-DD` in the computer's own time, of seconds since 1970; empty where its clock cannot tell."""
    try:
        return datetime.fromtimestamp(moment, UTC).astimezone().date().isoformat()
    except (OverflowError, OSError, ValueError):
        return ""


def moment_in_words(moment: float, words: Words) -> str:
    """`30 November 2026, 14:05`, 2026 年 11 月 30 日 14:05."""
    at = _local(moment)
    pattern = N_("{day} {month} {year}, {time}")
    return words(pattern, day=at.day, month=words(MONTHS[at.month - 1]), year=at.year, time=f"{at:%H:%M}")


def day_in_words(moment: float, words: Words) -> str:
    """`30 November 2026`, 2026 年 11 月 30 日."""
    at = _local(moment)
    return words(N_("{day} {month} {year}"), day=at.day, month=words(MONTHS[at.month - 1]), year=at.year)


def ordered_at(moment: float, words: Words) -> str:
    """The time of day of today's, `30 November, 14:05` of this year's, the day alone of earlier ones."""
    at, today = (datetime.fromtimestamp(each, UTC).astimezone() for each in (moment, datetime.now(UTC).timestamp()))
    if at.date() == today.date():
        return f"{at:%H:%M}"
    if at.year != today.year:
        return day_in_words(moment, words)
    return words(N_("{day} {month}, {time}"), day=at.day, month=words(MONTHS[at.month - 1]), time=f"{at:%H:%M}")


def _local(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC).astimezone()


def _heading(day: str, today: str, words: Words) -> str:
    if not day:
        return words(N_("Without a date"))
    at = date.fromisoformat(day)
    ago = (date.fromisoformat(today) - at).days
    near = {0: N_("Today"), 1: N_("Yesterday")}.get(ago, N_("Last week") if 1 < ago <= WEEK else "")
    return words(near) if near else words(N_("{month} {year}"), month=words(MONTHS[at.month - 1]), year=at.year)
