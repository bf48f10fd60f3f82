"""Rain on a window, and the lights of an evening behind it."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageOps
from PIL.Image import Resampling

from server.cloudflare.samples.brushes import Study, blur, curve, fill, gradient, mask_of, noise, ring, smooth
from server.cloudflare.samples.hours import Colour, mix

LAMPS: tuple[Colour, ...] = (
    (255, 196, 110),
    (255, 150, 92),
    (255, 226, 170),
    (120, 190, 255),
    (255, 110, 120),
    (140, 230, 210),
)

_LENS = curve(Image.linear_gradient("L").resize((16, 32)), lambda v: 0.4 + 0.75 * v).convert("RGB")


def rain(study: Study) -> Image.Image:
    sharp = _lights(study)
    image = blur(sharp, study.least * 0.004)
    fog = noise(study.rng, study.size, (3, 7, 18), stretch=0.6)
    image.paste(mix(study.hour.sky[2], (200, 210, 225), 0.4), mask=curve(fog, lambda v: (v - 0.45) * 0.35))
    _runs(image, sharp, study)
    _drops(image, sharp, study)
    return image


def _lights(study: Study) -> Image.Image:
    """Far out of focus: discs of light before dark blue."""
    rng, hour = study.rng, study.hour
    top, foot = mix(hour.sky[0], (14, 22, 44), 0.5), mix(hour.near, (24, 22, 40), 0.5)
    image = gradient((top, mix(hour.sky[1], top, 0.45), mix(hour.sky[2], foot, 0.6), foot), study.size)
    walls = noise(rng, study.size, (4, 8), stretch=0.5)
    image.paste(mix(foot, (0, 0, 0), 0.3), mask=curve(walls, lambda v: (v - 0.45) * 1.8))
    for layer in range(3):
        lights = Image.new("RGB", study.size)
        for _ in range(round((15 - 3 * layer) * (study.width * study.height) ** 0.5 / study.least) + study.steps):
            x = rng.uniform(-0.05, 1.05) * study.width
            y = study.height * min(1.02, max(0.05, rng.gauss(0.6, 0.19)))
            radius = study.least * rng.uniform(0.02, 0.045) * (1 + 0.55 * layer)
            colour = rng.choice(LAMPS)
            fill(
                lights,
                [ring((x, y), (radius, radius), points=48)],
                mix((0, 0, 0), colour, rng.uniform(0.2, 0.75)),
                soft=1.3,
            )
            fill(
                lights,
                [ring((x, y), (radius * 0.86, radius * 0.86), points=48)],
                mix((0, 0, 0), colour, rng.uniform(0.25, 0.6)),
                soft=1.3,
                strength=0.7,
            )
        image = ImageChops.screen(image, lights)
    return image


def _runs(image: Image.Image, sharp: Image.Image, study: Study) -> None:
    """Tracks that drops have wiped on their way down: what is behind is clearer there."""
    rng = study.rng
    shapes = []
    for _ in range(round(6 * study.width / study.least) + study.steps // 2):
        x, y = rng.uniform(0, study.width), study.height * rng.uniform(-0.1, 0.45)
        half, long = study.least * rng.uniform(0.004, 0.008), study.height * rng.uniform(0.2, 0.6)
        knots = [(x + rng.gauss(0, half * 1.6), y + long * step / 6) for step in range(7)]
        line = smooth(knots, 6)
        shapes.append(
            [*((px - half * 0.7, py) for px, py in line), *((px + half * 0.7, py) for px, py in reversed(line))]
        )
        _drop(image, sharp, (line[-1][0], line[-1][1], half * 2.4, half * 3.2))
    mask = mask_of(study.size, shapes, soft=1)
    image.paste(
        ImageChops.multiply(sharp, Image.new("RGB", sharp.size, (216, 220, 230))), mask=curve(mask, lambda v: v * 0.8)
    )


def _drops(image: Image.Image, sharp: Image.Image, study: Study) -> None:
    rng = study.rng
    area = study.width * study.height / study.least**2
    for _ in range(round(170 * area) + 20 * study.steps):
        radius = study.least * (0.0024 + 0.022 * rng.random() ** 4)
        x, y = rng.uniform(0, study.width), rng.uniform(0, study.height)
        _drop(image, sharp, (x, y, radius, radius * rng.uniform(0.95, 1.3)))


def _drop(image: Image.Image, sharp: Image.Image, where: tuple[float, float, float, float]) -> None:
    """A lens: it shows what is behind upside down, dark at its upper edge, with a gleam."""
    x, y, across, down = where
    left, top, right, bottom = round(x - across), round(y - down), round(x + across) + 1, round(y + down) + 1
    size = (right - left, bottom - top)
    here = mask_of(size, [ring((size[0] / 2, size[1] / 2), (across, down), points=24)])
    reach = max(24, round(across * 9))
    seen = sharp.crop(
        (
            max(0, round(x) - reach),
            max(0, round(y) - reach),
            min(sharp.width, round(x) + reach),
            min(sharp.height, round(y) + reach),
        )
    )
    lens = ImageOps.flip(seen.resize(size, Resampling.BOX))
    lens = ImageChops.multiply(lens, _LENS.resize(size, Resampling.BILINEAR))
    lens = ImageChops.screen(lens, Image.new("RGB", size, (22, 24, 30)))
    fill(
        lens,
        [ring((size[0] / 2, size[1] * 0.72), (across * 0.6, down * 0.22), points=16)],
        (255, 250, 240),
        soft=across * 0.1,
        strength=0.34,
    )
    image.paste(lens, (left, top), here)
    if across > 2.6:
        gleam = across * 0.16
        fill(
            image,
            [ring((x - across * 0.34, y - down * 0.42), (gleam, gleam * 1.2), points=12)],
            (255, 255, 255),
            soft=0.4,
            strength=0.9,
        )
