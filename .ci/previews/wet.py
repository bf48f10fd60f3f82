"""Brushes on paper: watercolour, ink, gouache, porcelain's blue."""

from __future__ import annotations

import random
from math import cos, pi, sin

from PIL import Image, ImageChops

from previews.motif import (
    FOOT,
    INK,
    LEAF,
    PEAR,
    SIZE,
    STALK,
    VEIN,
    H,
    Points,
    W,
    chance,
    here,
    outline,
    paper,
    tone,
)
from server.cloudflare.samples.brushes import blur, curve, fill, gradient, grain, noise, ring, smooth
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.manners import PAPER, rough


def _rough_edges(rng: random.Random, *shapes: Points, far: float = 5) -> Image.Image:
    """A mask whose edges wander, as wet colour does."""
    soft = blur(here(*shapes), far)
    torn = noise(rng, SIZE, (14, 36, 80, 160))
    return curve(
        ImageChops.add(curve(soft, lambda v: v * 0.7), curve(torn, lambda v: v * 0.3)), lambda v: (v - 0.46) * 9
    )


def _wash(image: Image.Image, rng: random.Random, shape: Image.Image, colour: Colour, strength: float = 0.8) -> None:
    """One wash: uneven inside, darker along its edge."""
    pools = noise(rng, SIZE, (5, 11, 26, 60))
    inner = ImageChops.multiply(shape, curve(pools, lambda v: 0.45 + v * 0.6))
    image.paste(colour, mask=curve(inner, lambda v: v * strength))
    rim = ImageChops.subtract(shape, blur(shape, 2.2))
    image.paste(mix(colour, INK, 0.3), mask=curve(rim, lambda v: v * 1.1 * strength))


def watercolour() -> Image.Image:
    rng = chance("watercolour")
    image = paper(PAPER)
    _wash(image, rng, _rough_edges(rng, ring((190, 140), (150, 96)), far=20), (164, 196, 210), 0.5)
    _wash(image, rng, _rough_edges(rng, ring((250, 120), (92, 60)), far=18), (236, 186, 176), 0.4)
    _wash(image, rng, _rough_edges(rng, ring((206, 252), (120, 14)), far=6), (118, 116, 150), 0.55)
    _wash(image, rng, _rough_edges(rng, PEAR), (240, 206, 84), 0.95)
    shade = ImageChops.multiply(_rough_edges(rng, PEAR), curve(tone(), lambda v: 1.1 - v * 1.35))
    _wash(image, rng, shade, (150, 120, 46), 0.7)
    blush = ImageChops.multiply(_rough_edges(rng, PEAR), blur(here(ring((228, 178), (30, 46), 14)), 12))
    _wash(image, rng, blush, (222, 88, 62), 0.8)
    image.paste((255, 252, 236), mask=curve(blur(here(ring((166, 190), (10, 20), 16)), 4), lambda v: v * 0.8))
    _wash(image, rng, _rough_edges(rng, LEAF, far=3), (104, 146, 82), 0.95)
    _wash(image, rng, _rough_edges(rng, STALK, far=1.5), (104, 76, 54), 1)
    for _ in range(26):
        x, y = rng.uniform(30, 354), rng.uniform(24, 264)
        _wash(
            image,
            rng,
            here(ring((x, y), (rng.uniform(0.8, 3),) * 2)),
            rng.choice(((222, 120, 92), (150, 186, 198), (226, 196, 96))),
            0.6,
        )
    return ImageChops.multiply(image, rough(SIZE, rng, 0.045).convert("RGB"))


def ink_wash() -> Image.Image:
    rng = chance("ink")
    image = paper((243, 237, 222))
    for x, y, wide, dark in ((190, 236, 130, 0.2), (100, 92, 90, 0.13), (300, 70, 80, 0.1)):
        cloud = blur(_rough_edges(rng, ring((x, y), (wide, wide * 0.2)), far=16), 4)
        image.paste(INK, mask=curve(cloud, lambda v, d=dark: v * d))  # type: ignore[misc]
    dry = noise(rng, SIZE, (8, 40, 130, 190), stretch=3)
    wet = ImageChops.multiply(_rough_edges(rng, PEAR), curve(tone(), lambda v: 1.12 - v * 1.1))
    image.paste(INK, mask=curve(wet, lambda v: min(0.8, v**1.15 * 1.0)))
    stroke = ImageChops.subtract(
        _rough_edges(rng, PEAR, far=2),
        _rough_edges(
            rng, [(FOOT[0] - 7 + (x - FOOT[0]) * 0.87, FOOT[1] - 6 + (y - FOOT[1]) * 0.93) for x, y in PEAR], far=3
        ),
    )
    stroke = ImageChops.multiply(stroke, curve(dry, lambda v: (v - 0.3) * 5))
    image.paste(INK, mask=stroke)
    leaf_ = ImageChops.multiply(_rough_edges(rng, LEAF, far=3), curve(dry, lambda v: (v - 0.22) * 6))
    image.paste(INK, mask=curve(leaf_, lambda v: v * 0.95))
    image.paste(INK, mask=_rough_edges(rng, STALK, far=1.5))
    outline(image, [VEIN], (243, 237, 222), 1.4, closed=False)
    _seal(image, rng)
    return ImageChops.multiply(image, rough(SIZE, rng, 0.03).convert("RGB"))


def _seal(image: Image.Image, rng: random.Random) -> None:
    fill(image, [[(318, 216), (342, 216), (342, 240), (318, 240)]], (184, 44, 38), soft=0.6)
    for x in (323, 332):
        for y in (221, 227, 233):
            fill(image, [[(x, y), (x + 6, y), (x + 6, y + 2.4), (x, y + 2.4)]], (243, 237, 222))
    del rng


def storybook() -> Image.Image:
    """Gouache: flat shapes with the brush's texture, and friendly details."""
    rng = chance("gouache")
    image = paper((246, 226, 196))
    _gouache(image, rng, here([(0, 214), (120, 200), (260, 206), (384, 196), (384, 288), (0, 288)]), (142, 176, 148))
    _gouache(image, rng, here(ring((310, 66), (34, 34))), (244, 176, 112))
    for x, y, size in ((70, 206, 30), (112, 214, 20), (330, 204, 26)):
        _gouache(
            image,
            rng,
            here(
                *[
                    ring((x + dx * size, y - abs(dx) * -6 - size * 0.5), (size * 0.34, size * 0.8))
                    for dx in (-0.5, 0, 0.5)
                ]
            ),
            (98, 140, 118),
        )
    _gouache(image, rng, here(ring((200, 250), (92, 10))), (104, 138, 116))
    _gouache(image, rng, here(PEAR), (232, 188, 76))
    side = ImageChops.multiply(here(PEAR), blur(here([(x + 44, y + 6) for x, y in PEAR]), 3))
    _gouache(image, rng, curve(side, lambda v: v * 0.55), (206, 130, 62))
    _gouache(image, rng, here(STALK), (110, 76, 56))
    _gouache(image, rng, here(LEAF), (86, 136, 92))
    for x in (172, 206):
        fill(image, [ring((x, 176), (3.6, 4.6))], INK)
        fill(image, [ring((x - 12 if x < 190 else x + 12, 188), (8, 5))], (232, 128, 96), soft=1.5, strength=0.8)
    outline(image, [smooth([(182, 186), (189, 191), (196, 186)], 6)], INK, 2.2, closed=False)
    for _ in range(22):
        flake = rng.uniform(20, 250), rng.uniform(20, 120)
        fill(image, [ring(flake, (1.6, 1.6))], (255, 248, 230), strength=0.9)
    return grain(image, rng, 9)


def _gouache(image: Image.Image, rng: random.Random, shape: Image.Image, colour: Colour) -> None:
    streaks = noise(rng, SIZE, (10, 40, 130, 190), stretch=3)
    image.paste(colour, mask=shape)
    image.paste(
        mix(colour, (255, 255, 255), 0.35), mask=ImageChops.multiply(shape, curve(streaks, lambda v: (v - 0.55) * 2))
    )
    image.paste(mix(colour, INK, 0.3), mask=ImageChops.multiply(shape, curve(streaks, lambda v: (0.45 - v) * 1.6)))


def porcelain() -> Image.Image:
    """Cobalt blue under a white glaze."""
    rng = chance("porcelain")
    image = gradient(((236, 240, 242), (248, 250, 250), (226, 232, 238)), SIZE)
    blue = (30, 62, 142)
    body_ = ImageChops.multiply(here(PEAR), curve(tone(), lambda v: 0.74 - v * 0.8))
    pools = noise(rng, SIZE, (8, 20, 60))
    image.paste(blue, mask=ImageChops.multiply(body_, curve(pools, lambda v: 0.6 + v * 0.5)))
    outline(image, [PEAR], blue, 2.6)
    for number in range(9):
        y = 130 + number * 13
        left = smooth([(140 - number * 1.5, y + 6), (190, y + 14), (246 + number, y + 4)], 8)
        line = [(px, py) for px, py in left if here(PEAR).getpixel((int(px), int(py)))]
        if len(line) > 2:
            outline(image, [line], mix(blue, (255, 255, 255), 0.3), 1.0, closed=False)
    _wash(image, rng, here(LEAF), mix(blue, (255, 255, 255), 0.2), 0.9)
    fill(image, [STALK], blue)
    outline(image, [LEAF], blue, 1.8)
    outline(image, [VEIN], (240, 244, 248), 1.5, closed=False)
    for x, y, turn in ((70, 96, 0.4), (318, 208, 3.4), (64, 216, -0.5), (318, 92, 2.6)):
        _sprig(image, (x, y), turn, blue)
    for radius in (9, 4.5):
        frame = [(radius, radius), (W - radius, radius), (W - radius, H - radius), (radius, H - radius)]
        outline(image, [frame], blue, 2.2 if radius > 5 else 1)
    gleam = blur(here(ring((162, 186), (8, 26), 12)), 4)
    image.paste((255, 255, 255), mask=curve(gleam, lambda v: v * 0.9))
    return image


def _sprig(image: Image.Image, foot: tuple[float, float], turn: float, colour: Colour) -> None:
    x, y = foot
    for number in range(7):
        a = turn + (number - 3) * 0.62
        reach = 24 if number % 2 else 30
        middle = (x + cos(a) * reach * 0.62, y + sin(a) * reach * 0.62)
        fill(
            image,
            [ring(middle, (reach * 0.42, reach * 0.16), a * 180 / pi)],
            mix(colour, (255, 255, 255), 0.12 if number % 2 else 0.42),
        )
    fill(image, [ring(foot, (5, 5))], colour)


DRAWN = {"watercolour": watercolour, "ink-wash": ink_wash, "storybook": storybook, "porcelain": porcelain}
