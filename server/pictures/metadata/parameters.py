"""The `parameters` text of AUTOMATIC1111's web UI, which most programs for AI pictures write and read.

Prompt, `Negative prompt: …`, and a last line of `Name: value` pairs: `create_infotext` in its modules/processing.py.
"""

from __future__ import annotations

import json

from server.pictures.metadata.metadata import Metadata

PROGRAM = "Atelier"


def compose(metadata: Metadata) -> str:
    """The metadata as such a text."""
    lines = [metadata.prompt_sent or metadata.prompt]
    if metadata.negative_prompt:
        lines.append(f"Negative prompt: {metadata.negative_prompt}")
    pairs = {
        "Steps": metadata.steps,
        # Nobody tells how Cloudflare samples. Some readers, sd-parsers for one, take nothing for parameters that names
        # no sampler, or fewer than three of these. By these two words others call what is left to the model.
        "Sampler": "Default",
        "Schedule type": "Automatic",
        "CFG scale": metadata.guidance,
        "Seed": metadata.seed,
        "Size": f"{metadata.width}x{metadata.height}" if metadata.width and metadata.height else None,
        "Model": (metadata.model or "").rpartition("/")[2] or None,
        "Version": software(metadata),
    }
    if metadata.steps is None and metadata.guidance is None and metadata.seed is None:
        pairs["ENSD"] = 0
    lines.append(", ".join(f"{name}: {_quoted(str(value))}" for name, value in pairs.items() if value is not None))
    return "\n".join(lines)


def software(metadata: Metadata) -> str:
    return f"{PROGRAM} {metadata.version}" if metadata.version else PROGRAM


def _quoted(value: str) -> str:
    """As its `quote` does: what would be taken for the next pair is written as a JSON string."""
    return json.dumps(value, ensure_ascii=False) if any(mark in value for mark in ",\n:") else value
