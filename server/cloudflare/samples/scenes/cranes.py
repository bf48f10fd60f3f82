"""Cranes on their way across the sun."""

from __future__ import annotations

from PIL import Image

from server.cloudflare.samples.brushes import Study, disc, fill, glow, ring, smooth
from server.cloudflare.samples.hours import mix
from server.cloudflare.samples.scenes.mountains import ridges
from server.cloudflare.samples.scenes.sky import air, clouds, mist

Points = list[tuple[float, float]]


def cranes(study: Study) -> Image.Image:
    """A few of them on their way across a large sun, above mountains in mist."""
    hour, rng = study.hour, study.rng
    horizon = round(study.height * 0.66)
    image = air(study, horizon)
    x, y, radius = study.width * study.between(0.42, 0.6), study.height * 0.36, study.least * study.between(0.16, 0.2)
    glow(image, (x, y), radius * 3, mix(hour.light, hour.sky[2], 0.35), strength=0.9)
    disc(
        image,
        (x, y),
        radius,
        mix(hour.light, hour.sky[1], 0.2) if hour.stars else mix((232, 92, 66), hour.sky[2], 0.16),
    )
    clouds(image, study, horizon)
    ridges(image, study, horizon, study.height, count=4)
    mist(image, study, y=round(study.height * 0.9), colour=hour.sky[3], strength=0.8)
    side = rng.choice((-1, 1))
    flock = [(0.0, 0.0, 1.0), (-0.2, 0.1, 0.78), (-0.33, -0.03, 0.62), (0.16, 0.14, 0.66), (-0.46, 0.09, 0.5)]
    for dx, dy, share in flock[: 3 + study.steps // 3]:
        place = (x + side * dx * study.least + rng.gauss(0, 8), y + (dy + 0.02) * study.least)
        _crane(image, study, place, (study.least * 0.15 * share, side))
    return image


# A crane on its way to the right, a wing's length to each side, y upwards.
_BODY: Points = [
    (-0.72, -0.1),
    (-0.4, -0.02),
    (-0.2, 0.05),
    (0.0, 0.07),
    (0.25, 0.05),
    (0.5, 0.1),
    (0.78, 0.14),
    (0.86, 0.17),
    (0.93, 0.155),
    (1.14, 0.12),
    (0.93, 0.11),
    (0.84, 0.1),
    (0.5, 0.03),
    (0.25, -0.05),
    (0.0, -0.08),
    (-0.2, -0.06),
    (-0.4, -0.08),
]
_WINGS: tuple[tuple[Points, Points], ...] = (
    (
        [
            (0.2, 0.03),
            (0.1, 0.4),
            (-0.05, 0.75),
            (-0.3, 1.05),
            (-0.36, 0.9),
            (-0.44, 0.86),
            (-0.42, 0.72),
            (-0.5, 0.64),
            (-0.42, 0.5),
            (-0.46, 0.38),
            (-0.34, 0.24),
            (-0.26, 0.02),
        ],
        [
            (0.24, 0.03),
            (0.4, 0.32),
            (0.4, 0.66),
            (0.28, 0.98),
            (0.2, 0.84),
            (0.12, 0.8),
            (0.1, 0.62),
            (0.02, 0.5),
            (0.02, 0.3),
            (-0.1, 0.02),
        ],
    ),
    (
        [
            (0.2, 0.02),
            (0.06, 0.14),
            (-0.26, 0.2),
            (-0.62, 0.06),
            (-0.86, -0.3),
            (-0.68, -0.22),
            (-0.62, -0.3),
            (-0.5, -0.18),
            (-0.42, -0.24),
            (-0.3, -0.1),
            (-0.2, -0.04),
        ],
        [
            (0.22, 0.02),
            (0.34, 0.22),
            (0.24, 0.46),
            (0.0, 0.6),
            (-0.04, 0.5),
            (-0.12, 0.48),
            (-0.1, 0.36),
            (-0.18, 0.28),
            (-0.14, 0.1),
            (-0.1, 0.02),
        ],
    ),
)


def _crane(image: Image.Image, study: Study, where: tuple[float, float], how: tuple[float, int]) -> None:
    (x, y), (unit, side) = where, how
    hour = study.hour
    white, dark = mix((252, 250, 246), hour.light, 0.3), mix(hour.near, hour.sky[0], 0.25)
    close, far = study.rng.choice(_WINGS)

    def placed(points: Points) -> Points:
        return [(x + side * px * unit, y - py * unit) for px, py in points]

    fill(image, [placed(far)], mix(white, hour.far, 0.45))
    legs = [(-0.6, -0.08), (-1.05, -0.16), (-1.05, -0.13), (-0.6, -0.04)]
    fill(image, [placed(legs)], dark)
    fill(image, [placed(smooth(_BODY, 4))], white)
    fill(image, [placed(close)], white)
    tips = [point for point in close if point[1] > 0.5 or point[0] < -0.5]
    fill(image, [placed(tips)], dark, strength=0.9)
    shade = [(px, py - 0.02) for px, py in _BODY[9:]]
    fill(image, [placed(smooth(shade, 4))], mix(white, hour.far, 0.5), soft=unit * 0.02, strength=0.6)
    fill(image, [placed([(0.5, 0.1), (0.78, 0.14), (0.84, 0.1), (0.5, 0.03)])], dark, strength=0.85)
    fill(image, [placed(ring((0.87, 0.165), (0.03, 0.018), points=12))], (206, 52, 46))
