"""Which words reach a sampler: everything that carries text is followed back to where it was written."""

from __future__ import annotations

import re
from typing import Any, Literal

from server.pictures.metadata.foreign.comfyui.graph import LONGEST_NAME, Graph, Node, counted, fits, is_link, words
from server.pictures.metadata.foreign.values import LONGEST_TEXT

Side = Literal["positive", "negative"]

SIDES = ("positive", "negative")
DEEPEST = 100
SILENT = ("ConditioningZeroOut",)
"""Kinds of nodes that take the words away."""

WRITERS = re.compile(
    r"TextGenerate|Ollama|LLM|GPT|Gemini|Claude|OpenAI|Florence|Caption|Tagger|Interrogat|Groq|QwenVL|VLM|Describe",
    re.I,
)
"""Kinds that write at run time; what they wrote is kept nowhere, and what they were told is no prompt."""

CONDITIONING = re.compile(
    r"positive|negative|(base_|refiner_)?cond(itioning)?(_?\d+|_to|_from|_[a-h])?|.*_pipe|pipe|guider|(base_)?ctx|context"
)
TEXTS = (
    *("populated_text", "text", "prompt", "Text", "prompt_text", "text_g", "text_l", "t5xxl", "clip_g", "clip_l"),
    *(
        "bert",
        "mt5xl",
        "llama",
        "qwen25_7b",
        "user_prompt",
        "tags",
        "lyrics",
        "wildcard_text",
        "string",
        "value",
        "source",
    ),
)
CACHED = ("text_0", "text_1", "text2", "preview", "preview_text", "previewText", "result")
"""Where nodes that show a text keep what they have shown: last time, perhaps, but better than nothing."""

JOINERS = re.compile(r"concat|join|combine|merge|append|multi", re.I)
SEPARATORS = ("delimiter", "separator", "sep", "delim", "join_with", "linebreak_addition")
PART = re.compile(r".*(text|prompt|str|part|word|phrase|prefix|suffix|append|prepend|input).*|[a-zA-Z]\d?", re.I)
"""Names of what is joined, where it is written at the node: others hold how."""

REPLACED, REPLACEMENT = ("find", "search", "old", "pattern"), ("replace", "replacement", "new", "replace_with")
NO_WORDS = re.compile(
    r"(opt_)?(clip|vae|model|image|images|pixels|mask|latent|latent_image|samples|control_net|style_model|seed|noise)"
    r"|.*(clip_vision|_model|lora).*|select|index|switch|boolean|condition"
)
MOST_COMPARED = 8
ESCAPES = {"\\n": "\n", "\\t": "\t"}


class Texts:
    """Asks one graph. Each node is asked once for each side, so that no circle and no web of links is walked twice."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known: dict[tuple[str, int, Side], str] = {}

    def reaching(self, node: Node, name: str, side: Side) -> str:
        """All words that come in at this input, those of several sources one below the other."""
        return _together(self._conditioning(node.inputs.get(name), side, set(), DEEPEST))

    def encoded(self, node: Node, side: Side) -> str:
        """What a node that turns words into conditioning was given."""
        return self._spoken(node, side, DEEPEST)

    def _conditioning(self, value: Any, side: Side, seen: set[str], depth: int) -> list[str]:  # noqa: ANN401 - JSON
        if isinstance(value, str):
            return [words(value)]
        node = self._graph.follow(value)
        if node is None or node.id in seen or node.kind in SILENT or depth <= 0:
            return []
        seen.add(node.id)
        self._graph.spend(len(node.inputs))
        if "witch" in node.kind and (ways := self._selected(node)):
            chosen = (self._conditioning(node.inputs[way], side, seen, depth - 1) for way in ways)
            return next((each for each in chosen if any(each)), [])
        ways = self._ways(node, side)
        found = [said for way in ways for said in self._conditioning(node.inputs[way], side, seen, depth - 1)]
        return found if ways and (any(found) or not _names(node, side)) else [self._spoken(node, side, depth - 1)]

    def _spoken(self, node: Node, side: Side, depth: int) -> str:
        """The words written at a node, or coming in there."""
        self._graph.spend(len(node.inputs))
        if WRITERS.search(node.kind):
            return _cached(node)
        if "witch" in node.kind and (ways := self._selected(node)):
            return next((found for way in ways if (found := self._string(node.inputs[way], side, depth))), "")
        if JOINERS.search(node.kind) and (joined := self._joined(node, side, depth)):
            return joined
        here = [self._string(node.inputs[name], side, depth) for name in _names(node, side)]
        self._graph.spend(sum(map(len, here)) // 100)
        said = _together(here)[:LONGEST_TEXT] or self._elsewhere(node, side, depth) or _cached(node)
        if "eplace" not in node.kind:
            return said
        self._graph.spend(len(said) // 10)
        return _replaced(node, said)

    def _string(self, value: Any, side: Side, depth: int) -> str:  # noqa: ANN401 - JSON
        if not is_link(value):
            return words(value)
        node = self._graph.follow(value)
        if node is None or depth <= 0:
            return ""
        key = (node.id, value[1] if isinstance(value[1], int) else 0, side)
        if key not in self._known:
            self._known[key] = ""  # where a circle comes back to
            self._known[key] = self._spoken(node, _side_of_output(node, key[1], side), depth - 1)
        return self._known[key]

    def _joined(self, node: Node, side: Side, depth: int) -> str:
        parts = [
            self._string(node.inputs[name], side, depth)
            for name in sorted(node.inputs, key=counted)
            if not fits(NO_WORDS, name) and (is_link(node.inputs[name]) or fits(PART, name))
        ]
        between = next((node.inputs[name] for name in SEPARATORS if isinstance(node.inputs.get(name), str)), " ")
        return self._bounded(ESCAPES.get(between, between), [part for part in parts if part])

    def _bounded(self, between: str, parts: list[str]) -> str:
        """Texts that are put together of themselves again and again have no end."""
        self._graph.spend(sum(map(len, parts)) // 100)
        return between[:LONGEST_NAME].join(parts)[:LONGEST_TEXT]

    def _elsewhere(self, node: Node, side: Side, depth: int) -> str:
        """For kinds nobody here has heard of: what looks like a text, then whatever else comes in."""
        for name in sorted(node.inputs, key=counted):
            if re.search(r"text|prompt|string|wildcard", name, re.I) and (found := words(node.inputs[name])):
                return found
        ways = [way for way in self._graph.links(node) if not (fits(NO_WORDS, way) or fits(CONDITIONING, way))]
        return next((found for way in ways if (found := self._string(node.inputs[way], side, depth))), "")

    def _ways(self, node: Node, side: Side) -> list[str]:
        """The inputs by which conditioning comes into a node."""
        if side in node.inputs:
            return [side]
        return [way for way in self._graph.links(node, CONDITIONING) if way not in SIDES]

    def _selected(self, node: Node) -> list[str]:
        """The inputs of a switch, the one it lets through first."""
        ways = [name for name in sorted(node.inputs, key=counted) if not fits(NO_WORDS, name) and name != "Input"]
        inputs = node.inputs
        number = next(
            (self._graph.whole(inputs[name]) for name in ("select", "Input", "index") if name in inputs), None
        )
        if number is not None:
            chosen = [name for name in ways if re.search(rf"(?<!\d)0*{number}$", name)]
        else:
            truths = (self._graph.truth(inputs[name]) for name in ("switch", "boolean", "condition") if name in inputs)
            first = r"on_true|true|.*_a|.*1" if next(truths, None) is not False else r"on_false|false|.*_b|.*2"
            chosen = [name for name in ways if re.fullmatch(first, name)]
        return chosen + [name for name in ways if name not in chosen]


def _names(node: Node, side: Side) -> list[str]:
    """The inputs that hold a node's words: those of this side, where it has two."""
    mine = [name for name in node.inputs if re.fullmatch(rf"{side}(_prompt|_text)?|(prompt|text)_{side}", name)]
    there = [name for name in TEXTS if name in node.inputs]
    return mine or there[: 1 if "populated_text" in there else None]


def _side_of_output(node: Node, output: int, side: Side) -> Side:
    """Nodes with both texts give out the positive one first."""
    if {"text_positive", "text_negative"} <= node.inputs.keys():
        return "negative" if output == 1 else "positive"
    return side


def _replaced(node: Node, said: str) -> str:
    old = next((found for name in REPLACED if (found := node.inputs.get(name))), "")
    new = next((node.inputs[name] for name in REPLACEMENT if name in node.inputs), "")
    if not (isinstance(old, str) and isinstance(new, str) and old):
        return said
    return said.replace(old, new[:LONGEST_NAME])[:LONGEST_TEXT]


def _cached(node: Node) -> str:
    return next((found for name in CACHED if (found := words(node.inputs.get(name)))), "")


def _together(texts: list[str]) -> str:
    """Each once; what another has in it already, as the two encoders of one model often have, not again."""
    if len(texts) > MOST_COMPARED:
        return "\n".join(dict.fromkeys(said for said in texts if said))
    kept: list[str] = []
    for said in texts:
        if said and not any(said in other for other in kept):
            kept = [other for other in kept if other not in said] + [said]
    return "\n".join(kept)
