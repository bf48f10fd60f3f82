"""Somebody who looks out over a sea of mist."""

from __future__ import annotations

from PIL import Image

from server.cloudflare.samples.brushes import Study, fill, ridge, smooth
from server.cloudflare.samples.hours import mix
from server.cloudflare.samples.scenes.mountains import ridges
from server.cloudflare.samples.scenes.sky import air, birds, clouds, light, mist, shine

Points = list[tuple[float, float]]

# A figure in a long coat from behind, y upwards, as high as 1.
_COAT: Points = [
    *(
        (-0.05, 0.86),
        (-0.11, 0.83),
        (-0.145, 0.74),
        (-0.17, 0.56),
        (-0.16, 0.5),
        (-0.13, 0.52),
        (-0.125, 0.44),
        (-0.15, 0.3),
    ),
    *(
        (-0.18, 0.16),
        (-0.1, 0.13),
        (0.02, 0.145),
        (0.13, 0.125),
        (0.24, 0.17),
        (0.2, 0.3),
        (0.145, 0.44),
        (0.135, 0.52),
    ),
    *((0.165, 0.5), (0.18, 0.56), (0.15, 0.74), (0.115, 0.83), (0.05, 0.86)),
]
_HEAD: Points = [
    (-0.045, 0.85),
    (-0.06, 0.9),
    (-0.062, 0.945),
    (-0.03, 0.99),
    (0.0, 1.0),
    (0.04, 0.985),
    (0.062, 0.945),
    (0.06, 0.9),
    (0.045, 0.85),
]
_LEGS: tuple[Points, ...] = (
    [(-0.1, 0.2), (-0.095, 0.02), (-0.12, 0.0), (-0.03, 0.0), (-0.025, 0.04), (-0.01, 0.2)],
    [(0.02, 0.2), (0.04, 0.04), (0.03, 0.0), (0.125, 0.0), (0.11, 0.03), (0.11, 0.2)],
)
_SCARF: Points = [
    (-0.06, 0.88),
    (0.05, 0.875),
    (0.16, 0.86),
    (0.28, 0.9),
    (0.4, 0.86),
    (0.41, 0.81),
    (0.28, 0.85),
    (0.15, 0.81),
    (0.05, 0.835),
    (-0.06, 0.84),
]


def figure(study: Study) -> Image.Image:
    hour, rng = study.hour, study.rng
    horizon = round(study.height * study.between(0.5, 0.56))
    there = light(study, horizon, size=1.15)
    image = air(study, horizon)
    shine(image, study, there)
    clouds(image, study, horizon)
    ridges(image, study, horizon, round(study.height * 0.9), count=5)
    for number in range(4):
        mist(
            image,
            study,
            y=round(study.height * (0.66 + 0.09 * number)),
            colour=mix(hour.sky[3], hour.light, 0.2),
            strength=0.95,
        )
    birds(image, study, there)
    x = study.width * (study.between(0.34, 0.42) if there.x > study.width / 2 else study.between(0.58, 0.66))
    top = study.height * 0.78
    _rock(image, study, x, top)
    _standing(image, study, (x, top + study.least * 0.006), 1 if rng.random() < 0.5 else -1)
    return image


def _rock(image: Image.Image, study: Study, x: float, top: float) -> None:
    """A crag with facets: a dark body, and edges that take some light."""
    rng, hour, unit = study.rng, study.hour, study.least
    dark, lit = mix(hour.near, (0, 0, 0), 0.25), mix(hour.near, hour.sky[2], 0.3)
    rough = ridge(rng, roughness=0.62, points=200)
    line: Points = []
    for number, rise in enumerate(rough):
        share = number / (len(rough) - 1) * 2 - 1
        px = x + share * unit * 0.62
        down = max(0.0, abs(share) - 0.1) ** 1.35 * unit * 0.46
        flat = min(1.0, max(0.0, (abs(share) - 0.09) * 6))
        line.append((px, top + down + rise * unit * 0.018 * flat))
    fill(image, [[*line, (x + unit * 0.62, study.height + 9), (x - unit * 0.62, study.height + 9)]], dark)
    for _ in range(26):
        start = rng.choice(line[8:-8])
        away = rng.uniform(0.0, 0.2) * unit
        px, py = start[0] + rng.gauss(0, 10), start[1] + away
        long, lean = unit * rng.uniform(0.02, 0.07), rng.uniform(-0.5, 0.5)
        facet = [
            (px, py),
            (px + long * 0.5 + lean * 9, py + long * 0.3),
            (px + lean * long, py + long),
            (px - long * 0.16, py + long * 0.5),
        ]
        fill(image, [facet], lit, soft=1, strength=rng.uniform(0.1, 0.34) * (1 - away / (unit * 0.26)))
    rim = [*line, *((px, py + unit * 0.007) for px, py in reversed(line))]
    fill(image, [rim], lit, strength=0.6)


def _standing(image: Image.Image, study: Study, foot: tuple[float, float], side: int) -> None:
    hour, unit = study.hour, study.least * 0.27
    dark = mix(hour.near, (8, 6, 14), 0.45)
    x, y = foot

    def placed(points: Points) -> Points:
        return [(x + side * px * unit, y - py * unit) for px, py in points]

    scarf = mix((198, 62, 56), hour.sky[2], 0.15)
    rim = mix(hour.light, hour.sky[2], 0.4)
    shapes = [placed(smooth(_COAT, 5)), placed(smooth(_HEAD, 5)), *map(placed, _LEGS)]
    fill(image, [placed(smooth(_SCARF, 5))], mix(scarf, dark, 0.12))
    fill(image, shapes, rim, soft=1.6, strength=0.8)
    fill(
        image, [[(px + unit * 0.006 * side, py + unit * 0.004) for px, py in shape] for shape in shapes], dark, soft=0.6
    )
    collar = [(-0.075, 0.885), (0.075, 0.885), (0.085, 0.83), (-0.085, 0.83)]
    fill(image, [placed(smooth([*collar, collar[0]], 4))], scarf)
    fill(image, [placed([(0.0, 0.42), (0.008, 0.42), (0.012, 0.15), (-0.004, 0.15)])], mix(dark, rim, 0.16))
