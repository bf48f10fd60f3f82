"""How much may be spent in a day: what Cloudflare gives, or a cap of one's own."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from server.common.errors import AllowanceError
from server.paintings.day import FREE_NEURONS


class Limit(Struct, frozen=True):
    """`own` is the user's cap in neurons, 0 where there is none."""

    own: int = 0

    @property
    def neurons(self) -> int:
        return self.own or FREE_NEURONS


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

    def check(self, wish: Any) -> None:  # noqa: ANN401 - whatever was wished
        """Raises AllowanceError where not all of it fits."""
        if self.fits < self.count:
            raise AllowanceError("cap_reached" if self.limit.own else "allowance_short", room=self, wish=wish)
