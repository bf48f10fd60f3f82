"""File names by the user's own pattern, such as `{date} {prompt} {seed}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from msgspec import Struct

from server.common.i18n import N_
from server.paintings.filenames import MAX_PROMPT_BYTES, safe_stem
from server.paintings.painting import Painting

LONGEST_PATTERN = 200
"""Characters."""

LONGEST_STEM = 120
"""Bytes of a name before its ending, and before the number that tells it from another."""

TOKEN = re.compile(r"\{(\w*)\}")

# Texts are msgids. The order is the one the page shows them in.
TOKENS: Mapping[str, str] = MappingProxyType(
    {
        "prompt": N_("The prompt's beginning"),
        "date": N_("The date it was painted"),
        "time": N_("The time it was painted"),
        "model": N_("The model"),
        "seed": N_("The seed"),
        "steps": N_("The steps"),
        "size": N_("Width and height"),
        "counter": N_("A number that counts up"),
        "id": N_("Eight digits of its own"),
    }
)


class Subject(Struct, frozen=True):
    """What a name is made of; `created` is in seconds since 1970 (UTC) and named in local time."""

    uid: str
    prompt: str
    created: float
    counter: int
    model: str = ""
    steps: int | None = None
    seed: int | None = None
    width: int | None = None
    height: int | None = None

    @classmethod
    def of(cls, painting: Painting, counter: int) -> Subject:
        return cls(
            uid=painting.uid,
            prompt=painting.caption,
            created=painting.created,
            counter=counter,
            model=painting.model,
            steps=painting.steps,
            seed=painting.seed,
            width=painting.width,
            height=painting.height,
        )


EXAMPLE = Subject(
    uid="3f9a62c1d2b04e5f8a7b6c5d4e3f2a1b",
    prompt="晨雾 lake",
    created=1_795_385_710.0,
    counter=7,
    model="@cf/black-forest-labs/flux-1-schnell",
    steps=4,
    seed=42,
    width=1024,
    height=1024,
)
"""For a preview where there is no painting yet."""


def problem_of(pattern: str) -> str | None:
    """The code of what is wrong with a pattern; None when it can be used."""
    if len(pattern) > LONGEST_PATTERN:
        return "pattern_too_long"
    unknown = any(name not in TOKENS for name in TOKEN.findall(pattern))
    if unknown or re.search("[{}]", TOKEN.sub("", pattern)):  # an open one is about to become a word
        return "pattern_unknown_token"
    return None


def stem_of(pattern: str, subject: Subject) -> str:
    """The name without its ending: safe on every system, never empty, never longer than LONGEST_STEM.

    The prompt gets the room that the rest leaves, and what is not known leaves no gap.
    """
    others = _filled(pattern, subject, prompt="")
    room = LONGEST_STEM - len(others.encode())
    count = max(1, pattern.count("{prompt}"))
    prompt = safe_stem(subject.prompt, max(0, min(MAX_PROMPT_BYTES, room // count)), fallback="")
    return safe_stem(_filled(pattern, subject, prompt=prompt), LONGEST_STEM)


def _filled(pattern: str, subject: Subject, *, prompt: str) -> str:
    values = _values(subject)
    filled = TOKEN.sub(lambda token: prompt if token[1] == "prompt" else values[token[1]](), pattern)
    return re.sub(r"([-_. ])\1+", r"\1", filled)


def _values(subject: Subject) -> Mapping[str, Callable[[], str]]:
    when = datetime.fromtimestamp(subject.created, tz=UTC).astimezone()
    return {
        "date": lambda: f"{when:%Y-%m-%d}",
        "time": lambda: f"{when:%H-%M-%S}",
        "model": lambda: subject.model.rpartition("/")[2],
        "seed": lambda: "" if subject.seed is None else str(subject.seed),
        "steps": lambda: "" if subject.steps is None else str(subject.steps),
        "size": lambda: f"{subject.width}x{subject.height}" if subject.width and subject.height else "",
        "counter": lambda: f"{subject.counter:04d}",
        "id": lambda: subject.uid[:8],
    }
