"""Fruit, and what round bodies of any kind are painted with."""

from __future__ import annotations

import random
from math import cos, sin

from msgspec import Struct
from PIL import Image, ImageChops
from PIL.Image import Resampling

from server.cloudflare.samples.brushes import blur, curve, fill, mask_of, ring, smooth
from server.cloudflare.samples.hours import Colour, mix

Points = list[tuple[float, float]]


class Lit(Struct, frozen=True):
    """A body's colours: in the light, its own, in shadow, and what the table throws back."""

    light: Colour
    own: Colour
    shade: Colour
    bounce: Colour


def body(image: Image.Image, shape: Points, lit: Lit, *, from_left: float = -0.34, from_top: float = -0.38) -> None:
    """A round body: its light side, its own colour, its shadow and the light from below, by where each point lies."""
    xs, ys = [x for x, _ in shape], [y for _, y in shape]
    left, top, right, bottom = int(min(xs)) - 3, int(min(ys)) - 3, int(max(xs)) + 4, int(max(ys)) + 4
    size = (right - left, bottom - top)
    here = mask_of(size, [[(x - left, y - top) for x, y in shape]])
    colour = Image.new("RGB", size, lit.own)
    wide = max(size)
    centre = (size[0] * (0.5 + from_left / 2), size[1] * (0.5 + from_top / 2))
    away = Image.new("L", size, 255)
    reach = round(wide * 2.3)
    around = Image.radial_gradient("L").resize((reach, reach), Resampling.BICUBIC)
    away.paste(around, (round(centre[0] - reach / 2), round(centre[1] - reach / 2)))
    colour.paste(lit.light, mask=curve(away, lambda v: 0.95 - v * 3.4))
    colour.paste(lit.shade, mask=curve(away, lambda v: (v - 0.3) * 3.4))
    rim = ImageChops.subtract(here, blur(here, wide * 0.06))
    low = Image.linear_gradient("L").resize(size)
    colour.paste(lit.bounce, mask=curve(ImageChops.multiply(rim, low), lambda v: v * 1.3))
    image.paste(colour, (left, top), here)
    gleam = ring((left + centre[0], top + centre[1]), (wide * 0.075, wide * 0.05), -30)
    fill(image, [gleam], (255, 255, 255), soft=wide * 0.035, strength=0.42)


def cast(image: Image.Image, foot: tuple[float, float], radius: float, dark: Colour) -> None:
    """The shadow on the table: close and dark under the body, long and soft away from the light."""
    x, y = foot
    fill(
        image,
        [ring((x + radius * 0.95, y + radius * 0.02), (radius * 1.5, radius * 0.26), -2)],
        dark,
        soft=radius * 0.16,
        strength=0.5,
    )
    fill(image, [ring((x + radius * 0.15, y), (radius * 0.9, radius * 0.16))], dark, soft=radius * 0.06, strength=0.75)


def orange(image: Image.Image, rng: random.Random, where: tuple[float, float, float], table: Colour) -> None:
    x, y, radius = where
    cast(image, (x, y), radius, mix(table, (20, 8, 10), 0.8))
    lit = Lit((255, 206, 120), (240, 140, 40), (150, 62, 20), mix(table, (250, 150, 70), 0.5))
    body(image, ring((x, y - radius * 0.92), (radius, radius * 0.95), points=64), lit)
    fill(image, [ring((x + radius * 0.08, y - radius * 1.76), (radius * 0.09, radius * 0.045))], (96, 96, 40))
    del rng


def apple(image: Image.Image, rng: random.Random, where: tuple[float, float, float], table: Colour) -> None:
    x, y, radius = where
    cast(image, (x, y), radius, mix(table, (20, 8, 10), 0.8))
    knots = [
        (0, -1.66),
        (0.3, -1.82),
        (0.72, -1.74),
        (1.0, -1.24),
        (0.94, -0.66),
        (0.62, -0.12),
        (0.28, 0.02),
        (0, -0.03),
    ]
    points = [*knots, *((-px, py) for px, py in reversed(knots[1:-1])), knots[0]]
    red, green = (
        Lit((255, 150, 110), (196, 44, 40), (96, 14, 28), (226, 110, 80)),
        Lit((232, 240, 150), (156, 180, 70), (74, 98, 38), (190, 190, 110)),
    )
    body(image, [(x + px * radius, y + py * radius) for px, py in smooth(points, 6)], rng.choice((red, red, green)))
    fill(
        image,
        [ring((x, y - radius * 1.62), (radius * 0.3, radius * 0.09))],
        (60, 20, 16),
        soft=radius * 0.06,
        strength=0.6,
    )
    _stalk(image, (x, y - radius * 1.6), radius * 0.42, rng)


def lemon(image: Image.Image, rng: random.Random, where: tuple[float, float, float], table: Colour) -> None:
    x, y, radius = where
    cast(image, (x, y), radius, mix(table, (20, 8, 10), 0.8))
    knots = [
        (-1.3, 0),
        (-1.12, -0.2),
        (-0.72, -0.66),
        (0, -0.84),
        (0.72, -0.66),
        (1.1, -0.2),
        (1.32, -0.04),
        (1.1, 0.22),
        (0.72, 0.62),
        (0, 0.8),
        (-0.72, 0.62),
        (-1.12, 0.22),
        (-1.3, 0),
    ]
    turn = rng.uniform(-0.35, 0.2)
    c, s = cos(turn), sin(turn)
    shape = [
        (x + (px * c - py * s) * radius * 0.84, y - radius * 0.72 + (px * s + py * c) * radius * 0.84)
        for px, py in smooth(knots, 6)
    ]
    body(image, shape, Lit((255, 248, 170), (244, 206, 60), (166, 112, 20), (250, 220, 130)))


def pear(image: Image.Image, rng: random.Random, where: tuple[float, float, float], table: Colour) -> None:
    x, y, radius = where
    cast(image, (x, y), radius, mix(table, (20, 8, 10), 0.8))
    body(
        image,
        [(x + px * radius, y + py * radius) for px, py in pear_outline()],
        Lit((246, 244, 170), (196, 190, 78), (104, 96, 34), (220, 190, 110)),
        from_top=0.1,
    )
    blush = ring((x + radius * 0.3, y - radius * 0.9), (radius * 0.42, radius * 0.6), 20)
    fill(image, [blush], (206, 92, 54), soft=radius * 0.24, strength=0.42)
    _stalk(image, (x + radius * 0.02, y - radius * 2.44), radius * 0.5, rng)


def pear_outline() -> Points:
    """As wide as two and as high as two and a half, standing on 0."""
    knots = [
        (0.02, -2.46),
        (0.22, -2.42),
        (0.38, -2.18),
        (0.46, -1.8),
        (0.66, -1.42),
        (0.95, -0.98),
        (1.0, -0.56),
        (0.8, -0.16),
        (0.42, 0.0),
        (0.1, -0.02),
    ]
    other = [
        (-0.1, -0.02),
        (-0.42, 0.0),
        (-0.82, -0.16),
        (-1.02, -0.58),
        (-0.94, -1.02),
        (-0.64, -1.46),
        (-0.44, -1.84),
        (-0.34, -2.2),
        (-0.18, -2.42),
        (0.02, -2.46),
    ]
    return smooth([*knots, *other], 6)


def _stalk(image: Image.Image, foot: tuple[float, float], long: float, rng: random.Random) -> None:
    x, y = foot
    lean = rng.uniform(0.1, 0.4) * long
    half = long * 0.075
    line = smooth([(x, y + long * 0.15), (x + lean * 0.3, y - long * 0.5), (x + lean, y - long)], 5)
    fill(
        image,
        [[*((px - half, py) for px, py in line), *((px + half * 1.2, py) for px, py in reversed(line))]],
        (84, 56, 34),
    )
