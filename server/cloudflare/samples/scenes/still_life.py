"""Fruit and a vase on a table, in the light of a window."""

from __future__ import annotations

import random
from math import cos, pi, sin

from PIL import Image

from server.cloudflare.samples.brushes import Study, blur, curve, disc, fill, gradient, noise, ring, smooth
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.scenes.fruit import Lit, apple, body, cast, lemon, orange, pear

WALLS: tuple[tuple[Colour, Colour], ...] = (
    ((196, 184, 168), (120, 84, 62)),
    ((122, 146, 146), (150, 110, 78)),
    ((172, 142, 132), (92, 66, 62)),
    ((86, 92, 112), (134, 92, 66)),
    ((206, 190, 160), (104, 112, 104)),
)
"""Of a room: its wall, its table."""


def still_life(study: Study) -> Image.Image:
    rng, hour = study.rng, study.hour
    wall, table = rng.choice(WALLS)
    wall, table = mix(wall, hour.sky[2], 0.18), mix(table, hour.sky[1], 0.12)
    edge = study.height * 0.66
    image = _room(study, wall, table, edge)
    unit = study.least * 0.12
    middle = study.width * study.between(0.44, 0.56)
    vase_x = middle + study.rng.choice((-1, 1)) * unit * 1.4
    _vase(image, study, (vase_x, edge + unit * 0.75), (unit, table))
    side = 1 if vase_x < middle else -1
    places = [
        (vase_x + side * unit * 2.3, 0.95, 1.0),
        (vase_x + side * unit * 3.9, 0.8, 0.82),
        (vase_x - side * unit * 1.7, 1.25, 0.86),
        (vase_x + side * unit * 1.25, 1.7, 0.92),
        (vase_x + side * unit * 3.15, 1.75, 0.78),
    ]
    kinds = [pear, orange, apple, lemon, apple]
    first = rng.randrange(3)
    for number, (x, down, size) in enumerate(places):
        kind = kinds[(number + first) % len(kinds)]
        kind(image, rng, (x, edge + unit * down, unit * size * rng.uniform(0.92, 1.06)), table)
    _vignette(image)
    return image


def _room(study: Study, wall: Colour, table: Colour, edge: float) -> Image.Image:
    """A wall with the window's light on it, and the table's top."""
    hour = study.hour
    image = gradient((mix(wall, (0, 0, 0), 0.3), wall, mix(wall, hour.light, 0.14)), study.size)
    plaster = noise(study.rng, study.size, (4, 11, 30, 80))
    image.paste(mix(wall, (0, 0, 0), 0.35), mask=curve(plaster, lambda v: (0.5 - v) * 0.8))
    shine = Image.new("RGB", study.size)
    x, y, wide = study.width * study.between(0.12, 0.4), study.height * 0.06, study.least * 0.17
    for column in range(2):
        for row in range(3):
            left, top = x + column * wide * 1.12, y + row * wide * 1.12 + column * wide * 0.16
            pane = [
                (left, top),
                (left + wide, top + wide * 0.14),
                (left + wide + wide * 0.1, top + wide * 1.14),
                (left + wide * 0.1, top + wide),
            ]
            fill(shine, [pane], (255, 255, 255))
    image.paste(
        mix(hour.light, (255, 236, 200), 0.5),
        mask=curve(blur(shine.getchannel("R"), study.least * 0.012), lambda v: v * 0.4),
    )
    top = round(edge)
    size = (study.width, study.height - top)
    wood = gradient((mix(table, hour.light, 0.28), table, mix(table, (0, 0, 0), 0.4)), size)
    veins = noise(study.rng, size, (3, 8, 20, 40), stretch=9)
    wood.paste(mix(table, (0, 0, 0), 0.5), mask=curve(veins, lambda v: (0.5 - v) * 1.3))
    wood.paste(mix(table, hour.light, 0.45), mask=curve(veins, lambda v: (v - 0.56) * 1.2))
    image.paste(wood, (0, top))
    fill(
        image,
        [[(0, edge - 3), (study.width, edge - 3), (study.width, edge + 3), (0, edge + 3)]],
        mix(table, hour.light, 0.4),
        soft=2,
        strength=0.5,
    )
    return image


def _vase(image: Image.Image, study: Study, foot: tuple[float, float], how: tuple[float, Colour]) -> None:
    """Glazed, with a few branches in it."""
    (x, y), (unit, table) = foot, how
    rng = study.rng
    cast(image, (x, y), unit * 1.05, mix(table, (20, 8, 10), 0.8))
    _branches(image, study, (x, y - unit * 3.3), unit)
    knots = [
        (0, -3.5),
        (0.42, -3.5),
        (0.36, -3.1),
        (0.4, -2.8),
        (0.86, -2.3),
        (1.1, -1.66),
        (1.0, -0.9),
        (0.66, -0.22),
        (0.5, 0.0),
        (0, 0.02),
    ]
    shape = [
        (x + px * unit, y + py * unit)
        for px, py in smooth([*knots, *((-px, py) for px, py in reversed(knots[1:-1])), knots[0]], 6)
    ]
    glaze = rng.choice(
        (
            Lit((236, 244, 240), (146, 182, 176), (56, 84, 88), (190, 170, 140)),
            Lit((246, 240, 226), (206, 192, 168), (112, 92, 80), (206, 170, 130)),
            Lit((150, 176, 220), (58, 84, 146), (20, 30, 66), (140, 120, 130)),
        )
    )
    body(image, shape, glaze, from_top=-0.1)
    fill(image, [ring((x, y - unit * 3.5), (unit * 0.42, unit * 0.09))], mix(glaze.shade, (0, 0, 0), 0.3))
    rim = ring((x, y - unit * 3.5), (unit * 0.44, unit * 0.1))
    inner = ring((x, y - unit * 3.49), (unit * 0.38, unit * 0.075))
    fill(image, [[*rim, rim[0], inner[0], *reversed(inner)]], mix(glaze.light, glaze.own, 0.4))


def _branches(image: Image.Image, study: Study, foot: tuple[float, float], unit: float) -> None:
    rng = study.rng
    petal = rng.choice(((250, 214, 220), (252, 246, 236), (232, 120, 110), (246, 212, 120)))
    for number in range(4):
        lean = (number - 1.5) * 0.62 + rng.gauss(0, 0.18)
        long = unit * rng.uniform(2.2, 3.3)
        line = smooth(
            [foot, (foot[0] + lean * unit * 0.5, foot[1] - long * 0.5), (foot[0] + lean * unit * 1.8, foot[1] - long)],
            10,
        )
        half = unit * 0.035
        fill(
            image,
            [[*((px - half, py) for px, py in line), *((px + half * 0.4, py) for px, py in reversed(line))]],
            (70, 52, 42),
        )
        for px, py in line[7::2]:
            spread = unit * 0.2
            at = px + rng.gauss(0, spread * 0.4), py + rng.gauss(0, spread * 0.3)
            _blossom(image, rng, (*at, spread * rng.uniform(0.6, 1.05)), petal)


def _blossom(image: Image.Image, rng: random.Random, where: tuple[float, float, float], colour: Colour) -> None:
    x, y, size = where
    start = rng.uniform(0, 360)
    for number in range(5):
        turn = (start + number * 72) * pi / 180
        middle = (x + cos(turn) * size * 0.52, y + sin(turn) * size * 0.46)
        tone = mix(colour, (255, 255, 255), 0.35) if sin(turn) < 0 else mix(colour, (90, 50, 60), 0.16)
        fill(
            image, [ring(middle, (size * 0.5, size * 0.36), turn * 180 / pi, points=18)], tone, soft=0.5, strength=0.95
        )
    disc(image, (x, y), size * 0.14, (206, 150, 66))


def _vignette(image: Image.Image) -> None:
    around = Image.radial_gradient("L").resize(image.size)
    image.paste((14, 10, 16), mask=curve(around, lambda v: (v - 0.5) * 1.1))
