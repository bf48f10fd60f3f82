"""What can go on side by side: paintings at Cloudflare, and work on this computer, which takes its processor."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from server.paintings.painting import Painting

AT_A_TIME = 1
"""On this computer: what works there uses all of the processor that nobody else wants."""


class Lane(Enum):
    """Where a painting is made; no lane waits for the other."""

    CLOUDFLARE = False
    COMPUTER = True


class Lanes:
    """`width` is how many paintings may be asked for at a time."""

    def __init__(self, width: Callable[[], int]) -> None:
        self._width = width
        self._taken: dict[int, Lane] = {}

    def begun(self, painting: Painting) -> None:
        self._taken[painting.id] = lane_of(painting)

    def ended(self, painting_id: int) -> None:
        self._taken.pop(painting_id, None)

    def free(self) -> list[Lane]:
        """Those with room for one more."""
        return [lane for lane in Lane if self._count(lane) < self._most(lane)]

    def with_room(self, paintings: Iterable[Painting]) -> list[Painting]:
        free = self.free()
        return [painting for painting in paintings if lane_of(painting) in free]

    def _count(self, lane: Lane) -> int:
        return sum(each is lane for each in self._taken.values())

    def _most(self, lane: Lane) -> int:
        return AT_A_TIME if lane is Lane.COMPUTER else self._width()


def lane_of(painting: Painting) -> Lane:
    return Lane(painting.is_local)
