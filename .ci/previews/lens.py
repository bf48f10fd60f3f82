"""Cameras and lamps: a film, very close, black and white, neon."""

from __future__ import annotations

import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageOps
from PIL.Image import Resampling

from previews.motif import (
    FOOT,
    LEAF,
    PEAR,
    SIZE,
    STALK,
    UNIT,
    VEIN,
    H,
    W,
    chance,
    here,
    leaf,
    outline,
    paper,
)
from server.cloudflare.samples.brushes import blur, curve, disc, fill, glow, gradient, grain, ring, smooth
from server.cloudflare.samples.hours import mix
from server.cloudflare.samples.scenes.fruit import Lit, body, cast


def film_still() -> Image.Image:
    rng = chance("film")
    image = gradient(((14, 34, 40), (24, 58, 62), (16, 30, 34)), SIZE)
    for _ in range(16):
        r = rng.uniform(7, 20)
        place = (rng.uniform(0, W), rng.uniform(44, 150))
        colour = rng.choice(((255, 170, 84), (255, 206, 130), (96, 190, 190), (255, 120, 80)))
        disc(image, place, r, colour, strength=rng.uniform(0.14, 0.4))
    image = blur(image, 1.6)
    image.paste(gradient(((70, 44, 28), (26, 16, 14)), (W, H - 204)), (0, 204))
    glow(image, (60, 200), 190, (255, 164, 80), strength=0.55)
    cast(image, FOOT, UNIT * 0.98, (6, 8, 10))
    body(image, PEAR, Lit((255, 214, 130), (176, 122, 50), (14, 34, 38), (40, 84, 86)), from_left=-0.85, from_top=0.1)
    leaf(image, (110, 120, 56), (26, 56, 48))
    rim = ImageChops.subtract(here(PEAR), here([(x - 2.6, y) for x, y in PEAR]))
    image.paste((90, 190, 190), mask=curve(rim, lambda v: v * 0.5))
    flare = here([(0, 150), (W, 149), (W, 151), (0, 152)], soft=1.6)
    image.paste((120, 200, 230), mask=curve(flare, lambda v: v * 0.5))
    image = grain(image, rng, 12)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, W, 31), fill=(4, 4, 6))
    draw.rectangle((0, H - 32, W, H), fill=(4, 4, 6))
    return image


def macro() -> Image.Image:
    """So close that only skin, drops and the foot of the leaf are seen."""
    rng = chance("macro")
    image = blur(gradient(((86, 128, 76), (126, 160, 92), (58, 92, 62)), SIZE), 2)
    for _ in range(12):
        disc(
            image,
            (rng.uniform(0, W), rng.uniform(0, 90)),
            rng.uniform(14, 36),
            (226, 236, 170),
            strength=rng.uniform(0.1, 0.25),
        )
    image = blur(image, 4)
    skin = smooth([(-40, 300), (-30, 190), (60, 110), (180, 84), (300, 104), (400, 170), (430, 300), (-40, 300)], 10)
    body(
        image,
        skin,
        Lit((250, 240, 150), (212, 196, 82), (120, 110, 44), (200, 190, 110)),
        from_left=-0.3,
        from_top=-0.5,
    )
    here_ = here(skin)
    dots = Image.new("RGB", SIZE)
    for _ in range(620):
        x, y = rng.uniform(0, W), rng.uniform(90, H)
        r = rng.uniform(0.6, 1.5)
        fill(dots, [ring((x, y), (r, r), points=8)], (255, 255, 255), soft=0.4)
    image.paste((126, 98, 44), mask=curve(ImageChops.multiply(dots.convert("L"), here_), lambda v: v * 0.65))
    for _ in range(34):
        r = 1.8 + 15 * rng.random() ** 3
        x, y = rng.uniform(6, W - 6), rng.uniform(116, H + 4)
        if here_.getpixel((int(x), min(H - 1, int(y)))):
            _drop(image, (x, y, r))
    stem = smooth([(196, 96), (202, 60), (226, -8)], 8)
    fill(image, [[*((x - 8, y) for x, y in stem), *((x + 9, y) for x, y in reversed(stem))]], (110, 78, 44), soft=1.2)
    fill(image, [[*((x - 5, y) for x, y in stem), *((x - 1, y) for x, y in reversed(stem))]], (176, 134, 84), soft=2)
    near = Image.linear_gradient("L").resize(SIZE)
    image = Image.composite(blur(image, 4), image, curve(near, lambda v: (v - 0.72) * 3.6))
    return Image.composite(blur(image, 2), image, curve(near, lambda v: (0.34 - v) * 5))


def _drop(image: Image.Image, where: tuple[float, float, float]) -> None:
    x, y, r = where
    fill(image, [ring((x + r * 0.14, y + r * 0.3), (r, r * 0.9))], (82, 70, 26), soft=r * 0.22, strength=0.6)
    left, top, side = round(x - r), round(y - r * 0.92), max(3, round(r * 2))
    lens = gradient(((128, 118, 44), (226, 216, 120), (255, 250, 200)), (side, side))
    mask = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(mask).ellipse((2, side * 0.16, side * 4 - 3, side * 3.84), fill=255)
    image.paste(lens, (left, top), curve(mask.resize((side, side), Resampling.BOX), lambda v: v * 0.86))
    fill(image, [ring((x - r * 0.34, y - r * 0.4), (r * 0.2, r * 0.26), 20, points=16)], (255, 255, 255), soft=0.4)


def noir() -> Image.Image:
    rng = chance("noir")
    image = gradient(((40, 40, 42), (92, 92, 94), (60, 60, 62)), SIZE)
    blinds = Image.new("RGB", SIZE)
    for number in range(11):
        y = 14 + number * 24
        fill(blinds, [[(40, y), (350, y - 46), (350, y - 33), (40, y + 13)]], (255, 255, 255), soft=2.2)
    image.paste((232, 230, 224), mask=curve(blinds.convert("L"), lambda v: v * 0.72))
    image.paste(gradient(((66, 66, 68), (18, 18, 20)), (W, 70)), (0, H - 70))
    fill(
        image, [[(x + (250 - y) * 0.5 + 24, 250 - (250 - y) * 0.12) for x, y in PEAR]], (8, 8, 10), soft=5, strength=0.8
    )
    body(image, PEAR, Lit((255, 255, 252), (196, 196, 198), (4, 4, 6), (50, 50, 52)), from_left=-0.7, from_top=0.0)
    fill(image, [STALK], (14, 14, 16))
    fill(image, [LEAF], (150, 150, 152))
    fill(image, [[*VEIN, *reversed(LEAF[len(LEAF) // 2 :])]], (30, 30, 32), soft=0.8)
    strips = ImageChops.multiply(ImageOps.invert(blinds.convert("L")), here(PEAR))
    image.paste((6, 6, 8), mask=curve(strips, lambda v: v * 0.42))
    around = Image.radial_gradient("L").resize(SIZE)
    image.paste((0, 0, 0), mask=curve(around, lambda v: (v - 0.4) * 1.2))
    return grain(image.convert("L").convert("RGB"), rng, 14)


def neon() -> Image.Image:
    rng = chance("neon")
    image = gradient(((14, 8, 38), (48, 12, 74), (16, 10, 40)), SIZE)
    horizon = 196
    grid = paper((0, 0, 0))
    for number in range(-16, 17):
        outline(
            grid, [[(FOOT[0] + number * 10, horizon), (FOOT[0] + number * 74, H)]], (255, 255, 255), 1.1, closed=False
        )
    for number in range(10):
        y = horizon + (H - horizon) * (number / 9) ** 2
        outline(grid, [[(0, y), (W, y)]], (255, 255, 255), 1.1, closed=False)
    lines = grid.convert("L")
    image.paste((255, 60, 190), mask=curve(blur(lines, 3), lambda v: v * 0.9))
    image.paste((255, 130, 220), mask=curve(lines, lambda v: v * 0.8))
    _skyline(image, rng, horizon)
    glow(image, (FOOT[0], 150), 170, (130, 40, 170), strength=0.8)
    fill(image, [PEAR, LEAF], (20, 10, 44), strength=0.82)
    for shapes, colour, wide in (
        ([PEAR], (60, 240, 255), 3.2),
        ([LEAF], (120, 255, 150), 2.8),
        ([VEIN, STALK[: len(STALK) // 2]], (255, 90, 190), 2.4),
    ):
        tube = paper((0, 0, 0))
        outline(tube, shapes, (255, 255, 255), wide, closed=len(shapes) == 1)
        mask = tube.convert("L")
        for radius, share in ((14, 1.6), (5, 1.3)):
            image = ImageChops.screen(
                image,
                Image.composite(paper(colour), paper((0, 0, 0)), curve(blur(mask, radius), _times(share))),
            )
        image.paste(mix(colour, (255, 255, 255), 0.6), mask=mask)
    mirror = ImageChops.multiply(
        image.crop((0, horizon - 60, W, horizon + 50)).transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((W, 42)),
        Image.new("RGB", (W, 42), (90, 80, 120)),
    )
    low = image.crop((0, H - 42, W, H))
    image.paste(ImageChops.screen(low, blur(mirror, 2)), (0, H - 42))
    return image


def _times(share: float) -> Callable[[float], float]:
    return lambda v: v * share


def _skyline(image: Image.Image, rng: random.Random, horizon: int) -> None:
    for x in range(0, W, 26):
        high = rng.uniform(20, 90)
        fill(
            image,
            [[(x, horizon - high), (x + 23, horizon - high), (x + 23, horizon), (x, horizon)]],
            mix((18, 10, 48), (60, 20, 90), rng.random()),
        )
        for _ in range(5):
            wx, wy = x + rng.uniform(3, 18), horizon - rng.uniform(4, high)
            fill(
                image,
                [[(wx, wy), (wx + 3, wy), (wx + 3, wy + 2), (wx, wy + 2)]],
                rng.choice(((90, 230, 255), (255, 90, 190))),
                strength=0.8,
            )


DRAWN = {"film-still": film_still, "macro": macro, "noir": noir, "neon": neon}
