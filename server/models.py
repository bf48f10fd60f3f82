"""The picture models on offer, as data: what each takes, answers and costs. Prices and limits change here only.

The numbers come from Cloudflare's documentation and, where it differs, from what the live service was seen to do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

TILE = 512 * 512


class Encoding(Enum):
    """How the request's body is written."""

    JSON = "json"
    MULTIPART = "multipart"


class AnswerForm(Enum):
    """How the picture is expected; what really comes is looked at."""

    BASE64_IN_JSON = "base64"
    RAW = "raw"


@dataclass(frozen=True, slots=True)
class Range:
    """A number the model takes. `field` is its name in the request; equal ends mean that it is not sent at all."""

    field: str
    minimum: float
    maximum: float
    default: float
    multiple_of: float = 1

    @property
    def integers(self) -> range:
        """The whole numbers it allows."""
        return range(int(self.minimum), int(self.maximum) + 1)

    @property
    def is_fixed(self) -> bool:
        return self.minimum == self.maximum


@dataclass(frozen=True, slots=True)
class Price:
    """Neurons of one picture: tiles x (per_tile + steps x per_tile_and_step).

    Where `first_tile` is given, the first costs that and only the further ones `per_tile`.
    """

    per_tile: float = 0.0
    per_tile_and_step: float = 0.0
    first_tile: float | None = None
    per_input_tile: float = 0.0
    tile_pixels: int = TILE
    whole_tiles: bool = True

    def neurons(self, width: int, height: int, steps: int) -> float:
        tiles = width * height / self.tile_pixels
        if self.whole_tiles:
            tiles = math.ceil(tiles)
        per_tile = self.per_tile + steps * self.per_tile_and_step
        if self.first_tile is None:
            return tiles * per_tile
        return self.first_tile + max(0.0, tiles - 1) * per_tile


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the user asks a model for."""

    prompt: str
    steps: int


@dataclass(frozen=True, slots=True)
class Model:
    """One model. `prompt_limit` counts characters; `seconds` is the longest we wait for an answer as a whole."""

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
    input_pictures: int = 0

    def estimate(self, parameters: Parameters) -> float:
        """Neurons that one picture will cost, as far as known beforehand."""
        return self.price.neurons(int(self.width.default), int(self.height.default), parameters.steps)

    def fields(self, parameters: Parameters) -> dict[str, str | int]:
        """Exactly what the model takes; its schema refuses anything else."""
        fields: dict[str, str | int] = {"prompt": parameters.prompt}
        if not self.steps.is_fixed:
            fields[self.steps.field] = parameters.steps
        return fields


FLUX_1_SCHNELL = Model(
    id="@cf/black-forest-labs/flux-1-schnell",
    name="FLUX.1 schnell",
    maker="Black Forest Labs",
    licence="https://bfl.ai/legal/terms-of-service",
    encoding=Encoding.JSON,
    answer=AnswerForm.BASE64_IN_JSON,
    prompt_limit=2048,
    steps=Range("steps", 1, 8, default=4),
    width=Range("width", 1024, 1024, default=1024),
    height=Range("height", 1024, 1024, default=1024),
    price=Price(per_tile=4.8, per_tile_and_step=9.6),
    seconds=90,
)

MODELS: Mapping[str, Model] = MappingProxyType({model.id: model for model in (FLUX_1_SCHNELL,)})
DEFAULT_MODEL = FLUX_1_SCHNELL
