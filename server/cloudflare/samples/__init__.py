"""Paints samples without a network: mountains in mist, at an hour that fits the prompt, plainly marked as samples.

Pillow's own operations do the work on whole pictures; Python only counts out ridges and trees.
"""

from __future__ import annotations

import hashlib
import io
import random

from msgspec import Struct
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps
from PIL.Image import Resampling, Transpose

from server.cloudflare.samples.brushes import SIZE, gradient, grain, noise, ridge
from server.cloudflare.samples.hours import HOURS, Colour, Hour, mix
from server.cloudflare.samples.label import put_label

_ROOM_FOR_LABEL = 256
_FINE = 2  # outlines are drawn larger and scaled down, for smooth edges


class Scene(Struct, frozen=True):
    """Everything that is decided before the first stroke. Heights are pixels from the top."""

    rng: random.Random
    hour: Hour
    steps: int
    horizon: int
    shore: int
    light: tuple[int, int]
    radius: int

    @property
    def has_lake(self) -> bool:
        return self.shore < SIZE


class SampleInputs(Struct, frozen=True):
    """Encoded pictures a sample goes by: such as show through, or one, painted anew where the mask is white."""

    references: tuple[bytes, ...] = ()
    base: bytes | None = None
    mask: bytes | None = None


def paint_sample(
    prompt: str, steps: int, variation: int, size: tuple[int, int] = (SIZE, SIZE), given: SampleInputs | None = None
) -> bytes:
    """A JPEG of that size: the hour comes from the prompt, the land from the first three. Takes about 0.4 s."""
    image = ImageOps.fit(_landscape(prompt, steps, variation), size, Resampling.LANCZOS)
    if given is not None:
        image = _by(given, image)
    if min(size) >= _ROOM_FOR_LABEL:
        put_label(image)
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=88)
    return encoded.getvalue()


def _by(given: SampleInputs, image: Image.Image) -> Image.Image:
    for number, data in enumerate(given.references, start=2):
        with Image.open(io.BytesIO(data)) as picture:
            image = Image.blend(image, ImageOps.fit(picture.convert("RGB"), image.size), 1 / number)
    if given.base is not None and given.mask is not None:
        with Image.open(io.BytesIO(given.base)) as base, Image.open(io.BytesIO(given.mask)) as mask:
            kept = ImageOps.invert(mask.convert("L").resize(image.size))
            image.paste(base.convert("RGB").resize(image.size), mask=kept)
    return image


def _landscape(prompt: str, steps: int, variation: int) -> Image.Image:
    scene = _compose(prompt, steps, variation)
    image = _sky(scene)
    _stars(image, scene)
    _light(image, scene)
    _clouds(image, scene)
    _mountains(image, scene)
    if scene.has_lake:
        _lake(image, scene)
    _birds(image, scene)
    return grain(image)


def _compose(prompt: str, steps: int, variation: int) -> Scene:
    seed = hashlib.sha256(f"{variation} {steps} {prompt}".encode(errors="replace")).digest()
    rng = random.Random(seed)  # noqa: S311 - paints, guards nothing
    hour = _hour(prompt)
    horizon = round(SIZE * rng.uniform(0.48, 0.56))
    radius = round(SIZE * rng.uniform(0.04, 0.07))
    light = (round(SIZE * rng.uniform(0.24, 0.76)), round(horizon * rng.uniform(0.36, 0.74)))
    shore = round(SIZE * rng.uniform(0.74, 0.8)) if rng.random() < 0.5 else SIZE
    return Scene(rng=rng, hour=hour, steps=steps, horizon=horizon, shore=shore, light=light, radius=radius)


def _hour(prompt: str) -> Hour:
    """The hour that the prompt speaks of, or one that stays the same for this prompt."""
    text = prompt.lower()
    for hour in HOURS:
        if any(word in text for word in hour.words):
            return hour
    return HOURS[hashlib.sha256(prompt.encode(errors="replace")).digest()[0] % len(HOURS)]


def _sky(scene: Scene) -> Image.Image:
    image = Image.new("RGB", (SIZE, SIZE), scene.hour.sky[-1])
    image.paste(gradient(scene.hour.sky, (SIZE, scene.horizon + 140)))
    return image


def _stars(image: Image.Image, scene: Scene) -> None:
    draw, rng = ImageDraw.Draw(image), scene.rng
    for _ in range(scene.hour.stars * scene.steps // 4):
        x, y = rng.randrange(SIZE), int(rng.random() ** 1.5 * scene.horizon)
        brightness = rng.random()
        behind = image.getpixel((x, y))
        if isinstance(behind, tuple):
            radius = brightness**6 * 1.4
            colour = mix((behind[0], behind[1], behind[2]), (255, 255, 255), brightness)
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _light(image: Image.Image, scene: Scene) -> None:
    """Sun or moon and the glow around it."""
    (x, y), radius = scene.light, scene.radius
    glow = ImageChops.invert(Image.radial_gradient("L")).point([int(max(0, v - 8) ** 2.4 / 3600) for v in range(256)])
    glow = glow.resize((radius * 15, radius * 15), Resampling.BICUBIC)
    tint = mix(scene.hour.light, scene.hour.sky[2], 0.35)
    image.paste(tint, (x - glow.width // 2, y - glow.height // 2), glow)
    disc = Image.new("L", (radius * 8, radius * 8))
    ImageDraw.Draw(disc).ellipse((8, 8, radius * 8 - 8, radius * 8 - 8), fill=255)
    image.paste(scene.hour.light, (x - radius, y - radius), disc.resize((radius * 2, radius * 2), Resampling.LANCZOS))


def _clouds(image: Image.Image, scene: Scene) -> None:
    size = (SIZE, scene.horizon)
    thick = noise(scene.rng, size, (4, 9, 20, 40)[: 2 + scene.steps // 2], stretch=3)
    thick = thick.point([max(0, min(255, int((v - 116) * 2.3))) for v in range(256)])
    where = Image.linear_gradient("L").resize(size).point([int(min(v * 1.2, 330 - v, 150)) for v in range(256)])
    image.paste(mix(scene.hour.sky[2], scene.hour.light, 0.6), (0, 0), ImageChops.multiply(thick, where))


def _mountains(image: Image.Image, scene: Scene) -> None:
    """Ridge before ridge, each darker than the one behind, with mist in between."""
    rng, hour = scene.rng, scene.hour
    count = 4 + (scene.steps + 1) // 2
    mist = noise(rng, (SIZE, SIZE // 2), (3, 6), stretch=2)
    lowest = scene.shore - 12 if scene.has_lake else SIZE * 0.93
    for number in range(count):
        near = number / (count - 1)
        base = scene.horizon + (lowest - scene.horizon) * near**1.25
        height = SIZE * (0.18 - 0.08 * near) * rng.uniform(0.85, 1.2)
        colour = mix(mix(hour.far, hour.sky[3], 0.25), hour.near, near**1.15)
        foot = mix(colour, hour.sky[3], 0.5 * (1 - near) ** 0.8)
        line = [base - height * (0.2 + 0.55 * rise) for rise in ridge(rng, roughness=0.48 + 0.008 * scene.steps)]
        _mountain(image, line, (colour, foot), trees=_trees(scene, near, line))
        if number < count - 1:
            _mist(image, mist, y=round(base), colour=mix(hour.sky[3], colour, 0.12), strength=0.85 * (1 - near))


def _mountain(
    image: Image.Image, line: list[float], colours: tuple[Colour, Colour], *, trees: list[tuple[float, float, float]]
) -> None:
    top = max(0, int(min([*line, *(y - height for _, y, height in trees)])) - 2)
    mask = Image.new("L", (SIZE * _FINE, (SIZE - top) * _FINE))
    draw = ImageDraw.Draw(mask)
    width = SIZE / (len(line) - 1)
    outline = [(x * width * _FINE, (y - top) * _FINE) for x, y in enumerate(line)]
    draw.polygon([*outline, mask.size, (0, mask.height)], fill=255)
    for x, y, height in trees:
        draw.polygon(_pine(x * _FINE, (y - top) * _FINE, height * _FINE), fill=255)
    colour, foot = colours
    body = gradient((colour, colour, foot, foot), (SIZE, SIZE - top))
    image.paste(body, (0, top), mask.resize(body.size, Resampling.BOX))


def _trees(scene: Scene, near: float, line: list[float]) -> list[tuple[float, float, float]]:
    """Where pines stand on the two nearest ridges, in groves, and how high."""
    if near < 0.7:
        return []
    rng = scene.rng
    trees = []
    for _ in range(3 + scene.steps):
        grove, spread = rng.uniform(0, SIZE), rng.uniform(20, 90)
        for _ in range(rng.randrange(6, 22)):
            x = rng.gauss(grove, spread)
            y = line[max(0, min(len(line) - 1, round(x * (len(line) - 1) / SIZE)))]
            trees.append((x, y + 6, rng.uniform(14, 34) * (0.4 + near**3)))
    return trees


def _pine(x: float, y: float, height: float) -> list[tuple[float, float]]:
    """The outline of a fir: tiers that widen towards its foot."""
    right: list[tuple[float, float]] = []
    for tier in range(1, 6):
        down = y - height * (1 - tier / 5)
        half = height * 0.2 * tier / 5
        right += [(half, down), (half * 0.45, down - height * 0.02)]
    return [(x, y - height), *((x + dx, dy) for dx, dy in right), *((x - dx, dy) for dx, dy in reversed(right))]


def _mist(image: Image.Image, mist: Image.Image, *, y: int, colour: Colour, strength: float) -> None:
    height = 190
    shift = (y * 37) % (mist.height - height)
    band = mist.crop((0, shift, SIZE, shift + height))
    fade = Image.linear_gradient("L").resize((SIZE, height)).point([int(v * (255 - v) / 64) for v in range(256)])
    veil = ImageChops.multiply(band, fade).point([int(v * strength) for v in range(256)])
    image.paste(colour, (0, y - height // 2), veil)


def _lake(image: Image.Image, scene: Scene) -> None:
    """The land upside down, blurred and broken by ripples, with the light's path on it."""
    depth, rng = SIZE - scene.shore, scene.rng
    seen = min(round(depth * 1.6), scene.shore - scene.light[1] - scene.radius - 4)
    mirror = image.crop((0, scene.shore - seen, SIZE, scene.shore)).transpose(Transpose.FLIP_TOP_BOTTOM)
    mirror = mirror.resize((SIZE + 64, depth), Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(1.6))
    rows = []
    for row in range(0, depth, 2):
        end = min(row + 2, depth)
        shift = 32 + rng.uniform(-1, 1) * (1.5 + 9 * row / depth)
        rows.append(((0, row, SIZE, end), (shift, row, shift, end, shift + SIZE, end, shift + SIZE, row)))
    mirror = mirror.transform((SIZE, depth), Image.Transform.MESH, rows, Resampling.BILINEAR)
    water = gradient((scene.hour.sky[2], scene.hour.sky[1], scene.hour.near), mirror.size)
    image.paste(Image.blend(mirror, water, 0.3), (0, scene.shore))
    _glitter(image, scene)


def _glitter(image: Image.Image, scene: Scene) -> None:
    rng, depth = scene.rng, SIZE - scene.shore
    mask = Image.new("L", (SIZE, depth))
    draw = ImageDraw.Draw(mask)
    for _ in range(60 + 20 * scene.steps):
        y = rng.random() ** 0.8 * depth
        x = rng.gauss(scene.light[0], scene.radius * (0.35 + 0.8 * y / depth))
        half = rng.uniform(2, 10) * (0.5 + y / depth)
        draw.line((x - half, y, x + half, y), fill=rng.randrange(60, 220))
    image.paste(scene.hour.light, (0, scene.shore), mask.filter(ImageFilter.GaussianBlur(0.8)))


def _birds(image: Image.Image, scene: Scene) -> None:
    """A loose line of them near the sun; none at night."""
    if scene.hour.stars:
        return
    rng = scene.rng
    flock = Image.new("L", (SIZE, SIZE // 2))
    draw = ImageDraw.Draw(flock)
    x, y = SIZE / 2 - 60, SIZE / 4
    for _ in range(2 + scene.steps // 2):
        span, lift = rng.uniform(14, 24), rng.uniform(5, 9)
        for side in (-1, 1):
            draw.line(
                ((x, y), (x + side * span * 0.45, y - lift), (x + side * span, y - lift * 0.6)), fill=220, width=3
            )
        x, y = x + rng.uniform(52, 90), y + rng.uniform(-30, 26)
    flock = flock.resize((SIZE // 2, SIZE // 4), Resampling.LANCZOS)
    place = (scene.light[0] - flock.width // 2 - scene.radius * 2, scene.light[1] - flock.height // 2 + scene.radius)
    image.paste(scene.hour.near, place, flock)
