"""How today stands, as pages show it."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct

from server.cloudflare.allowance.usage_ledger import Sum, Use
from server.paintings.models import MODELS


class Meter(Struct, frozen=True):
    """Neurons of one account on one day; `waiting` are those of paintings in the queue, `limit` what may be spent,
    `resets` seconds since 1970.
    """

    uses: tuple[Use, ...]
    sum: Sum
    waiting: float
    resets: float
    limit: int

    @property
    def spent(self) -> float:
        """By us and, where Cloudflare told, elsewhere."""
        return self.sum.neurons + self.sum.elsewhere

    @property
    def rows(self) -> list[tuple[str, Use]]:
        """What each model took, with its name."""
        return [(model_name(use.model), use) for use in self.uses]

    @property
    def estimated(self) -> bool:
        """Whether any of what was spent is not Cloudflare's own figure."""
        return self.sum.estimated > 0

    @property
    def left_estimated(self) -> bool:
        """What waits is always reckoned beforehand."""
        return self.estimated or self.waiting > 0

    @property
    def left(self) -> float:
        """What can still be ordered."""
        return max(0.0, self.limit - self.spent - self.waiting)

    @property
    def resets_at(self) -> datetime:
        """In this computer's time zone."""
        return _local(self.resets)

    @property
    def asked_at(self) -> datetime | None:
        """When Cloudflare last told its own count, in this computer's time zone."""
        return None if self.sum.asked is None else _local(self.sum.asked)


def model_name(model_id: str) -> str:
    """As people know it; of one that is not known here, the end of its id."""
    model = MODELS.get(model_id)
    return model.name if model else model_id.rpartition("/")[2]


def _local(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC).astimezone()
