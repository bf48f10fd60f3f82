"""Mountains in mist, often with a lake, and with a boat on it where the prompt speaks of one."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter
from PIL.Image import Resampling

from server.cloudflare.sample_words import LAKE, mentions
from server.cloudflare.samples.brushes import FINE, Study, blur, fill, gradient, ridge, smooth
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.scenes.sky import Light, air, birds, clouds, light, mirrored, mist, shine

BOAT = ("boat", "ship", "canoe", "rowing", "船", "舟", "帆")


def mountains(study: Study) -> Image.Image:
    horizon = round(study.height * study.between(0.48, 0.56))
    there = light(study, horizon)
    wants_lake = mentions(study.prompt, (*BOAT, *LAKE))
    has_lake = study.rng.random() < 0.5 or wants_lake
    shore = round(study.height * study.between(0.72, 0.78)) if has_lake else study.height
    image = air(study, horizon)
    shine(image, study, there)
    clouds(image, study, horizon)
    ridges(image, study, horizon, shore)
    if has_lake:
        _lake(image, study, there, shore)
    birds(image, study, there)
    if mentions(study.prompt, BOAT):
        _boat(image, study, shore)
    return image


def ridges(image: Image.Image, study: Study, horizon: int, shore: int, *, count: int = 0) -> None:
    """Ridge before ridge, each darker than the one behind, with mist in between."""
    rng, hour = study.rng, study.hour
    count = count or 4 + (study.steps + 1) // 2
    lowest = shore - 12 if shore < study.height else study.height * 0.93
    for number in range(count):
        near = number / (count - 1)
        base = horizon + (lowest - horizon) * near**1.25
        height = study.least * (0.18 - 0.08 * near) * rng.uniform(0.85, 1.2)
        colour = mix(mix(hour.far, hour.sky[3], 0.25), hour.near, near**1.15)
        foot = mix(colour, hour.sky[3], 0.5 * (1 - near) ** 0.8)
        rough = ridge(rng, roughness=0.48 + 0.008 * study.steps)
        line = [base - height * (0.2 + 0.55 * rise) for rise in rough]
        _mountain(image, line, (colour, foot), trees=_trees(study, near, line))
        if number < count - 1:
            veil = mix(hour.sky[3], colour, 0.12)
            mist(image, study, y=round(base), colour=veil, strength=0.85 * (1 - near))


def _mountain(
    image: Image.Image, line: list[float], colours: tuple[Colour, Colour], *, trees: list[tuple[float, float, float]]
) -> None:
    top = max(0, int(min([*line, *(y - height for _, y, height in trees)])) - 2)
    mask = Image.new("L", (image.width * FINE, (image.height - top) * FINE))
    draw = ImageDraw.Draw(mask)
    width = image.width / (len(line) - 1)
    outline = [(x * width * FINE, (y - top) * FINE) for x, y in enumerate(line)]
    draw.polygon([*outline, mask.size, (0, mask.height)], fill=255)
    for x, y, height in trees:
        draw.polygon(_pine(x * FINE, (y - top) * FINE, height * FINE), fill=255)
    colour, foot = colours
    body = gradient((colour, colour, foot, foot), (image.width, image.height - top))
    image.paste(body, (0, top), mask.resize(body.size, Resampling.BOX))


def _trees(study: Study, near: float, line: list[float]) -> list[tuple[float, float, float]]:
    """Where pines stand on the two nearest ridges, in groves, and how high."""
    if near < 0.7:
        return []
    rng, unit = study.rng, study.least / 1024
    trees = []
    for _ in range(3 + study.steps):
        grove, spread = rng.uniform(0, study.width), rng.uniform(20, 90) * unit
        for _ in range(rng.randrange(6, 22)):
            x = rng.gauss(grove, spread)
            y = line[max(0, min(len(line) - 1, round(x * (len(line) - 1) / study.width)))]
            trees.append((x, y + 6 * unit, rng.uniform(14, 34) * (0.4 + near**3) * unit))
    return trees


def _pine(x: float, y: float, height: float) -> list[tuple[float, float]]:
    """The outline of a fir: tiers that widen towards its foot."""
    right: list[tuple[float, float]] = []
    for tier in range(1, 6):
        down = y - height * (1 - tier / 5)
        half = height * 0.2 * tier / 5
        right += [(half, down), (half * 0.45, down - height * 0.02)]
    return [(x, y - height), *((x + dx, dy) for dx, dy in right), *((x - dx, dy) for dx, dy in reversed(right))]


def _lake(image: Image.Image, study: Study, there: Light, shore: int) -> None:
    """The land upside down, blurred and broken by ripples, with the light's path on it."""
    depth = study.height - shore
    seen = min(round(depth * 1.6), shore - there.y - there.radius - 4)
    mirror = mirrored(image, study, shore, seen).filter(ImageFilter.GaussianBlur(1.2))
    water = gradient((study.hour.sky[2], study.hour.sky[1], study.hour.near), mirror.size)
    image.paste(Image.blend(mirror, water, 0.3), (0, shore))
    glitter(image, study, there, shore)


def glitter(image: Image.Image, study: Study, there: Light, shore: int) -> None:
    """The light's path on water."""
    rng, depth = study.rng, study.height - shore
    mask = Image.new("L", (study.width, depth))
    draw = ImageDraw.Draw(mask)
    for _ in range(60 + 20 * study.steps):
        y = rng.random() ** 0.8 * depth
        x = rng.gauss(there.x, there.radius * (0.35 + 0.8 * y / depth))
        half = rng.uniform(2, 10) * (0.5 + y / depth)
        draw.line((x - half, y, x + half, y), fill=rng.randrange(60, 220))
    image.paste(study.hour.light, (0, shore), blur(mask, 0.8))


def _boat(image: Image.Image, study: Study, shore: int) -> None:
    """A rowing boat with somebody in it, and its reflection."""
    depth, rng = study.height - shore, study.rng
    x, y = study.width * rng.choice((rng.uniform(0.26, 0.4), rng.uniform(0.56, 0.66))), shore + depth * 0.42
    unit, dark = study.least * 0.05, mix(study.hour.near, (0, 0, 0), 0.35)
    glowing = mix(study.hour.sky[3], study.hour.light, 0.5)
    fill(image, [_hull(x, y + unit * 0.34, unit, -0.75)], dark, soft=unit * 0.06, strength=0.55)
    for row in range(5):
        down, half = y + unit * (0.4 + row * 0.19), unit * rng.uniform(1.0, 2.0)
        stripe = [(x - half, down), (x, down - 1.2), (x + half, down), (x, down + 1.2)]
        fill(image, [stripe], glowing, soft=0.6, strength=0.5)
    fill(image, [_hull(x, y, unit, 1), *_rower(x - unit * 0.15, y + unit * 0.06, unit)], dark)
    fill(
        image,
        [
            [
                (x + unit * 0.2, y - unit * 0.55),
                (x + unit * 0.26, y - unit * 0.57),
                (x + unit * 1.1, y + unit * 0.5),
                (x + unit * 1.05, y + unit * 0.53),
            ]
        ],
        dark,
    )


def _hull(x: float, y: float, unit: float, down: float) -> list[tuple[float, float]]:
    upper = [(-1.45, -0.26), (-1.0, 0.0), (0.0, 0.09), (1.0, 0.0), (1.5, -0.3)]
    lower = [(1.15, 0.26), (0.75, 0.4), (-0.75, 0.4), (-1.12, 0.24)]
    return [(x + px * unit, y + py * unit * down) for px, py in [*smooth(upper, 6), *lower]]


def _rower(x: float, y: float, unit: float) -> list[list[tuple[float, float]]]:
    body = [(-0.3, 0.1), (-0.32, -0.25), (-0.22, -0.5), (-0.05, -0.58), (0.12, -0.5), (0.42, -0.36), (0.44, -0.28)]
    hat = [(-0.42, -0.62), (-0.06, -0.94), (0.3, -0.62)]
    body += [(0.2, -0.2), (0.24, 0.1)]
    return [[(x + px * unit, y + py * unit) for px, py in part] for part in (body, hat)]
