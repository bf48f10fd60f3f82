"""What a picture tells of itself."""

from __future__ import annotations

import re

from msgspec import Struct

UID = re.compile(r"[0-9a-f]{32}")
"""A painting's name for all time: UUID4, as hexadecimal digits."""


class Metadata(Struct, frozen=True):
    """How a picture came to be; None stands for what is not known.

    `prompt` is as it was typed, `prompt_sent` what the model got where that differs. `created` is in seconds since 1970
    (UTC), `seconds` the time painting took, sizes are pixels; `translation_neurons` come on top of `neurons`. `version`
    names the program that wrote it down; `parent_uid` is the painting this one was made from, `order_uid` what all
    paintings share that were asked for together, and `place` where it stands among all (server.paintings.painting).
    """

    uid: str
    prompt: str
    prompt_sent: str | None = None
    negative_prompt: str | None = None
    model: str | None = None
    steps: int | None = None
    seed: int | None = None
    guidance: float | None = None
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    neurons: float | None = None
    translation_neurons: float | None = None
    created: float | None = None
    sample: bool = False
    version: str | None = None
    parent_uid: str | None = None
    order_uid: str | None = None
    place: int | None = None
