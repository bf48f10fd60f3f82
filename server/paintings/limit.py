"""How much may be spent in a day: what Cloudflare gives, or a cap of one's own; raised for one day where wished."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from server.common.errors import AllowanceError
from server.paintings.day import FREE_NEURONS

WITHOUT_END = 99_999_999
"""Neurons, for a day on which somebody goes beyond the free allowance."""
ROUND = 500
"""A cap is raised to a multiple of this many neurons."""


class Limit(Struct, frozen=True):
    """`own` is the user's cap, 0 where there is none; `raised` holds for one day only, 0 for any other."""

    own: int = 0
    raised: int = 0

    @property
    def neurons(self) -> int:
        return max(self.own or FREE_NEURONS, self.raised)

    def raised_for(self, spent: float) -> int:
        """What the limit has to be today for so much to be within it."""
        return -int(-spent // ROUND) * ROUND if self.own else WITHOUT_END


class Room(Struct, frozen=True):
    """What is left today, and what is wished: `count` paintings at `each` neurons, 0 for what is free."""

    limit: Limit
    taken: float
    each: float
    count: int

    @property
    def left(self) -> float:
        return max(0.0, self.limit.neurons - self.taken)

    @property
    def fits(self) -> int:
        """How many of them can be had. A hundredth of a neuron is nobody's trouble."""
        return min(self.count, int((self.left + 0.01) // self.each)) if self.each else self.count

    @property
    def needed(self) -> int:
        return self.limit.raised_for(self.taken + self.count * self.each)

    def check(self, wish: Any) -> None:  # noqa: ANN401 - whatever was wished
        """Raises AllowanceError where not all of it fits."""
        if self.fits < self.count:
            raise AllowanceError("cap_reached" if self.limit.own else "allowance_short", room=self, wish=wish)
