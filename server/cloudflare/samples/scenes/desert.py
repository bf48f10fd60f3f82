"""Dunes in low light, with sharp crests, soft shadows and the wind's ripples."""

from __future__ import annotations

import random

from PIL import Image

from server.cloudflare.samples.brushes import Study, curve, gradient, mask_of, noise, smooth
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.scenes.sky import air, clouds, light, shine

SAND: tuple[Colour, Colour] = ((236, 178, 116), (150, 78, 62))
"""Lit and in shadow."""


def desert(study: Study) -> Image.Image:
    horizon = round(study.height * study.between(0.4, 0.48))
    there = light(study, horizon, size=0.85)
    image = air(study, horizon)
    shine(image, study, there)
    clouds(image, study, horizon, strength=0.8)
    count = 5
    for number in range(count):
        near = number / (count - 1)
        _dune(image, study, horizon + (study.height - horizon) * (near**1.35 * 0.55), (near, there.x))
    return image


def _colours(study: Study, near: float) -> tuple[Colour, Colour]:
    lit, dark = SAND
    hour = study.hour
    tint = 0.5 if hour.name == "night" else 0.28
    lit, dark = mix(lit, hour.light, 0.2), mix(dark, hour.sky[0], tint + 0.1)
    if hour.name == "night":
        lit = mix(lit, hour.sky[1], 0.62)
        dark = mix(dark, hour.near, 0.5)
    away = 0.62 * (1 - near) ** 1.2
    return mix(lit, hour.sky[3], away), mix(dark, hour.sky[2], away * 0.9)


def _dune(image: Image.Image, study: Study, base: float, look: tuple[float, int]) -> None:
    """One long crest with a few peaks. From each peak a sharp edge winds down; behind it lies the shadow."""
    rng, (near, sun) = study.rng, look
    lit, dark = _colours(study, near)
    unit = study.least * (0.06 + 0.2 * near)
    peaks = _peaks(study, base, unit)
    crest = _crest(peaks, study.width, base, unit)
    top = max(0, int(min(y for _, y in crest)) - 2)
    size = (study.width, study.height - top)
    body = gradient((mix(lit, (255, 240, 214), 0.25), lit, mix(lit, dark, 0.3), mix(lit, dark, 0.5)), size)
    _ripples(body, study, (lit, dark), near)
    toward = -1 if sun > study.width / 2 else 1
    edges = [_edge(rng, (x, y - top), unit, toward) for x, y in peaks]
    shade = mask_of(size, [_behind(edge, crest, top, toward) for edge in edges], soft=0.8)
    body.paste(gradient((dark, mix(dark, lit, 0.12), mix(dark, lit, 0.45), mix(dark, lit, 0.6)), size), mask=shade)
    outline = [(px, py - top) for px, py in crest]
    image.paste(body, (0, top), mask_of(size, [[*outline, (study.width + 9, size[1]), (-9, size[1])]]))


def _peaks(study: Study, base: float, unit: float) -> list[tuple[float, float]]:
    rng, peaks = study.rng, []
    x = rng.uniform(0.05, 0.5) * study.least
    while x < study.width * 0.98:
        peaks.append((x, base - unit * rng.uniform(0.55, 1.25)))
        x += unit * rng.uniform(3.6, 7.0)
    return peaks


def _crest(peaks: list[tuple[float, float]], width: int, base: float, unit: float) -> list[tuple[float, float]]:
    """Concave between the peaks, as sand lies."""
    knots: list[tuple[float, float]] = [(-unit * 2, base - unit * 0.1)]
    for x, y in peaks:
        knots += [(x - unit * 1.5, base - (base - y) * 0.22), (x - unit * 0.6, base - (base - y) * 0.62), (x, y)]
        knots += [(x + unit * 0.6, base - (base - y) * 0.62), (x + unit * 1.5, base - (base - y) * 0.2)]
    knots = [(x, y + unit * 0.03 * (number % 3)) for number, (x, y) in enumerate(knots)]
    knots.append((max(width, peaks[-1][0] if peaks else 0) + unit * 3, base))
    ordered = [knots[0]]
    for knot in knots[1:]:
        if knot[0] > ordered[-1][0] + 4:
            ordered.append(knot)
    return smooth(ordered, 10)


def _edge(rng: random.Random, peak: tuple[float, float], unit: float, toward: int) -> list[tuple[float, float]]:
    """From a peak down to the foot, in curves that grow."""
    x, y = peak
    knots = [peak]
    swing = rng.choice((-1, 1)) * unit
    for step in range(1, 6):
        y += unit * (0.22 + 0.2 * step)
        x += swing * (0.2 + 0.16 * step) * rng.uniform(0.7, 1.2) - toward * unit * 0.1
        swing = -swing * 0.9
        knots.append((x, y))
    return smooth(knots, 10)


def _behind(
    edge: list[tuple[float, float]], crest: list[tuple[float, float]], top: int, toward: int
) -> list[tuple[float, float]]:
    """What lies between an edge and the next dip of the crest on the side away from the light."""
    peak = edge[0]
    side = [(x, y - top) for x, y in crest if (x - peak[0]) * toward > 0]
    side.sort(key=lambda point: point[0] * toward)
    falling: list[tuple[float, float]] = []
    for point in side:
        if falling and point[1] < falling[-1][1] - 0.6:
            break
        falling.append(point)
    last = falling[-1] if falling else peak
    foot = edge[-1]
    out = smooth([last, ((last[0] * 2 + foot[0]) / 3, last[1] + (foot[1] - last[1]) * 0.42), foot], 10)
    return [*edge, *reversed(out), *reversed(falling)]


def _ripples(body: Image.Image, study: Study, colours: tuple[Colour, Colour], near: float) -> None:
    """What the wind has drawn: fine lines, wider towards the viewer."""
    lit, dark = colours
    lines = noise(study.rng, body.size, (14, 50, 120, 240), stretch=6)
    body.paste(dark, mask=curve(lines, lambda v: (0.5 - v) * 0.9 * near))
    body.paste(mix(lit, (255, 255, 255), 0.5), mask=curve(lines, lambda v: (v - 0.58) * 0.9 * near))
