"""The mark on every sample: "SAMPLE 样张" on a small dark plate in the lower right corner."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont
from PIL.Image import Resampling

_FINE = 4
_HEIGHT = 44
_MARGIN = 28
_LETTERS = 21
_GLYPH = 24
_SPACING = 3
_PADDING = 18

# Pillow's own font has no Chinese. Strokes of 样 and 张 on a square of 100 x 100.
_STROKES = (
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
    font = ImageFont.load_default(_LETTERS * _FINE)
    widths = [font.getlength(letter) / _FINE + _SPACING for letter in "SAMPLE"]
    width = round(_PADDING * 2 + sum(widths) + 8 + len(_STROKES) * (_GLYPH + _SPACING))
    mask = Image.new("L", (width * _FINE, _HEIGHT * _FINE))
    draw = ImageDraw.Draw(mask)
    x: float = _PADDING
    for letter, advance in zip("SAMPLE", widths, strict=True):
        draw.text((x * _FINE, _HEIGHT * _FINE / 2), letter, fill=235, font=font, anchor="lm")
        x += advance
    for strokes in _STROKES:
        _glyph(draw, strokes, x + 8)
        x += _GLYPH + _SPACING
    return mask.resize((width, _HEIGHT), Resampling.LANCZOS)


def _glyph(draw: ImageDraw.ImageDraw, strokes: tuple[tuple[tuple[int, int], ...], ...], x: float) -> None:
    scale = _GLYPH * _FINE / 100
    top = (_HEIGHT - _GLYPH) / 2 * _FINE
    for stroke in strokes:
        points = [(x * _FINE + px * scale, top + py * scale) for px, py in stroke]
        draw.line(points, fill=235, width=round(2.1 * _FINE), joint="curve")
