"""Pictures in a library's folder, as the program writes them and as others put them there."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

from msgspec.structs import replace

from server.pictures.metadata import Metadata, embed
from tests.jpegs import make_picture

MODEL = "@cf/black-forest-labs/flux-1-schnell"
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
BEGAN = 1_700_000_000.0


def metadata(prompt: str = "a boat", **changes: object) -> Metadata:
    told = Metadata(uid=uuid4().hex, prompt=prompt, model=MODEL, steps=4, created=BEGAN, seconds=2.5, neurons=172.8)
    return replace(told, **changes)


def put(folder: Path, name: str, told: Metadata | None, *, kind: str = "JPEG", modified: float | None = None) -> Path:
    """Write a picture with, or without, metadata to `folder/name`."""
    data = make_picture(kind)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(embed(data, told) if told else data)
    if modified is not None:
        os.utime(path, (modified, modified))
    return path
