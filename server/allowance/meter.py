"""How today stands, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from server.allowance.day import FREE_NEURONS
from server.allowance.ledger import Use


@dataclass(frozen=True, slots=True)
class Meter:
    """Neurons of one account on one day; `waiting` are those of paintings in the queue, `resets` seconds since 1970."""

    uses: tuple[Use, ...]
    waiting: float
    resets: float

    @property
    def limit(self) -> int:
        return FREE_NEURONS

    @property
    def spent(self) -> float:
        return sum(use.neurons for use in self.uses)

    @property
    def estimated(self) -> bool:
        """Whether any of it is not Cloudflare's own figure."""
        return self.waiting > 0 or any(use.estimated for use in self.uses)

    @property
    def left(self) -> float:
        """What can still be ordered."""
        return max(0.0, self.limit - self.spent - self.waiting)

    @property
    def resets_at(self) -> datetime:
        """In this computer's time zone."""
        return datetime.fromtimestamp(self.resets, UTC).astimezone()
