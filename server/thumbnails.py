"""Small pictures for the strip: a cache, made when first asked for."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from server.errors import StorageError

SIDE = 400
"""Longest side in pixels: the strip's cards at twice the usual density."""


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """Keyed by the picture's file name, which is never used twice."""

    folder: Path
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    async def get(self, picture: Path) -> bytes:
        """The JPEG thumbnail of a picture. Raises StorageError when the picture is missing or damaged."""
        cached = self.path(picture)
        with contextlib.suppress(OSError):
            return await asyncio.to_thread(cached.read_bytes)
        async with self._turn:
            return await asyncio.to_thread(_make, picture, cached)

    def path(self, picture: Path) -> Path:
        name = hashlib.sha256(picture.name.encode()).hexdigest()[:24]
        return self.folder / f"{name}.jpg"


def _make(picture: Path, cached: Path) -> bytes:
    from PIL import Image

    try:
        small = _shrink(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise StorageError("picture_damaged", type(error).__name__) from error
    with contextlib.suppress(OSError):  # a full disk costs the cache, not the page
        _keep(cached, small)
    return small


def _shrink(picture: Path) -> bytes:
    from PIL import Image

    made = io.BytesIO()
    with Image.open(picture) as image:
        image.draft("RGB", (SIDE, SIDE))
        image.thumbnail((SIDE, SIDE))
        image.convert("RGB").save(made, "JPEG", quality=82)
    return made.getvalue()


def _keep(cached: Path, data: bytes) -> None:
    cached.parent.mkdir(parents=True, exist_ok=True)
    part = cached.with_suffix(f".{secrets.token_hex(4)}.part")
    part.write_bytes(data)
    part.replace(cached)
