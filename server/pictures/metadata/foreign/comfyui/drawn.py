"""The drawn graph as if it had run: links looked up, and the values of widgets given their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from server.pictures.metadata.foreign.comfyui.graph import LONGEST_NAME, MOST_NODES, Graph, Node, Steps, named, words

Links = Mapping[Any, list[Any]]

# The widgets of drawn nodes had no names for years, only an order.
WIDGETS: Mapping[str, tuple[str, ...]] = {
    "KSampler": ("seed", "", "steps", "cfg", "sampler_name", "scheduler", "denoise"),
    "KSamplerAdvanced": ("", "noise_seed", "", "steps", "cfg", "sampler_name", "scheduler", "start_at_step"),
    "SamplerCustom": ("", "noise_seed", "", "cfg"),
    "CLIPTextEncode": ("text",),
    "CLIPTextEncodeFlux": ("clip_l", "t5xxl", "guidance"),
    "EmptyLatentImage": ("width", "height"),
    "EmptySD3LatentImage": ("width", "height"),
    "CheckpointLoaderSimple": ("ckpt_name",),
    "UNETLoader": ("unet_name",),
    "FluxGuidance": ("guidance",),
    "RandomNoise": ("noise_seed",),
    "BasicScheduler": ("scheduler", "steps", "denoise"),
    "CFGGuider": ("cfg",),
    "PrimitiveNode": ("value",),
    "PrimitiveStringMultiline": ("value",),
    "LatentUpscale": ("", "width", "height"),
    "LatentUpscaleBy": ("", "scale_by"),
}
CONTROLS = ("fixed", "increment", "decrement", "randomize")
"""Values of a widget that stands behind each seed and is in no list of inputs."""

MUTED, BYPASSED = 2, 4


def drawn(workflow: Mapping[str, Any], steps: Steps) -> Graph | None:
    """None where it is no drawing, or larger than any."""
    nodes, links = workflow.get("nodes"), workflow.get("links")
    if not isinstance(nodes, list) or not isinstance(links, list) or len(nodes) + len(links) > MOST_NODES:
        return None
    sources = {link[0]: [str(link[1]), link[2]] for link in links if _is_link(link)}
    graph = {}
    for node in nodes:
        if isinstance(node, dict) and isinstance(node.get("type"), str) and node.get("mode") != MUTED:
            name = str(node.get("id"))
            kind = "Reroute" if node.get("mode") == BYPASSED else node["type"][:LONGEST_NAME]
            graph[name] = Node(name, kind, named(dict(_inputs(node, sources))), words(node.get("title"))[:LONGEST_NAME])
    return Graph(graph, steps) if graph else None


def _is_link(link: object) -> bool:
    """`[id, from node, its output, to node, its input, type]`"""
    return isinstance(link, list) and len(link) >= 5 and isinstance(link[0], int)


def _inputs(node: Mapping[str, Any], sources: Links) -> Iterator[tuple[str, Any]]:
    values, slots = node.get("widgets_values"), node.get("inputs")
    slots = [slot for slot in slots if isinstance(slot, dict)] if isinstance(slots, list) else []
    if isinstance(values, dict):
        yield from ((str(name), value) for name, value in values.items())
    elif isinstance(values, list):
        yield from _named(node["type"], values, slots)
    for slot in slots:
        if isinstance(slot.get("link"), int) and slot["link"] in sources:
            yield str(slot.get("name")), sources[slot["link"]]


def _named(kind: str, values: list[Any], slots: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    """By the names that newer drawings have, else by what is known of the kind."""
    if kind in WIDGETS:
        yield from zip(WIDGETS[kind], values, strict=False)
        return
    widgets = [str(slot.get("name")) for slot in slots if isinstance(slot.get("widget"), dict)]
    plain = [value for value in values if value not in CONTROLS]
    if widgets:
        yield from zip(widgets, plain, strict=False)
    elif len(plain) == 1 and isinstance(plain[0], str):
        yield "text", plain[0]
