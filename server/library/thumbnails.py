"""Small pictures for the strip: a cache, made when first asked for."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from server.common import disk
from server.common.errors import StorageError
from server.library.folder import check_file
from server.pictures.displayable import displayable, is_transparent
from server.pictures.kinds import NotAPicture, TooCostly

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 400
"""Longest side in pixels: the strip's cards at twice the usual density."""

VERSION = 2
"""Of the way they are made. Of another one, none is ever shown again; `tidying` takes them away."""

SQUARE = 12
"""Pixels."""

FAINT, FAINTER = 46, 14
"""Of 255: how little the two kinds of squares cover."""

LARGEST_SHOWN_ITSELF = 64_000_000
"""Bytes of a picture that a browser gets in place of its thumbnail, where to make that would cost too much here."""


class Thumbnails(Struct, frozen=True):
    """Made by two threads of their own, so that saving a painting never waits for them.

    Not by threads of low priority: one that is put off while it holds Python's lock would hold up the whole program.
    """

    folder: Path
    _makers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, thread_name_prefix="thumbnails"))

    async def get(self, picture: Path) -> bytes:
        """The thumbnail of a picture: a JPEG, or a WebP where the picture is transparent.

        One that browsers can decode in less memory than we can is given as it is. Raises StorageError when the picture
        is missing, damaged or too large.
        """
        cached = await asyncio.to_thread(self.path, picture)
        with contextlib.suppress(OSError):
            return await asyncio.to_thread(disk.read, cached)
        return await asyncio.get_running_loop().run_in_executor(self._makers, _make, picture, cached)

    def path(self, picture: Path) -> Path:
        """Where the thumbnail is, or would be: another place for each state of the file. Asks the disk."""
        name = name_of(picture, 0, 0)
        with contextlib.suppress(OSError):
            about = picture.stat()
            name = name_of(picture, about.st_size, about.st_mtime_ns)
        return self.folder / name[:2] / name

    def close(self) -> None:
        """Leave what has not been begun."""
        self._makers.shutdown(wait=False, cancel_futures=True)


def name_of(picture: Path, size: int, modified: int) -> str:
    """What the thumbnail of a picture in this state is called: its bytes, and nanoseconds since 1970."""
    state = f"{VERSION} {picture} {size} {modified}"
    return f"{hashlib.sha256(state.encode(errors='surrogatepass')).hexdigest()[:24]}.thumbnail"


def _make(picture: Path, cached: Path) -> bytes:
    try:
        small = _shrink(picture)
    except TooCostly as error:
        return _whole(picture, error)
    except NotAPicture as error:
        raise StorageError(error.code, type(error).__name__) from error
    except OSError as error:
        raise StorageError(NotAPicture.code, type(error).__name__) from error
    with contextlib.suppress(OSError):  # a full disk costs the cache, not the page
        _keep(cached, small)
    return small


def _shrink(picture: Path) -> bytes:
    made = io.BytesIO()
    check_file(picture)
    with disk.reading(picture) as stream:
        image = displayable(stream, side=SIDE)
    if is_transparent(image):
        _on_squares(image.convert("RGBA")).save(made, "WEBP", quality=80, method=2)
    else:
        image.convert("RGB").save(made, "JPEG", quality=82)
    return made.getvalue()


def _on_squares(image: Image) -> Image:
    """Over quiet squares, as people know them: else what is wholly transparent looks as if nothing were there.

    They can be seen through themselves, so that they fit on a light ground and on a dark one.
    """
    from PIL import Image as Images

    pair = Images.new("LA", (2 * SQUARE, 2 * SQUARE), (128, FAINT))
    for at in (0, SQUARE):
        pair.paste((128, FAINTER), (at, at, at + SQUARE, at + SQUARE))
    ground = Images.new("RGBA", image.size)
    tile = pair.convert("RGBA")
    for left in range(0, image.width, tile.width):
        for top in range(0, image.height, tile.height):
            ground.paste(tile, (left, top))
    return Images.alpha_composite(ground, image)


def _whole(picture: Path, error: TooCostly) -> bytes:
    with contextlib.suppress(OSError):
        if picture.stat().st_size <= LARGEST_SHOWN_ITSELF:
            return disk.read(picture)
    raise StorageError(error.code) from error


def _keep(cached: Path, data: bytes) -> None:
    cached.parent.mkdir(parents=True, exist_ok=True)
    part = cached.with_suffix(f".{secrets.token_hex(4)}.part")
    part.write_bytes(data)
    disk.replace(part, cached)
