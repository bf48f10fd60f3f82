"""What prompts with variables are filled from in tests: lists by name, and chance that comes again."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from server.paintings.variables import Misspelt


def lookup_in(lists: Mapping[str, list[str]]) -> Callable[[str], list[str]]:
    """As the program looks for lists, which raises for one that there is not."""

    def lookup(name: str) -> list[str]:
        if name not in lists:
            raise Misspelt("list_unknown", name)
        return lists[name]

    return lookup


def by(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - chance that comes again
