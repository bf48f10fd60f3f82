"""The `parameters` text of AUTOMATIC1111's web UI, which most programs for AI pictures write and read.

Prompt, `Negative prompt: …`, and a last line of `Name: value` pairs: `create_infotext` in its modules/processing.py.
"""

from __future__ import annotations

import json

from server.pictures.metadata.metadata import Metadata

PROGRAM = "Atelier"


def compose(story: Metadata) -> str:
    """The story as such a text."""
    lines = [story.prompt_sent or story.prompt]
    if story.negative_prompt:
        lines.append(f"Negative prompt: {story.negative_prompt}")
    pairs = {
        "Steps": story.steps,
        "CFG scale": story.guidance,
        "Seed": story.seed,
        "Size": f"{story.width}x{story.height}" if story.width and story.height else None,
        "Model": (story.model or "").rpartition("/")[2] or None,
        "Version": software(story),
    }
    lines.append(", ".join(f"{name}: {_quoted(str(value))}" for name, value in pairs.items() if value is not None))
    return "\n".join(lines)


def software(story: Metadata) -> str:
    return f"{PROGRAM} {story.version}" if story.version else PROGRAM


def _quoted(value: str) -> str:
    """As its `quote` does: what would be taken for the next pair is written as a JSON string."""
    return json.dumps(value, ensure_ascii=False) if any(mark in value for mark in ",\n:") else value
