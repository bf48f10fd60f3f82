"""A librarian with its library, on a loop of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from server.common.events import Change, Hub, waiting
from server.library.folder import Library
from server.library.index.librarian import Librarian
from server.paintings.painting import Painting
from server.paintings.store import Store
from tests.eventually import LONG_ENOUGH


class Room:
    """A librarian with its library; `told` is what pages hear."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "a.sqlite3"
        self.library = Library(folder / "library", folder / "rescued")
        self.hub = Hub()
        self.store = Store(self.database)

    def run(self, work: Callable[[Librarian], Awaitable[None]], *, after: float = 0.0) -> None:
        asyncio.run(self._run(work, after))

    async def _run(self, work: Callable[[Librarian], Awaitable[None]], after: float) -> None:
        with self.hub.listen(0) as self.changes:
            keeper = Librarian(database=self.database, library=self.library, hub=self.hub)
            keeper.open(after=after)
            try:
                await work(keeper)
            finally:
                await keeper.close()

    def told(self) -> list[Change]:
        return waiting(self.changes)

    def shown(self) -> dict[str | None, str]:
        """File and prompt of all that can be seen."""
        return {painting.file: painting.prompt for painting in map(self._row, self._ids()) if not painting.hidden}

    def _ids(self) -> range:
        return range(1, self.store.last_id() + 1)

    def _row(self, number: int) -> Painting:
        found = self.store.get(number)
        assert found is not None
        return found


async def until(is_so: Callable[[], object]) -> None:
    """Nothing tells of it, so it is looked for again and again."""
    async with asyncio.timeout(LONG_ENOUGH):
        while not is_so():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.005)
