"""Metadata that other programs have written into their pictures, each in its own way, as one frozen value."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from server.pictures.metadata.chunks import Block, Label, Malformed
from server.pictures.metadata.embedding import blocks, blocks_of, read_metadata
from server.pictures.metadata.exif import read_comment
from server.pictures.metadata.foreign.comfyui import read_comfyui
from server.pictures.metadata.foreign.json_objects import read_fooocus, read_invokeai, read_swarmui
from server.pictures.metadata.foreign.parameters_text import read_parameters
from server.pictures.metadata.foreign.values import ForeignMetadata

__all__ = ["ForeignMetadata", "read_any", "read_foreign", "read_foreign_file"]

COMMENT = "comment"
"""The name the EXIF UserComment goes by here; in JPEG and WebP it holds what is called `parameters` in PNG."""


def read_any(data: bytes) -> ForeignMetadata | None:
    """What any program wrote into a picture, our own first; None where there is nothing, or no picture."""
    metadata = read_metadata(data)
    return ForeignMetadata.of(metadata) if metadata is not None else read_foreign(data)


def read_foreign(data: bytes) -> ForeignMetadata | None:
    """What AUTOMATIC1111's web UI and its kin, ComfyUI, SwarmUI, InvokeAI or Fooocus wrote. Takes some milliseconds."""
    return _understood(_texts(lambda: blocks(data)))


def read_foreign_file(path: Path) -> ForeignMetadata | None:
    """The same from a file, of which only the parts that can hold it are read. Raises OSError."""
    with path.open("rb") as stream:
        return _understood(_texts(lambda: blocks_of(stream)))


def _understood(texts: Mapping[str, str]) -> ForeignMetadata | None:
    parameters = texts.get("parameters") or texts.get(COMMENT) or ""
    structured = _json(parameters)
    if structured is not None:
        return read_swarmui(structured) or read_fooocus(structured)
    if "invokeai_metadata" in texts:
        return read_invokeai(_json(texts["invokeai_metadata"]) or {})
    if parameters and (told := read_parameters(parameters)):
        return told
    return read_comfyui(_json(texts.get("prompt", "")), _json(texts.get("workflow", "")))


def _texts(read: Callable[[], Iterator[Block]]) -> dict[str, str]:
    """All texts up to the first damage; of two with one name the first."""
    texts: dict[str, str] = {}
    try:
        for block in read():
            if block.label is Label.TEXT:
                texts.setdefault(block.name, block.data.decode(errors="replace"))
            elif block.label is Label.EXIF and (comment := read_comment(block.data)):
                texts.setdefault(COMMENT, comment)
    except Malformed:
        pass
    return texts


def _json(text: str) -> dict[str, Any] | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
