"""One large picture, a tile at a time: in bounded memory, and without seams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from PIL.Image import Image

TILE = 192
"""Pixels of the source's side that are enlarged at once."""

LARGE = 32_000_000
"""Pixels of a result, from which on memory counts for more than time: it takes 200 MB where it is 8192² itself."""

TILE_OF_LARGE = 80
"""Half as fast as with TILE, and takes a third of the network's memory."""

SEEN = 24
"""Pixels around a tile that are enlarged with it and cut off again. The network looks 18 pixels far (as many layers, of
3 × 3), the colours' correction 5 more: so each pixel comes out as it would with all of the picture at once."""

Box = tuple[int, int, int, int]


class _Tile(Struct, frozen=True):
    """`wanted` lies in `seen`; both in the source's pixels, as left, upper, right and lower.

    `seen` goes beyond the picture at its edges.
    """

    wanted: Box
    seen: Box


def enlarged(
    image: Image, scale: int, enlarge: Callable[[Image], Image], on_progress: Callable[[float], None]
) -> Image:
    """Of the mode RGB, as is what it is made from; `enlarge` makes a piece of it `scale` times as large.

    `on_progress` hears of the share that is done, from 0 to 1.
    """
    from PIL import Image as Images

    result = Images.new("RGB", (image.width * scale, image.height * scale))
    side = TILE if result.width * result.height < LARGE else TILE_OF_LARGE
    tiles = list(_tiles(image.width, image.height, side))
    for done, tile in enumerate(tiles, 1):
        width, height = tile.wanted[2] - tile.wanted[0], tile.wanted[3] - tile.wanted[1]
        piece = enlarge(_seen(image, tile.seen))
        cut = piece.crop((SEEN * scale, SEEN * scale, (SEEN + width) * scale, (SEEN + height) * scale))
        result.paste(cut, (tile.wanted[0] * scale, tile.wanted[1] * scale))
        on_progress(done / len(tiles))
    return result


def _tiles(width: int, height: int, side: int) -> Iterator[_Tile]:
    for upper in range(0, height, side):
        for left in range(0, width, side):
            right, lower = min(left + side, width), min(upper + side, height)
            seen = (left - SEEN, upper - SEEN, right + SEEN, lower + SEEN)
            yield _Tile((left, upper, right, lower), seen)


def _seen(image: Image, box: Box) -> Image:
    """What lies there, and beyond the picture's edges what stands at them: black would colour the pixels there."""
    left, upper, right, lower = box
    piece = image.crop(box)
    at = (max(-left, 0), max(-upper, 0))
    end = (min(right, image.width) - left, min(lower, image.height) - upper)
    for begin, beyond in ((0, at[0]), (end[0], piece.width - end[0])):
        if beyond:
            column = at[0] if begin == 0 else end[0] - 1
            piece.paste(piece.crop((column, 0, column + 1, piece.height)).resize((beyond, piece.height)), (begin, 0))
    for begin, beyond in ((0, at[1]), (end[1], piece.height - end[1])):
        if beyond:
            row = at[1] if begin == 0 else end[1] - 1
            piece.paste(piece.crop((0, row, piece.width, row + 1)).resize((piece.width, beyond)), (0, begin))
    return piece
