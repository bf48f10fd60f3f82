"""Web sites and launchers that paint with ComfyUI and write what they know better beside its graph."""

from __future__ import annotations

from msgspec.structs import asdict, replace

from server.pictures.metadata.foreign.comfyui import read_comfyui
from server.pictures.metadata.foreign.parameters_text import parse
from server.pictures.metadata.foreign.told import Fields, Told
from server.pictures.metadata.foreign.values import ForeignMetadata, decimal, text, whole

UNSAID = ("", "unknown")
"""What a node writes that was to save a prompt and got none."""


def read_stability_matrix(told: Told) -> ForeignMetadata | None:
    """`parameters-json`, with the words as they were typed; in the graph only what is left of them."""
    fields = told.object("parameters-json")
    if "PositivePrompt" not in fields:
        return None
    own = ForeignMetadata(
        program="Stability Matrix",
        prompt=text(fields["PositivePrompt"]) or "",
        negative_prompt=text(fields.get("NegativePrompt")),
        steps=whole(fields.get("Steps")),
        seed=whole(fields.get("Seed")),
        guidance=decimal(fields.get("CfgScale")),
        model=text(fields.get("ModelName")),
    )
    painted = _completed(own, read_comfyui(told))
    if painted.width is None:
        return replace(painted, width=whole(fields.get("Width")), height=whole(fields.get("Height")))
    return painted


def read_tensorart(told: Told) -> ForeignMetadata | None:
    """`generation_data`; a seed of -1 there is one that the graph has."""
    fields = told.object("generation_data")
    model = fields.get("baseModel")
    if "prompt" not in fields or not isinstance(model, dict):
        return None
    own = ForeignMetadata(
        program="Tensor.Art",
        prompt=text(fields["prompt"]) or "",
        negative_prompt=text(fields.get("negativePrompt")),
        steps=whole(fields.get("steps")),
        seed=whole(fields.get("seed")),
        guidance=decimal(fields.get("cfgScale")),
        model=text(model.get("modelFileName")),
        width=whole(fields.get("width")),
        height=whole(fields.get("height")),
    )
    return _completed(own, read_comfyui(told))


def read_civitai(told: Told) -> ForeignMetadata | None:
    """A graph with `extraMetadata` in it; the graph comes first, where it has words."""
    fields = told.object("extraMetadata")
    if not fields:
        return None
    own = ForeignMetadata(
        program="Civitai",
        prompt=text(fields.get("prompt")) or "",
        negative_prompt=text(fields.get("negativePrompt")),
        steps=whole(fields.get("steps")),
        seed=whole(fields.get("seed")),
        guidance=decimal(fields.get("cfgScale")),
        model=_model(fields),
        width=whole(fields.get("width")),
        height=whole(fields.get("height")),
    )
    graph = read_comfyui(told)
    if graph is not None and graph.prompt:
        return replace(_completed(graph, own), program="Civitai")
    return _completed(own, graph)


def read_saved(told: Told) -> ForeignMetadata | None:
    """`parameters` beside a graph: the node that saves was given them, with all that is only known at run time."""
    written = parse(told.texts.get("parameters", ""))
    graph = read_comfyui(told) if written is not None else None
    if graph is None or written is None:
        return None
    if written.prompt in UNSAID and graph.prompt:
        return graph
    program = graph.program if written.program == "AUTOMATIC1111" else written.program
    return replace(_completed(written, graph), program=program)


def _completed(told: ForeignMetadata, other: ForeignMetadata | None) -> ForeignMetadata:
    """What the one does not say, from the other."""
    if other is None:
        return told
    missing = {name: value for name, value in asdict(other).items() if getattr(told, name) in (None, "")}
    return replace(told, **missing)


def _model(fields: Fields) -> str | None:
    return text(fields.get("baseModel"))
