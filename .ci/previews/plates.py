"""Sheets with more than one drawing: blueprint and a botanist's plate."""

from __future__ import annotations

import random
from math import cos, pi, sin

from PIL import Image, ImageChops

from previews.motif import FOOT, LEAF, PEAR, SIZE, STALK, UNIT, H, Points, W, at, chance, here, outline, paper
from server.cloudflare.samples.brushes import blur, curve, fill, gradient, grain, noise, ring, smooth
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.manners import rough
from server.cloudflare.samples.scenes.fruit import pear_outline


def blueprint() -> Image.Image:
    rng = chance("blueprint")
    image = gradient(((22, 70, 140), (26, 82, 158), (18, 60, 124)), SIZE)
    line, faint = (226, 240, 255), (92, 140, 202)
    _graph_paper(image, faint)
    shift = -58
    pear = [(x + shift, y) for x, y in PEAR]
    outline(image, [pear, [(x + shift, y) for x, y in LEAF]], line, 1.6)
    outline(image, [[(x + shift, y) for x, y in STALK]], line, 1)
    for share in (0.25, 0.5, 0.75):
        ellipse = ring(
            (FOOT[0] + shift, FOOT[1] - 2.46 * UNIT * share * 0.8), (UNIT * (0.98, 0.86, 0.5)[round(share * 4) - 1], 9)
        )
        outline(image, [ellipse], mix(line, (26, 82, 158), 0.35), 0.7)
    x = FOOT[0] + shift
    for y in range(36, 262, 12):
        outline(image, [[(x, y), (x, y + 7)]], line, 0.7, closed=False)
    left, top, bottom = x - UNIT - 24, FOOT[1] - 2.46 * UNIT, FOOT[1]
    outline(
        image,
        [[(left, top), (left, bottom)], [(left - 6, top), (x, top)], [(left - 6, bottom), (x, bottom)]],
        line,
        0.8,
        closed=False,
    )
    outline(
        image,
        [
            [(x - UNIT, bottom + 16), (x + UNIT, bottom + 16)],
            [(x - UNIT, bottom - 60), (x - UNIT, bottom + 22)],
            [(x + UNIT, bottom - 60), (x + UNIT, bottom + 22)],
        ],
        line,
        0.8,
        closed=False,
    )
    for ax, ay, turn in ((left, top, 1), (left, bottom, -1)):
        fill(image, [[(ax, ay), (ax - 3, ay + turn * 9), (ax + 3, ay + turn * 9)]], line)
    for ax, turn in ((x - UNIT, 1), (x + UNIT, -1)):
        fill(image, [[(ax, bottom + 16), (ax + turn * 9, bottom + 13), (ax + turn * 9, bottom + 19)]], line)
    _section(image, line)
    outline(image, [[(8, 8), (W - 8, 8), (W - 8, H - 8), (8, H - 8)]], line, 1.2)
    outline(
        image,
        [
            [(W - 112, H - 44), (W - 8, H - 44)],
            [(W - 112, H - 44), (W - 112, H - 8)],
            [(W - 112, H - 26), (W - 8, H - 26)],
        ],
        line,
        0.9,
        closed=False,
    )
    _title(image, rng, line)
    return grain(image, rng, 5)


def _graph_paper(image: Image.Image, faint: Colour) -> None:
    for x in range(0, W, 12):
        outline(image, [[(x, 0), (x, H)]], mix(faint, (26, 82, 158), 0.35 if x % 60 else 0.0), 0.5, closed=False)
    for y in range(0, H, 12):
        outline(image, [[(0, y), (W, y)]], mix(faint, (26, 82, 158), 0.35 if y % 60 else 0.0), 0.5, closed=False)


def _title(image: Image.Image, rng: random.Random, line: Colour) -> None:
    """Where the names would stand."""
    for row in range(2):
        for number in range(6):
            start = W - 104 + number * 14
            outline(
                image,
                [[(start, H - 34 + row * 17), (start + rng.uniform(5, 11), H - 34 + row * 17)]],
                line,
                1.6,
                closed=False,
            )


def _section(image: Image.Image, line: Colour) -> None:
    """The pear cut through, smaller, at the right."""
    foot, unit = (300.0, 186.0), 44.0
    shape = at(pear_outline(), unit, foot)
    inner = [(foot[0] + (x - foot[0]) * 0.9, foot[1] - 3 + (y - foot[1]) * 0.93) for x, y in shape]
    outline(image, [shape], line, 1.3)
    outline(image, [inner], line, 0.6)
    core = ring((foot[0], foot[1] - unit * 0.78), (unit * 0.3, unit * 0.36))
    outline(image, [core], line, 0.8)
    for side in (-1, 1):
        fill(image, [ring((foot[0] + side * 6, foot[1] - unit * 0.78), (3, 6.5), side * 14)], line)


def botanical() -> Image.Image:
    rng = chance("botanical")
    image = paper((240, 230, 206))
    stains = noise(rng, SIZE, (4, 9, 24))
    image.paste((204, 182, 138), mask=curve(stains, lambda v: (v - 0.52) * 1.2))
    unit, foot = 58.0, (150.0, 250.0)
    whole = at(pear_outline(), unit, foot)
    _plate_pear(image, rng, whole)
    branch = smooth([(88, 40), (120, 62), (152, 96), (152, 112)], 10)
    outline(image, [branch], (98, 70, 46), 3.4, closed=False)
    outline(image, [branch], (140, 104, 70), 1.2, closed=False)
    for x, y, turn, long in ((104, 50, 150, 58), (128, 70, 20, 74), (142, 82, 196, 62)):
        _plate_leaf(image, (x, y), turn * pi / 180, long)
    half_foot, small = (282.0, 240.0), 46.0
    half = at(pear_outline(), small, half_foot)
    fill(image, [half], (226, 206, 120))
    fill(
        image,
        [[(half_foot[0] + (x - half_foot[0]) * 0.92, half_foot[1] - 3 + (y - half_foot[1]) * 0.95) for x, y in half]],
        (250, 242, 212),
    )
    outline(image, [half], (110, 84, 40), 0.9)
    outline(image, [ring((half_foot[0], half_foot[1] - 36), (13, 17))], (176, 140, 84), 0.7)
    outline(
        image,
        [
            smooth(
                [
                    (half_foot[0], half_foot[1] - 54),
                    (half_foot[0] - 1, half_foot[1] - 84),
                    (half_foot[0], half_foot[1] - 112),
                ],
                6,
            )
        ],
        (176, 140, 84),
        0.8,
        closed=False,
    )
    for side in (-1, 1):
        fill(image, [ring((half_foot[0] + side * 5, half_foot[1] - 36), (3, 6.6), side * 12)], (92, 58, 32))
    for number, (wide, height) in enumerate(((96, 50), (66, 60))):
        along, text = 244.0, list[tuple[float, float]]()
        while along < 244 + wide:
            text.append((along, height + rng.uniform(-2.6, 2.6)))
            along += rng.uniform(3, 6)
        outline(image, [smooth(text, 4)], (96, 74, 54), 0.9 - 0.2 * number, closed=False)
    outline(image, [[(10, 10), (W - 10, 10), (W - 10, H - 10), (10, H - 10)]], (150, 122, 84), 0.8)
    return ImageChops.multiply(image, rough(SIZE, rng, 0.035).convert("RGB"))


def _plate_pear(image: Image.Image, rng: random.Random, shape: Points) -> None:
    inside = here(shape)
    fill(image, [shape], (222, 200, 104))
    light = blur(here(ring((132, 196), (22, 40), 14)), 12)
    image.paste((250, 240, 184), mask=ImageChops.multiply(inside, light))
    dark = ImageChops.subtract(inside, blur(here([(x - 14, y - 5) for x, y in shape]), 10))
    image.paste((132, 108, 44), mask=curve(dark, lambda v: v * 0.9))
    blush = ImageChops.multiply(inside, blur(here(ring((182, 196), (20, 36), 14)), 10))
    image.paste((196, 82, 56), mask=curve(blush, lambda v: v * 0.75))
    for _ in range(150):
        x, y = rng.uniform(86, 214), rng.uniform(110, 252)
        if inside.getpixel((int(x), int(y))):
            fill(image, [ring((x, y), (0.7, 0.7), points=8)], (120, 92, 46), strength=0.7)
    outline(image, [shape], (104, 80, 40), 0.9)


def _plate_leaf(image: Image.Image, foot: tuple[float, float], turn: float, long: float) -> None:
    c, s = cos(turn), sin(turn)

    def placed(points: Points) -> Points:
        return [(foot[0] + (x * c - y * s) * long, foot[1] + (x * s + y * c) * long) for x, y in points]

    shape = placed(
        smooth(
            [
                (0, 0),
                (0.22, 0.17),
                (0.55, 0.2),
                (0.85, 0.1),
                (1.0, 0.0),
                (0.85, -0.12),
                (0.55, -0.21),
                (0.22, -0.16),
                (0, 0),
            ],
            5,
        )
    )
    fill(image, [shape], (112, 138, 78))
    fill(image, [placed([(0, 0), (0.22, 0.17), (0.55, 0.2), (0.85, 0.1), (1.0, 0.0)])], (82, 110, 62), soft=0.8)
    outline(image, [shape], (60, 78, 46), 0.8)
    outline(image, [placed([(0, 0), (1, 0)])], (176, 190, 130), 0.9, closed=False)
    for number in range(1, 6):
        x = number * 0.15
        outline(
            image,
            [placed([(x, 0), (x + 0.12, 0.12)]), placed([(x, 0), (x + 0.12, -0.12)])],
            (160, 176, 118),
            0.5,
            closed=False,
        )


DRAWN = {"blueprint": blueprint, "botanical": botanical}
