"""Reading the `parameters` text as AUTOMATIC1111's `parse_generation_parameters` does: pairs are in the last line."""

from __future__ import annotations

import json
import re

from server.pictures.metadata.foreign.values import ForeignMetadata, decimal, text, whole

PAIR = re.compile(r'\s*(\w[\w \-/]{0,99}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')
SIZE = re.compile(r"(\d{1,6})\s*[x×]\s*(\d{1,6})")
FEWEST_PAIRS = 3
"""With fewer, the last line is a part of the prompt that happens to have a colon in it."""

NEGATIVE = "Negative prompt:"
LONGEST_LINE = 64 * 1024


def read_parameters(parameters: str) -> ForeignMetadata | None:
    """None where the text is just some text."""
    *lines, last = parameters.strip().split("\n")
    pairs = _pairs(last[:LONGEST_LINE])
    if len(pairs) < FEWEST_PAIRS or "Steps" not in pairs:
        return None
    prompt, negative = _prompts(lines)
    size = SIZE.fullmatch(pairs.get("Size", ""))
    return ForeignMetadata(
        program=_program(pairs.get("Version", "")),
        prompt=text(prompt) or "",
        negative_prompt=text(negative),
        steps=whole(pairs.get("Steps")),
        seed=whole(pairs.get("Seed")),
        guidance=decimal(pairs.get("CFG scale")),
        model=text(pairs.get("Model")),
        width=whole(size[1]) if size else None,
        height=whole(size[2]) if size else None,
    )


def _pairs(line: str) -> dict[str, str]:
    return {name.strip(): _unquoted(value.strip()) for name, value in PAIR.findall(line)}


def _unquoted(value: str) -> str:
    if value[:1] != '"':
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value


def _prompts(lines: list[str]) -> tuple[str, str]:
    """What stands before the line that begins with `Negative prompt:`, and from there on."""
    where = next((number for number, line in enumerate(lines) if line.strip().startswith(NEGATIVE)), len(lines))
    negative = "\n".join(lines[where:]).strip().removeprefix(NEGATIVE)
    return "\n".join(lines[:where]), negative


def _program(version: str) -> str:
    """Forge numbers its versions `f2.0.1v1.10.1…`; most others name themselves."""
    if re.match(r"f\d", version):
        return "Forge"
    named = re.match(r"[A-Za-z][\w .-]{2,60}$", version)
    return version if named and not re.match(r"v\d", version) else "AUTOMATIC1111"
