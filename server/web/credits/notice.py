"""One entry of the list."""

from __future__ import annotations

from msgspec import Struct


class Notice(Struct, frozen=True):
    """A work that ships with the program. `name` is unique; `text` is the whole licence, or several."""

    name: str
    version: str
    licence: str
    text: str
