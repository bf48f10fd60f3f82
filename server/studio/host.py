"""What the studio asks of whoever runs it, and what it tells there."""

from __future__ import annotations

from typing import Protocol

from server.paintings.painting import Painting, Wording


class Host(Protocol):
    """The running application, as far as the studio knows of it."""

    def width(self) -> int:
        """How many paintings may run at a time."""

    def paused(self) -> bool:
        """Whether none may begin."""

    def pattern(self) -> str:
        """How new pictures are named (server.paintings.naming); empty for the program's own way."""

    async def wording(self, painting: Painting) -> Wording:
        """What a model is sent as the prompt. Raises AtelierError."""

    def active(self, count: int) -> None:
        """So many go on by themselves soon."""

    def ended(self, painting: Painting) -> None:
        """This one is done or failed."""
