"""Real pictures of a wanted size in bytes, every one different."""

from __future__ import annotations

import io
from functools import cache
from itertools import count

from PIL import Image

_numbers = count(1)


def make_jpeg(size: int = 600_000, *, side: int = 1024) -> bytes:
    """A JPEG of about `size` bytes (exactly, when reachable), unlike any other made before."""
    return _with_comment(_plain_jpeg(size - 20, side), b"number %9d" % next(_numbers))


@cache
def make_picture(kind: str, *, side: int = 64, height: int | None = None) -> bytes:
    """A picture as `JPEG`, `PNG` or `WEBP`, square where no `height` is given. All of a size are the same."""
    encoded = io.BytesIO()
    _noisy(side, height).save(encoded, kind)
    return encoded.getvalue()


def make_blank(kind: str, *, side: int = 1024, colour: tuple[int, int, int] = (0, 0, 0)) -> bytes:
    """A picture of a single colour."""
    encoded = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(encoded, kind)
    return encoded.getvalue()


@cache
def _plain_jpeg(size: int, side: int) -> bytes:
    """The best quality that fits, filled up with comments."""
    image = _noisy(side)
    best = b""
    for quality in (10, 20, 30, 40, 50, 60, 70, 80, 90, 95):
        encoded = io.BytesIO()
        image.save(encoded, "JPEG", quality=quality)
        if len(encoded.getvalue()) > size:
            break
        best = encoded.getvalue()
    best = best or encoded.getvalue()
    while size - len(best) > 4:
        best = _with_comment(best, bytes(min(size - len(best) - 4, 65_000)))
    return best


def _noisy(width: int, height: int | None = None) -> Image.Image:
    size = (width, height or width)
    gradient = Image.linear_gradient("L").resize(size)
    noise = [Image.effect_noise(size, 60) for _ in range(3)]
    return Image.merge("RGB", [Image.blend(gradient, channel, 0.35) for channel in noise])


def _with_comment(jpeg: bytes, comment: bytes) -> bytes:
    """With a comment right after the start marker."""
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]
