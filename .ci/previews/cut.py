"""Scissors, glass, stones, gold: shapes with edges."""

from __future__ import annotations

import random
from math import cos, pi, sin

from PIL import Image, ImageChops

from previews.motif import (
    FOOT,
    LEAF,
    PEAR,
    SIZE,
    STALK,
    VEIN,
    H,
    Points,
    W,
    chance,
    coloured,
    here,
    outline,
    paper,
    pixel_at,
)
from server.cloudflare.samples.brushes import curve, fill, gradient, grain, noise, ring, smooth
from server.cloudflare.samples.hours import Colour, mix


def paper_cut() -> Image.Image:
    """Sheets of coloured paper over each other, each with its shadow."""
    rng = chance("paper")
    image = paper((250, 240, 224))
    layers: list[tuple[list[Points], Colour]] = []
    for share, colour in ((1.42, (246, 206, 168)), (1.28, (240, 168, 128)), (1.14, (226, 118, 92))):
        layers.append(([[(FOOT[0] + (x - FOOT[0]) * share, 160 + (y - 160) * share) for x, y in PEAR]], colour))
    layers += [
        ([PEAR], (246, 206, 92)),
        ([[(FOOT[0] + (x - FOOT[0]) * 0.72, 172 + (y - 172) * 0.72) for x, y in PEAR]], (250, 226, 146)),
    ]
    seeds = [ring((FOOT[0] - 9, 190), (5, 11), 14), ring((FOOT[0] + 9, 190), (5, 11), -14)]
    layers += [([STALK], (128, 88, 62)), ([LEAF], (96, 148, 110)), (seeds, (122, 74, 50))]
    for shapes, colour in layers:
        fill(image, [[(x + 3, y + 5) for x, y in shape] for shape in shapes], (70, 34, 30), soft=4.5, strength=0.42)
        fill(image, shapes, colour)
        lit = ImageChops.subtract(here(*shapes), here(*[[(x + 0.9, y + 1.1) for x, y in shape] for shape in shapes]))
        image.paste((255, 252, 244), mask=curve(lit, lambda v: v * 0.55))
    fill(image, [[(x, y + 1.2) for x, y in VEIN] + [(x, y - 0.4) for x, y in reversed(VEIN)]], (64, 112, 80))
    fibre = noise(rng, SIZE, (90, 180, 300, 380))
    return ImageChops.multiply(image, curve(fibre, lambda v: 0.93 + v * 0.1).convert("RGB"))


def stained_glass() -> Image.Image:
    rng = chance("glass")
    lead = (26, 24, 30)
    image = paper(lead)
    cells = _cells(rng)
    inside, leaf_ = here(PEAR), here(LEAF)
    sky = ((38, 84, 156), (58, 122, 186), (28, 60, 122), (96, 160, 200), (70, 70, 150))
    gold = ((246, 196, 60), (236, 160, 44), (250, 216, 110), (222, 124, 46))
    green = ((52, 130, 84), (96, 168, 92))
    ground = ((132, 52, 70), (168, 70, 74), (104, 40, 74))
    glass = Image.new("RGB", SIZE)
    for number, cell in enumerate(cells):
        fill(
            glass,
            [cell],
            (ground if sum(y for _, y in cell) / len(cell) > 226 else sky)[
                number % (3 if sum(y for _, y in cell) / len(cell) > 226 else 5)
            ],
        )
    pear = Image.new("RGB", SIZE)
    for number, cell in enumerate(_cells(chance("pear glass"), 44)):
        fill(pear, [cell], gold[number % 4])
    glass.paste(pear, mask=inside)
    glass.paste(green[0], mask=leaf_)
    fill(glass, [[*VEIN, *reversed(LEAF[len(LEAF) // 2 :])]], green[1])
    shine = noise(rng, SIZE, (6, 14, 40, 90))
    glass = ImageChops.overlay(glass, Image.merge("RGB", [curve(shine, lambda v: 0.5 + (v - 0.5) * 0.9)] * 3))
    glow_ = curve(ImageChops.invert(Image.radial_gradient("L").resize(SIZE)), lambda v: v * 0.5)
    glass = Image.composite(ImageChops.screen(glass, Image.new("RGB", SIZE, (120, 100, 70))), glass, glow_)
    image.paste(glass)
    background = list(cells)
    net = paper((0, 0, 0))
    outline(net, background, (255, 255, 255), 3)
    image.paste(lead, mask=ImageChops.subtract(net.convert("L"), ImageChops.lighter(inside, leaf_)))
    inner = paper((0, 0, 0))
    outline(inner, _cells(chance("pear glass"), 44), (255, 255, 255), 2.4)
    image.paste(lead, mask=ImageChops.multiply(inner.convert("L"), inside))
    outline(image, [PEAR, LEAF], lead, 5)
    fill(image, [STALK], lead)
    outline(image, [VEIN], lead, 2.6, closed=False)
    outline(image, [[(3, 3), (W - 4, 3), (W - 4, H - 4), (3, H - 4)]], lead, 8)
    return image


def _cells(rng: random.Random, step: int = 62) -> list[Points]:
    """Uneven quadrilaterals and triangles that fill the picture."""
    columns, rows = W // step + 2, H // step + 2
    knots = [
        [
            (
                c * step - step / 2 + rng.uniform(-0.34, 0.34) * step,
                r * step - step / 2 + rng.uniform(-0.34, 0.34) * step,
            )
            for c in range(columns + 1)
        ]
        for r in range(rows + 1)
    ]
    cells: list[Points] = []
    for r in range(rows):
        for c in range(columns):
            a, b, d, e = knots[r][c], knots[r][c + 1], knots[r + 1][c + 1], knots[r + 1][c]
            cells += [[a, b, d, e]] if rng.random() < 0.5 else [[a, b, d], [a, d, e]]
    return cells


def mosaic() -> Image.Image:
    rng = chance("mosaic")
    base = coloured(((40, 92, 120), (70, 140, 150), (96, 168, 160)), (196, 164, 116))
    image = paper((196, 188, 176))
    rows = int(H / 9) + 1
    for row in range(rows):
        for column in range(int(W / 9) + 1):
            x, y = column * 9 + rng.uniform(-0.8, 0.8) + (4.5 if row % 2 else 0), row * 9 + rng.uniform(-0.8, 0.8)
            colour = pixel_at(base, x + 4, y + 4)
            colour = mix(colour, rng.choice(((255, 255, 255), (0, 0, 0), (255, 220, 140))), rng.uniform(0, 0.24))
            turn = rng.gauss(0, 0.1)
            c, s = cos(turn) * 3.9, sin(turn) * 3.9
            tile = [
                (x + 4 - c + s, y + 4 - s - c),
                (x + 4 + c + s, y + 4 + s - c),
                (x + 4 + c - s, y + 4 + s + c),
                (x + 4 - c - s, y + 4 - s + c),
            ]
            fill(image, [tile], mix(colour, (0, 0, 0), 0.3))
            fill(image, [[(px - 0.6, py - 0.6) for px, py in tile]], colour)
    return image


def art_deco() -> Image.Image:
    rng = chance("deco")
    image = gradient(((16, 40, 46), (10, 26, 34)), SIZE)
    gold = gradient(((250, 226, 150), (206, 156, 70), (246, 216, 140), (170, 120, 54)), SIZE)
    rays = [
        [
            (FOOT[0], 300),
            (FOOT[0] + cos(a) * 520, 300 + sin(a) * 520),
            (FOOT[0] + cos(a + 0.05) * 520, 300 + sin(a + 0.05) * 520),
        ]
        for a in (pi + 0.02 + n * pi / 20 for n in range(20))
    ]
    mask = curve(here(*rays), lambda v: v * 0.55)
    for radius in (168, 161, 150):
        outer, inner = (
            ring((FOOT[0], 262), (radius, radius), points=90),
            ring((FOOT[0], 262), (radius - 2.2, radius - 2.2), points=90),
        )
        mask = ImageChops.lighter(mask, ImageChops.subtract(here(outer), here(inner)))
    mask = ImageChops.subtract(mask, here([(x, y) for x, y in ring((FOOT[0], 262), (148, 148), points=90)]))
    image.paste(gold, mask=mask)
    steps = [
        [(FOOT[0] - w, y), (FOOT[0] + w, y), (FOOT[0] + w, H), (FOOT[0] - w, H)]
        for w, y in ((150, 270.0), (116, 258.0), (84, 247.0))
    ]
    for step in steps:
        image.paste(gold, mask=here(step))
        fill(
            image,
            [
                [
                    (step[0][0] + 2, step[0][1] + 2),
                    (step[1][0] - 2, step[1][1] + 2),
                    (step[1][0] - 2, H),
                    (step[0][0] + 2, H),
                ]
            ],
            (14, 36, 42),
        )
    fill(image, [PEAR], (20, 70, 70))
    for number in range(6):
        shift = (number - 2.5) * 0.36
        line = [(FOOT[0] + (x - FOOT[0]) * shift, y) for x, y in PEAR if x >= FOOT[0]]
        drawn = paper((0, 0, 0))
        outline(drawn, [line], (255, 255, 255), 1.8, closed=False)
        image.paste(gold, mask=drawn.convert("L"))
    for shapes, wide in (([PEAR], 3.4), ([LEAF], 3)):
        drawn = paper((0, 0, 0))
        outline(drawn, shapes, (255, 255, 255), wide)
        image.paste(gold, mask=drawn.convert("L"))
    fill(image, [[(x, y) for x, y in LEAF]], (20, 70, 70), strength=0.0)
    image.paste(gold, mask=ImageChops.lighter(here(STALK), here([*VEIN, *[(x, y + 2) for x, y in reversed(VEIN)]])))
    for inset, wide in ((7, 2.2), (12, 0.9)):
        drawn = paper((0, 0, 0))
        outline(
            drawn,
            [[(inset, inset), (W - inset, inset), (W - inset, H - inset), (inset, H - inset)]],
            (255, 255, 255),
            wide,
        )
        image.paste(gold, mask=drawn.convert("L"))
    return grain(image, rng, 4)


def flat_vector() -> Image.Image:
    image = paper((252, 226, 206))
    fill(image, [ring((FOOT[0], 150), (126, 126), points=90)], (255, 244, 230))
    fill(image, [[(x, 244 + 0) for x in (40, 344)] + [(344, 249), (40, 249)]], (86, 70, 110))
    fill(image, [PEAR], (250, 190, 72))
    right = ImageChops.multiply(here(PEAR), here([(FOOT[0] + 8, 0), (W, 0), (W, H), (FOOT[0] + 8, H)]))
    image.paste((238, 144, 64), mask=right)
    fill(image, [smooth([(150, 200), (146, 178), (158, 158), (160, 180), (162, 204), (150, 200)], 6)], (255, 226, 146))
    fill(image, [LEAF], (74, 160, 122))
    fill(image, [[*VEIN, *reversed(LEAF[len(LEAF) // 2 :])]], (46, 124, 100))
    fill(image, [STALK], (96, 66, 86))
    for x, y, r, colour in (
        (92, 92, 9, (240, 120, 104)),
        (300, 120, 6, (86, 130, 190)),
        (88, 180, 5, (74, 160, 122)),
        (304, 196, 10, (250, 190, 72)),
        (276, 52, 7, (240, 120, 104)),
    ):
        fill(image, [ring((x, y), (r, r))], colour)
    return image


DRAWN = {
    "paper-cut": paper_cut,
    "stained-glass": stained_glass,
    "mosaic": mosaic,
    "art-deco": art_deco,
    "flat": flat_vector,
}
