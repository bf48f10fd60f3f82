"""ComfyUI writes no prompt but the whole graph of nodes; in the usual ones the way back from the picture finds it.

`prompt` is the graph as it ran: nodes by id, whose inputs are values or `[id, output]` links. `workflow` is the same as
it was drawn, used where the other is missing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from server.pictures.metadata.foreign.values import ForeignMetadata, decimal, text, whole

Node = Mapping[str, Any]
Graph = Mapping[str, Node]
T = TypeVar("T")

MOST_NODES = 5000
OUTPUTS = ("SaveImage", "PreviewImage", "Image Save", "SaveAnimatedWEBP", "SaveImageWebsocket")
NO_PROMPT = ("ConditioningZeroOut",)
SAMPLING = frozenset({"positive", "guider"})
TEXTS = ("text", "text_g", "t5xxl", "clip_l", "prompt", "value", "string", "populated_text")
CONDITIONINGS = ("conditioning", "conditioning_1", "conditioning_to", "conditioning_from", "guider")
NUMBERS = ("value", "int", "Value", "number")
# The widgets of drawn nodes have no names, only an order.
WIDGETS: Mapping[str, tuple[str, ...]] = {
    "KSampler": ("seed", "", "steps", "cfg"),
    "KSamplerAdvanced": ("", "noise_seed", "", "steps", "cfg"),
    "CLIPTextEncode": ("text",),
    "EmptyLatentImage": ("width", "height"),
    "EmptySD3LatentImage": ("width", "height"),
    "CheckpointLoaderSimple": ("ckpt_name",),
    "UNETLoader": ("unet_name",),
    "FluxGuidance": ("guidance",),
    "RandomNoise": ("noise_seed",),
    "BasicScheduler": ("scheduler", "steps"),
    "CFGGuider": ("cfg",),
    "PrimitiveStringMultiline": ("value",),
}


def read_comfyui(prompt: Mapping[str, Any] | None, workflow: Mapping[str, Any] | None) -> ForeignMetadata | None:
    """None where the graph has no sampler that can be made out."""
    graph = _nodes(prompt or {}) or _drawn(workflow or {})
    sampler = next(_samplers(graph), None)
    if sampler is None:
        return None
    positive = _find(graph, sampler, TEXTS, ("positive", *CONDITIONINGS, *TEXTS), text)
    refused = _refusing(graph, sampler)
    negative = _find(graph, refused, TEXTS, ("negative", *CONDITIONINGS, *TEXTS), text) if refused else None
    return ForeignMetadata(
        program="ComfyUI",
        prompt=positive or "",
        negative_prompt=negative,
        steps=_find(graph, sampler, ("steps", *NUMBERS), ("steps", "sigmas"), whole),
        seed=_find(graph, sampler, ("seed", "noise_seed", *NUMBERS), ("seed", "noise_seed", "noise"), whole),
        guidance=_find(graph, sampler, ("guidance",), ("positive", *CONDITIONINGS), decimal)
        or _find(graph, sampler, ("cfg", *NUMBERS), ("cfg", "guider"), decimal),
        model=_find(graph, sampler, ("ckpt_name", "unet_name", "model_name"), ("model", "guider"), text),
        width=_find(graph, sampler, ("width", *NUMBERS), ("latent_image", "samples", "width"), whole),
        height=_find(graph, sampler, ("height", *NUMBERS), ("latent_image", "samples", "height"), whole),
    )


def _refusing(graph: Graph, sampler: Node) -> Node | None:
    """The node that takes the negative prompt: the sampler itself, or what guides it; some guides take none."""
    guider = _source(graph, sampler["inputs"].get("guider"))
    return next((node for node in (sampler, guider) if node and "negative" in node["inputs"]), None)


def _nodes(prompt: Mapping[str, Any]) -> dict[str, Node]:
    if len(prompt) > MOST_NODES:
        return {}
    return {
        name: node
        for name, node in prompt.items()
        if isinstance(node, dict) and isinstance(node.get("inputs"), dict) and isinstance(node.get("class_type"), str)
    }


def _drawn(workflow: Mapping[str, Any]) -> dict[str, Node]:
    """The drawn graph as if it had run: links looked up, and the widgets we know given their names."""
    nodes, links = workflow.get("nodes"), workflow.get("links")
    if not isinstance(nodes, list) or not isinstance(links, list) or len(nodes) + len(links) > MOST_NODES:
        return {}
    sources = {link[0]: [str(link[1]), link[2]] for link in links if _is_link(link)}
    graph: dict[str, Node] = {}
    for node in nodes:
        if isinstance(node, dict) and isinstance(node.get("type"), str):
            graph[str(node.get("id"))] = {"class_type": node["type"], "inputs": _drawn_inputs(node, sources)}
    return graph


def _is_link(link: object) -> bool:
    """`[id, from node, its output, to node, its input, type]`"""
    return isinstance(link, list) and len(link) >= 5 and isinstance(link[0], int)


def _drawn_inputs(node: Node, sources: Mapping[Any, list[Any]]) -> dict[str, Any]:
    widgets, slots = node.get("widgets_values"), node.get("inputs")
    names = WIDGETS.get(node["type"], ())
    inputs = dict(zip(names, widgets, strict=False)) if isinstance(widgets, list) else {}
    for slot in slots if isinstance(slots, list) else []:
        if isinstance(slot, dict) and isinstance(slot.get("link"), int) and slot["link"] in sources:
            inputs[str(slot.get("name"))] = sources[slot["link"]]
    return inputs


def _samplers(graph: Graph) -> Iterator[Node]:
    """Those on the way back from what was saved, the last to run first; then any there are."""
    for start in (node for node in graph.values() if node["class_type"].startswith(OUTPUTS)):
        yield from (node for node in _upstream(graph, start, None) if _samples(node))
    yield from (node for node in graph.values() if _samples(node))


def _samples(node: Node) -> bool:
    return "ampler" in node["class_type"] and not SAMPLING.isdisjoint(node["inputs"])


def _find(
    graph: Graph, start: Node, wanted: tuple[str, ...], ways: tuple[str, ...], reader: Callable[[Any], T | None]
) -> T | None:
    """The first value of one of these names, at the node or behind one of these inputs."""
    for node in _upstream(graph, start, ways):
        if node["class_type"] in NO_PROMPT:
            return None
        for name in wanted:
            value = reader(node["inputs"].get(name))
            if value is not None:
                return value
    return None


def _upstream(graph: Graph, start: Node, ways: tuple[str, ...] | None) -> Iterator[Node]:
    """The node, and those behind its links of these names (of all with None), nearest first, each once."""
    waiting, seen = deque([start]), {id(start)}
    while waiting:
        node = waiting.popleft()
        yield node
        inputs = node["inputs"]
        for value in inputs.values() if ways is None else (inputs.get(way) for way in ways):
            source = _source(graph, value)
            if source is not None and id(source) not in seen:
                seen.add(id(source))
                waiting.append(source)


def _source(graph: Graph, value: Any) -> Node | None:  # noqa: ANN401 - JSON
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], (str, int)):
        return graph.get(str(value[0]))
    return None
