"""What is read from others, and how their values are made sense of."""

from __future__ import annotations

import math
import re
from typing import Any

from msgspec import Struct

from server.pictures.metadata.metadata import Metadata
from server.pictures.metadata.parameters import software

LONGEST_TEXT = 64 * 1024
LARGEST = 2**64


class ForeignMetadata(Struct, frozen=True):
    """What a picture tells of itself; None stands for what it does not. `program` is a proper name, not translated."""

    program: str
    prompt: str
    negative_prompt: str | None = None
    steps: int | None = None
    seed: int | None = None
    guidance: float | None = None
    model: str | None = None
    width: int | None = None
    height: int | None = None
    prompt_sent: str | None = None

    @classmethod
    def of(cls, metadata: Metadata) -> ForeignMetadata:
        return cls(
            program=software(metadata),
            prompt=metadata.prompt,
            negative_prompt=metadata.negative_prompt,
            steps=metadata.steps,
            seed=metadata.seed,
            guidance=metadata.guidance,
            model=metadata.model,
            width=metadata.width,
            height=metadata.height,
            prompt_sent=metadata.prompt_sent,
        )


def text(value: Any) -> str | None:  # noqa: ANN401 - JSON
    """A text that says something. JSON can hold half a character, which is no text to anybody else."""
    if not isinstance(value, str):
        return None
    value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value.replace("\x00", "").strip()[:LONGEST_TEXT] or None


def whole(value: Any) -> int | None:  # noqa: ANN401
    """A whole number from 0 up, also where it was written as text."""
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,20}\s*", value):
        value = int(value)  # a seed of 64 bits does not survive as a float
    number = value if isinstance(value, int) else decimal(value)
    if number is None or isinstance(value, bool) or not 0 <= number < LARGEST or number != int(number):
        return None
    return int(number)


def decimal(value: Any) -> float | None:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str) and len(value) > 40:
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def named(program: str, version: object) -> str:
    """A program's name, with its version where that is a word."""
    return f"{program} {version[:40]}" if isinstance(version, str) and version else program
