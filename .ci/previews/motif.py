"""What all previews show: one pear with a leaf, on a table."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageDraw
from PIL.Image import Resampling

from server.cloudflare.samples.brushes import blur, curve, fill, gradient, mask_of, ring, smooth
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.scenes.fruit import Lit, body, cast, pear_outline

SIZE = W, H = 384, 288
FOOT = (192.0, 246.0)
UNIT = 76.0
Points = list[tuple[float, float]]

YELLOW: Colour = (228, 196, 82)
GREEN: Colour = (118, 150, 74)
RED: Colour = (206, 92, 62)
INK: Colour = (38, 34, 40)


def at(points: Sequence[tuple[float, float]], unit: float = UNIT, foot: tuple[float, float] = FOOT) -> Points:
    return [(foot[0] + x * unit, foot[1] + y * unit) for x, y in points]


PEAR = at(pear_outline())
_STALK_LINE = smooth([(0.0, -2.36), (0.04, -2.6), (0.14, -2.86)], 6)
STALK = at([*((x - 0.035, y) for x, y in _STALK_LINE), *((x + 0.045, y) for x, y in reversed(_STALK_LINE))])
_LEAF = smooth(
    [(0.05, -2.55), (0.3, -2.86), (0.72, -2.96), (1.12, -2.72), (0.84, -2.5), (0.42, -2.42), (0.05, -2.55)], 6
)
LEAF = at(_LEAF)
VEIN = at(smooth([(0.05, -2.55), (0.42, -2.66), (0.76, -2.72), (1.1, -2.72)], 6))
ALL = (PEAR, STALK, LEAF)


def chance(name: str) -> random.Random:
    """The same each time."""
    return random.Random(name)  # noqa: S311 - paints, guards nothing


def pixel_at(image: Image.Image, x: float, y: float) -> Colour:
    """Of the nearest place inside the picture."""
    found = image.getpixel((max(0, min(W - 1, int(x))), max(0, min(H - 1, int(y)))))
    if not isinstance(found, tuple):
        raise TypeError(image.mode)
    return found[0], found[1], found[2]


def here(*shapes: Points, soft: float = 0) -> Image.Image:
    return mask_of(SIZE, shapes, soft=soft)


def paper(colour: Colour) -> Image.Image:
    return Image.new("RGB", SIZE, colour)


def outline(image: Image.Image, shapes: Sequence[Points], colour: Colour, width: float, *, closed: bool = True) -> None:
    """Lines with smooth edges."""
    fine = 3
    mask = Image.new("L", (W * fine, H * fine))
    draw = ImageDraw.Draw(mask)
    for shape in shapes:
        line = [(x * fine, y * fine) for x, y in ([*shape, shape[0], shape[1]] if closed else shape)]
        draw.line(line, fill=255, width=max(1, round(width * fine)), joint="curve")
    image.paste(colour, mask=mask.resize(SIZE, Resampling.BOX))


def tone() -> Image.Image:
    """How light each place is: a light wall and table, the pear from light to dark, its shadow."""
    image = gradient(((226, 226, 226), (246, 246, 246), (206, 206, 206)), SIZE)
    cast(image, FOOT, UNIT * 0.98, (40, 40, 40))
    lit = Lit((255, 255, 255), (176, 176, 176), (30, 30, 30), (120, 120, 120))
    body(image, PEAR, lit, from_top=0.12)
    fill(image, [STALK], (50, 50, 50))
    fill(image, [LEAF], (120, 120, 120))
    lower = [*VEIN, *reversed(LEAF[len(LEAF) // 2 :])]
    fill(image, [lower], (70, 70, 70), soft=1)
    return image.convert("L")


def coloured(wall: Sequence[Colour], table: Colour, *, edge: float = 206) -> Image.Image:
    """The pear as a painter would see it in a room."""
    image = gradient(wall, SIZE)
    image.paste(
        gradient((mix(table, (255, 255, 255), 0.22), table, mix(table, (0, 0, 0), 0.25)), (W, H - round(edge))),
        (0, round(edge)),
    )
    cast(image, FOOT, UNIT * 0.98, mix(table, (20, 10, 20), 0.75))
    body(
        image,
        PEAR,
        Lit((255, 246, 176), (222, 196, 78), (122, 88, 34), mix(table, (250, 220, 150), 0.5)),
        from_top=0.12,
    )
    blush = ring((FOOT[0] + 34, FOOT[1] - 74), (30, 46), 18)
    glow_of = Image.new("RGB", SIZE)
    fill(glow_of, [blush], (255, 255, 255), soft=14)
    image.paste((214, 84, 54), mask=curve(ImageChops.multiply(glow_of.getchannel("R"), here(PEAR)), lambda v: v * 0.62))
    leaf(image)
    return image


def leaf(image: Image.Image, light: Colour = (132, 168, 84), dark: Colour = (64, 104, 56)) -> None:
    fill(image, [STALK], (92, 62, 40))
    fill(image, [LEAF], light)
    fill(image, [[*VEIN, *reversed(LEAF[len(LEAF) // 2 :])]], dark, soft=0.6)
    outline(image, [VEIN], mix(light, (255, 255, 230), 0.5), 1.1, closed=False)


def pears_radius(height: float) -> float:
    """Of the pear turned around its axis: how wide it is at a height between 0 and 1, where its widest is 1."""
    half = (
        [(FOOT[1] - y) / (2.46 * UNIT) for x, y in PEAR if x >= FOOT[0]],
        [(x - FOOT[0]) / UNIT for x, y in PEAR if x >= FOOT[0]],
    )
    nearest = min(zip(*half, strict=True), key=lambda place: abs(place[0] - height))
    return nearest[1]


def speckle(image: Image.Image, rng: random.Random, count: int, colours: Sequence[Colour], size: float = 1.2) -> None:
    for _ in range(count):
        x, y = rng.uniform(0, W), rng.uniform(0, H)
        half = size * rng.uniform(0.4, 1.2)
        fill(image, [ring((x, y), (half, half), points=8)], rng.choice(colours), strength=0.7)


def cross(x: float, y: float, size: float) -> Points:
    """A four-pointed sparkle."""
    points = []
    for number in range(8):
        reach = size if number % 2 == 0 else size * 0.16
        points.append((x + cos(number * pi / 4) * reach, y + sin(number * pi / 4) * reach))
    return points


def soft(image: Image.Image, radius: float) -> Image.Image:
    return blur(image, radius)
