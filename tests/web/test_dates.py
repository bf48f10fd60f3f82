"""Dates as both languages write them, and the headings that days stand below."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from functools import partial

from server.common.i18n import translate
from server.web.dates import DaySection, day_in_words, local_day, moment_in_words, sections_of

EN, ZH = (partial(translate, language) for language in ("en", "zh-CN"))
AT = datetime(2026, 10, 5, 7, 4, tzinfo=UTC).astimezone()


def ago(days: int) -> str:
    return (date.fromisoformat(local_day(time.time())) - timedelta(days=days)).isoformat()


def test_days_stand_below_the_heading_that_people_would_give_them() -> None:
    days = [(ago(0), 2), (ago(1), 1), (ago(2), 3), (ago(7), 4), ("2019-10-30", 5), ("2019-10-02", 6), ("", 1)]
    assert sections_of(days, EN) == [
        DaySection("Today", ago(0)[:4], 2),
        DaySection("Yesterday", ago(1)[:4], 1),
        DaySection("Last week", ago(2)[:4], 7),
        DaySection("October 2019", "2019", 11),
        DaySection("Without a date", "", 1),
    ]
    headings = [section.heading for section in sections_of(days, ZH)]
    assert headings == ["今天", "昨天", "最近一周", "2019 年 10 月", "没有日期"]


def test_what_is_dated_in_the_future_has_its_month() -> None:
    [section] = sections_of([("2999-01-31", 1)], EN)
    assert section == DaySection("January 2999", "2999", 1)
    assert sections_of([], EN) == []


def test_a_moment_is_written_as_the_language_writes_it() -> None:
    assert moment_in_words(AT.timestamp(), EN) == f"5 October 2026, {AT:%H:%M}"
    assert moment_in_words(AT.timestamp(), ZH) == f"2026 年 10 月 5 日 {AT:%H:%M}"
    assert day_in_words(AT.timestamp(), EN) == "5 October 2026"
    assert day_in_words(AT.timestamp(), ZH) == "2026 年 10 月 5 日"


def test_what_no_clock_can_tell_has_no_day() -> None:
    assert local_day(1e30) == ""
