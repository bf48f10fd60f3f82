"""What someone wants to see of the library: words, filters, an order. As it stands in a page's address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import asdict

_T = TypeVar("_T", bound=StrEnum)

MOST_LETTERS = 200
"""Of the words to look for; more are cut off."""


class PictureShape(StrEnum):
    ANY = ""
    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"


class PictureSize(StrEnum):
    """By width × height: less than a million pixels, less than two, or more."""

    ANY = ""
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Show(StrEnum):
    """Which paintings: those with a picture, under way, ended without one, all of them, or those in our own trash."""

    PICTURES = ""
    ACTIVE = "active"
    FAILED = "failed"
    ALL = "all"
    TRASH = "trash"


class Sort(StrEnum):
    NEWEST = ""
    OLDEST = "oldest"
    PROMPT = "prompt"


class LibraryQuery(Struct, frozen=True):
    """`since` and `until` are whole days, `YYYY-MM-DD`, in the computer's own time."""

    q: str = ""
    model: str = ""
    since: str = ""
    until: str = ""
    shape: PictureShape = PictureShape.ANY
    size: PictureSize = PictureSize.ANY
    favourite: bool = False
    album: int | None = None
    show: Show = Show.PICTURES
    sort: Sort = Sort.NEWEST

    @classmethod
    def read(cls, values: Mapping[str, str]) -> LibraryQuery:
        """From an address. What makes no sense there is left out, as somebody may have typed it."""
        return cls(
            q=values.get("q", "").replace("\x00", "")[:MOST_LETTERS].strip(),
            model=values.get("model", "")[:MOST_LETTERS],
            since=_day(values.get("since", "")),
            until=_day(values.get("until", "")),
            shape=_choice(PictureShape, values.get("shape", "")),
            size=_choice(PictureSize, values.get("size", "")),
            favourite=values.get("favourite", "") == "1",
            album=_number(values.get("album", "")),
            show=_choice(Show, values.get("show", "")),
            sort=_choice(Sort, values.get("sort", "")),
        )

    @property
    def address(self) -> str:
        """What `read` understands; empty when nothing in particular is wanted."""
        given = asdict(self)
        return urlencode({name: "1" if value is True else value for name, value in given.items() if value})

    @property
    def filters(self) -> int:
        """How many filters are on, the search words and the place one looks in not counted."""
        return sum(map(bool, (self.model, self.since, self.until, self.shape, self.size)))

    @property
    def begin(self) -> float | None:
        """The first moment of `since`, in seconds since 1970."""
        return _moment(date.fromisoformat(self.since)) if self.since else None

    @property
    def end(self) -> float | None:
        """The first moment after `until`."""
        last = date.fromisoformat(self.until) if self.until else None
        return None if last is None or last == date.max else _moment(last + timedelta(days=1))


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if len(text) == 10 else ""
    except ValueError:
        return ""


def _moment(day: date) -> float:
    """The computer's own midnight; years that its clock cannot tell count as the farthest it can."""
    try:
        return datetime.combine(day, time()).astimezone().timestamp()
    except (OSError, OverflowError, ValueError):
        return 0.0 if day.year < 1971 else 2.0**40


def _choice(kind: type[_T], text: str) -> _T:
    return kind(text) if text in set(kind) else kind("")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
