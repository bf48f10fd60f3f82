"""Computers and hands: pixels, cubes, facets, clay, cel, a glossy render."""

from __future__ import annotations

import random
from collections.abc import Iterator

from PIL import Image, ImageChops, ImageEnhance, ImageFilter
from PIL.Image import Resampling

from previews.motif import (
    FOOT,
    LEAF,
    PEAR,
    SIZE,
    STALK,
    VEIN,
    H,
    W,
    chance,
    coloured,
    cross,
    here,
    outline,
    paper,
    pears_radius,
    pixel_at,
)
from server.cloudflare.samples.brushes import blur, curve, fill, glow, gradient, noise, ring, smooth
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.scenes.fruit import Lit, body


def pixel() -> Image.Image:
    base = coloured(((112, 170, 216), (150, 200, 226), (190, 222, 226)), (112, 160, 92), edge=212)
    base = ImageEnhance.Color(base).enhance(1.35)
    side = 6
    small = (
        base.resize((W // side, H // side), Resampling.BOX)
        .quantize(18, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
        .convert("RGB")
    )
    inside = (
        here(PEAR, LEAF, STALK).resize(small.size, Resampling.BOX).point([255 if v > 110 else 0 for v in range(256)])
    )
    edge = ImageChops.subtract(inside.filter(ImageFilter.MaxFilter(3)), inside)
    small.paste((54, 38, 46), mask=edge)
    for x, y, wide in ((6, 8, 9), (44, 5, 12), (50, 14, 7)):
        for dx, dy, w in ((0, 0, wide), (2, -1, wide - 4)):
            small.paste((240, 248, 250), (x + dx, y + dy, x + dx + w, y + dy + 1 + (dx == 0)))
    for x in (5, 12, 19, 44, 53, 59):
        small.paste((78, 128, 72), (x, 37 + x % 4, x + 1, 39 + x % 4))
    return small.resize((W // side * side, H // side * side), Resampling.NEAREST).resize(SIZE, Resampling.NEAREST)


def isometric() -> Image.Image:
    """The pear out of cubes, on a small island."""
    image = gradient(((206, 220, 246), (236, 228, 246)), SIZE)
    size = 7.0
    origin = (FOOT[0], 222.0)
    fill(image, [ring((origin[0], 246), (130, 44))], (120, 120, 170), soft=9, strength=0.4)
    for (a, b, z), colour in _cubes():
        _cube(image, origin, (a, b, z), (size, colour))
    return image


def _cubes() -> Iterator[tuple[tuple[int, int, int], Colour]]:
    """From below upwards and from behind to the front: island, pear, stalk, leaf."""
    for z, colour in ((-2, (150, 112, 84)), (-1, (126, 186, 112))):
        yield from (((a, b, z), mix(colour, (255, 255, 255), 0.06 * ((a + b) % 2))) for a, b in _square(8))
    for z in range(_LEVELS):
        radius = pears_radius((z + 0.5) / _LEVELS) * 6.3
        yield from (((a, b, z), _skin(a, z)) for a, b in _square(7) if a * a + b * b <= radius * radius)
    yield from (((0, 0, _LEVELS + z), (120, 82, 56)) for z in range(4))
    yield from (((a, b, _LEVELS + z), (104, 170, 92)) for a, b, z in _LEAF_CUBES)


_LEVELS = 22
_LEAF_CUBES = ((1, 0, 1), (2, 0, 2), (2, -1, 2), (3, -1, 3), (3, 0, 2), (4, -1, 3), (4, -2, 3), (5, -2, 3))


def _square(half: int) -> Iterator[tuple[int, int]]:
    yield from ((a, b) for a in range(-half, half + 1) for b in range(-half, half + 1))


def _skin(a: int, z: int) -> Colour:
    blush = 0.55 * min(1.0, a / 5) if a > 0 and 3 < z < 13 else 0.0
    return mix((240, 204, 84), (222, 104, 70), blush)


def _cube(
    image: Image.Image, origin: tuple[float, float], place: tuple[int, int, int], how: tuple[float, Colour]
) -> None:
    (a, b, z), (size, colour) = place, how
    x, y = origin[0] + (a - b) * size * 0.866, origin[1] + (a + b) * size * 0.5 - z * size
    w, h = size * 0.866, size * 0.5
    top = [(x, y - size), (x + w, y - size + h), (x, y - size + 2 * h), (x - w, y - size + h)]
    left = [(x - w, y - size + h), (x, y - size + 2 * h), (x, y + 2 * h), (x - w, y + h)]
    right = [(x + w, y - size + h), (x, y - size + 2 * h), (x, y + 2 * h), (x + w, y + h)]
    fill(image, [left], mix(colour, (60, 40, 110), 0.12))
    fill(image, [right], mix(colour, (60, 40, 110), 0.34))
    fill(image, [top], mix(colour, (255, 255, 255), 0.24))


def low_poly() -> Image.Image:
    rng = chance("poly")
    base = coloured(((58, 72, 120), (120, 110, 160), (226, 160, 150)), (92, 80, 120), edge=212)
    image = blur(base, 3)
    _facets(image, base, rng, 46, None)
    fruit = coloured(((244, 208, 96), (240, 186, 80)), (206, 132, 62), edge=190)
    _facets(image, ImageEnhance.Contrast(fruit).enhance(1.15), rng, 27, here(PEAR))
    half = len(LEAF) // 2
    for number in range(0, half - 4, 4):
        fill(
            image,
            [[VEIN[min(len(VEIN) - 1, number // 2 + 1)], LEAF[number], LEAF[number + 4]]],
            mix((150, 190, 100), (90, 140, 80), number / half),
        )
        back = len(LEAF) - 1 - number
        fill(
            image,
            [[VEIN[min(len(VEIN) - 1, number // 2 + 1)], LEAF[back], LEAF[back - 4]]],
            mix((76, 120, 70), (54, 96, 62), number / half),
        )
    fill(image, [STALK], (86, 58, 46))
    return image


def _facets(image: Image.Image, base: Image.Image, rng: random.Random, step: int, inside: Image.Image | None) -> None:
    """Triangles between moved knots of a grid, each in the colour at its middle."""
    layer = Image.new("RGB", SIZE)
    columns, rows = W // step + 2, H // step + 2
    knots = [
        [
            ((c - 0.5) * step + rng.uniform(-0.3, 0.3) * step, (r - 0.5) * step + rng.uniform(-0.3, 0.3) * step)
            for c in range(columns + 1)
        ]
        for r in range(rows + 1)
    ]
    for r in range(rows):
        for c in range(columns):
            a, b, d, e = knots[r][c], knots[r][c + 1], knots[r + 1][c + 1], knots[r + 1][c]
            for triangle in ((a, b, d), (a, d, e)) if (r + c) % 2 else ((a, b, e), (b, d, e)):
                x, y = sum(p[0] for p in triangle) / 3, sum(p[1] for p in triangle) / 3
                colour = pixel_at(base, x, y)
                colour = mix(colour, rng.choice(((255, 255, 255), (30, 20, 60))), rng.uniform(0.0, 0.12))
                fill(layer, [[(px + (px - x) * 0.03, py + (py - y) * 0.03) for px, py in triangle]], colour)
    image.paste(layer, mask=inside)


def clay() -> Image.Image:
    rng = chance("clay")
    image = gradient(((246, 214, 204), (250, 226, 214), (236, 190, 178)), SIZE)
    fill(image, [ring((FOOT[0] + 26, FOOT[1] - 2), (96, 15))], (150, 84, 84), soft=9, strength=0.5)
    puffed = [(FOOT[0] + (x - FOOT[0]) * 1.06, FOOT[1] + (y - FOOT[1]) * 0.96) for x, y in PEAR]
    body(
        image,
        puffed,
        Lit((255, 232, 150), (246, 196, 88), (196, 122, 62), (255, 206, 160)),
        from_left=-0.42,
        from_top=0.0,
    )
    fill(image, [ring((222, 182), (22, 30), 12)], (236, 118, 92), soft=11, strength=0.6)
    stalk = smooth([(192, 74), (194, 56), (204, 36)], 8)
    for half, colour in ((7, (120, 76, 62)), (4, (166, 112, 90))):
        fill(
            image,
            [
                [
                    *((x - half, y) for x, y in stalk),
                    *ring(stalk[-1], (half, half), points=14),
                    *((x + half, y) for x, y in reversed(stalk)),
                ]
            ],
            colour,
            soft=1.2,
        )
    fat = [(x + 4, y - 4) for x, y in LEAF]
    fill(image, [[(x + 2, y + 4) for x, y in fat]], (84, 110, 70), soft=2, strength=0.7)
    body(
        image, fat, Lit((190, 226, 150), (124, 182, 104), (70, 124, 76), (160, 200, 130)), from_left=-0.4, from_top=-0.4
    )
    outline(image, [[(x + 4, y - 4) for x, y in VEIN]], (92, 148, 84), 2.4, closed=False)
    prints = noise(rng, SIZE, (26, 60, 120, 200))
    relief = prints.filter(ImageFilter.GaussianBlur(1)).filter(ImageFilter.EMBOSS)
    dented = ImageChops.overlay(image, Image.merge("RGB", [relief] * 3))
    image = Image.composite(Image.blend(image, dented, 0.6), image, here(puffed, fat, soft=1))
    for x in (176, 208):
        fill(image, [ring((x, 168), (5, 6))], (70, 44, 50))
        fill(image, [ring((x - 1.6, 165.6), (1.6, 1.8))], (255, 255, 255))
    outline(image, [smooth([(184, 180), (192, 186), (200, 180)], 6)], (120, 60, 56), 2.6, closed=False)
    return image


def anime() -> Image.Image:
    image = gradient(((66, 140, 226), (126, 190, 244), (214, 238, 252)), SIZE)
    for cx, cy, size in ((92, 128, 34), (318, 100, 40), (240, 60, 16)):
        for dx, dy, share in (
            (0, 0, 1.0),
            (-0.95, 0.32, 0.7),
            (0.98, 0.28, 0.76),
            (0.3, -0.5, 0.72),
            (-0.46, -0.3, 0.7),
        ):
            fill(image, [ring((cx + dx * size, cy + dy * size), (size * share,) * 2)], (250, 253, 255))
        for dx, dy, share in ((0.1, 0.5, 0.72), (-0.8, 0.62, 0.5), (0.95, 0.6, 0.5)):
            fill(image, [ring((cx + dx * size, cy + dy * size), (size * share, size * share * 0.7))], (206, 226, 246))
    fill(image, [[(0, 232), (130, 222), (260, 228), (W, 218), (W, H), (0, H)]], (110, 186, 96))
    fill(image, [[(0, 250), (160, 244), (W, 252), (W, H), (0, H)]], (76, 152, 84))
    fill(image, [ring((206, 250), (84, 9))], (52, 116, 74))
    fill(image, [PEAR], (252, 216, 98))
    shade = ImageChops.subtract(here(PEAR), here([(x - 24, y - 8) for x, y in PEAR]))
    image.paste((232, 152, 66), mask=shade)
    deep = ImageChops.subtract(here(PEAR), here([(x - 9, y - 5) for x, y in PEAR]))
    image.paste((206, 108, 62), mask=deep)
    fill(
        image,
        [
            smooth([(148, 204), (142, 178), (156, 150), (166, 148), (156, 178), (160, 208), (148, 204)], 6),
            ring((176, 112), (4, 9), 14),
        ],
        (255, 250, 224),
    )
    fill(image, [LEAF], (104, 190, 96))
    fill(image, [[*VEIN, *reversed(LEAF[len(LEAF) // 2 :])]], (56, 140, 86))
    fill(image, [STALK], (120, 74, 56))
    outline(image, [PEAR, LEAF, STALK], (72, 40, 48), 2.4)
    outline(image, [VEIN], (40, 100, 70), 1.4, closed=False)
    fill(image, [cross(278, 118, 13), cross(118, 84, 9), cross(296, 196, 7)], (255, 255, 255))
    return image


def render() -> Image.Image:
    """As from a studio of products: soft boxes, a glossy skin, a mirror below."""
    image = gradient(((222, 214, 246), (240, 230, 250), (206, 196, 238)), SIZE)
    glow(image, (120, 90), 220, (255, 255, 255), strength=0.9)
    shape = ((252, 232, 130), (246, 186, 44), (206, 96, 40), (240, 190, 220))
    ghost = paper((0, 0, 0))
    body(ghost, [(x, 2 * FOOT[1] - 8 - y) for x, y in PEAR], Lit(*shape), from_top=0.0)
    mask = curve(here([(x, 2 * FOOT[1] - 8 - y) for x, y in PEAR]), lambda v: v * 0.28)
    image.paste(ghost, mask=mask)
    fill(image, [ring((FOOT[0] + 8, FOOT[1]), (74, 7))], (110, 70, 130), soft=5, strength=0.55)
    body(image, PEAR, Lit(*shape), from_left=-0.4, from_top=0.08)
    for window in (
        smooth([(146, 204), (139, 176), (152, 142), (165, 134), (158, 170), (163, 208), (146, 204)], 6),
        ring((181, 104), (5, 13), 12),
    ):
        fill(image, [window], (255, 255, 255), soft=1.6, strength=0.82)
    rim = ImageChops.subtract(here(PEAR), here([(x - 4, y) for x, y in PEAR], soft=2))
    image.paste((255, 190, 240), mask=curve(rim, lambda v: v * 0.75))
    fill(image, [STALK], (120, 70, 60))
    body(
        image, LEAF, Lit((196, 250, 160), (96, 200, 110), (30, 120, 90), (180, 240, 200)), from_left=-0.3, from_top=-0.5
    )
    outline(image, [VEIN], (220, 255, 210), 1.4, closed=False)
    return image


DRAWN = {"pixel": pixel, "isometric": isometric, "low-poly": low_poly, "clay": clay, "anime": anime, "render": render}
