"""Paints samples without a network, plainly marked: scene, hour and manner by the words of the prompt."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Callable

from msgspec import Struct
from PIL import Image, ImageOps
from PIL.Image import Resampling

from server.cloudflare.sample_words import MANNER_WORDS, SCENE_WORDS, first_of, hour_of
from server.cloudflare.samples.brushes import SIZE, Study
from server.cloudflare.samples.hours import HOURS, NIGHT, Hour
from server.cloudflare.samples.label import put_label
from server.cloudflare.samples.manners import MANNERS
from server.cloudflare.samples.scenes.abstract import abstract
from server.cloudflare.samples.scenes.cat import cat
from server.cloudflare.samples.scenes.city import city
from server.cloudflare.samples.scenes.cranes import cranes
from server.cloudflare.samples.scenes.desert import desert
from server.cloudflare.samples.scenes.figure import figure
from server.cloudflare.samples.scenes.flowers import flowers
from server.cloudflare.samples.scenes.forest import deer, forest
from server.cloudflare.samples.scenes.koi import koi
from server.cloudflare.samples.scenes.mountains import mountains
from server.cloudflare.samples.scenes.pattern import pattern
from server.cloudflare.samples.scenes.rain import rain
from server.cloudflare.samples.scenes.sea import sea
from server.cloudflare.samples.scenes.space import space
from server.cloudflare.samples.scenes.still_life import still_life
from server.cloudflare.samples.scenes.tree import tree

_ROOM_FOR_LABEL = 256
_LEAST_SIDE = 320

Scene = Callable[[Study], Image.Image]

SCENES: dict[str, Scene] = {
    each.__name__: each
    for each in (
        *(mountains, sea, city, forest, desert, flowers, space, cat, deer, koi, cranes, figure),
        *(still_life, tree, rain, pattern, abstract),
    )
}
_OF_LIGHTS = frozenset({"city", "rain"})
"""Scenes of the evening, where the prompt names no hour."""

_FOR_INK = frozenset({"mountains", "sea", "forest", "deer", "koi", "cranes", "figure", "tree", "flowers"})
"""Scenes that look well in ink, and are painted so without being asked."""


class SampleInputs(Struct, frozen=True):
    """Encoded pictures a sample goes by: such as show through, or one, painted anew where the mask is white."""

    references: tuple[bytes, ...] = ()
    base: bytes | None = None
    mask: bytes | None = None


def paint_sample(
    prompt: str, steps: int, variation: int, size: tuple[int, int] = (SIZE, SIZE), given: SampleInputs | None = None
) -> bytes:
    """A JPEG of that size, the same for the same words and numbers. Takes half a second."""
    image = ImageOps.fit(_picture(prompt, steps, variation, size), size, Resampling.LANCZOS)
    if given is not None:
        image = _by(given, image)
    if min(size) >= _ROOM_FOR_LABEL:
        put_label(image)
    return _encoded(image)


def paint_welcome(prompt: str, variation: int, size: tuple[int, int]) -> bytes:
    """Such a picture without its label, for a page that says beside it what it is."""
    return _encoded(ImageOps.fit(_picture(prompt, 8, variation, size), size, Resampling.LANCZOS))


def _encoded(image: Image.Image) -> bytes:
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


def _picture(prompt: str, steps: int, variation: int, size: tuple[int, int]) -> Image.Image:
    seed = hashlib.sha256(f"{variation} {steps} {prompt}".encode(errors="replace")).digest()
    rng = random.Random(seed)  # noqa: S311 - paints, guards nothing
    scene = first_of(prompt, SCENE_WORDS) or "mountains"
    manner = first_of(prompt, MANNER_WORDS) or _manner(scene, rng)
    width, height = _canvas(size)
    study = Study(rng=rng, hour=_hour(prompt, scene), steps=steps, width=width, height=height, prompt=prompt)
    return MANNERS[manner](SCENES[scene](study), rng)


def _canvas(size: tuple[int, int]) -> tuple[int, int]:
    """At most as many pixels as a square of SIZE has, in the shape that is wanted, within reason."""
    shape = min(3.0, max(1 / 3, size[0] / size[1]))
    side = min(SIZE, max(_LEAST_SIDE, (size[0] * size[1]) ** 0.5))
    return round(side * shape**0.5), round(side / shape**0.5)


def _manner(scene: str, rng: random.Random) -> str:
    """By chance; more often than not as it is."""
    chance = rng.random()
    if chance < 0.6:
        return "painted"
    if chance < 0.74:
        return "flat"
    return "ink" if chance > 0.88 and scene in _FOR_INK else "watercolour"


def _hour(prompt: str, scene: str) -> Hour:
    """The hour that the prompt speaks of, or one that stays the same for this prompt."""
    spoken = hour_of(prompt)
    if spoken is not None:
        return HOURS[spoken]
    names = list(HOURS)
    number = hashlib.sha256(prompt.encode(errors="replace")).digest()[0]
    return NIGHT if scene in _OF_LIGHTS else HOURS[names[number % len(names)]]
