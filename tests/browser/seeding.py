"""A data folder with a history, made by the program's own parts before it starts."""

from __future__ import annotations

from pathlib import Path

from server.common.paths import Paths
from server.library.folder import Library
from server.library.index.index_writer import IndexWriter
from server.library.index.walk import list_pictures
from server.paintings.painting import Order, State
from server.paintings.store import Store
from server.pictures.picture import read_picture
from tests.jpegs import make_jpeg

BEGAN = 1_790_000_000.0


def seed(data_dir: Path, prompts: list[str], *, size: int = 20_000) -> None:
    """One finished painting for each prompt, the first one oldest."""
    paths = Paths.choose(str(data_dir))
    paths.prepare()
    store = Store(paths.database)
    library = Library(paths.library, paths.rescued)
    for number, prompt in enumerate(prompts):
        [painting] = store.add(_order(prompt), created=BEGAN + 60 * number)
        picture = read_picture(make_jpeg(size))
        file = library.name_for(prompt, painting.created, picture.kind.extension)
        library.write(file, picture.data)
        store.start(painting.id, started=painting.created)
        store.finish(painting.id, picture, file, seconds=2.5)
    store.close()
    _index(paths)


def _index(paths: Paths) -> None:
    """As the runs before have left it: the next one finds nothing new, and draws nothing anew while a test looks."""
    writer = IndexWriter(paths.database, paths.library)
    difference = writer.compare(list_pictures(paths.library))
    writer.learn(difference.fresh, difference)
    writer.close()


def seed_failures(data_dir: Path, prompt: str, codes: list[str]) -> None:
    """One failed painting for each error code, then one cancelled and one interrupted."""
    paths = Paths.choose(str(data_dir))
    paths.prepare()
    store = Store(paths.database)
    for code in codes:
        [painting] = store.add(_order(prompt), created=BEGAN)
        store.fail(painting.id, code, "Cloudflare 3036, HTTP 429", seconds=1.0)
    for state in (State.CANCELLED, State.INTERRUPTED):
        [painting] = store.add(_order(prompt), created=BEGAN)
        store.end(painting.id, state)
    store.close()


def _order(prompt: str) -> Order:
    return Order(prompt=prompt, steps=4, count=1, model="@cf/black-forest-labs/flux-1-schnell", sample=False)
