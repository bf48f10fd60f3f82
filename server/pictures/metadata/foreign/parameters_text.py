"""Reading the `parameters` text as AUTOMATIC1111's `parse_generation_parameters` does: pairs are in one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from server.pictures.metadata.foreign.told import Told
from server.pictures.metadata.foreign.values import ForeignMetadata, decimal, text, whole

PAIR = re.compile(r'(?:^|,)\s*(\w[\w \-/]{0,99}):\s*("(?:\\.|[^\\"])+"(?=,|$)|[^,]*)')
SIZE = re.compile(r"(\d{1,6})\s*[x×]\s*(\d{1,6})")
FEWEST_PAIRS = 3
"""With fewer, the last line is a part of the prompt that happens to have a colon in it."""

SURE = ("steps", "sampler")
NEGATIVE = "Negative prompt:"
LONGEST_LINE = 64 * 1024
LONGEST = 512 * 1024
"""Characters of all texts of a file that are looked into."""

MOST_TRIES = 20
"""Lines that may be the one with the pairs."""

FAMILIES = (
    (r"f\d+\.\d+(\.\d+)?-v", "EasyReforge"),
    (r"f\d+\.\d+(\.\d+)?v\d+-v", "reForge"),
    (r"f\d", "Forge"),
    (r"classic", "Forge Classic"),
    (r"neo", "Forge Neo"),
    (r"v\d", "AUTOMATIC1111"),
)
"""How the branches of one program number their versions."""


def read_parameters(told: Told) -> ForeignMetadata | None:
    """What the first such text says; None where all are just some text."""
    named = (told.texts[name] for name in ("parameters", "UserComment") if name in told.texts)
    room = LONGEST
    for candidate in dict.fromkeys((*named, *told.texts.values())):
        if len(candidate) > room:
            continue
        room -= len(candidate)
        if found := parse(candidate):
            return found
    return None


def parse(parameters: str) -> ForeignMetadata | None:
    """None where the text is just some text."""
    found = _divided(parameters)
    if found is None:
        return None
    lines, pairs = found
    prompt, negative = _prompts(lines)
    size = SIZE.fullmatch(pairs.get("size", ""))
    return ForeignMetadata(
        program=_program(pairs),
        prompt=text(prompt) or "",
        negative_prompt=text(negative),
        steps=whole(pairs.get("steps")),
        seed=whole(pairs.get("seed")),
        guidance=_guidance(pairs),
        model=text(pairs.get("model")) or _resource(pairs),
        width=whole(size[1]) if size else None,
        height=whole(size[2]) if size else None,
    )


def _divided(parameters: str) -> tuple[list[str], Mapping[str, str]] | None:
    """The lines before the one with the pairs, and these; extensions put more lines behind it."""
    if len(parameters) > LONGEST or ":" not in parameters:
        return None
    lines = parameters.strip().split("\n")
    tried = 0
    for number in range(len(lines) - 1, -1, -1):
        if ":" not in lines[number] or not any(name in lines[number].lower() for name in SURE):
            continue
        pairs = _pairs(lines[number][:LONGEST_LINE])
        if len(pairs) >= FEWEST_PAIRS and any(name in pairs for name in SURE):
            return lines[:number], pairs
        tried += 1
        if tried == MOST_TRIES:
            break
    return None


def _pairs(line: str) -> dict[str, str]:
    """By name, in small letters: programs differ in their capitals."""
    pairs = {name.strip().lower(): _unquoted(value.strip()) for name, value in PAIR.findall(line)}
    # Lists of JSON have commas in them, which end a value for everybody else.
    resources = re.search(r"Civitai resources:\s*(\[.*?\}\])", line)
    return {**pairs, "civitai resources": resources[1]} if resources else pairs


def _unquoted(value: str) -> str:
    if value[:1] != '"':
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value


def _prompts(lines: list[str]) -> tuple[str, str]:
    """What stands before the line that begins with `Negative prompt:`, and from there on.

    Of several the last: programs write one, behind the prompt, so that any before it is a line of the prompt.
    """
    starts = [number for number, line in enumerate(lines) if line.strip().startswith(NEGATIVE)]
    where = starts[-1] if starts else len(lines)
    negative = "\n".join(lines[where:]).strip().removeprefix(NEGATIVE)
    return "\n".join(lines[:where]), negative


def _guidance(pairs: Mapping[str, str]) -> float | None:
    """Distilled models have theirs under a name of its own, and then 1 for the other."""
    told = decimal(pairs.get("cfg scale", pairs.get("guidance scale", pairs.get("cfg"))))
    distilled = decimal(pairs.get("distilled cfg scale"))
    return distilled if distilled is not None and (told is None or told <= 1) else told


def _resource(pairs: Mapping[str, str]) -> str | None:
    """The model among the resources that Civitai lists."""
    return next(_checkpoints(pairs.get("civitai resources", "")), None)


def _checkpoints(resources: str) -> Iterator[str]:
    try:
        found = json.loads(resources or "[]")
    except (ValueError, RecursionError):
        return
    for resource in found if isinstance(found, list) else []:
        if isinstance(resource, dict) and resource.get("type") in ("checkpoint", "model", None):
            name, version = text(resource.get("modelName")), text(resource.get("modelVersionName"))
            if name:
                yield f"{name} {version}" if version else name


def _program(pairs: Mapping[str, str]) -> str:
    """Some number their versions in a way of their own, others name themselves."""
    version = pairs.get("version", "")
    for pattern, name in FAMILIES:
        if re.match(pattern, version):
            return name
    if re.fullmatch(r"[A-Za-z][\w .-]{2,60}", version):
        return version
    if "sd.next" in pairs.get("app", "").lower():
        return "SD.Next"
    if "civitai resources" in pairs:
        return "Civitai"
    return "Draw Things" if "seed mode" in pairs else "AUTOMATIC1111"
