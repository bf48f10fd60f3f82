"""What the queue asks of the studio around it, and what it tells there."""

from __future__ import annotations

from typing import Protocol

from server.paintings.painting import Painting


class Surroundings(Protocol):
    """The studio, as far as its queue knows of it."""

    def width(self) -> int:
        """How many paintings may run at a time."""

    def paused(self) -> bool:
        """Whether none may begin."""

    def active(self, count: int) -> None:
        """So many go on by themselves soon."""

    def changed(self, painting: Painting) -> None:
        """This one stands differently now."""

    def ended(self, painting: Painting) -> None:
        """This one is done or failed."""

    def waiting_changed(self) -> None:
        """What waits may have something else to wait for."""
