"""What was asked for on the command line, when it is no window."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field


class Word(Enum):
    """The first word on the command line."""

    PAINT = "paint"
    ENLARGE = "enlarge"
    MODELS = "models"
    ALLOWANCE = "allowance"


class Command(Struct, frozen=True):
    """`fields` are an order's (server.studio.ordering), a prompt of `-` stands on stdin. `language` is one of ours.

    `wait`: for what stands in the way, instead of failing.
    `pictures`: to be enlarged, files or numbers of the library's; `fields` say how, then.
    `out`: a folder, a file or `-` for stdout, where copies of the pictures go.
    """

    word: Word
    language: str
    as_json: bool = False
    quiet: bool = False
    literal: bool = False
    wait: bool = False
    out: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
