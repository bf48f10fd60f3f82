"""A forest in mist: trunks behind trunks, light that falls through, ferns in front; a deer where one is wanted."""

from __future__ import annotations

from math import cos, pi, sin

from PIL import Image, ImageChops, ImageDraw
from PIL.Image import Resampling

from server.cloudflare.samples.brushes import FINE, Study, blur, curve, fill, glow, gradient, noise, ridge, smooth
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.scenes.sky import mist


def forest(study: Study) -> Image.Image:
    image, _ = _wood(study)
    _ferns(image, study)
    return image


def deer(study: Study) -> Image.Image:
    """The same wood, with a clearing in which a stag stands against the light."""
    image, there = _wood(study)
    _stag(image, study, there)
    _ferns(image, study)
    return image


def _wood(study: Study) -> tuple[Image.Image, float]:
    """The wood, and where across it the light comes from."""
    hour = study.hour
    there = study.width * study.between(0.36, 0.64)
    bright = mix(hour.sky[3], hour.light, 0.4)
    image = gradient(
        (mix(hour.sky[1], hour.far, 0.4), mix(hour.sky[2], hour.sky[3], 0.5), bright, mix(hour.far, bright, 0.5)),
        study.size,
    )
    glow(image, (there, study.height * 0.42), study.least * 0.75, hour.light, strength=0.9)
    layers = 4 + study.steps // 3
    for number in range(layers):
        near = number / (layers - 1)
        _trunks(image, study, near, there)
        if number < layers - 1:
            mist(
                image, study, y=round(study.height * (0.6 + 0.2 * near)), colour=bright, strength=0.9 * (1 - near * 0.7)
            )
        if number == layers - 2:
            _shafts(image, study, there)
    return image, there


def _trunks(image: Image.Image, study: Study, near: float, there: float) -> None:
    rng, hour = study.rng, study.hour
    colour = mix(mix(hour.far, hour.sky[3], 0.42 * (1 - near)), mix(hour.near, (0, 0, 0), 0.25), near**1.1)
    mask = Image.new("L", (image.width * FINE, image.height * FINE))
    draw = ImageDraw.Draw(mask)
    ground = study.height * (0.66 + 0.2 * near)
    count = round((15 - 11 * near) * study.width / study.least)
    for number in range(count):
        x = study.width * (number + rng.uniform(0.1, 0.9)) / count
        if near > 0.5 and abs(x - there) < study.least * 0.17 * near:
            continue
        half = study.least * (0.006 + 0.026 * near**1.6) * rng.uniform(0.7, 1.3)
        _trunk(draw, study, (x, ground + study.least * rng.uniform(-0.02, 0.03)), half)
    line = ridge(rng, roughness=0.52, points=256)
    floor = [
        (x * study.width * FINE / (len(line) - 1), (ground + rise * study.least * 0.018) * FINE)
        for x, rise in enumerate(line)
    ]
    draw.polygon([*floor, mask.size, (0, mask.height)], fill=255)
    leaves = noise(rng, (study.width // 2, study.height // 2), (7, 16, 44, 90), stretch=1.2)
    where = Image.linear_gradient("L").resize(leaves.size)
    limit = 0.33 + 0.05 * near
    leaves = ImageChops.subtract(leaves, curve(where, lambda v: min(1.0, v / limit) * 0.62))
    canopy = curve(leaves.resize(study.size, Resampling.BICUBIC), lambda v: (v - 0.2) * 14)
    small = mask.resize(study.size, Resampling.BOX)
    foot = mix(colour, hour.sky[3], 0.3 * (1 - near))
    body = gradient((colour, colour, foot), study.size)
    image.paste(body, (0, 0), ImageChops.lighter(small, canopy))


def _trunk(draw: ImageDraw.ImageDraw, study: Study, foot: tuple[float, float], half: float) -> None:
    rng, (x, y) = study.rng, foot
    lean = rng.uniform(-0.04, 0.04) * y
    left, right = [], []
    for step in range(9):
        share = step / 8
        at = x + lean * share + rng.uniform(-1, 1) * half * 0.12
        wide = half * (1.0 - 0.45 * share) * (1 + 0.7 * max(0.0, 0.06 - share) / 0.06)
        left.append(((at - wide) * FINE, (y - y * share) * FINE))
        right.append(((at + wide) * FINE, (y - y * share) * FINE))
    draw.polygon([*left, *reversed(right)], fill=255)
    for _ in range(rng.randrange(2, 6)):
        share = rng.uniform(0.3, 0.85)
        side, long = rng.choice((-1, 1)), half * rng.uniform(3, 9)
        bx, by = x + lean * share, y - y * share
        turn = rng.uniform(0.15, 0.6)
        end = (bx + side * long, by - long * turn)
        middle = (bx + side * long * 0.5, by - long * turn * 0.3)
        draw.line(
            [(px * FINE, py * FINE) for px, py in smooth([(bx, by), middle, end], 4)],
            fill=255,
            width=max(1, round(half * 0.32 * FINE)),
        )


def _shafts(image: Image.Image, study: Study, there: float) -> None:
    """Beams from above, softly."""
    beams = Image.new("L", (study.width // 4, study.height // 4))
    draw = ImageDraw.Draw(beams)
    x, y = there / 4, -study.height * 0.1
    for _ in range(7):
        turn = pi / 2 + study.rng.gauss(0, 0.4)
        wide = study.rng.uniform(0.012, 0.05)
        reach = study.height * 0.5
        corners = [(x + reach * cos(turn + side), y + reach * sin(turn + side)) for side in (-wide, wide)]
        draw.polygon([(x, y), *corners], fill=study.rng.randrange(60, 150))
    soft = blur(beams, 3).resize(study.size, Resampling.BICUBIC)
    down = Image.linear_gradient("L").resize(study.size)
    image.paste(study.hour.light, mask=curve(ImageChops.multiply(soft, ImageChops.invert(down)), lambda v: v * 0.8))


def _ferns(image: Image.Image, study: Study) -> None:
    """Blades and fronds at the foot of the picture, almost black."""
    rng = study.rng
    dark = mix(study.hour.near, (0, 0, 0), 0.45)
    mask = Image.new("L", (image.width * FINE, image.height * FINE))
    draw = ImageDraw.Draw(mask)
    for _ in range(round((110 + 24 * study.steps) * study.width / study.least)):
        x, y = rng.uniform(-0.02, 1.02) * study.width, study.height * rng.uniform(0.97, 1.04)
        long, lean = study.least * rng.uniform(0.03, 0.12) ** 1.0, rng.gauss(0, 0.4)
        tip = (x + lean * long, y - long)
        bend = (x + lean * long * 0.25, y - long * 0.6)
        half = study.least * 0.0022
        blade = [
            *smooth([(x - half, y), (bend[0] - half, bend[1]), tip], 5),
            *reversed(smooth([(x + half, y), (bend[0] + half, bend[1]), tip], 5)),
        ]
        draw.polygon([(px * FINE, py * FINE) for px, py in blade], fill=255)
    small = mask.resize(study.size, Resampling.BOX)
    image.paste(dark, mask=small)


def _stag(image: Image.Image, study: Study, there: float) -> None:
    unit = study.least * 0.23
    flip = study.rng.choice((-1, 1))
    foot = study.height * 0.865
    colour: Colour = mix(study.hour.near, (0, 0, 0), 0.3)

    def placed(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(there + flip * (px - 0.5) * unit * 1.25, foot - py * unit) for px, py in points]

    fill(
        image,
        [placed([(-0.1, -0.02), (1.0, -0.02), (1.2, -0.09), (-0.3, -0.09)])],
        colour,
        soft=unit * 0.05,
        strength=0.5,
    )
    glow(image, (there, foot - unit * 0.9), unit * 1.2, study.hour.light, strength=0.45)
    fill(image, [placed(smooth(part, 6)) for part in _STAG], colour)
    for antler in _ANTLERS:
        fill(image, [placed(_stroke(antler, 0.022))], colour)
        fill(image, [placed(_stroke([(px - 0.045, py) for px, py in antler], 0.02))], colour)


def _stroke(points: list[tuple[float, float]], half: float) -> list[tuple[float, float]]:
    line = smooth(points, 6)
    count = len(line)
    wide = [half * (1 - 0.75 * number / count) for number in range(count)]
    return [
        *((x - w, y) for (x, y), w in zip(line, wide, strict=True)),
        *((x + w, y) for (x, y), w in reversed(list(zip(line, wide, strict=True)))),
    ]


# A stag that looks to the right, on a square: body with neck and head, four legs, ear; antlers as lines.
_STAG: list[list[tuple[float, float]]] = [
    [
        *((0.02, 0.72), (0.04, 0.8), (0.12, 0.84), (0.3, 0.83), (0.48, 0.82), (0.58, 0.86), (0.66, 0.97), (0.73, 1.1)),
        *(
            (0.77, 1.16),
            (0.83, 1.18),
            (0.88, 1.14),
            (0.97, 1.07),
            (0.985, 1.035),
            (0.95, 1.01),
            (0.87, 1.02),
            (0.825, 1.01),
        ),
        *((0.8, 0.9), (0.77, 0.76), (0.72, 0.64), (0.64, 0.57), (0.5, 0.545), (0.34, 0.54), (0.22, 0.52), (0.1, 0.52)),
        *((0.03, 0.58), (0.02, 0.66), (0.02, 0.72)),
    ],
    [
        (0.04, 0.62),
        (0.03, 0.48),
        (0.09, 0.36),
        (0.065, 0.2),
        (0.05, 0.02),
        (0.05, -0.02),
        (0.1, -0.02),
        (0.105, 0.02),
        (0.12, 0.2),
        (0.15, 0.36),
        (0.22, 0.5),
        (0.2, 0.6),
    ],
    [
        (0.14, 0.6),
        (0.16, 0.42),
        (0.19, 0.34),
        (0.19, 0.18),
        (0.185, 0.0),
        (0.185, -0.04),
        (0.23, -0.04),
        (0.235, 0.0),
        (0.25, 0.2),
        (0.255, 0.35),
        (0.29, 0.55),
    ],
    [
        (0.56, 0.6),
        (0.585, 0.4),
        (0.6, 0.3),
        (0.6, 0.15),
        (0.6, 0.0),
        (0.6, -0.02),
        (0.645, -0.02),
        (0.65, 0.0),
        (0.65, 0.15),
        (0.655, 0.32),
        (0.69, 0.5),
        (0.72, 0.64),
    ],
    [
        (0.64, 0.6),
        (0.67, 0.42),
        (0.685, 0.3),
        (0.7, 0.15),
        (0.71, 0.0),
        (0.715, -0.04),
        (0.76, -0.04),
        (0.755, 0.0),
        (0.74, 0.16),
        (0.735, 0.32),
        (0.75, 0.5),
        (0.77, 0.7),
    ],
    [(0.76, 1.13), (0.7, 1.17), (0.66, 1.23), (0.73, 1.22), (0.79, 1.17)],
]
_ANTLERS: list[list[tuple[float, float]]] = [
    [(0.79, 1.16), (0.75, 1.28), (0.67, 1.38), (0.64, 1.5), (0.68, 1.62)],
    [(0.765, 1.25), (0.82, 1.3), (0.9, 1.33), (0.93, 1.4)],
    [(0.69, 1.36), (0.76, 1.42), (0.79, 1.52)],
    [(0.645, 1.47), (0.6, 1.53), (0.58, 1.6)],
]
