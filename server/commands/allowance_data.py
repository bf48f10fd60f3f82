"""Today's allowance as plain data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypedDict

from server.cloudflare.allowance.meter import Meter


class UseTold(TypedDict):
    """What one model took today."""

    model: str
    count: int
    neurons: float


class AllowanceTold(TypedDict):
    """Neurons of the account in use, of the day that began at 00:00 UTC; `resets` is in ISO 8601.

    `estimated`: not all of it is Cloudflare's own figure. `waiting` is what the queue will take.
    """

    limit: int
    used: float
    estimated: bool
    waiting: float
    left: float
    resets: str
    models: list[UseTold]


def reckon(meter: Meter) -> AllowanceTold:
    return AllowanceTold(
        limit=meter.limit,
        used=round(meter.spent, 2),
        estimated=meter.estimated,
        waiting=round(meter.waiting, 2),
        left=round(meter.left, 2),
        resets=datetime.fromtimestamp(meter.resets, UTC).isoformat(),
        models=[UseTold(model=use.model, count=use.count, neurons=round(use.neurons, 2)) for use in meter.uses],
    )
