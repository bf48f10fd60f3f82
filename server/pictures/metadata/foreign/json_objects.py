"""Programs that write one JSON object with plain fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from server.pictures.metadata.foreign.told import Fields, Told
from server.pictures.metadata.foreign.values import ForeignMetadata, decimal, named, text, whole

PAIR_OF_NUMBERS = re.compile(r"\(?\s*(\d{1,6})\s*[,x×]\s*(\d{1,6})\s*\)?")
JOB = 60
"""Characters at a text's end in which its number is looked for."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "prompt": ("prompt", "Prompt"),
    "negative_prompt": ("negative_prompt", "Negative", "Negative Prompt"),
    "steps": ("steps", "num_inference_steps", "Steps"),
    "seed": ("seed", "Seed"),
    "guidance": ("guidance_scale", "cfg", "Guidance Scale"),
    "model": ("base_model", "base_model_name", "Model", "use_stable_diffusion_model", "Stable Diffusion model"),
    "width": ("width", "Width"),
    "height": ("height", "Height"),
}
"""What they call the same."""


def read_swarmui(told: Told) -> ForeignMetadata | None:
    """`sui_image_params`; the prompt is as it was painted, with wildcards and the like filled in."""
    for structured in told.objects.values():
        fields = structured.get("sui_image_params")
        if isinstance(fields, dict):
            return _swarmui(fields)
    return None


def _swarmui(fields: Fields) -> ForeignMetadata:
    guidance, distilled = decimal(fields.get("cfgscale")), decimal(fields.get("fluxguidancescale"))
    return ForeignMetadata(
        program=named("SwarmUI", fields.get("swarm_version")),
        prompt=text(fields.get("prompt")) or text(fields.get("original_prompt")) or "",
        negative_prompt=text(fields.get("negativeprompt")) or text(fields.get("original_negativeprompt")),
        steps=whole(fields.get("steps")),
        seed=whole(fields.get("seed")),
        guidance=distilled if distilled is not None and (guidance is None or guidance <= 1) else guidance,
        model=text(fields.get("model")),
        width=whole(fields.get("width")),
        height=whole(fields.get("height")),
    )


def read_plain(told: Told) -> ForeignMetadata | None:
    """Fooocus and its branches, Easy Diffusion, and what spaces of Hugging Face write."""
    for fields in (*told.objects.values(), told.texts):
        if program := _program(fields):
            return _plain(program, fields)
    return None


def _program(fields: Fields) -> str | None:
    software = text(fields.get("software"))
    if "Prompt" in fields and "Negative" in fields:
        return software or "RuinedFooocus"
    if "Stable Diffusion model" in fields and "Prompt" in fields:
        return "Easy Diffusion"
    if not isinstance(fields.get("prompt"), str):
        return None
    if "base_model" in fields:
        return text(fields.get("version")) or software or "Fooocus"
    if "use_stable_diffusion_model" in fields:
        return "Easy Diffusion"
    return "Hugging Face Space" if "resolution" in fields and "num_inference_steps" in fields else None


def _plain(program: str, fields: Fields) -> ForeignMetadata:
    size = PAIR_OF_NUMBERS.fullmatch(str(fields.get("resolution", ""))[:40])
    return ForeignMetadata(
        program=program,
        prompt=next(_texts(fields, "prompt"), ""),
        negative_prompt=next(_texts(fields, "negative_prompt"), None),
        steps=whole(_first(fields, "steps")),
        seed=whole(_first(fields, "seed")),
        guidance=decimal(_first(fields, "guidance")),
        model=_file(next(_texts(fields, "model"), None)),
        width=whole(size[1] if size else _first(fields, "width")),
        height=whole(size[2] if size else _first(fields, "height")),
    )


def _first(fields: Fields, name: str) -> object:
    return next((fields[key] for key in NAMES[name] if key in fields), None)


def _texts(fields: Fields, name: str) -> Iterator[str]:
    for key in NAMES[name]:
        value = fields.get(key)
        if found := text(value.get(key) if isinstance(value, dict) else value):
            yield found


def _file(model: str | None) -> str | None:
    """Easy Diffusion writes the whole path, of whichever system."""
    return re.split(r"[/\\]", model)[-1] if model else None


def read_draw_things(told: Told) -> ForeignMetadata | None:
    """An object in XMP's UserComment, with names of one letter."""
    for fields in told.objects.values():
        if isinstance(fields.get("c"), str) and ({"uc", "v2", "sampler"} & fields.keys()):
            size = PAIR_OF_NUMBERS.fullmatch(str(fields.get("size", ""))[:40])
            return ForeignMetadata(
                program="Draw Things",
                prompt=text(fields["c"]) or "",
                negative_prompt=text(fields.get("uc")),
                steps=whole(fields.get("steps")),
                seed=whole(fields.get("seed")),
                guidance=decimal(fields.get("scale")),
                model=text(fields.get("model")),
                width=whole(size[1]) if size else None,
                height=whole(size[2]) if size else None,
            )
    return None


def read_novelai(told: Told) -> ForeignMetadata | None:
    """`Comment`, in PNG as a text of its own, elsewhere in an object beside `Software` and `Source`; the prompt of its
    first version is in `Description`."""
    for fields in told.objects.values():
        beside = {**told.texts, **told.object("UserComment"), **told.object("parameters"), **fields}
        if {"uc", "v4_prompt", "noise_schedule"} & fields.keys() and {"prompt", "Description"} & beside.keys():
            return _novelai(fields, beside)
    return None


def _novelai(fields: Fields, beside: Fields) -> ForeignMetadata:
    prompt, characters = _captions(fields.get("v4_prompt"))
    refused, _ = _captions(fields.get("v4_negative_prompt"))
    prompt = prompt or text(fields.get("prompt")) or text(beside.get("Description")) or ""
    whole_prompt = " | ".join((prompt, *characters))
    return ForeignMetadata(
        program="NovelAI",
        prompt=prompt,
        prompt_sent=whole_prompt if characters else None,
        negative_prompt=refused or text(fields.get("uc")),
        steps=whole(fields.get("steps")),
        seed=whole(fields.get("seed")),
        guidance=decimal(fields.get("scale")),
        model=re.sub(r"\s+[0-9A-F]{8}$", "", text(beside.get("Source")) or "") or None,
        width=whole(fields.get("width")),
        height=whole(fields.get("height")),
    )


def _captions(prompt: object) -> tuple[str, list[str]]:
    """The picture's own words, and those of each person in it."""
    caption = prompt.get("caption") if isinstance(prompt, dict) else None
    if not isinstance(caption, dict):
        return "", []
    people = caption.get("char_captions")
    people = [person for person in people if isinstance(person, dict)] if isinstance(people, list) else []
    said = [text(person.get("char_caption")) for person in people]
    return text(caption.get("base_caption")) or "", [words for words in said if words]


def read_midjourney(told: Told) -> ForeignMetadata | None:
    """`Description`: the prompt, its switches, and the number of the job."""
    for said in told.texts.values():
        if job := re.search(r"\sJob ID: [0-9a-f-]{36}$", said[-JOB:]):
            asked = said[: len(said) - len(job[0])]
            return ForeignMetadata(program="Midjourney", prompt=text(re.split(r"\s--\w", asked, maxsplit=1)[0]) or "")
    return None
