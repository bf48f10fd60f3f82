"""The manners a scene can be painted in: as it is, in watercolour, in ink, or in flat colours.

Each takes a picture and makes another of the same size, by operations on the whole of it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from math import log, pi, sin

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps
from PIL.Image import Resampling

from server.cloudflare.samples.brushes import blur, curve, grain, level, noise
from server.cloudflare.samples.hours import Colour, mix

PAPER: Colour = (250, 246, 238)
Manner = Callable[[Image.Image, random.Random], Image.Image]


def painted(image: Image.Image, rng: random.Random) -> Image.Image:
    return grain(image, rng)


def watercolour(image: Image.Image, rng: random.Random) -> Image.Image:
    """Thinned colours that ran a little, darker where they dried, on rough paper with a bare white edge."""
    wet = _run(_simplified(image, 5), rng)
    wet = Image.blend(wet, ImageOps.autocontrast(wet, cutoff=1), 0.6)
    wet = curve_of(wet, lambda v: 0.14 + 0.86 * v**0.8)
    dried = curve(
        ImageChops.difference(blur(wet.convert("L"), 1.2), blur(wet.convert("L"), 4)), lambda v: min(0.22, v * 3)
    )
    wet = ImageChops.multiply(wet, ImageChops.invert(dried).convert("RGB"))
    pools = noise(rng, wet.size, (3, 6, 13))
    thin = Image.blend(wet, Image.new("RGB", wet.size, PAPER), 0.3)
    wet = Image.composite(wet, thin, curve(pools, lambda v: (v - 0.26) * 2.6))
    sheet = Image.new("RGB", wet.size, PAPER)
    sheet.paste(wet, mask=_washed(wet.size, rng))
    return ImageChops.multiply(sheet, rough(wet.size, rng, 0.1).convert("RGB"))


def ink(image: Image.Image, rng: random.Random) -> Image.Image:
    """Washes of one black on old paper, dry where the brush ran out, with a red seal."""
    grey = ImageOps.autocontrast(_run(_simplified(image, 5), rng).convert("L"), cutoff=1)
    light = max(0.05, min(0.95, grey.resize((1, 1), Resampling.BOX).histogram().index(1) / 255))
    grey = curve(grey, lambda v: v ** min(1.6, log(0.72) / log(light)))
    tone = Image.blend(blur(ImageOps.posterize(curve(grey, lambda v: v * 0.98), 3), 1.6), grey, 0.55)
    tone = curve(tone, lambda v: v + 0.22 * sin(2 * pi * (v - 0.5)) * 0.6 + 0.03)
    edge = curve(ImageChops.difference(blur(grey, 1), blur(grey, 3.4)), lambda v: min(0.3, v * 2.6))
    tone = ImageChops.subtract(tone, edge)
    dry = noise(rng, image.size, (24, 90, 240, 400), stretch=0.22)
    gaps = ImageChops.multiply(curve(dry, lambda v: (v - 0.6) * 4), curve(tone, lambda v: (0.5 - v) * 1.5))
    tone = ImageChops.lighter(tone, gaps)
    paper, black = (243, 236, 220), (30, 28, 32)
    sheet = ImageOps.colorize(tone, black=black, white=paper, mid=mix(black, paper, 0.54))
    bare = Image.new("RGB", image.size, paper)
    bare.paste(sheet, mask=_washed(image.size, rng))
    _seal(bare, rng)
    return ImageChops.multiply(bare, rough(image.size, rng, 0.07).convert("RGB"))


def flat(image: Image.Image, rng: random.Random) -> Image.Image:
    """A dozen even colours with clean edges, as a screen print."""
    small = image.resize((image.width // 2, image.height // 2), Resampling.BOX).filter(ImageFilter.MedianFilter(5))
    small = ImageOps.autocontrast(blur(small, 0.9), cutoff=0.5)
    tiny = small.resize((image.width // 8, image.height // 8), Resampling.BOX)
    few = tiny.quantize(18, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    even = small.quantize(palette=few, dither=Image.Dither.NONE).convert("RGB")
    even = even.filter(ImageFilter.MedianFilter(5)).resize(image.size, Resampling.BICUBIC)
    even = blur(even, 1.5).quantize(palette=few, dither=Image.Dither.NONE).convert("RGB")
    return grain(blur(even, 0.75), rng, 4)


def curve_of(image: Image.Image, change: Callable[[float], float]) -> Image.Image:
    return Image.merge("RGB", [curve(band, change) for band in image.split()])


def _simplified(image: Image.Image, size: int) -> Image.Image:
    """Without what is finer than a brush."""
    small = image.resize((image.width // 2, image.height // 2), Resampling.BOX)
    return small.filter(ImageFilter.MedianFilter(size)).resize(image.size, Resampling.BICUBIC)


def _run(image: Image.Image, rng: random.Random) -> Image.Image:
    """Every part a little aside of where it was, as wet colour runs."""
    across = 44
    down = max(2, round(across * image.height / image.width))
    far = image.width / 46
    fields = [noise(rng, (across + 1, down + 1), (9, 22)) for _ in range(2)]
    dx, dy = (
        [[(level(field, c, r) - 0.5) * far for c in range(across + 1)] for r in range(down + 1)] for field in fields
    )
    parts = []
    for row in range(down):
        for column in range(across):
            box = (
                image.width * column // across,
                image.height * row // down,
                image.width * (column + 1) // across,
                image.height * (row + 1) // down,
            )
            corners: list[float] = []
            for r, c, x, y in (
                (row, column, box[0], box[1]),
                (row + 1, column, box[0], box[3]),
                (row + 1, column + 1, box[2], box[3]),
                (row, column + 1, box[2], box[1]),
            ):
                corners += [
                    min(image.width - 1.0, max(0.0, x + dx[r][c])),
                    min(image.height - 1.0, max(0.0, y + dy[r][c])),
                ]
            parts.append((box, tuple(corners)))
    return image.transform(image.size, Image.Transform.MESH, parts, Resampling.BILINEAR)


def _washed(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Where colour was brushed onto the sheet: nearly everywhere, with a ragged edge."""
    half = (size[0] // 2, size[1] // 2)
    room = round(min(half) * 0.055)
    sheet = Image.new("L", half)
    ImageDraw.Draw(sheet).rectangle((room, room, half[0] - room, half[1] - room), fill=255)
    soft = blur(sheet, room * 0.4)
    torn = noise(rng, half, (4, 9, 22, 70))
    edge = ImageChops.add(curve(soft, lambda v: v * 0.62), curve(torn, lambda v: v * 0.38))
    return curve(edge, lambda v: (v - 0.46) * 22).resize(size, Resampling.BICUBIC)


def rough(size: tuple[int, int], rng: random.Random, strength: float) -> Image.Image:
    """The tooth of paper, lit from the side."""
    tile = 384
    tooth = Image.frombytes("L", (tile, tile), rng.randbytes(tile * tile)).filter(ImageFilter.GaussianBlur(1.3))
    lit = ImageChops.subtract(tooth, ImageChops.offset(tooth, 1, 1), 0.35, 128)
    whole = Image.new("L", size)
    for x in range(0, size[0], tile):
        for y in range(0, size[1], tile):
            whole.paste(lit, (x, y))
    return curve(whole, lambda v: min(1.0, 1 - strength * 0.5 + (v - 0.5) * strength * 2.2))


def _seal(image: Image.Image, rng: random.Random) -> None:
    """A small square of cinnabar with strokes cut out of it."""
    side = round(min(image.size) * 0.05)
    fine = 4
    stamp = Image.new("L", (side * fine, side * fine))
    draw = ImageDraw.Draw(stamp)
    draw.rounded_rectangle((0, 0, side * fine - 1, side * fine - 1), radius=side * fine // 9, fill=235)
    cut, line = side * fine // 9, side * fine // 12
    for column in range(2):
        left = cut + column * (side * fine - cut) // 2
        right = left + (side * fine - 3 * cut) // 2
        for row in range(3):
            y = cut + line + row * (side * fine - 2 * cut) // 3
            draw.line((left, y, right, y), fill=0, width=line)
        x = rng.randrange(left + line, right - line)
        draw.line((x, cut, x, side * fine - cut), fill=0, width=line)
    worn = noise(rng, stamp.size, (12, 30))
    stamp = ImageChops.multiply(stamp, curve(worn, lambda v: (v - 0.22) * 5))
    small = stamp.resize((side, side), Resampling.BOX)
    image.paste((176, 42, 36), (round(image.width * 0.085), image.height - side - round(image.height * 0.085)), small)


MANNERS: dict[str, Manner] = {"painted": painted, "watercolour": watercolour, "ink": ink, "flat": flat}
