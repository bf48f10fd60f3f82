"""Metadata that other programs have written into their pictures, each in its own way, as one frozen value.

First everything in the file that is a text is collected, wherever it stands; then each reader looks for its own among
all of them. A text that nobody understands is no reason to leave out another.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from server.common import disk
from server.pictures.kinds import NotAPicture, PictureKind, sniff
from server.pictures.metadata.chunks import within
from server.pictures.metadata.embedding import FORMATS, read_metadata
from server.pictures.metadata.foreign.comfyui import read_comfyui
from server.pictures.metadata.foreign.invokeai import read_invokeai
from server.pictures.metadata.foreign.json_objects import (
    read_draw_things,
    read_midjourney,
    read_novelai,
    read_plain,
    read_swarmui,
)
from server.pictures.metadata.foreign.parameters_text import read_parameters
from server.pictures.metadata.foreign.services import (
    read_civitai,
    read_saved,
    read_stability_matrix,
    read_tensorart,
)
from server.pictures.metadata.foreign.stealth import read_hidden
from server.pictures.metadata.foreign.told import Told, collect
from server.pictures.metadata.foreign.values import ForeignMetadata
from server.pictures.parts import read_parts

__all__ = ["ForeignMetadata", "read_any", "read_foreign", "read_foreign_file"]

READERS: tuple[Callable[[Told], ForeignMetadata | None], ...] = (
    # Those that write a graph of ComfyUI's, or a text like A1111's, beside what tells more come before these two.
    *(read_swarmui, read_stability_matrix, read_tensorart, read_civitai),
    *(read_invokeai, read_novelai, read_draw_things, read_plain, read_saved),
    *(read_parameters, read_comfyui, read_midjourney),
)


def read_any(data: bytes) -> ForeignMetadata | None:
    """What any program wrote into a picture, our own first; None where there is nothing, or no picture."""
    metadata = read_metadata(data)
    return ForeignMetadata.of(metadata) if metadata is not None else read_foreign(data)


def read_foreign(data: bytes) -> ForeignMetadata | None:
    """What another program wrote; takes some milliseconds. `prompt` is empty where none was found in it."""
    return _read(io.BytesIO(data))


def read_foreign_file(path: Path) -> ForeignMetadata | None:
    """The same from a file, of which only the parts that can hold it are read. Raises OSError."""
    with disk.reading(path) as stream:
        return _read(stream)


def _read(stream: BinaryIO) -> ForeignMetadata | None:
    kind = sniff(stream.read(16))
    if kind is None:
        return None

    def size() -> tuple[int, int] | None:
        try:
            parts = read_parts(stream)
        except (NotAPicture, OSError):
            return None
        return parts.width, parts.height

    told = _understood(collect(within(FORMATS[kind].blocks(stream))), size)
    return told or _understood(_hidden(stream, kind), size)


def _understood(texts: Mapping[str, str], size: Callable[[], tuple[int, int] | None]) -> ForeignMetadata | None:
    told = Told(texts, size)
    return next((found for reader in READERS if (found := reader(told))), None)


def _hidden(stream: BinaryIO, kind: PictureKind) -> dict[str, str]:
    hidden = read_hidden(stream, kind)
    return {"parameters": hidden} if hidden else {}
