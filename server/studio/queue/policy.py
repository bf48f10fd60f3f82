"""What the queue waits for by itself, and until when.

Only what cannot have cost anything is repeated without its user's word: what never reached Cloudflare, and what
Cloudflare refused before it began. Times are seconds since 1970 (UTC), as the computer's clock has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from server.paintings.painting import Painting, Reason

DAY = 86_400.0
AFTER_MIDNIGHT = 5.0
"""Seconds after 00:00 UTC at which the allowance is tried again: clocks differ a little."""

LATE = 3600.0
LATE_PAUSE = 300.0
"""An allowance that has not come back by then is asked for that often, for an hour."""

SPREAD = 0.2
"""The part of a pause that luck adds, so that many programs do not all come back at once."""


REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "dns_failed": Reason.NETWORK,
        "connection_refused": Reason.NETWORK,
        "network_unreachable": Reason.NETWORK,
        "connect_timed_out": Reason.NETWORK,
        "proxy_failed": Reason.NETWORK,
        "no_capacity": Reason.CAPACITY,
        "rate_limited": Reason.PACE,
        "daily_quota_used": Reason.ALLOWANCE,
    }
)
"""By the codes of errors."""

_PAUSES: Mapping[Reason, Sequence[float]] = MappingProxyType(
    {
        Reason.NETWORK: (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0),
        Reason.CAPACITY: (15.0, 30.0, 60.0, 120.0, 300.0, 600.0),
        Reason.PACE: (60.0, 120.0, 300.0, 600.0),
    }
)


class Hold(Struct, frozen=True):
    """Keeps the paintings it covers from starting before `until`; then one of them tries whether it is over.

    `model` is empty where it is not one model's matter; `since` is when it last began, `tries` how often it did.
    """

    reason: Reason
    model: str
    since: float
    until: float
    tries: int = 1

    def covers(self, painting: Painting) -> bool:
        """What is made here waits for nobody."""
        return not painting.is_free and self.model in ("", painting.model)

    def is_due(self, now: float) -> bool:
        """Also where the clock was set back by more than any pause takes."""
        return now >= self.until or self.until - now > DAY + LATE


def postponement(painting: Painting) -> Hold | None:
    """What holds a painting that its user wants on another day."""
    if painting.not_before is None:
        return None
    return Hold(Reason.ALLOWANCE, "", painting.created, painting.not_before)


def hold_for(reason: Reason, painting: Painting, *, now: float) -> Hold:
    """What a painting's failure means to the others, without the end yet."""
    return Hold(reason, painting.model if reason is Reason.CAPACITY else "", now, now)


def until(hold: Hold, *, asked: float, luck: float) -> float:
    """When to try again. `asked`: seconds that Cloudflare wished for, 0 for none; `luck` is between 0 and 1."""
    if hold.reason is Reason.ALLOWANCE:
        return _next_allowance(hold)
    pauses = _PAUSES[hold.reason]
    pause = pauses[min(hold.tries, len(pauses)) - 1] * (1.0 + SPREAD * luck)
    return hold.since + min(max(pause, asked), DAY)


def _next_allowance(hold: Hold) -> float:
    """The next 00:00 UTC; one that has just been waited for in vain is given a little longer."""
    passed = hold.since % DAY
    if hold.tries > 1 and passed < LATE:
        return hold.since + LATE_PAUSE
    return hold.since - passed + DAY + AFTER_MIDNIGHT
