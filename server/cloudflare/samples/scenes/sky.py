"""What is above: air, stars, sun or moon, clouds, mist, birds."""

from __future__ import annotations

from msgspec import Struct
from PIL import Image, ImageChops, ImageDraw
from PIL.Image import Resampling

from server.cloudflare.samples.brushes import Study, curve, disc, fade, fill, glow, gradient, noise
from server.cloudflare.samples.hours import Colour, mix


class Light(Struct, frozen=True):
    """Sun or moon, in pixels."""

    x: int
    y: int
    radius: int


def air(study: Study, horizon: int) -> Image.Image:
    """The sky down to the horizon, with stars where the hour has them."""
    image = Image.new("RGB", study.size, study.hour.sky[-1])
    image.paste(gradient(study.hour.sky, (study.width, min(study.height, horizon + study.least // 7))))
    _stars(image, study, horizon)
    return image


def _stars(image: Image.Image, study: Study, horizon: int) -> None:
    draw, rng = ImageDraw.Draw(image), study.rng
    for _ in range(study.hour.stars * study.steps // 4):
        x, y = rng.randrange(study.width), int(rng.random() ** 1.5 * horizon)
        brightness = rng.random()
        behind = image.getpixel((x, y))
        if isinstance(behind, tuple):
            radius = brightness**6 * 1.4
            colour = mix((behind[0], behind[1], behind[2]), (255, 255, 255), brightness)
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def light(study: Study, horizon: int, *, size: float = 1) -> Light:
    """Where sun or moon stands, by chance."""
    radius = round(study.least * study.between(0.04, 0.07) * size)
    x = round(study.width * study.between(0.24, 0.76))
    return Light(x, round(horizon * study.between(0.36, 0.74)), radius)


def shine(image: Image.Image, study: Study, there: Light) -> None:
    """Sun or moon and the glow around it."""
    glow(image, (there.x, there.y), there.radius * 7.5, mix(study.hour.light, study.hour.sky[2], 0.35))
    disc(image, (there.x, there.y), there.radius, study.hour.light)


def clouds(image: Image.Image, study: Study, horizon: int, *, strength: float = 1) -> None:
    size = (study.width, horizon)
    thick = noise(study.rng, size, (4, 9, 20, 40)[: 2 + study.steps // 2], stretch=3)
    thick = curve(thick, lambda v: (v - 0.455) * 2.3 * strength)
    where = fade(size, lambda v: min(v * 1.2, 1.29 - v, 0.59))
    image.paste(mix(study.hour.sky[2], study.hour.light, 0.6), (0, 0), ImageChops.multiply(thick, where))


def mist(image: Image.Image, study: Study, *, y: int, colour: Colour, strength: float) -> None:
    """A band of it across the picture, around a height."""
    height = study.least // 5
    band = noise(study.rng, (study.width, height), (3, 6), stretch=2)
    veil = ImageChops.multiply(band, fade(band.size, lambda v: 4 * v * (1 - v)))
    image.paste(colour, (0, y - height // 2), curve(veil, lambda v: v * strength * 1.2))


def birds(image: Image.Image, study: Study, there: Light) -> None:
    """A loose line of them near the sun; none at night."""
    if study.hour.stars:
        return
    rng, unit = study.rng, study.least / 1024
    x, y = there.x - there.radius * 2.0, there.y + there.radius * 1.0
    for _ in range(2 + study.steps // 2):
        span, lift = rng.uniform(7, 12) * unit, rng.uniform(2.5, 4.5) * unit
        fill(image, [_wings(x, y, span, lift)], study.hour.near, strength=0.85)
        x, y = x + rng.uniform(26, 45) * unit, y + rng.uniform(-15, 13) * unit


def _wings(x: float, y: float, span: float, lift: float) -> list[tuple[float, float]]:
    thick = span * 0.11
    upper = [(x - span, y - lift * 0.6), (x - span * 0.45, y - lift), (x, y), (x + span * 0.45, y - lift)]
    lower = [(x + span * 0.4, y - lift + thick * 1.6), (x, y + thick * 1.5), (x - span * 0.4, y - lift + thick * 1.6)]
    return [*upper, (x + span, y - lift * 0.6), *lower]


def mirrored(image: Image.Image, study: Study, shore: int, seen: int) -> Image.Image:
    """`seen` pixels above the shore upside down, as the water below it shows them, broken by ripples."""
    depth, rng = study.height - shore, study.rng
    seen = max(8, min(seen, shore))
    above = image.crop((0, shore - seen, study.width, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    wide = above.resize((study.width + 64, depth), Resampling.BICUBIC)
    rows = []
    for row in range(0, depth, 2):
        end = min(row + 2, depth)
        shift = 32 + rng.uniform(-1, 1) * (1.5 + 9 * row / depth)
        right = shift + study.width
        rows.append(((0, row, study.width, end), (shift, row, shift, end, right, end, right, row)))
    return wide.transform((study.width, depth), Image.Transform.MESH, rows, Resampling.BILINEAR)
