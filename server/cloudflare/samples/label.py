"""The mark on every sample: "SAMPLE 样张" on a small dark plate in the lower right corner."""

from __future__ import annotations

from PIL import Image, ImageDraw
from PIL.Image import Resampling

_FINE = 4
_HEIGHT = 44
_MARGIN = 28
_LETTER = 15
_GLYPH = 24
_SPACING = 6
_PADDING = 18

Strokes = tuple[tuple[tuple[int, int], ...], ...]

# Drawn rather than written: a font's library, and one for the shapes of letters, would be 3 MB for two words.
# Each letter's width, and its strokes where the height is 100.
_LETTERS: tuple[tuple[int, Strokes], ...] = (
    (
        70,
        (
            (
                *((66, 22), (61, 11), (50, 3), (35, 1), (19, 4), (8, 13), (6, 25), (10, 36), (21, 43), (35, 47)),
                *((51, 52), (63, 61), (67, 73), (63, 87), (52, 96), (35, 99), (18, 96), (7, 87), (3, 75)),
            ),
        ),
    ),
    (80, (((0, 99), (40, 1), (80, 99)), ((13, 66), (67, 66)))),
    (94, (((2, 99), (2, 1), (47, 96), (92, 1), (92, 99)),)),
    (64, (((2, 99), (2, 1), (36, 1), (52, 6), (60, 17), (62, 29), (59, 42), (51, 53), (36, 58), (2, 58)),)),
    (54, (((2, 1), (2, 99), (54, 99)),)),
    (58, (((57, 1), (2, 1), (2, 99), (58, 99)), ((2, 48), (51, 48)))),
)
# 样 and 张 on a square of 100 x 100.
_STROKES: tuple[Strokes, ...] = (
    (
        ((2, 30), (42, 30)),
        ((22, 4), (22, 97)),
        ((21, 36), (3, 68)),
        ((26, 42), (40, 58)),
        ((56, 6), (62, 20)),
        ((87, 4), (79, 20)),
        ((49, 26), (95, 26)),
        ((53, 47), (91, 47)),
        ((45, 69), (99, 69)),
        ((72, 26), (72, 97)),
    ),
    (
        ((6, 10), (37, 10), (37, 33), (9, 33), (7, 57), (38, 57), (34, 92), (20, 88)),
        ((88, 10), (77, 27), (64, 38)),
        ((46, 50), (98, 50)),
        ((59, 4), (59, 94), (77, 82)),
        ((66, 50), (77, 75), (98, 94)),
    ),
)


def put_label(image: Image.Image) -> None:
    """Draw the mark into the picture itself, so that it stays wherever the file goes."""
    mask = _writing()
    right, bottom = image.width - _MARGIN, image.height - _MARGIN
    left, top = right - mask.width, bottom - mask.height
    image.paste((12, 14, 24), (left, top), _plate(mask.size))
    image.paste((255, 255, 255), (left, top), mask)


def _plate(size: tuple[int, int]) -> Image.Image:
    plate = Image.new("L", (size[0] * _FINE, size[1] * _FINE))
    ImageDraw.Draw(plate).rounded_rectangle(
        (0, 0, plate.width - 1, plate.height - 1), radius=plate.height // 2, fill=150
    )
    return plate.resize(size, Resampling.BOX)


def _writing() -> Image.Image:
    widths = [width * _LETTER / 100 + _SPACING for width, _ in _LETTERS]
    width = round(_PADDING * 2 + sum(widths) + 8 + len(_STROKES) * (_GLYPH + 3))
    mask = Image.new("L", (width * _FINE, _HEIGHT * _FINE))
    draw = ImageDraw.Draw(mask)
    x: float = _PADDING
    for (_, strokes), advance in zip(_LETTERS, widths, strict=True):
        _draw(draw, strokes, x, _LETTER)
        x += advance
    for strokes in _STROKES:
        _draw(draw, strokes, x + 8, _GLYPH)
        x += _GLYPH + 3
    return mask.resize((width, _HEIGHT), Resampling.LANCZOS)


def _draw(draw: ImageDraw.ImageDraw, strokes: Strokes, x: float, height: int) -> None:
    """In the middle between top and bottom."""
    scale = height * _FINE / 100
    top = (_HEIGHT - height) / 2 * _FINE
    for stroke in strokes:
        points = [(x * _FINE + px * scale, top + py * scale) for px, py in stroke]
        draw.line(points, fill=235, width=round(2 * _FINE), joint="curve")
