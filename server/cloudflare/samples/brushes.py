"""What samples are painted with: gradients, noise, ridges, glows, shapes with smooth edges, grain.

Pillow's own operations do the work on whole pictures; Python only counts out lines and places.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import cos, pi, sin

from msgspec import Struct
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from PIL.Image import Resampling

from server.cloudflare.samples.hours import Colour, Hour

SIZE = 1024
"""Pixels. Samples are painted on as many as a square of that side has, in the shape that is wanted."""

FINE = 2
"""Outlines are drawn larger by this and scaled down, for smooth edges."""

Point = tuple[float, float]
Line = Sequence[Point]


class Study(Struct, frozen=True):
    """Everything that is decided before the first stroke. `steps` runs from 1 to 8: more are finer."""

    rng: random.Random
    hour: Hour
    steps: int
    width: int
    height: int
    prompt: str = ""

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def least(self) -> int:
        """The shorter side, by which things are measured that must not be stretched."""
        return min(self.size)

    def between(self, low: float, high: float) -> float:
        return self.rng.uniform(low, high)


def grain(image: Image.Image, rng: random.Random, strength: float = 5) -> Image.Image:
    """A little noise, as on paper; it also hides the steps of the gradients."""
    tile = 256
    dust = Image.frombytes("L", (tile, tile), rng.randbytes(tile * tile))
    dust = dust.point([round(128 + (value - 127.5) * strength / 74) for value in range(256)])
    whole = Image.new("L", image.size)
    for x in range(0, image.width, tile):
        for y in range(0, image.height, tile):
            turned = dust.rotate(90 * rng.randrange(4))
            whole.paste(turned, (x, y))
    return ImageChops.overlay(image, whole.convert("RGB"))


def gradient(stops: Sequence[Colour], size: tuple[int, int]) -> Image.Image:
    """From top to bottom."""
    strip = Image.new("RGB", (1, len(stops)))
    for y, colour in enumerate(stops):
        strip.putpixel((0, y), colour)
    return strip.resize((1, 128), Resampling.BICUBIC).resize(size, Resampling.BICUBIC)


def fade(size: tuple[int, int], strength: Callable[[float], float]) -> Image.Image:
    """A mask that changes from top (0) to bottom (1): `strength` says how much of 1 there is."""
    table = [max(0, min(255, round(255 * strength(value / 255)))) for value in range(256)]
    return Image.linear_gradient("L").point(table).resize(size, Resampling.BICUBIC)


def curve(mask: Image.Image, change: Callable[[float], float]) -> Image.Image:
    """The mask with other strengths, each between 0 and 1."""
    return mask.point([max(0, min(255, round(255 * change(value / 255)))) for value in range(256)])


def noise(rng: random.Random, size: tuple[int, int], octaves: Sequence[int], *, stretch: float = 1) -> Image.Image:
    """Soft random blotches, each octave finer and weaker, `stretch` times as wide as high."""
    whole = Image.new("L", size, 128)
    for weight, across in zip((1.0, 0.4, 0.36, 0.32), octaves, strict=False):
        down = max(2, round(across * stretch * size[1] / size[0]))
        small = Image.frombytes("L", (across, down), rng.randbytes(across * down))
        whole = Image.blend(whole, small.resize(size, Resampling.BICUBIC), weight)
    return whole


def ridge(rng: random.Random, *, roughness: float, points: int = SIZE) -> list[float]:
    """A line of heights around 0, by moving midpoints up and down."""
    line = [rng.uniform(-1, 1) for _ in range(5)]
    amplitude = 0.62
    while len(line) < points:
        finer = [line[0]]
        for left, right in pairwise(line):
            finer += [(left + right) / 2 + rng.uniform(-amplitude, amplitude), right]
        line, amplitude = finer, amplitude * roughness
    return line


def smooth(knots: Sequence[Point], pieces: int = 12) -> list[Point]:
    """A line through all knots without corners (Catmull and Rom)."""
    ends = [knots[0], *knots, knots[-1]]
    line: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(pieces):
            t = step / pieces
            line.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    return [*line, knots[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def ring(centre: Point, radii: Point, turn: float = 0, points: int = 40) -> list[Point]:
    """An ellipse as a line, turned by so many degrees."""
    x, y = centre
    across, down = radii
    c, s = cos(turn * pi / 180), sin(turn * pi / 180)
    corners = [(across * cos(2 * pi * n / points), down * sin(2 * pi * n / points)) for n in range(points)]
    return [(x + px * c - py * s, y + px * s + py * c) for px, py in corners]


def mask_of(size: tuple[int, int], shapes: Iterable[Line], *, soft: float = 0, strength: float = 1) -> Image.Image:
    """Where these shapes are, with smooth edges; `soft` blurs them by so many pixels."""
    mask = Image.new("L", (size[0] * FINE, size[1] * FINE))
    draw = ImageDraw.Draw(mask)
    for shape in shapes:
        draw.polygon([(x * FINE, y * FINE) for x, y in shape], fill=round(255 * strength))
    return blur(mask.resize(size, Resampling.BOX), soft)


def blur(image: Image.Image, radius: float) -> Image.Image:
    """A wide blur is made of a small picture: it looks the same and takes no time."""
    if radius <= 0:
        return image
    scale = max(1, int(radius / 3))
    if scale == 1:
        return image.filter(ImageFilter.GaussianBlur(radius))
    small = image.resize((max(4, image.width // scale), max(4, image.height // scale)), Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(radius / scale)).resize(image.size, Resampling.BICUBIC)


def fill(image: Image.Image, shapes: Iterable[Line], colour: Colour, *, soft: float = 0, strength: float = 1) -> None:
    """Paint shapes into the picture; only their surroundings are touched."""
    lines = [list(shape) for shape in shapes]
    if not lines:
        return
    room = 3 * soft + 2
    left = max(0, int(min(x for line in lines for x, _ in line) - room))
    top = max(0, int(min(y for line in lines for _, y in line) - room))
    right = min(image.width, int(max(x for line in lines for x, _ in line) + room) + 1)
    bottom = min(image.height, int(max(y for line in lines for _, y in line) + room) + 1)
    if right <= left or bottom <= top:
        return
    moved = [[(x - left, y - top) for x, y in line] for line in lines]
    image.paste(colour, (left, top), mask_of((right - left, bottom - top), moved, soft=soft, strength=strength))


def glow(image: Image.Image, centre: Point, radius: float, colour: Colour, *, strength: float = 1) -> None:
    """Light that fades out from a centre, as far as `radius`."""
    side = max(4, round(radius * 2))
    # It is black in the corners only, and has 181 in the middle of each edge.
    light = curve(Image.radial_gradient("L"), lambda v: strength * max(0.0, 1 - v / 0.7) ** 1.9)
    light = light.resize((side, side), Resampling.BICUBIC)
    image.paste(colour, (round(centre[0] - side / 2), round(centre[1] - side / 2)), light)


def disc(image: Image.Image, centre: Point, radius: float, colour: Colour, *, strength: float = 1) -> None:
    fill(image, [ring(centre, (radius, radius), points=72)], colour, soft=0, strength=strength)


def level(mask: Image.Image, x: int, y: int) -> float:
    """How much of a mask's strength there is at a place, from 0 to 1; outside, that of the nearest place inside."""
    value = mask.getpixel((min(mask.width - 1, max(0, x)), min(mask.height - 1, max(0, y))))
    return value / 255 if isinstance(value, int | float) else 0.0
