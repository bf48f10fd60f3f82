"""Presses: woodcut, woodblock in colours, dots, two inks."""

from __future__ import annotations

from itertools import product
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageDraw
from PIL.Image import Resampling

from previews.motif import (
    FOOT,
    INK,
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
    outline,
    paper,
    tone,
)
from server.cloudflare.samples.brushes import blur, curve, fill, gradient, grain, level, noise, ring, smooth
from server.cloudflare.samples.hours import mix


def _halftone(light: Image.Image, gap: float, turn: float) -> Image.Image:
    """Dots in a turned grid, the larger the darker it is."""
    fine = 3
    mask = Image.new("L", (W * fine, H * fine))
    draw = ImageDraw.Draw(mask)
    c, s = cos(turn), sin(turn)
    reach = int(300 / gap)
    for column in range(-reach, reach):
        for row in range(-reach, reach):
            x, y = W / 2 + (column * c - row * s) * gap, H / 2 + (column * s + row * c) * gap
            if -gap < x < W + gap and -gap < y < H + gap:
                r: float = gap * 0.72 * (1 - level(light, int(x), int(y))) ** 0.5
                draw.ellipse(((x - r) * fine, (y - r) * fine, (x + r) * fine, (y + r) * fine), fill=255)
    return mask.resize(SIZE, Resampling.BOX)


def woodcut() -> Image.Image:
    """Black lines that swell with the shadow and follow the form."""
    rng = chance("woodcut")
    image = paper((238, 226, 200))
    light = blur(tone(), 2)
    lines = _gravings(light)
    black = ImageChops.lighter(lines, here(STALK))
    image.paste((28, 24, 26), mask=black)
    sky = ImageChops.subtract(
        here([(14, 14), (W - 14, 14), (W - 14, 200), (14, 200)]),
        here(PEAR, LEAF, STALK, soft=2).point([min(255, v * 4) for v in range(256)]),
    )
    rays = Image.new("L", (W * 2, H * 2))
    pen = ImageDraw.Draw(rays)
    for number in range(96):
        turn = 2 * pi * number / 96
        wide = 0.012 + 0.006 * rng.random()
        pen.polygon(
            [
                (FOOT[0] * 2, 150 * 2),
                (FOOT[0] * 2 + cos(turn - wide) * 900, 300 + sin(turn - wide) * 900),
                (FOOT[0] * 2 + cos(turn + wide) * 900, 300 + sin(turn + wide) * 900),
            ],
            fill=255,
        )
    image.paste((28, 24, 26), mask=ImageChops.multiply(sky, rays.resize(SIZE, Resampling.BOX)))
    outline(image, [PEAR, LEAF], (28, 24, 26), 3)
    fill(image, [LEAF], (28, 24, 26), strength=0.0)
    for number in range(6):
        x, y = VEIN[3 + number * 2]
        outline(image, [[(x, y), (x + 10, y - 7)], [(x, y), (x + 11, y + 5)]], (28, 24, 26), 1.6, closed=False)
    outline(image, [VEIN], (28, 24, 26), 2, closed=False)
    frame = Image.new("L", SIZE, 255)
    ImageDraw.Draw(frame).rectangle((13, 13, W - 14, H - 14), fill=0)
    image.paste((238, 226, 200), mask=frame)
    outline(image, [[(13, 13), (W - 14, 13), (W - 14, H - 14), (13, H - 14)]], (28, 24, 26), 4)
    return grain(image, rng, 9)


def _gravings(light: Image.Image) -> Image.Image:
    """Lines across, bent over the pear."""
    fine = 3
    mask = Image.new("L", (W * fine, H * fine))
    draw = ImageDraw.Draw(mask)
    inside = here(PEAR)
    for number, x in product(range(74), range(0, W, 2)):
        y0 = -10 + number * 4.1
        bend = 13 * (1 - ((x - FOOT[0]) / (UNIT * 1.05)) ** 2) if level(inside, x, int(y0)) else 0.0
        y = y0 + bend + sin(x / 17 + number) * 0.5
        wide = max(0.0, (0.86 - level(light, x, int(y))) * 4.4)
        if wide > 0.35:
            box = ((x - 1.2) * fine, (y - wide / 2) * fine, (x + 1.6) * fine, (y + wide / 2) * fine)
            draw.ellipse(box, fill=255)
    return mask.resize(SIZE, Resampling.BOX)


def ukiyo_e() -> Image.Image:
    rng = chance("ukiyo-e")
    image = gradient(((38, 70, 112), (196, 206, 196), (238, 226, 196), (238, 222, 186)), SIZE)
    fill(image, [ring((296, 84), (40, 40), points=60)], (206, 74, 54))
    blue, line = (58, 96, 140), (30, 44, 70)
    for row in range(4):
        y, x, scales = 216 + row * 19, -30.0 - (row % 2) * 24, []
        while x < W + 40:
            scales.append((x + 24, y + 20))
            x += 48
        for centre in scales:
            for share, colour in (
                (26, line),
                (24.4, (236, 228, 206)),
                (20, blue),
                (14, (236, 228, 206)),
                (11.5, mix(blue, line, 0.4)),
                (5, (236, 228, 206)),
            ):
                fill(image, [ring(centre, (share, share), points=48)], colour)
    fill(image, [PEAR], (232, 196, 96))
    side = ImageChops.multiply(here(PEAR), blur(here([(x + 40, y + 10) for x, y in PEAR]), 12))
    image.paste((198, 108, 58), mask=curve(side, lambda v: v * 0.85))
    low = ImageChops.multiply(here(PEAR), Image.linear_gradient("L").resize(SIZE))
    image.paste((110, 120, 70), mask=curve(low, lambda v: (v - 0.55) * 1.6))
    fill(image, [LEAF], (92, 124, 88))
    fill(image, [STALK], (84, 60, 48))
    outline(image, [PEAR, LEAF, STALK], line, 1.7)
    outline(image, [VEIN], line, 1, closed=False)
    fill(image, [[(28, 26), (56, 26), (56, 104), (28, 104)]], (206, 74, 54))
    for number in range(4):
        y = 36 + number * 17
        outline(
            image,
            [[(35, y), (49, y)], [(42, y - 5), (42, y + 8)], [(36, y + 8), (48, y + 6)]],
            (244, 230, 200),
            1.5,
            closed=False,
        )
    wood = noise(rng, SIZE, (3, 12, 60), stretch=9)
    return ImageChops.multiply(image, curve(wood, lambda v: 0.88 + v * 0.14).convert("RGB"))


def pop_art() -> Image.Image:
    image = Image.new("RGB", SIZE, (255, 222, 60))
    rays = [
        [
            (FOOT[0], 160),
            (FOOT[0] + cos(a) * 400, 160 + sin(a) * 400),
            (FOOT[0] + cos(a + 0.2) * 400, 160 + sin(a + 0.2) * 400),
        ]
        for a in (n * 2 * pi / 16 for n in range(16))
    ]
    fill(image, rays, (0, 174, 214))
    image.paste(
        (255, 255, 255),
        mask=ImageChops.multiply(here(*rays), _halftone(gradient(((250,) * 3, (120,) * 3), SIZE).convert("L"), 8, 0.3)),
    )
    shape = [[(x + 7, y + 6) for x, y in part] for part in (PEAR, LEAF, STALK)]
    fill(image, shape, INK)
    fill(image, [PEAR], (255, 84, 112))
    dots = _halftone(curve(tone(), lambda v: 0.35 + v * 0.75), 6.4, 0.6)
    image.paste((206, 24, 74), mask=ImageChops.multiply(dots, here(PEAR)))
    fill(
        image,
        [smooth([(156, 196), (150, 172), (162, 140), (172, 138), (164, 172), (168, 204), (156, 196)], 6)],
        (255, 236, 240),
    )
    fill(image, [LEAF], (64, 200, 110))
    fill(image, [STALK], (120, 70, 40))
    outline(image, [PEAR, LEAF, STALK], INK, 4.2)
    outline(image, [VEIN], INK, 2.4, closed=False)
    return image


def risograph() -> Image.Image:
    """Two inks, not quite in register, on uncoated paper."""
    rng = chance("riso")
    sheet = paper((247, 242, 232))
    pink, blue = (255, 92, 120), (28, 92, 190)
    light = tone()
    one = ImageChops.lighter(curve(here(PEAR), lambda v: v * 0.8), here(ring((300, 90), (46, 46))))
    one = ImageChops.lighter(one, curve(here([(0, 214), (W, 200), (W, H), (0, H)]), lambda v: v * 0.45))
    other = _halftone(curve(light, lambda v: v * 1.15 + 0.05), 4.2, 0.78)
    other = ImageChops.lighter(ImageChops.multiply(other, here([(0, 0), (W, 0), (W, H), (0, H)])), here(LEAF, STALK))
    worn = noise(rng, SIZE, (60, 150, 280, 360))
    for mask, colour, dx, dy in ((one, pink, -3, 2), (other, blue, 2, -1)):
        shifted = ImageChops.offset(ImageChops.multiply(mask, curve(worn, lambda v: 0.5 + v * 0.85)), dx, dy)
        inked = Image.composite(Image.new("RGB", SIZE, colour), Image.new("RGB", SIZE, (255, 255, 255)), shifted)
        sheet = ImageChops.multiply(sheet, inked)
    return grain(sheet, rng, 9)


DRAWN = {"woodcut": woodcut, "ukiyo-e": ukiyo_e, "pop-art": pop_art, "risograph": risograph}
