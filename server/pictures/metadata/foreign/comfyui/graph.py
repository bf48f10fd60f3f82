"""ComfyUI's graph of nodes: what ran, or, where that is missing, what was drawn."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from server.pictures.metadata.foreign.values import decimal, text, whole

MOST_NODES = 5000
MOST_STEPS = 250_000
"""Inputs that are looked at in the graphs of one file, over all questions asked of them: about half a second."""

LONGEST_NAME = 200
"""Characters of an input's name, or of a kind's."""

NUMBERS = ("value", "int", "float", "Value", "number", "seed", "noise_seed", "Number", "INT", "FLOAT", "a")


class TooMuch(ValueError):
    """The graph has more links than anybody draws."""


class Node(Struct, frozen=True):
    """`inputs` are values, or links: `[id of a node, which of its outputs]`; `title` is what the user calls it."""

    id: str
    kind: str
    inputs: Mapping[str, Any]
    title: str = ""


class Steps:
    """What may still be asked of a file's graphs."""

    def __init__(self) -> None:
        self._left = MOST_STEPS

    def spend(self, steps: int) -> None:
        """Raises TooMuch where none are left."""
        self._left -= steps
        if self._left < 0:
            raise TooMuch


class Graph:
    """Nodes by id. Every question takes steps, and may raise TooMuch."""

    def __init__(self, nodes: Mapping[str, Node], steps: Steps) -> None:
        self.nodes = nodes
        self.spend = steps.spend
        self._links: dict[str, list[str]] = {}

    def links(self, node: Node, wanted: re.Pattern[str] | None = None) -> list[str]:
        """The names of a node's inputs that come from others, in the order they are counted."""
        if node.id not in self._links:
            self.spend(len(node.inputs))
            self._links[node.id] = sorted((name for name in node.inputs if is_link(node.inputs[name])), key=counted)
        names = self._links[node.id]
        self.spend(len(names))
        return names if wanted is None else [name for name in names if fits(wanted, name)]

    def follow(self, value: Any) -> Node | None:  # noqa: ANN401 - JSON
        """The node a link comes from."""
        if not is_link(value):
            return None
        self.spend(1)
        return self.nodes.get(str(value[0]))

    def upstream(self, start: Node, ways: Callable[[Node], Iterable[str]]) -> Iterator[Node]:
        """The node, and those behind its inputs of these names, nearest first, each once."""
        waiting, seen = deque([start]), {start.id}
        while waiting:
            node = waiting.popleft()
            yield node
            for name in ways(node):
                source = self.follow(node.inputs.get(name))
                if source is not None and source.id not in seen:
                    seen.add(source.id)
                    waiting.append(source)

    def number(self, value: Any, names: tuple[str, ...] = NUMBERS) -> float | None:  # noqa: ANN401 - JSON
        """A number, written there or in the node it comes from."""
        for _ in range(8):
            found = decimal(value)
            if found is not None or not is_link(value):
                return found
            node = self.follow(value)
            value = next((node.inputs[name] for name in names if name in node.inputs), None) if node else None
        return None

    def whole(self, value: Any, names: tuple[str, ...] = NUMBERS) -> int | None:  # noqa: ANN401 - JSON
        """The same of whole numbers, which may have more digits than a `float` has."""
        for _ in range(8):
            if not is_link(value):
                return whole(value)
            node = self.follow(value)
            value = next((node.inputs[name] for name in names if name in node.inputs), None) if node else None
        return None

    def truth(self, value: Any) -> bool | None:  # noqa: ANN401 - JSON
        """Of a switch, written there or in the node it comes from."""
        for _ in range(8):
            if isinstance(value, (bool, int)):
                return bool(value)
            node = self.follow(value)
            if node is None:
                return None
            value = next((node.inputs[name] for name in ("value", "boolean", "Value") if name in node.inputs), None)
        return None


def is_link(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], (str, int))


@lru_cache(maxsize=4096)
def fits(wanted: re.Pattern[str], name: str) -> bool:
    """Whether all of an input's name is so; there are few names, and they are asked about over and over."""
    return wanted.fullmatch(name) is not None


def counted(name: str) -> tuple[int, str, int]:
    """`text_2` before `text_10`, what goes before the rest first, and behind it last."""
    word = name.rstrip("0123456789")
    digits = name[len(word) :][:6]
    place = 0 if re.match(r"pre|before|start", word) else 2 if re.match(r"suf|app|after|end", word) else 1
    return place, word, int(digits or 0)


def ran(prompt: Mapping[str, Any], steps: Steps) -> Graph | None:
    """The graph of a text called `prompt`; None where it is none, or larger than any."""
    if len(prompt) > MOST_NODES:
        return None
    nodes = {
        name: Node(name, node["class_type"][:LONGEST_NAME], named(node["inputs"]), _title(node.get("_meta")))
        for name, node in prompt.items()
        if isinstance(node, dict) and isinstance(node.get("inputs"), dict) and isinstance(node.get("class_type"), str)
    }
    return Graph(nodes, steps) if nodes else None


def named(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without those whose names are none."""
    return {name: value for name, value in inputs.items() if len(name) <= LONGEST_NAME}


def _title(meta: object) -> str:
    return words(meta.get("title"))[:LONGEST_NAME] if isinstance(meta, dict) else ""


def words(value: object) -> str:
    """A text that is written there; an empty one for links, numbers and the like."""
    return text(value) or ""
