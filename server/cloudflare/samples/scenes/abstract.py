"""Silk in a wind that is not there: ribbons of light over each other."""

from __future__ import annotations

from math import pi, sin

from PIL import Image, ImageChops
from PIL.Image import Resampling

from server.cloudflare.samples.brushes import Study, blur, curve, fill, glow, gradient, mask_of
from server.cloudflare.samples.hours import Colour, mix

PALETTES: tuple[tuple[Colour, ...], ...] = (
    ((18, 20, 58), (62, 52, 150), (206, 84, 148), (255, 166, 116), (255, 232, 196)),
    ((8, 34, 48), (20, 98, 116), (88, 178, 160), (236, 206, 140), (252, 244, 220)),
    ((40, 16, 50), (134, 40, 92), (226, 88, 78), (252, 176, 92), (255, 238, 206)),
    ((14, 26, 60), (42, 88, 168), (118, 166, 224), (222, 190, 226), (255, 242, 240)),
    ((20, 44, 40), (58, 118, 88), (168, 190, 104), (246, 214, 130), (255, 248, 226)),
)


def abstract(study: Study) -> Image.Image:
    rng = study.rng
    palette = rng.choice(PALETTES)
    image = gradient((palette[0], palette[1], palette[0]), study.size)
    glow(
        image,
        (study.width * study.between(0.3, 0.7), study.height * 0.4),
        max(study.size) * 0.7,
        palette[2],
        strength=0.65,
    )
    phases = [rng.uniform(0, 2 * pi) for _ in range(4)]
    count = 8 + study.steps // 2
    for number in range(count):
        _ribbon(image, study, number / (count - 1), (phases, palette))
    return image


def _ribbon(image: Image.Image, study: Study, share: float, how: tuple[list[float], tuple[Colour, ...]]) -> None:
    """A fold: bright along its crest, and a soft shadow on what lies behind."""
    phases, palette = how
    rng = study.rng
    points = []
    base = study.height * (0.12 + 0.86 * share)
    swing = study.height * (0.16 - 0.05 * share)
    for step in range(61):
        t = step / 60
        wave = (
            sin(phases[0] + t * 4.2 + share * 2.6) * 0.6
            + sin(phases[1] + t * 8.6 - share * 3.4) * 0.24
            + sin(phases[2] + t * 2 + share) * 0.5
        )
        points.append((t * study.width, base + wave * swing))
    position = (share * (len(palette) - 1) + rng.uniform(-0.6, 0.6)) % (len(palette) - 1)
    low = int(position)
    colour = mix(palette[low], palette[low + 1], position - low)
    body = [*points, (study.width + 9, study.height + 9), (-9, study.height + 9)]
    mask = mask_of(study.size, [body])
    small = mask.resize((study.width // 4, study.height // 4), Resampling.BOX)
    lifted = _moved(blur(small, study.least * 0.0075), -round(study.least * 0.005)).resize(
        study.size, Resampling.BICUBIC
    )
    image.paste(mix(palette[0], (0, 0, 0), 0.5), mask=curve(ImageChops.subtract(lifted, mask), lambda v: v * 0.62))
    depth = ImageChops.subtract(small, _moved(blur(small, study.least * 0.0225), round(study.least * 0.0225)))
    depth = depth.resize(study.size, Resampling.BICUBIC)
    fold = Image.new("RGB", study.size, mix(colour, palette[0], 0.42))
    fold.paste(mix(colour, palette[4], 0.12), mask=curve(depth, lambda v: v * 1.15))
    image.paste(fold, mask=curve(mask, lambda v: v * 0.93))
    edge = [*points, *((x, y + study.least * 0.0035) for x, y in reversed(points))]
    fill(image, [edge], mix(colour, palette[4], 0.7), soft=0.7, strength=0.85)


def _moved(mask: Image.Image, down: int) -> Image.Image:
    """What comes in at the edge is as the edge was."""
    edge = 0 if down > 0 else mask.height - 1
    whole = mask.crop((0, edge, mask.width, edge + 1)).resize(mask.size)
    whole.paste(mask, (0, down))
    return whole
