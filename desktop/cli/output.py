"""What a command says: results to stdout, everything else to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any, TypedDict

from desktop.speaker import Speaker

SCHEMA = 1
"""Of every JSON document; it grows when a field changes its meaning or goes."""


class Fault(TypedDict):
    """An error as a script or a person may want it; the sentences are in the language spoken."""

    code: str
    detail: str
    sentence: str
    next_step: str
    cost: str


class NoReader(Exception):
    """Nobody reads stdout any more."""


def fault(speaker: Speaker, code: str, detail: str | None = None) -> Fault:
    """In words, by the error's code."""
    from server.common.advice import advise

    advice = advise(code)
    next_step = speaker.text(advice.next_step) if advice.next_step else ""
    return Fault(
        code=code,
        detail=detail or "",
        sentence=speaker.text(advice.sentence),
        next_step=next_step,
        cost=advice.cost.value,
    )


def in_words(error: Fault) -> str:
    """One line."""
    detail = f" ({error['detail']})" if error["detail"] else ""
    return f"{error['sentence']}{detail} {error['next_step']}".rstrip()


def write(text: str) -> None:
    """A line of the result: in UTF-8, whatever the locale, so that a path is the path. Raises NoReader."""
    write_bytes(f"{text}\n".encode(errors="surrogateescape"))


def write_json(document: Mapping[str, Any]) -> None:
    """Raises NoReader."""
    write(json.dumps({"schema": SCHEMA, **document}, ensure_ascii=False, indent=2))


def write_bytes(data: bytes) -> None:
    """Exactly these. Raises NoReader."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except (BrokenPipeError, ValueError) as error:
        raise NoReader from error


def say(text: str) -> None:
    """On stderr; that nobody may be listening there any more is no reason to stop."""
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return
