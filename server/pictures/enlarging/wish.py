"""How a picture is to be enlarged, and what that is called where a model's name stands."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

SCALES = (2, 4)
"""How many times as wide and as high."""

LOCAL = "local/"
"""Begins the name of whatever works on this computer, where others have a model's."""

NETWORK = "realesr-animevideov3"
"""Real-ESRGAN's small network, BSD-3. Its large ones take 33 MB and ten times as long."""

WORD = "--enlarge-one"
"""What begins the process that does it, on the program's command line: not for people, and in no help."""

_MODEL = re.compile(rf"{LOCAL}{NETWORK}-x([24])(-photo)?")


class EnlargingKind(StrEnum):
    """`DRAWN`: clear lines and even planes. `PHOTO`: the texture stays, which the network alone would smooth away."""

    DRAWN = "drawn"
    PHOTO = "photo"


class Enlargement(Struct, frozen=True):
    """Raises ValueError for a scale that there is not."""

    scale: int = 2
    kind: EnlargingKind = EnlargingKind.DRAWN

    def __post_init__(self) -> None:
        if self.scale not in SCALES:
            raise ValueError(f"no such scale: {self.scale}")

    @property
    def model(self) -> str:
        """What stands in a painting's row and metadata: what it was enlarged by."""
        return f"{LOCAL}{NETWORK}-x{self.scale}{'-photo' if self.kind is EnlargingKind.PHOTO else ''}"

    @property
    def model_name(self) -> str:
        return f"Real-ESRGAN {self.scale}×"


def enlargement_of(model: str) -> Enlargement | None:
    """The one that a model's name stands for; None for any other model."""
    found = _MODEL.fullmatch(model)
    if found is None:
        return None
    return Enlargement(int(found[1]), EnlargingKind.PHOTO if found[2] else EnlargingKind.DRAWN)
