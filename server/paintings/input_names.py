"""How a painting, and the form, name the pictures a model is given: by what is in them, with commas between."""

from __future__ import annotations

import re

NAME = re.compile(r"[0-9a-f]{24}\.(jpg|png)")
MOST_NAMES = 16


def are_names(text: str) -> bool:
    """Whether it is such a list, and one that a model could have been given."""
    names = text.split(",")
    return len(names) <= MOST_NAMES and all(NAME.fullmatch(name) for name in names)


def names_in(text: str) -> tuple[str, ...]:
    """The names in a list as rows and forms hold it."""
    return tuple(name for name in text.split(",") if name)
