"""Which sampler made the picture, and with which values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from server.pictures.metadata.foreign.comfyui.graph import Graph, Node
from server.pictures.metadata.foreign.values import text

GUIDED = frozenset({"positive", "guider", "text_embeds", "basic_pipe", "pipe", "conditioning"})
RUNS = frozenset({"steps", "seed", "noise_seed", "noise", "sigmas", "cfg", "denoise"})
REWORKS = re.compile(r"Detailer|UltimateSDUpscale")
"""Kinds that paint parts of a picture once more; how it came to be is told by the sampler before them."""

PICTURE = re.compile(
    r"(optional_|init_)?(images?|samples(_to)?|latents?|latent_image|pixels|video|input|value|any_\d+|)|on_true|on_false"
    r"|image\d|.*_pipe|pipe|context|(base_)?ctx|images_a|destination|frames"
)
MODELS = re.compile(
    r"(base_|any_|input_)?model(_?\d+|_[a-h])?|guider|.*_pipe|pipe|context|(base_)?ctx|on_true|on_false|any_\d+|"
)
LOADED = (
    "ckpt_name",
    "unet_name",
    "gguf_name",
    "model_name",
    "base_ckpt_name",
    "diffusion_name",
    "model_path",
    "model",
)
GUIDING = re.compile(r"positive|guider|text_embeds|conditioning.*|cond1|.*pipe")
CONDITIONED = re.compile(r"positive|cond.*|.*pipe")
SIGMAS = re.compile(r"sigmas.*|scheduler")
DIMENSIONS = re.compile(r"\D{0,40}?(\d{2,5})\s*[x×*]\s*(\d{2,5})(?!\d)")
WIDTHS, HEIGHTS = ("width", "empty_latent_width", "value", "int"), ("height", "empty_latent_height", "value", "int")


def samplers(graph: Graph, start: Node) -> Iterator[Node]:
    """Those on the way back from a node, the nearest first; by pictures, and where that finds none, by anything."""
    found = False
    for node in graph.upstream(start, partial(graph.links, wanted=PICTURE)):
        if node.id != start.id and samples(node):
            found = True
            yield node
    if not found:
        yield from (node for node in graph.upstream(start, graph.links) if samples(node))


def samples(node: Node) -> bool:
    return (
        not GUIDED.isdisjoint(node.inputs)
        and not RUNS.isdisjoint(node.inputs)
        and bool(
            re.search("[Ss]ampl", node.kind) or REWORKS.search(node.kind) or {"seed", "steps"} <= node.inputs.keys()
        )
    )


def before(graph: Graph, sampler: Node) -> Node | None:
    """The sampler whose picture this one goes on with."""
    for name in ("positive", "guider"):
        node = graph.follow(sampler.inputs.get(name))
        if node is not None and (source := graph.follow(node.inputs.get("stage_c"))) and samples(source):
            return source
    if not (REWORKS.search(sampler.kind) or goes_on(graph, sampler)):
        return None
    return next(
        (
            node
            for node in graph.upstream(sampler, partial(graph.links, wanted=PICTURE))
            if node.id != sampler.id and samples(node)
        ),
        None,
    )


def behind(graph: Graph, sampler: Node) -> Node | None:
    """The next sampler on any way at all, for one without words: a film of a picture that was painted before."""
    return next(
        (node for node in graph.upstream(sampler, graph.links) if node.id != sampler.id and samples(node)), None
    )


def continues(graph: Graph, sampler: Node) -> bool:
    """Whether it takes over in the midst of another's steps, as a refiner does."""
    source = graph.follow(sampler.inputs.get("latent_image"))
    return (graph.whole(sampler.inputs.get("start_at_step")) or 0) > 0 and source is not None and samples(source)


def goes_on(graph: Graph, sampler: Node) -> bool:
    """Whether it only refines: it begins late, or lets a part of what was there stand."""
    if (graph.whole(sampler.inputs.get("start_at_step")) or 0) > 0:
        return True
    denoise = graph.number(sampler.inputs.get("denoise"))
    if denoise is None:
        denoise = next(
            (found for node in _sigmas(graph, sampler) if (found := graph.number(node.inputs.get("denoise")))), None
        )
    return denoise is not None and denoise < 1


def steps(graph: Graph, sampler: Node) -> int | None:
    for node in _sigmas(graph, sampler):
        if (found := graph.whole(node.inputs.get("steps"))) is not None:
            return found
    return None


def seed(graph: Graph, sampler: Node) -> int | None:
    """Where a sampler adds no noise of its own, that of the one before it."""
    if sampler.inputs.get("add_noise") in ("disable", False):
        sampler = next(samplers(graph, sampler), sampler)
    for holder in (sampler, graph.follow(sampler.inputs.get("noise"))):
        for name in ("seed", "noise_seed", "seed_num"):
            if holder is not None and (found := graph.whole(holder.inputs.get(name))) is not None:
                return found
    return None


def guidance(graph: Graph, sampler: Node) -> float | None:
    """Distilled models have theirs in the conditioning; what is called CFG there has to be 1."""
    for node in graph.upstream(
        sampler, lambda node: graph.links(node, GUIDING if node.id == sampler.id else CONDITIONED)
    ):
        if (found := graph.number(node.inputs.get("guidance"))) is not None:
            return found
    for holder in (sampler, graph.follow(sampler.inputs.get("guider"))):
        for name in ("cfg", "cfg_conds", "guidance_scale"):
            if holder is not None and (found := graph.number(holder.inputs.get(name))) is not None:
                return found
    return None


def model(graph: Graph, sampler: Node) -> str | None:
    """The file's name; of merged models all."""
    names: list[str] = []
    loaded: set[str] = set()

    def ways(node: Node) -> list[str]:
        return [] if node.id in loaded else graph.links(node, MODELS)

    for node in graph.upstream(sampler, ways):
        name = next((found for key in LOADED if (found := text(node.inputs.get(key)))), None)
        if name is not None and node.id != sampler.id:
            loaded.add(node.id)
            names += [name] if name not in names else []
    return " + ".join(names) or None


def size(graph: Graph, value: Any) -> tuple[int, int] | None:  # noqa: ANN401 - JSON
    """Width and height in pixels of the picture or latent that comes from there; None where the graph does not tell."""
    factor, seen = 1.0, set[str]()
    while (node := graph.follow(value)) is not None and node.id not in seen:
        seen.add(node.id)
        if found := _told(graph, node):
            return round(found[0] * factor), round(found[1] * factor)
        if "pscaleWithModel" in node.kind or "ToTotalPixels" in node.kind or REWORKS.search(node.kind):
            return None
        factor *= graph.number(node.inputs.get("scale_by")) or 1
        value = next((node.inputs[way] for way in graph.links(node, PICTURE)), None)
    return None


def _told(graph: Graph, node: Node) -> tuple[int, int] | None:
    width = next((graph.whole(node.inputs[name], WIDTHS) for name in WIDTHS[:2] if name in node.inputs), None)
    height = next((graph.whole(node.inputs[name], HEIGHTS) for name in HEIGHTS[:2] if name in node.inputs), None)
    if width and height and not _mixed(graph, node):
        return width, height
    for name in ("dimensions", "resolution", "size_selected"):
        if found := DIMENSIONS.match(text(node.inputs.get(name)) or ""):
            return int(found[1]), int(found[2])
    return None


def _mixed(graph: Graph, node: Node) -> bool:
    """Both from one node that does not say which is which."""
    source = graph.follow(node.inputs.get("width"))
    if source is None or source is not graph.follow(node.inputs.get("height")):
        return False
    return not {"width", "height"} <= source.inputs.keys()


def _sigmas(graph: Graph, sampler: Node) -> Iterator[Node]:
    yield from graph.upstream(sampler, partial(graph.links, wanted=SIGMAS))
