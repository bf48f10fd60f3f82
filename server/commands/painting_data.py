"""A painting as plain data, for whoever is no page: what JSON can say, and no more than its user may know."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypedDict

from server.paintings.painting import Painting, State

PAUSED = "paused"


class PaintingData(TypedDict):
    """`file` is an absolute path, `answer` that of what came and is no picture.

    `state` is one of `State`; `over` says that it will not change by itself any more.
    `held`: what one that waits is held back by, a `Reason` of the queue or PAUSED.
    `has_picture`: there are bytes to be had, if only in memory. Times as in ISO 8601, `seconds` what painting took.
    `prompt` is as it was ordered, `prompt_sent` what the model gets of it.
    """

    id: int
    uid: str
    state: str
    over: bool
    held: str | None
    has_picture: bool
    prompt: str
    prompt_sent: str
    model: str
    steps: int
    seed: int | None
    guidance: float | None
    negative_prompt: str
    sample: bool
    ordered: str
    seconds: float | None
    width: int | None
    height: int | None
    bytes: int | None
    neurons: float | None
    file: str | None
    answer: str | None
    error: str | None
    error_detail: str | None


def tell(
    painting: Painting, *, held: str | None, file: str | None, answer: str | None, has_picture: bool
) -> PaintingData:
    """`file`: where the picture is, where it is in a file. `held`: why a waiting one is held back, where it is."""
    return PaintingData(
        id=painting.id,
        uid=painting.uid,
        state=_state(painting),
        over=not painting.active or painting.hidden,
        held=held,
        has_picture=has_picture,
        prompt=painting.prompt,
        prompt_sent=painting.sent,
        model=painting.model,
        steps=painting.steps,
        seed=painting.seed,
        guidance=painting.guidance,
        negative_prompt=painting.negative_prompt,
        sample=painting.sample,
        ordered=datetime.fromtimestamp(painting.created, tz=UTC).isoformat(timespec="milliseconds"),
        seconds=painting.seconds,
        width=painting.width,
        height=painting.height,
        bytes=painting.bytes,
        neurons=painting.spent,
        file=file,
        answer=answer,
        error=painting.error,
        error_detail=painting.error_detail,
    )


def told_from(values: Any) -> PaintingData:  # noqa: ANN401 - JSON
    """What `tell` said, as it comes back out of JSON. Raises ValueError for anything else."""
    if not isinstance(values, dict) or values.keys() != PaintingData.__annotations__.keys():
        raise ValueError("not a painting")
    told: PaintingData = values  # type: ignore[assignment]
    return told


def _state(painting: Painting) -> str:
    """One that was deleted while it waited is not going to be painted."""
    return State.CANCELLED.value if painting.hidden and painting.active else painting.state.value
