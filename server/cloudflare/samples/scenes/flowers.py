"""A meadow seen from among its flowers: those close by large, the others small and soft."""

from __future__ import annotations

import random
from math import cos, pi, sin

from msgspec import Struct
from PIL import Image, ImageChops
from PIL.Image import Resampling

from server.cloudflare.samples.brushes import (
    Study,
    blur,
    curve,
    disc,
    fade,
    fill,
    glow,
    gradient,
    mask_of,
    noise,
    ring,
    smooth,
)
from server.cloudflare.samples.hours import Colour, mix

Look = tuple[Colour, Colour, Colour]
"""Of a petal: deep inside, the petal, its edge."""

LOOKS: tuple[Look, ...] = (
    ((120, 14, 22), (222, 56, 46), (255, 128, 92)),
    ((120, 40, 92), (224, 116, 160), (255, 204, 218)),
    ((190, 110, 24), (250, 196, 70), (255, 238, 168)),
    ((70, 44, 130), (140, 110, 214), (206, 190, 250)),
    ((196, 150, 96), (250, 240, 226), (255, 255, 252)),
)


class Bloom(Struct, frozen=True):
    """A flower as it is pasted: its picture and where it covers."""

    picture: Image.Image
    mask: Image.Image


def flowers(study: Study) -> Image.Image:
    rng = study.rng
    image = _background(study)
    first = rng.randrange(len(LOOKS))
    looks = [LOOKS[first], LOOKS[(first + rng.randrange(1, len(LOOKS))) % len(LOOKS)]]
    blooms = [bloom(rng, looks[0 if number < 2 else 1]) for number in range(3)]
    for layer in range(4):
        near = layer / 3
        _layer(image, study, near, blooms)
    return image


def _background(study: Study) -> Image.Image:
    """Out of focus: sky above, green below, and discs of light."""
    hour, rng = study.hour, study.rng
    green = mix((96, 132, 74), hour.near, 0.35 if hour.stars else 0.12)
    image = gradient(
        (hour.sky[2], hour.sky[3], mix(hour.sky[3], green, 0.55), green, mix(green, hour.near, 0.5)), study.size
    )
    patches = noise(rng, study.size, (5, 11, 24), stretch=1.4)
    low = fade(study.size, lambda v: (v - 0.36) * 3)
    image.paste(
        mix(green, hour.sky[3], 0.35), mask=ImageChops.multiply(low, curve(patches, lambda v: (v - 0.52) * 1.6))
    )
    image.paste(mix(green, hour.near, 0.6), mask=ImageChops.multiply(low, curve(patches, lambda v: (0.42 - v) * 1.6)))
    glow(
        image, (study.width * rng.uniform(0.25, 0.75), study.height * 0.1), study.least * 0.8, hour.light, strength=0.9
    )
    for _ in range(16 + 2 * study.steps):
        place = rng.uniform(0, study.width), study.height * rng.uniform(0.02, 0.6)
        disc(
            image,
            place,
            study.least * rng.uniform(0.012, 0.045),
            mix(hour.light, hour.sky[2], 0.2),
            strength=rng.uniform(0.06, 0.22),
        )
    return image


def _layer(image: Image.Image, study: Study, near: float, blooms: list[Bloom]) -> None:
    rng, hour = study.rng, study.hour
    soft = (5.0, 2.2, 0.0, 0.0)[round(near * 3)] * study.least / 1024
    stem = mix(mix((92, 128, 66), hour.sky[3], 0.45 * (1 - near)), hour.near, 0.15 + 0.35 * near)
    count = round((34, 18, 10, 5)[round(near * 3)] * (study.width / study.least) ** 0.8)
    places = sorted(_scattered(rng, count), key=lambda _: rng.random())
    for across in places:
        size = study.least * (0.035 + 0.21 * near**1.7) * rng.uniform(0.85, 1.2)
        y = study.height * (0.53 + 0.13 * near + rng.gauss(0, 0.05)) - study.height * 0.3 * near * rng.random()
        x = across * study.width * 1.06 - study.width * 0.03
        _grass(image, study, (x, near), stem, soft)
        lean = rng.gauss(0, 0.12) * study.least * near
        thick = max(1.0, size * 0.022)
        line = smooth([(x, y), (x + lean * 0.2, y + study.height * 0.22), (x + lean, study.height + 20)], 8)
        fill(
            image,
            [[*((px - thick, py) for px, py in line), *((px + thick, py) for px, py in reversed(line))]],
            stem,
            soft=soft,
        )
        _put(image, rng.choice(blooms), (x, y, size), (rng, soft, mix(hour.sky[3], hour.light, 0.3), 0.35 * (1 - near)))


def _scattered(rng: random.Random, count: int) -> list[float]:
    return [(number + rng.uniform(0.1, 0.9)) / count for number in range(count)]


def _grass(image: Image.Image, study: Study, where: tuple[float, float], colour: Colour, soft: float) -> None:
    (x, near), rng = where, study.rng
    blades = []
    for _ in range(round(5 + 4 * near)):
        foot, high = x + rng.gauss(0, study.width * 0.06), study.height * rng.uniform(0.12, 0.34) * (0.7 + near * 0.4)
        lean, half = rng.gauss(0, 0.25) * high, study.least * (0.002 + 0.004 * near)
        bottom = study.height + 8
        left = smooth(
            [
                (foot - half, bottom),
                (foot + lean * 0.3 - half * 0.7, bottom - high * 0.6),
                (foot + lean, bottom - high),
            ],
            6,
        )
        right = smooth(
            [
                (foot + half, bottom),
                (foot + lean * 0.3 + half * 0.7, bottom - high * 0.6),
                (foot + lean, bottom - high),
            ],
            6,
        )
        blades.append([*left, *reversed(right)])
    fill(image, blades, mix(colour, study.hour.near, rng.uniform(0, 0.4)), soft=soft)


def _put(
    image: Image.Image,
    flower: Bloom,
    where: tuple[float, float, float],
    how: tuple[random.Random, float, Colour, float],
) -> None:
    """Turned, seen somewhat from the side, and hazier the further away it is."""
    (x, y, size), (rng, soft, haze, share) = where, how
    turn, seen = rng.uniform(0, 360), rng.uniform(0.5, 0.92)
    side = max(6, round(size))
    tilt, flat = rng.gauss(0, 16), (side, max(4, round(side * seen)))
    picture, mask = (
        each.resize((side, side), Resampling.BOX if side < 100 else Resampling.BICUBIC)
        .rotate(turn, Resampling.BILINEAR)
        .resize(flat, Resampling.BILINEAR)
        .rotate(tilt, Resampling.BILINEAR, expand=True)
        for each in (flower.picture, flower.mask)
    )
    picture = Image.blend(picture, Image.new("RGB", picture.size, haze), share)
    room = round(soft * 3)
    wide = Image.new("L", (mask.width + room * 2, mask.height + room * 2))
    wide.paste(mask, (room, room))
    under = Image.new("RGB", wide.size, picture.resize((1, 1), Resampling.BOX).getpixel((0, 0)))
    under.paste(picture, (room, room), mask)
    left, top = round(x - wide.width / 2), round(y - wide.height / 2)
    image.paste(blur(under, soft), (left, top), blur(wide, soft))


def bloom(rng: random.Random, look: Look, *, petals: int = 0, side: int = 220) -> Bloom:
    """A flower from above: petals in two rounds, each lit along its edge and deep towards the middle."""
    picture, mask = Image.new("RGB", (side, side), look[1]), Image.new("L", (side, side))
    count = petals or rng.choice((5, 6, 8, 11))
    middle = side / 2
    wide = (0.3, 0.27, 0.19, 0.15)[(5, 6, 8, 11).index(count)] * side
    for round_, reach in ((0, 0.49), (1, 0.4)):
        for number in range(count):
            turn = 2 * pi * (number + 0.5 * round_) / count + rng.gauss(0, 0.06)
            long = side * reach * rng.uniform(0.9, 1.0)
            shape = _petal(middle, turn, long, wide * (1.0 - 0.12 * round_), rng)
            _paint_petal(picture, mask, shape, (look, turn, long))
    _heart(picture, mask, rng, (middle, side * (0.07 if count < 8 else 0.12)), look)
    return Bloom(picture, mask)


def _petal(middle: float, turn: float, long: float, wide: float, rng: random.Random) -> list[tuple[float, float]]:
    c, s = cos(turn), sin(turn)
    notch = rng.uniform(-0.03, 0.03)
    outline = [
        (0.0, 0.0),
        (0.3, 0.55),
        (0.7, 1.0),
        (0.94, 0.62),
        (0.97 + notch, 0.0),
        (0.95, -0.62),
        (0.7, -1.0),
        (0.3, -0.55),
        (0.0, 0.0),
    ]
    points = [(along * long, across * wide * rng.uniform(0.92, 1.06)) for along, across in outline]
    return [(middle + a * c - b * s, middle + a * s + b * c) for a, b in smooth(points, 6)]


def _paint_petal(
    picture: Image.Image, mask: Image.Image, shape: list[tuple[float, float]], how: tuple[Look, float, float]
) -> None:
    (deep, body, edge), turn, long = how
    side, middle = picture.width, picture.width / 2
    here = mask_of(picture.size, [shape])
    colour = Image.new("RGB", picture.size, body)
    inner = Image.radial_gradient("L").resize((round(long * 1.5),) * 2)
    spot = Image.new("L", picture.size)
    spot.paste(curve(inner, lambda v: 1 - v / 0.7), (round(middle - long * 0.75), round(middle - long * 0.75)))
    colour.paste(deep, mask=curve(spot, lambda v: v**1.1 * 0.95))
    rim = ImageChops.subtract(here, blur(here, side * 0.07))
    colour.paste(edge, mask=curve(rim, lambda v: v * 1.5))
    lit = 0.5 + 0.5 * cos(turn + pi * 0.65)
    colour = Image.blend(colour, Image.new("RGB", picture.size, edge if lit > 0.5 else deep), 0.34 * abs(lit - 0.5))
    vein = [(middle, middle), (middle + cos(turn) * long * 0.86, middle + sin(turn) * long * 0.86)]
    normal = (-sin(turn) * side * 0.004, cos(turn) * side * 0.004)
    fill(
        colour,
        [[vein[0], (vein[1][0] + normal[0], vein[1][1] + normal[1]), (vein[1][0] - normal[0], vein[1][1] - normal[1])]],
        deep,
        strength=0.35,
    )
    shadow = blur(here, side * 0.02)
    picture.paste(mix(deep, (20, 0, 10), 0.2), mask=curve(shadow, lambda v: v * 0.3))
    picture.paste(colour, mask=here)
    mask.paste(255, mask=here)


def _heart(picture: Image.Image, mask: Image.Image, rng: random.Random, where: tuple[float, float], look: Look) -> None:
    middle, radius = where
    dark = mix(look[0], (30, 20, 10), 0.6)
    fill(picture, [ring((middle, middle), (radius, radius))], dark, soft=1.2)
    mask.paste(255, mask=mask_of(mask.size, [ring((middle, middle), (radius, radius))]))
    for _ in range(60):
        turn, away = rng.uniform(0, 2 * pi), radius * rng.random() ** 0.5 * 1.25
        x, y = middle + cos(turn) * away, middle + sin(turn) * away
        size = radius * 0.085
        fill(picture, [ring((x, y), (size, size), points=8)], mix((250, 210, 110), dark, rng.random() * 0.6))
