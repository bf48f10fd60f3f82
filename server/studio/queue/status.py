"""What pages show of the queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from server.paintings.painting import Painting
from server.studio.queue.policy import Hold


class QueueStatus(Struct, frozen=True):
    """`count` paintings wait; `over` names what a painting is held by, the longest first, `line` is the order
    they will be painted in.
    """

    paused: bool
    count: int
    holds: tuple[Hold, ...]
    over: Callable[[Painting], Sequence[Hold]]
    line: Callable[[], Sequence[Painting]]

    @property
    def shown(self) -> bool:
        """Whether there is anything to say."""
        return self.paused or self.count > 0


NOTHING = QueueStatus(paused=False, count=0, holds=(), over=lambda _: (), line=tuple)
