"""A library's folder with its database, looked through all at once: what the librarian does bit by bit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.library.index.index_writer import IndexWriter
from server.library.index.query import LibraryQuery, Show
from server.library.index.search import LibrarySearch
from server.library.index.walk import FolderAway, list_pictures, mark
from server.paintings.painting import Painting
from server.paintings.store import Store

EVERYTHING = 10_000


@dataclass(slots=True)
class Shelf:
    """A library's folder with its database."""

    folder: Path
    store: Store
    writer: IndexWriter
    catalogue: LibrarySearch

    def look(self, only: list[str] | None = None) -> list[int]:
        """As the librarian does it, all at once; ids of what has changed."""
        difference = self.writer.compare(list_pictures(self.folder, only))
        if difference.away:
            raise FolderAway
        changed = self.writer.learn(difference.fresh, difference)
        lost = self.writer.lose(difference.gone)
        while self.writer.index(100):
            pass
        mark(self.folder)
        return changed + lost

    def paintings(self, show: Show = Show.ALL) -> list[Painting]:
        """Newest first."""
        return self.catalogue.stretch(LibraryQuery(show=show), 0, EVERYTHING)

    def files(self) -> dict[str | None, str]:
        """File and prompt of everything one can see."""
        return {painting.file: painting.prompt for painting in self.paintings()}

    def find(self, words: str) -> list[str | None]:
        return [painting.file for painting in self.catalogue.stretch(LibraryQuery(q=words), 0, EVERYTHING)]


@contextmanager
def opened(database: Path, folder: Path) -> Iterator[Shelf]:
    with ExitStack() as stack:
        store = stack.enter_context(closing(Store(database)))
        writer = stack.enter_context(closing(IndexWriter(database, folder)))
        yield Shelf(folder, store, writer, stack.enter_context(closing(LibrarySearch(database))))
