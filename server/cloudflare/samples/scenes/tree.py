"""One tree on a hill, in leaf or blossom by the season, and what the wind takes from it."""

from __future__ import annotations

from math import cos, pi, sin

from PIL import Image, ImageDraw
from PIL.Image import Resampling

from server.cloudflare.sample_words import mentions
from server.cloudflare.samples.brushes import FINE, Study, curve, fill, glow, noise, ridge, ring
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.scenes.mountains import ridges
from server.cloudflare.samples.scenes.sky import air, birds, clouds, light, shine

Tones = tuple[Colour, Colour, Colour]
"""Of leaves: in shadow, their own, in the light."""

SEASONS: dict[str, Tones] = {
    "dawn": ((188, 96, 132), (240, 160, 184), (255, 222, 226)),
    "autumn": ((142, 48, 22), (222, 106, 36), (252, 186, 84)),
    "dusk": ((112, 30, 54), (206, 70, 66), (255, 166, 104)),
    "winter": ((150, 172, 196), (214, 226, 238), (255, 255, 255)),
    "night": ((24, 40, 74), (52, 86, 132), (126, 164, 204)),
    "green": ((36, 82, 58), (88, 140, 82), (182, 212, 128)),
    "day": ((40, 92, 52), (104, 156, 70), (200, 224, 120)),
}
_BLOSSOM = ("cherry", "blossom", "sakura", "樱", "桃花", "梅")


def tree(study: Study) -> Image.Image:
    hour = study.hour
    horizon = round(study.height * study.between(0.62, 0.68))
    there = light(study, horizon, size=1.1)
    image = air(study, horizon)
    shine(image, study, there)
    clouds(image, study, horizon)
    ridges(image, study, horizon, study.height, count=3)
    tones = SEASONS["dawn"] if mentions(study.prompt, _BLOSSOM) else SEASONS[hour.name]
    x = study.width * (0.42 if there.x > study.width / 2 else 0.58)
    _hill(image, study, x, tones)
    foot = (x, study.height * 0.79)
    tips = _limbs(image, study, foot)
    _leaves(image, study, tips, (tones, 1 if there.x > x else -1))
    _falling(image, study, foot, tones)
    birds(image, study, there)
    return image


def _hill(image: Image.Image, study: Study, x: float, tones: Tones) -> None:
    hour, rng = study.hour, study.rng
    ground = mix(mix((120, 138, 84), hour.sky[3], 0.25), hour.near, 0.42)
    if hour.name == "winter":
        ground = mix((226, 234, 244), hour.near, 0.2)
    line = []
    rough = ridge(rng, roughness=0.5, points=200)
    for number, rise in enumerate(rough):
        px = study.width * number / (len(rough) - 1)
        away = (px - x) / study.least
        line.append(
            (
                px,
                study.height * 0.785
                + study.least * (0.22 * (1 - 1 / (1 + away**2 * 3.2)))
                + rise * study.least * 0.004,
            )
        )
    fill(image, [[*line, (study.width, study.height + 5), (0, study.height + 5)]], ground)
    grass = noise(rng, study.size, (30, 90, 200, 320), stretch=0.4)
    canvas = Image.new("RGB", study.size)
    fill(canvas, [[*line, (study.width, study.height + 5), (0, study.height + 5)]], (255, 255, 255))
    here = canvas.getchannel("R")
    for colour, low in ((mix(ground, hour.near, 0.6), True), (mix(ground, hour.light, 0.35), False)):
        spots = curve(grass, (lambda v: (0.48 - v) * 2) if low else (lambda v: (v - 0.56) * 1.6))
        image.paste(colour, mask=Image.composite(spots, Image.new("L", study.size), here))
    fill(image, [[*line, *((px, py + 2.5) for px, py in reversed(line))]], mix(ground, hour.light, 0.6), strength=0.6)
    fill(
        image,
        [
            ring(
                (x + study.least * 0.03, study.height * 0.785 + study.least * 0.03),
                (study.least * 0.17, study.least * 0.014),
            )
        ],
        mix(ground, hour.near, 0.8),
        soft=6,
        strength=0.55,
    )
    for _ in range(round(60 * study.width / study.least)):
        px = rng.gauss(x, study.least * 0.28)
        py = study.height * rng.uniform(0.8, 0.97)
        size = study.least * rng.uniform(0.0015, 0.004)
        fill(image, [ring((px, py), (size * 1.6, size), points=8)], rng.choice(tones[1:]), strength=0.8)


def _limbs(image: Image.Image, study: Study, foot: tuple[float, float]) -> list[tuple[float, float]]:
    """Trunk and branches, each parting in two or three; the ends of the fine ones."""
    rng = study.rng
    mask = Image.new("L", (image.width * FINE, image.height * FINE))
    draw = ImageDraw.Draw(mask)
    tips: list[tuple[float, float]] = []

    def grow(foot: tuple[float, float], turn: float, long: float, thick: float, depth: int) -> None:
        x, y = foot
        ex, ey = x + cos(turn) * long, y - sin(turn) * long
        nx, ny = sin(turn), cos(turn)
        end = thick * 0.7
        draw.polygon(
            [
                ((x - nx * thick) * FINE, (y - ny * thick) * FINE),
                ((ex - nx * end) * FINE, (ey - ny * end) * FINE),
                ((ex + nx * end) * FINE, (ey + ny * end) * FINE),
                ((x + nx * thick) * FINE, (y + ny * thick) * FINE),
            ],
            fill=255,
        )
        draw.ellipse(((ex - end) * FINE, (ey - end) * FINE, (ex + end) * FINE, (ey + end) * FINE), fill=255)
        if depth >= 3:
            tips.append((ex, ey))
        if depth == 6:
            return
        for number in range(3 if depth in (0, 2) else 2):
            spread = (-0.5, 0.5, 0.06)[number] * rng.uniform(0.7, 1.35) * (1.05 if depth else 1.15)
            grow(
                (ex, ey),
                turn + spread + (pi / 2 - turn) * 0.04,
                long * rng.uniform(0.68, 0.86),
                end * (0.74 if number < 2 else 0.6),
                depth + 1,
            )

    unit = study.least
    grow((foot[0], foot[1] + unit * 0.01), pi / 2 + rng.gauss(0, 0.09), unit * 0.13, unit * 0.021, 0)
    flare = [
        (foot[0] - unit * 0.05, foot[1] + unit * 0.018),
        (foot[0] - unit * 0.017, foot[1] - unit * 0.05),
        (foot[0] + unit * 0.017, foot[1] - unit * 0.05),
        (foot[0] + unit * 0.05, foot[1] + unit * 0.018),
    ]
    draw.polygon([(px * FINE, py * FINE) for px, py in flare], fill=255)
    image.paste(mix(study.hour.near, (30, 18, 14), 0.5), mask=mask.resize(study.size, Resampling.BOX))
    return tips


def _leaves(image: Image.Image, study: Study, tips: list[tuple[float, float]], how: tuple[Tones, int]) -> None:
    """Thousands of dabs around the ends of branches: the shadowed ones first, the lit ones towards the light last."""
    rng, (tones, side) = study.rng, how
    unit = study.least
    left, right = min(x for x, _ in tips), max(x for x, _ in tips)
    top, bottom = min(y for _, y in tips), max(y for _, y in tips)
    for tone, (share, reach, size) in enumerate(((1.0, 0.036, 0.0085), (0.9, 0.032, 0.007), (0.5, 0.026, 0.0055))):
        layer = Image.new("L", (image.width * FINE, image.height * FINE))
        draw = ImageDraw.Draw(layer)
        for x, y in tips:
            bright = (
                0.5
                + 0.5 * side * ((x - left) / (right - left + 1) * 2 - 1) * 0.6
                + 0.45 * (1 - (y - top) / (bottom - top + 1))
                - 0.2
            )
            if tone == 2 and rng.random() > bright * 1.15:
                continue
            for _ in range(round(9 * share * (1 + study.steps / 16))):
                px, py = (
                    x + rng.gauss(0, reach * unit),
                    y + rng.gauss(0, reach * unit * 0.8) + (0.012 - 0.012 * tone) * unit,
                )
                dab = size * unit * rng.uniform(0.5, 1.2)
                draw.ellipse(
                    ((px - dab) * FINE, (py - dab * 0.75) * FINE, (px + dab) * FINE, (py + dab * 0.75) * FINE), fill=255
                )
        colour = mix(tones[tone], study.hour.sky[2], 0.1)
        image.paste(colour, mask=layer.resize(study.size, Resampling.BOX))
    glow(
        image, ((left + right) / 2 + side * unit * 0.16, top + unit * 0.06), unit * 0.3, study.hour.light, strength=0.22
    )


def _falling(image: Image.Image, study: Study, foot: tuple[float, float], tones: Tones) -> None:
    rng, unit = study.rng, study.least
    wind = rng.choice((-1, 1))
    for _ in range(26 + 6 * study.steps):
        away = rng.random()
        x = foot[0] + wind * away * unit * 0.55 + rng.gauss(0, 0.1) * unit
        y = foot[1] - unit * 0.36 + away * unit * 0.3 + rng.gauss(0, 0.1) * unit
        size = unit * rng.uniform(0.002, 0.005)
        fill(
            image,
            [ring((x, y), (size * 1.5, size * 0.8), rng.uniform(0, 180), points=10)],
            rng.choice(tones[1:]),
            strength=0.9,
        )
