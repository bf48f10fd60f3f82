"""What a picture model is: the parameters it takes, how it is asked and answers, and what a picture costs."""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

TILE = 512 * 512
"""Pixels of what Cloudflare counts in."""

SEED_LIMIT = 2**32
"""Ours are below; models take larger ones, which a page's numbers would not all hold exactly."""


class Encoding(StrEnum):
    """How the request's body is written."""

    JSON = "json"
    MULTIPART = "multipart"


class AnswerForm(StrEnum):
    """How the picture is expected; what really comes is looked at."""

    BASE64_IN_JSON = "base64"
    RAW = "raw"


class Input(StrEnum):
    """What pictures a model takes: none, some to go by, or one to be painted anew where a mask says."""

    NONE = "none"
    REFERENCES = "references"
    MASKED = "masked"


class Range(Struct, frozen=True):
    """A number the model takes. `field` is its name in the request; equal ends mean that it is not sent at all."""

    field: str
    minimum: float
    maximum: float
    default: float
    multiple_of: float = 1

    @property
    def integers(self) -> range:
        """The whole numbers it allows."""
        return range(int(self.minimum), int(self.maximum) + 1, int(self.multiple_of))

    @property
    def is_fixed(self) -> bool:
        return self.minimum == self.maximum

    def nearest(self, number: float) -> float:
        """The allowed number next to this one."""
        within = min(max(number, self.minimum), self.maximum)
        steps = math.floor((within - self.minimum) / self.multiple_of + 0.5)
        largest = math.floor((self.maximum - self.minimum) / self.multiple_of)
        return round(self.minimum + min(steps, largest) * self.multiple_of, 6)

    def __contains__(self, number: float) -> bool:
        return math.isfinite(number) and math.isclose(self.nearest(number), number, abs_tol=1e-9)


class Price(Struct, frozen=True):
    """Neurons of one picture: tiles x (per_tile + steps x per_tile_and_step), and as much again for input pictures.

    Where `first_tile` is given, the first costs that and only the further ones `per_tile`.
    Where it is not `known`, it counts as nothing beforehand, and is not called free.
    """

    per_tile: float = 0.0
    per_tile_and_step: float = 0.0
    first_tile: float | None = None
    per_input_tile: float = 0.0
    per_input_tile_and_step: float = 0.0
    tile_pixels: int = TILE
    whole_tiles: bool = True
    known: bool = True

    @property
    def is_free(self) -> bool:
        return self == Price()

    def neurons(self, width: int, height: int, steps: int, inputs: Sequence[tuple[int, int]] = ()) -> float:
        """`inputs` are the sizes of the input pictures, in pixels."""
        tiles = self._tiles(width, height)
        per_tile = self.per_tile + steps * self.per_tile_and_step
        given = sum(self._tiles(*size) for size in inputs) * (
            self.per_input_tile + steps * self.per_input_tile_and_step
        )
        if self.first_tile is None:
            return tiles * per_tile + given
        return self.first_tile + max(0.0, tiles - 1) * per_tile + given

    def _tiles(self, width: int, height: int) -> float:
        tiles = width * height / self.tile_pixels
        return math.ceil(tiles) if self.whole_tiles else tiles


class Parameters(Struct, frozen=True):
    """What the user asks a model for; None stands for the model's own choice. Sizes are pixels.

    `pictures` and `mask` are encoded pictures as they are sent.
    """

    prompt: str
    steps: int
    width: int | None = None
    height: int | None = None
    seed: int | None = None
    guidance: float | None = None
    negative_prompt: str = ""
    pictures: tuple[bytes, ...] = ()
    mask: bytes | None = None


class Model(Struct, frozen=True):
    """One model. `prompt_limit` counts characters; `seconds` is the longest we wait for an answer as a whole.

    `remark` and `seed_remark` are msgids. `only_english`: prompts in other languages are poorly understood.
    """

    id: str
    name: str
    maker: str
    licence: str
    encoding: Encoding
    answer: AnswerForm
    prompt_limit: int
    steps: Range
    width: Range
    height: Range
    price: Price
    seconds: float
    seed: Range | None = None
    guidance: Range | None = None
    negative_prompt: bool = False
    input: Input = Input.NONE
    input_pictures: int = 0
    input_side: int = 0
    only_english: bool = True
    remark: str = ""
    seed_remark: str = ""

    @property
    def takes_size(self) -> bool:
        return not (self.width.is_fixed and self.height.is_fixed)

    def estimate(self, parameters: Parameters, inputs: Sequence[tuple[int, int]] = ()) -> float:
        """Neurons that one picture will cost, as far as known beforehand."""
        width = parameters.width or int(self.width.default)
        height = parameters.height or int(self.height.default)
        return self.price.neurons(width, height, parameters.steps, inputs)

    def seeds(self, wish: int | None, count: int) -> list[int | None]:
        """One for each of `count` paintings: from the wish upwards, or by chance; None where the model takes none."""
        if self.seed is None:
            return [None] * count
        if wish is None:
            return [secrets.randbelow(SEED_LIMIT) for _ in range(count)]
        return [(wish + number) % SEED_LIMIT for number in range(count)]

    def fields(self, parameters: Parameters) -> dict[str, str | int | float]:
        """Exactly what the model takes besides pictures; its schema refuses anything else."""
        fields: dict[str, str | int | float] = {"prompt": parameters.prompt}
        numbers: Sequence[tuple[Range | None, float | None]] = (
            (self.steps, parameters.steps),
            (self.width, parameters.width),
            (self.height, parameters.height),
            (self.seed, parameters.seed),
            (self.guidance, parameters.guidance),
        )
        for allowed, number in numbers:
            if allowed is not None and not allowed.is_fixed and number is not None:
                fields[allowed.field] = number
        if self.negative_prompt and parameters.negative_prompt:
            fields["negative_prompt"] = parameters.negative_prompt
        return fields

    def profile(self) -> Mapping[str, Any]:
        """All that a page needs to make its form follow the model, as JSON."""
        numbers = {name: getattr(self, name) for name in ("steps", "width", "height", "seed", "guidance")}
        ranges = {
            name: None
            if each is None
            else {"min": each.minimum, "max": each.maximum, "default": each.default, "step": each.multiple_of}
            for name, each in numbers.items()
        }
        return ranges | {
            "limit": self.prompt_limit,
            "negative": self.negative_prompt,
            "input": self.input,
            "pictures": self.input_pictures,
            "price": asdict(self.price),
            "english": self.only_english,
        }
