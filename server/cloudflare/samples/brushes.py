"""What samples are painted with: gradients, noise, ridges, grain."""

from __future__ import annotations

import random
from itertools import pairwise

from PIL import Image, ImageChops
from PIL.Image import Resampling

from server.cloudflare.samples.hours import Colour

SIZE = 1024


def grain(image: Image.Image) -> Image.Image:
    """A little noise, as on paper; it also hides the steps of the gradients."""
    grain = Image.effect_noise(image.size, 5).convert("RGB")
    return ImageChops.overlay(image, grain)


def gradient(stops: tuple[Colour, ...], size: tuple[int, int]) -> Image.Image:
    strip = Image.new("RGB", (1, len(stops)))
    for y, colour in enumerate(stops):
        strip.putpixel((0, y), colour)
    return strip.resize((1, 128), Resampling.BICUBIC).resize(size, Resampling.BICUBIC)


def noise(rng: random.Random, size: tuple[int, int], octaves: tuple[int, ...], *, stretch: int) -> Image.Image:
    """Soft random blotches, each octave finer and weaker, wider than high."""
    whole = Image.new("L", size, 128)
    for weight, across in zip((1.0, 0.4, 0.36, 0.32), octaves, strict=False):
        small = Image.frombytes("L", (across, across * stretch), rng.randbytes(across * across * stretch))
        whole = Image.blend(whole, small.resize(size, Resampling.BICUBIC), weight)
    return whole


def ridge(rng: random.Random, *, roughness: float) -> list[float]:
    """A line of 1,025 heights around 0, by moving midpoints up and down."""
    line = [rng.uniform(-1, 1) for _ in range(5)]
    amplitude = 0.62
    while len(line) < SIZE:
        finer = [line[0]]
        for left, right in pairwise(line):
            finer += [(left + right) / 2 + rng.uniform(-amplitude, amplitude), right]
        line, amplitude = finer, amplitude * roughness
    return line
