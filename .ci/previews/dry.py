"""Pencils and thread: pencil, charcoal, one line, embroidery."""

from __future__ import annotations

import random
from collections.abc import Callable
from math import cos, sin

from PIL import Image, ImageChops, ImageDraw
from PIL.Image import Resampling

from previews.motif import FOOT, INK, LEAF, PEAR, SIZE, STALK, UNIT, VEIN, H, W, at, chance, here, outline, paper, tone
from server.cloudflare.samples.brushes import blur, curve, fill, level, noise, ring, smooth
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.manners import rough


def _hatch(rng: random.Random, turn: float, gap: float, width: float) -> Image.Image:
    """Lines all over, drawn by hand."""
    fine = 2
    mask = Image.new("L", (W * fine, H * fine))
    draw = ImageDraw.Draw(mask)
    c, s = cos(turn), sin(turn)
    reach = 260
    number = -reach / gap
    while number < reach / gap:
        off = number * gap + rng.gauss(0, gap * 0.16)
        line = []
        for step in range(9):
            along = (step / 8 * 2 - 1) * reach
            wobble = rng.gauss(0, 0.5)
            line.append(
                ((W / 2 + c * along - s * (off + wobble)) * fine, (H / 2 + s * along + c * (off + wobble)) * fine)
            )
        draw.line(line, fill=rng.randrange(150, 255), width=max(1, round(width * fine)))
        number += 1
    return mask.resize(SIZE, Resampling.BOX)


def pencil() -> Image.Image:
    rng = chance("pencil")
    image = paper((246, 243, 236))
    light = tone()
    graphite = (58, 58, 66)
    for turn, gap, low, share in (
        (0.75, 2.6, 0.93, 0.8),
        (0.4, 2.2, 0.72, 0.8),
        (1.3, 2.0, 0.5, 0.85),
        (0.0, 1.8, 0.32, 0.95),
    ):
        lines = ImageChops.multiply(_hatch(rng, turn, gap, 0.7), curve(light, lambda v, at=low: (at - v) * 5))  # type: ignore[misc]
        image.paste(graphite, mask=curve(lines, lambda v, part=share: v * part))  # type: ignore[misc]
    smudge = curve(blur(light, 2), lambda v: (0.8 - v) * 0.4)
    image.paste(graphite, mask=smudge)
    for number in range(3):
        moved = [
            [(x + rng.gauss(0, 0.7) + number * 0.5, y + rng.gauss(0, 0.7)) for x, y in shape[::2]]
            for shape in (PEAR, LEAF, STALK)
        ]
        outline(image, [smooth([*shape, shape[0]], 4) for shape in moved], graphite, 0.8)
    return ImageChops.multiply(image, rough(SIZE, rng, 0.06).convert("RGB"))


def charcoal() -> Image.Image:
    rng = chance("charcoal")
    image = paper((196, 178, 154))
    tooth = noise(rng, SIZE, (120, 190, 250, 300), stretch=1)
    light = blur(tone(), 1.5)
    dark = ImageChops.multiply(curve(light, lambda v: (0.86 - v) * 1.7), curve(tooth, lambda v: (v - 0.25) * 3.6))
    image.paste((34, 30, 32), mask=dark)
    sweep = ImageChops.multiply(
        blur(here(ring((290, 150), (80, 110), 14)), 14), curve(_hatch(rng, 0.5, 7, 4), lambda v: v * 0.5)
    )
    image.paste((54, 46, 44), mask=ImageChops.multiply(sweep, curve(tooth, lambda v: (v - 0.42) * 5)))
    edge = ImageChops.subtract(here(PEAR, LEAF, STALK, soft=1), blur(here(PEAR, LEAF, STALK), 3))
    image.paste(
        (24, 22, 24), mask=ImageChops.multiply(curve(edge, lambda v: v * 3), curve(tooth, lambda v: (v - 0.2) * 4))
    )
    chalk = ImageChops.multiply(
        blur(here(ring((160, 186), (20, 38), 14), ring((180, 112), (9, 20))), 8), curve(tooth, lambda v: (v - 0.42) * 6)
    )
    image.paste((255, 248, 236), mask=chalk)
    return image


def line_art() -> Image.Image:
    image = paper((250, 247, 242))
    fill(image, [[(x + 26, y + 4) for x, y in PEAR]], (240, 200, 128))
    fill(image, [[(x + 12, y - 8) for x, y in LEAF]], (170, 196, 160))
    table = smooth([(28, 244), (96, 247), (150, 246), FOOT], 8)
    beyond = smooth([FOOT, (250, 246), (312, 248), (358, 243)], 8)
    outline(image, [table, beyond], INK, 2, closed=False)
    start = PEAR[20:] + PEAR[:20]
    outline(image, [start], INK, 2.2)
    inner = at(smooth([(-0.4, -0.2), (-0.72, -0.52), (-0.66, -0.98), (-0.44, -1.3)], 8))
    outline(image, [inner, VEIN, STALK[: len(STALK) // 2]], INK, 1.8, closed=False)
    outline(image, [LEAF], INK, 2)
    return image


def embroidery() -> Image.Image:
    """Thread on linen."""
    rng = chance("thread")
    image = paper((222, 210, 190))
    weave = ImageDraw.Draw(image)
    for x in range(0, W, 3):
        weave.line((x, 0, x, H), fill=(208, 195, 174))
    for y in range(0, H, 3):
        weave.line((0, y, W, y), fill=(232, 221, 203))
    image = image.resize((W * 2, H * 2), Resampling.BICUBIC)
    light = tone()
    draw = ImageDraw.Draw(image)
    _stitches(draw, rng, (here(PEAR), light), lambda v: mix((150, 104, 40), (250, 224, 120), v), 2600)
    blush = ImageChops.multiply(here(PEAR), here(ring((232, 184), (20, 44), 14)))
    _stitches(draw, rng, (blush, light), lambda v: mix((196, 96, 52), (244, 166, 96), v), 150)
    _stitches(draw, rng, (here(LEAF), light), lambda v: mix((60, 100, 58), (150, 186, 96), rng.random()), 460)
    _stitches(draw, rng, (here(STALK), light), lambda v: (104, 70, 44), 90)
    image = image.resize(SIZE, Resampling.BOX)
    outline(image, [VEIN], (214, 222, 160), 1.4, closed=False)
    return image


def _stitches(
    draw: ImageDraw.ImageDraw,
    rng: random.Random,
    where: tuple[Image.Image, Image.Image],
    tint_of: Callable[[float], Colour],
    count: int,
) -> None:
    inside, light = where
    box = inside.getbbox() or (0, 0, 1, 1)
    places = sorted((rng.uniform(box[1], box[3] - 1), rng.uniform(box[0], box[2] - 1)) for _ in range(count * 2))
    for y, x in places[: count * 2]:
        if not inside.getpixel((int(x), int(y))):
            continue
        lean = (x - FOOT[0]) / UNIT * 0.5
        long = rng.uniform(8, 14)
        tint = tint_of(level(light, int(x), int(y)))
        ends = (x * 2 - lean * long, y * 2 - long, x * 2 + lean * long, y * 2 + long)
        draw.line(
            (ends[0] + 1.5, ends[1] + 1.5, ends[2] + 1.5, ends[3] + 1.5), fill=mix(tint, (40, 24, 16), 0.55), width=3
        )
        draw.line(ends, fill=tint, width=3)
        draw.line((ends[0] - 0.6, ends[1], ends[2] - 0.6, ends[3]), fill=mix(tint, (255, 255, 255), 0.4), width=1)


DRAWN = {"pencil": pencil, "charcoal": charcoal, "line-art": line_art, "embroidery": embroidery}
