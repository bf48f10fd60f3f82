"""Koi in their pond, from above."""

from __future__ import annotations

from math import cos, pi, sin

from msgspec import Struct
from PIL import Image

from server.cloudflare.samples.brushes import Study, curve, fill, gradient, noise, ring, smooth
from server.cloudflare.samples.hours import Colour, mix

Points = list[tuple[float, float]]


KOI: tuple[tuple[Colour, Colour], ...] = (
    ((250, 244, 236), (224, 70, 40)),
    ((250, 246, 240), (226, 92, 44)),
    ((238, 120, 48), (250, 240, 226)),
    ((246, 200, 96), (236, 150, 60)),
    ((248, 244, 240), (40, 36, 44)),
)


def koi(study: Study) -> Image.Image:
    """A pond from above: fish at several depths, their shadows, rings on the water, leaves of the lotus."""
    rng, hour = study.rng, study.hour
    deep = mix(mix((22, 78, 84), hour.sky[0], 0.35), hour.near, 0.25)
    shallow = mix(mix((70, 142, 132), hour.sky[2], 0.3), deep, 0.25)
    image = gradient((shallow, mix(shallow, deep, 0.5), deep), study.size).rotate(rng.choice((0, 180)))
    water = noise(rng, study.size, (5, 12, 28, 60), stretch=1)
    image.paste(mix(deep, (0, 0, 0), 0.3), mask=curve(water, lambda v: (0.47 - v) * 1.1))
    image.paste(mix(shallow, hour.light, 0.3), mask=curve(water, lambda v: (v - 0.58) * 0.9))
    centre = (study.width * 0.5, study.height * 0.5)
    start = rng.uniform(0, 2 * pi)
    count = 5 + round(1.5 * (max(study.size) / study.least - 1) * 2)
    for number in range(count):
        turn = start + 2 * pi * number / count + rng.gauss(0, 0.2)
        away = rng.uniform(0.24, 0.4) if number else 0.08
        x, y = centre[0] + cos(turn) * away * study.width * 0.95, centre[1] + sin(turn) * away * study.height * 0.95
        heading = turn + pi / 2 * 1.1 + rng.gauss(0, 0.25)
        fish = _Fish(x, y, heading, study.least * rng.uniform(0.26, 0.36), rng.uniform(-0.75, 0.75))
        _draw_fish(image, study, fish, (number / count, rng.choice(KOI)))
    _caustics(image, study)
    for _ in range(3 + round(max(study.size) / study.least)):
        _leaf(image, study)
    return image


class _Fish(Struct, frozen=True):
    """One fish: where it is, how long, and the curve of its back, from the nose (0) to the end of its tail (1)."""

    x: float
    y: float
    heading: float
    long: float
    bend: float

    def at(self, t: float, across: float) -> tuple[float, float]:
        """The place beside the back, `across` lengths to its side."""
        (ax, ay), (bx, by) = self._back(t), self._back(t + 0.02)
        norm = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        px, py = ax - (by - ay) / norm * across, ay + (bx - ax) / norm * across
        c, s = cos(self.heading), sin(self.heading)
        return self.x + (px * c - py * s) * self.long, self.y + (px * s + py * c) * self.long

    def _back(self, t: float) -> tuple[float, float]:
        return 0.5 - t, -sin(self.bend * (t - 0.35) * 1.6) * abs(t - 0.35) * 0.62

    def outline(self, share: float, last: float) -> Points:
        stations = [n / 30 * last for n in range(31)]
        return [
            *(self.at(t, _half(t) * share) for t in stations),
            *(self.at(t, -_half(t) * share) for t in reversed(stations)),
        ]

    def fins(self) -> list[Points]:
        """The tail first, then those at the front and those further back."""
        parts = [smooth([self.at(*point) for point in _TAIL], 4)]
        for fin in (_FRONT, _REAR):
            parts += [smooth([self.at(t, side * across) for t, across in fin], 4) for side in (-1, 1)]
        return parts


_TAIL: Points = [
    *((0.8, 0.02), (0.92, 0.1), (1.0, 0.17), (0.96, 0.05), (0.95, 0.0)),
    *((0.99, -0.06), (1.0, -0.15), (0.9, -0.09), (0.8, -0.02)),
]
_FRONT: Points = [(0.26, 0.09), (0.36, 0.21), (0.45, 0.22), (0.42, 0.14), (0.36, 0.1)]
_REAR: Points = [(0.58, 0.08), (0.66, 0.14), (0.68, 0.1), (0.64, 0.07)]
_WATER: Colour = (22, 74, 84)


def _half(t: float) -> float:
    """Half of a fish's width at a place along its back."""
    swell: float = max(0.0, sin(pi * min(1.0, t * 1.02 + 0.03) ** 0.72)) ** 0.75
    return 0.115 * swell * (1 - 0.15 * t) + 0.008


def _draw_fish(image: Image.Image, study: Study, fish: _Fish, how: tuple[float, tuple[Colour, Colour]]) -> None:
    near, (body, spots) = how
    drop = fish.long * (0.06 + 0.06 * near)
    shapes = [fish.outline(1, 0.86), *fish.fins()]
    below = [[(px + drop, py + drop) for px, py in shape] for shape in shapes]
    fill(image, below, (4, 22, 30), soft=fish.long * 0.035, strength=0.5)
    skin = mix(mix(body, spots, 0.3), _WATER, 0.34 - 0.15 * near)
    fill(image, fish.fins(), skin, soft=0.8, strength=0.78)
    tint = mix(body, _WATER, 0.24 - 0.18 * near)
    fill(image, [fish.outline(1, 0.86)], mix(tint, _WATER, 0.34), soft=0.5)
    fill(image, [fish.outline(0.78, 0.8)], tint, soft=fish.long * 0.014)
    for _ in range(study.rng.randrange(3, 6)):
        fill(image, [_spot(study, fish)], mix(spots, _WATER, 0.16 - 0.12 * near), soft=1.0, strength=0.94)
    gleam = [
        fish.at(t, across) for t, across in ((0.2, 0.008), (0.3, 0.02), (0.62, 0.006), (0.62, -0.006), (0.3, -0.006))
    ]
    fill(image, [gleam], (255, 255, 255), soft=fish.long * 0.012, strength=0.35)
    size = fish.long * 0.0105
    for side in (-1, 1):
        fill(image, [ring(fish.at(0.075, side * _half(0.075) * 0.72), (size, size), points=12)], (18, 16, 22))


def _spot(study: Study, fish: _Fish) -> Points:
    """A patch of the other colour, which ends where the body does."""
    rng = study.rng
    t, off = rng.uniform(0.06, 0.72), rng.uniform(-0.35, 0.35)
    blot = []
    for n in range(12):
        turn, reach = 2 * pi * n / 12, rng.uniform(0.7, 1.2)
        across = max(-0.96, min(0.96, off + cos(turn) * 0.62 * reach)) * _half(t)
        blot.append(fish.at(min(0.84, max(0.02, t + sin(turn) * 0.085 * reach)), across))
    return smooth([*blot, blot[0]], 3)


def _caustics(image: Image.Image, study: Study) -> None:
    """The net of light that ripples throw, and a few rings."""
    rng = study.rng
    net = noise(rng, study.size, (9, 22, 40), stretch=1)
    lines = curve(net, lambda v: 1 - abs(v - 0.5) * 26)
    image.paste(mix(study.hour.light, (190, 230, 220), 0.5), mask=curve(lines, lambda v: v * 0.07))
    for _ in range(3):
        x, y = rng.uniform(0.1, 0.9) * study.width, rng.uniform(0.1, 0.9) * study.height
        for number in range(3):
            radius = study.least * (0.03 + 0.03 * number)
            outer, inner = (
                ring((x, y), (radius, radius), points=60),
                ring((x, y), (radius * 0.965, radius * 0.965), points=60),
            )
            fill(
                image,
                [[*outer, outer[0], inner[0], *reversed(inner)]],
                (232, 250, 246),
                soft=0.7,
                strength=0.3 - 0.07 * number,
            )


def _leaf(image: Image.Image, study: Study) -> None:
    """Of the lotus, with its notch and veins, near an edge; now and then with a blossom."""
    rng = study.rng
    edge = rng.randrange(4)
    along, off = rng.uniform(0.0, 1.0), rng.uniform(0.0, 0.1)
    x, y = ((along, off), (along, 1 - off), (off, along), (1 - off, along))[edge]
    x, y = x * study.width, y * study.height
    radius, turn = study.least * rng.uniform(0.07, 0.14), rng.uniform(0, 360)
    green = mix((74, 128, 78), study.hour.near, rng.uniform(0.1, 0.4))
    round_ = [
        (x + cos((turn + a) * pi / 180) * radius, y + sin((turn + a) * pi / 180) * radius) for a in range(12, 349, 6)
    ]
    shape = [(x, y), *round_]
    fill(
        image,
        [[(px + radius * 0.12, py + radius * 0.14) for px, py in shape]],
        (4, 24, 28),
        soft=radius * 0.1,
        strength=0.5,
    )
    fill(image, [shape], green)
    fill(
        image,
        [[(x + (px - x) * 0.93, y + (py - y) * 0.93) for px, py in shape]],
        mix(green, (196, 222, 150), 0.22),
        soft=radius * 0.05,
    )
    for a in range(30, 340, 31):
        end = (x + cos((turn + a) * pi / 180) * radius * 0.9, y + sin((turn + a) * pi / 180) * radius * 0.9)
        normal = (-(end[1] - y) * 0.012, (end[0] - x) * 0.012)
        fill(
            image,
            [[(x + normal[0], y + normal[1]), end, (x - normal[0], y - normal[1])]],
            mix(green, (214, 232, 170), 0.4),
            strength=0.7,
        )
