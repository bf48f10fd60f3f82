"""Brushes on canvas: oil in strokes, dots of pure colour."""

from __future__ import annotations

import random
from math import atan2, cos, hypot, pi, sin

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter
from PIL.Image import Resampling

from previews.motif import (
    SIZE,
    H,
    W,
    chance,
    coloured,
    paper,
    pixel_at,
)
from server.cloudflare.samples.brushes import blur, level


def oil() -> Image.Image:
    rng = chance("oil")
    base = coloured(((44, 58, 60), (76, 92, 84), (120, 112, 86)), (122, 66, 42))
    base = ImageEnhance.Color(base).enhance(1.25)
    return _strokes(base, rng, ((26, 9, 700), (16, 5.5, 1300), (9, 3.2, 1700)), 9)


def _strokes(
    base: Image.Image, rng: random.Random, sizes: tuple[tuple[float, float, int], ...], colours: float
) -> Image.Image:
    """The picture out of strokes that follow its forms: long, wide, how many."""
    fine = 2
    image = base.resize((W * fine, H * fine))
    grey = blur(base.convert("L"), 3)
    heights = Image.new("L", image.size, 128)
    for long, wide, count in sizes:
        draw, lift = ImageDraw.Draw(image), ImageDraw.Draw(heights)
        for _ in range(count):
            x, y = rng.uniform(0, W - 1), rng.uniform(0, H - 1)
            gx = _value(grey, x + 3, y) - _value(grey, x - 3, y)
            gy = _value(grey, x, y + 3) - _value(grey, x, y - 3)
            turn = atan2(gy, gx) + pi / 2 if hypot(gx, gy) > 5 else rng.gauss(0.35, 0.5)
            pixel = pixel_at(base, x, y)
            colour = tuple(max(0, min(255, round(value + rng.gauss(0, colours)))) for value in pixel)
            half = long * rng.uniform(0.6, 1.2) / 2
            line = [
                ((x - cos(turn) * half) * fine, (y - sin(turn) * half) * fine),
                ((x + cos(turn) * half) * fine, (y + sin(turn) * half) * fine),
            ]
            draw.line(line, fill=colour, width=round(wide * fine))
            for px, py in line:
                r = wide * fine / 2
                draw.ellipse((px - r, py - r, px + r, py + r), fill=colour)
            lift.line(line, fill=rng.randrange(90, 170), width=round(wide * fine))
    relief = heights.filter(ImageFilter.GaussianBlur(0.8)).filter(ImageFilter.EMBOSS)
    lit = ImageChops.overlay(image, Image.merge("RGB", [relief] * 3))
    return Image.blend(image, lit, 0.55).resize(SIZE, Resampling.BOX)


def _value(grey: Image.Image, x: float, y: float) -> float:
    return 255 * level(grey, int(x), int(y))


def impressionist() -> Image.Image:
    rng = chance("dots")
    base = ImageEnhance.Color(coloured(((126, 168, 206), (186, 206, 214), (236, 214, 186)), (150, 160, 190))).enhance(
        1.5
    )
    image = Image.blend(base, paper((250, 240, 220)), 0.5)
    fine = 2
    image = image.resize((W * fine, H * fine))
    draw = ImageDraw.Draw(image)
    for _ in range(9500):
        x, y = rng.uniform(0, W - 1), rng.uniform(0, H - 1)
        pixel = pixel_at(base, x, y)
        shift = rng.choice(((40, 6, -34), (-30, 10, 38), (18, 30, -10), (0, 0, 0), (30, -14, 24)))
        colour = tuple(max(0, min(255, value + move)) for value, move in zip(pixel, shift, strict=True))
        r = rng.uniform(1.3, 2.5) * fine
        draw.ellipse((x * fine - r, y * fine - r, x * fine + r, y * fine + r), fill=colour)
    return image.resize(SIZE, Resampling.BOX)


DRAWN = {"oil": oil, "impressionist": impressionist}
