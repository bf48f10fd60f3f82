"""A cat on the roofs, before a very large sun or moon."""

from __future__ import annotations

from math import atan2, cos, pi, sin

from PIL import Image, ImageChops

from server.cloudflare.samples.brushes import Study, curve, disc, fill, glow, mask_of, noise, ring, smooth
from server.cloudflare.samples.hours import mix
from server.cloudflare.samples.scenes.sky import air, clouds

Points = list[tuple[float, float]]


def cat(study: Study) -> Image.Image:
    """From behind, on a ridge of tiles, before a very large sun or moon."""
    hour, rng = study.hour, study.rng
    image = air(study, round(study.height * 0.8))
    side = rng.choice((-1, 1))
    x, y = study.width * (0.5 + side * 0.05), study.height * 0.47
    radius = study.least * study.between(0.27, 0.33)
    glow(image, (x, y), radius * 2.4, mix(hour.light, hour.sky[2], 0.3), strength=0.85)
    disc(image, (x, y), radius, mix(hour.light, hour.sky[3], 0.12))
    _face_of_the_moon(image, study, (x, y, radius))
    clouds(image, study, round(study.height * 0.8), strength=1.1)
    for number in range(2):
        _roofs(image, study, number)
    _ridge_of_tiles(image, study)
    _sitting(image, study, study.width * (0.5 - side * 0.06), side)
    return image


def _face_of_the_moon(image: Image.Image, study: Study, where: tuple[float, float, float]) -> None:
    x, y, radius = where
    side = round(radius * 2)
    spots = noise(study.rng, (side, side), (4, 9, 20))
    here = mask_of((side, side), [ring((side / 2, side / 2), (radius - 2, radius - 2), points=90)])
    dark = mix(study.hour.light, study.hour.sky[2], 0.4)
    strength = ImageChops.multiply(curve(spots, lambda v: (v - 0.5) * 2.2), here)
    image.paste(dark, (round(x - radius), round(y - radius)), curve(strength, lambda v: v * 0.45))


def _roofs(image: Image.Image, study: Study, number: int) -> None:
    """Gables far away, with a few lit windows."""
    rng, hour = study.rng, study.hour
    colour = mix(mix(hour.far, hour.sky[2], 0.25), hour.near, 0.25 + 0.35 * number)
    base = study.height * (0.77 + 0.07 * number)
    x = -study.least * 0.1
    while x < study.width * 1.05:
        wide, high = study.least * rng.uniform(0.12, 0.22), study.least * rng.uniform(0.03, 0.1)
        peak = study.least * rng.uniform(0.05, 0.09)
        house = [
            (x, study.height),
            (x, base - high),
            (x + wide / 2, base - high - peak),
            (x + wide, base - high),
            (x + wide, study.height),
        ]
        chimney_x = x + wide * rng.choice((0.2, 0.68))
        chimney = [
            (chimney_x, base - high),
            (chimney_x, base - high - peak * 1.15),
            (chimney_x + wide * 0.09, base - high - peak * 1.15),
            (chimney_x + wide * 0.09, base - high),
        ]
        fill(image, [house, chimney], colour)
        for _ in range(rng.randrange(0, 3)):
            wx, wy = x + wide * rng.uniform(0.2, 0.7), base - high + study.least * rng.uniform(0.005, 0.03)
            size = study.least * 0.011
            fill(
                image,
                [[(wx, wy), (wx + size, wy), (wx + size, wy + size * 1.3), (wx, wy + size * 1.3)]],
                (255, 208, 128),
                strength=0.9,
            )
        x += wide * rng.uniform(0.8, 1.1)


def _ridge_of_tiles(image: Image.Image, study: Study) -> None:
    dark = mix(study.hour.near, (0, 0, 0), 0.35)
    edge = mix(dark, study.hour.sky[3], 0.24)
    base, unit = study.height * 0.88, study.least * 0.05
    fill(image, [[(0, base), (study.width, base), (study.width, study.height), (0, study.height)]], dark)
    row = 0
    y = base - unit * 0.1
    while y < study.height + unit:
        x = -unit * (0.5 if row % 2 else 0)
        shapes, lights = [], []
        while x < study.width + unit:
            tile = smooth(
                [
                    (x, y),
                    (x + unit * 0.12, y + unit * 0.62),
                    (x + unit * 0.5, y + unit * 0.82),
                    (x + unit * 0.88, y + unit * 0.62),
                    (x + unit, y),
                ],
                4,
            )
            shapes.append(tile)
            lights.append([*tile[4:-4], *((px, py - unit * 0.05) for px, py in reversed(tile[4:-4]))])
            x += unit
        if row == 0:
            fill(
                image,
                [
                    ring((px, y + unit * 0.12), (unit * 0.52, unit * 0.24), points=20)
                    for px in [shape[8][0] for shape in shapes]
                ],
                dark,
            )
        fill(image, shapes, mix(dark, (0, 0, 0), 0.12 * row))
        fill(image, lights, edge, strength=max(0.12, 0.55 - 0.12 * row))
        y += unit * 0.66
        row += 1


# A cat from behind on a square, y upwards from where it sits: the outline of its right half, from the head down.
_HALF: Points = [
    *(
        (0.0, 0.985),
        (0.06, 0.985),
        (0.085, 1.0),
        (0.15, 1.09),
        (0.168, 1.08),
        (0.186, 0.96),
        (0.196, 0.88),
        (0.186, 0.8),
        (0.15, 0.735),
    ),
    *((0.172, 0.64), (0.225, 0.5), (0.28, 0.34), (0.305, 0.18), (0.29, 0.06), (0.25, 0.0), (0.0, -0.01)),
]
_TAIL: Points = [(0.2, 0.04), (0.4, 0.0), (0.56, 0.04), (0.62, 0.16), (0.56, 0.29), (0.47, 0.33), (0.44, 0.26)]


def _sitting(image: Image.Image, study: Study, x: float, side: int) -> None:
    unit, foot = study.least * 0.36, study.height * 0.885
    dark = mix(study.hour.near, (0, 0, 0), 0.4)
    turn = -side

    def placed(points: Points) -> Points:
        return [(x + turn * px * unit, foot - py * unit) for px, py in points]

    head = 12
    soft = [*_HALF[:2], *smooth(_HALF[2:5], 3), *smooth(_HALF[4:head], 5), *smooth(_HALF[head - 1 :], 8)]
    leaning = [(px + 0.03 * max(0.0, py - 0.3), py) for px, py in soft]
    other = [(-px + 0.03 * max(0.0, py - 0.3), py) for px, py in soft]
    tail = _thick(_TAIL, 0.05)
    shapes = [placed([*leaning, *reversed(other)]), placed(tail)]
    fill(image, shapes, mix(study.hour.light, study.hour.sky[2], 0.4), soft=unit * 0.012, strength=0.85)
    inner = [[(px + turn * unit * 0.006, py + unit * 0.008) for px, py in shape] for shape in shapes]
    fill(image, inner, dark, soft=unit * 0.004)
    fill(image, [placed(ring((0.02, -0.02), (0.42, 0.03)))], dark, soft=unit * 0.03, strength=0.8)


def _thick(points: Points, half: float) -> Points:
    line = smooth(points, 8)
    left: Points = []
    right: Points = []
    for number, (x, y) in enumerate(line):
        ahead = line[min(len(line) - 1, number + 1)]
        behind = line[max(0, number - 1)]
        turn = atan2(ahead[1] - behind[1], ahead[0] - behind[0]) + pi / 2
        wide = half * (1 - 0.3 * number / len(line))
        left.append((x + cos(turn) * wide, y + sin(turn) * wide))
        right.append((x - cos(turn) * wide, y - sin(turn) * wide))
    end = ring(line[-1], (half * 0.7, half * 0.7), points=16)
    return [*left, *end, *reversed(right)]
