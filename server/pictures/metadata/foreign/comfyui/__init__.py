"""ComfyUI writes no prompt but the whole graph of nodes; the way back from the picture finds it.

`prompt` is the graph as it ran, `workflow` the same as it was drawn, used where the other is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from server.pictures.metadata.foreign.comfyui import sampling
from server.pictures.metadata.foreign.comfyui.drawn import drawn
from server.pictures.metadata.foreign.comfyui.graph import Graph, Node, Steps, TooMuch, ran, words
from server.pictures.metadata.foreign.comfyui.texts import TEXTS, Side, Texts
from server.pictures.metadata.foreign.told import Told
from server.pictures.metadata.foreign.values import ForeignMetadata

PROGRAM = "ComfyUI"
OUTPUTS = re.compile(r"Save|Preview|Output|Write|Export|Combine$|Send", re.IGNORECASE)
SAVES = re.compile(r"Save|Output|Write|Export|Combine$", re.IGNORECASE)
MOST_PASSES = 8
MOST_OUTPUTS = 50
WRITTEN = re.compile(r"Text(Encode|.?Box)|ShowText|PromptStash|PrimitiveString", re.IGNORECASE)
PIPES = re.compile(r".*pipe")
REFUSING = re.compile(r"neg", re.IGNORECASE)


def read_comfyui(told: Told) -> ForeignMetadata | None:
    """What the first graph tells that has a prompt; where none can be found it is empty."""
    found: ForeignMetadata | None = None
    for graph in _graphs(told):
        try:
            read = _read(graph, told)
        except TooMuch:
            return found or ForeignMetadata(PROGRAM, "")
        if read.prompt:
            return read
        found = found or read
    return found


def _graphs(told: Told) -> Iterator[Graph]:
    steps = Steps()
    others = [fields for name, fields in told.objects.items() if name not in ("prompt", "workflow")]
    yield from (graph for fields in (told.object("prompt"), *others) if (graph := ran(fields, steps)))
    yield from (graph for fields in (told.object("workflow"), *others) if (graph := drawn(fields, steps)))


def _read(graph: Graph, told: Told) -> ForeignMetadata:
    texts = Texts(graph)
    sampler = _sampler(graph, told)
    if sampler is None:
        return ForeignMetadata(PROGRAM, _asked(graph, texts) or _only_one(graph))
    sampler, positive = _first_pass(graph, texts, sampler)
    positive = positive or ("" if "positive" in sampler.inputs else _only_one(graph))
    negative = _negative(graph, texts, sampler, positive)
    width, height = _size(graph, sampler, told) or (None, None)
    return ForeignMetadata(
        program=PROGRAM,
        prompt=positive,
        negative_prompt=negative,
        steps=sampling.steps(graph, sampler),
        seed=sampling.seed(graph, sampler),
        guidance=sampling.guidance(graph, sampler),
        model=sampling.model(graph, sampler),
        width=width,
        height=height,
    )


def _sampler(graph: Graph, told: Told) -> Node | None:
    """The last one to run for the output that is this picture: the one of its size, where there are several."""
    found = [
        (output, sampler) for output in _outputs(graph) if (sampler := next(sampling.samplers(graph, output), None))
    ]
    if not found:
        return next((node for node in graph.nodes.values() if sampling.samples(node)), None)
    if len({sampler.id for _, sampler in found}) == 1:
        return found[0][1]
    size = told.size()
    return max(found, key=lambda pair: _likeness(graph, pair[0], size))[1]


def _likeness(graph: Graph, output: Node, size: tuple[int, int] | None) -> tuple[bool, bool, bool]:
    """What is of another size is not this picture; what was only shown is less likely to have been kept."""
    sizes = [sampling.size(graph, output.inputs[name]) for name in graph.links(output)]
    known = next((each for each in sizes if each), None)
    return known in (size, None), SAVES.search(output.kind) is not None, known == size


def _outputs(graph: Graph) -> list[Node]:
    """Nodes that keep or show what comes in; those that nobody goes on with, where none is called so."""
    named = [node for node in graph.nodes.values() if OUTPUTS.search(node.kind) and graph.links(node)]
    if named:
        return named[:MOST_OUTPUTS]
    used = {str(node.inputs[name][0]) for node in graph.nodes.values() for name in graph.links(node)}
    return [node for node in graph.nodes.values() if node.id not in used and graph.links(node)][:MOST_OUTPUTS]


def _first_pass(graph: Graph, texts: Texts, sampler: Node) -> tuple[Node, str]:
    """The sampler that began the picture, and its words: passes that only refine are told apart from those that paint
    something else over it by their words."""
    prompt = _prompt(graph, texts, sampler, "positive")
    seen = {sampler.id}
    for _ in range(MOST_PASSES):
        earlier = sampling.before(graph, sampler) or (None if prompt else sampling.behind(graph, sampler))
        if earlier is None or earlier.id in seen:
            break
        words = _prompt(graph, texts, earlier, "positive")
        same = words == prompt or sampling.continues(graph, sampler) or sampling.REWORKS.search(sampler.kind)
        if not (same if prompt else words):
            break
        seen.add(earlier.id)
        sampler, prompt = earlier, words
    return sampler, prompt


def _prompt(graph: Graph, texts: Texts, sampler: Node, side: Side) -> str:
    """A guider between them takes the words in the sampler's place, and some take no negative ones."""
    holder = _holder(graph, sampler)
    if side in holder.inputs:
        return texts.reaching(holder, side, side)
    if side == "negative" and "text_embeds" not in holder.inputs:
        return ""
    for name in ("conditioning", "cond1", "text_embeds"):
        if name == "text_embeds" and (embeds := graph.follow(holder.inputs.get(name))):
            return texts.encoded(embeds, side)
        if name in holder.inputs:
            return texts.reaching(holder, name, side)
    return ""


def _negative(graph: Graph, texts: Texts, sampler: Node, positive: str) -> str | None:
    """A guider with two has another in the middle. Models without negative prompts are given the same words again."""
    holder = _holder(graph, sampler)
    said = (_prompt(graph, texts, sampler, "negative"), texts.reaching(holder, "cond2", "negative"))
    return next((each for each in said if each not in ("", positive)), None)


def _holder(graph: Graph, sampler: Node) -> Node:
    for name in ("guider", "basic_pipe", "pipe"):
        source = graph.follow(sampler.inputs.get(name))
        if source is None or "positive" in sampler.inputs:
            continue
        if name == "guider":
            return source
        way = graph.upstream(source, partial(graph.links, wanted=PIPES))
        return next((node for node in way if "positive" in node.inputs), source)
    return sampler


def _size(graph: Graph, sampler: Node, told: Told) -> tuple[int, int] | None:
    """Of what the sampler painted; the picture's own, where the graph does not tell and nothing enlarges it."""
    ways = ("latent_image", "samples", "latent", "optional_latent", "image", "image_embeds", "pipe", "basic_pipe")
    for name in ways:
        if name in sampler.inputs and (found := sampling.size(graph, sampler.inputs[name])):
            return found
    enlarges = any("pscale" in node.kind for node in graph.nodes.values())
    return None if enlarges else told.size()


def _asked(graph: Graph, texts: Texts) -> str:
    """Nodes that ask a service for a picture have the words among their own values."""
    for output in _outputs(graph):
        for node in graph.upstream(output, graph.links):
            if {"prompt", "positive", "positive_prompt"} & node.inputs.keys() and (
                said := texts.encoded(node, "positive")
            ):
                return said
    return ""


def _only_one(graph: Graph) -> str:
    """In a graph that cannot be followed: its text, where there is no other it could be confused with."""
    said = {
        found
        for node in graph.nodes.values()
        if WRITTEN.search(node.kind) and not REFUSING.search(node.kind + node.title)
        for name in TEXTS
        if (found := words(node.inputs.get(name)))
    }
    return said.pop() if len(said) == 1 else ""
