"""Makes larger ones of pictures that are there, as paintings of the queue: on this computer, at no cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from server.cloudflare.client import Answer
from server.common.errors import AtelierError, BadInput, StorageError
from server.library.folder import Library
from server.paintings.painting import Order, Painting
from server.pictures.enlarging.process import Enlarging
from server.pictures.enlarging.wish import SCALES, Enlargement, EnlargingKind
from server.pictures.picture import MOST_PIXELS, NotAPicture, read_picture

TOO_LARGE = "enlarged_too_large"


class Enlarger:
    """`find` gives the painting of a uid, where there is one."""

    def __init__(self, library: Library, find: Callable[[str], Painting | None]) -> None:
        self._library = library
        self._find = find
        self._under_way: dict[int, Enlarging] = {}

    def under_way(self, painting_id: int) -> Enlarging | None:
        """How far it is; None for one that is not being enlarged at the moment."""
        return self._under_way.get(painting_id)

    async def enlarge(self, painting: Painting) -> Answer:
        """Its parent, as much larger as its model says. Raises StorageError."""
        parent = self._find(painting.parent or "")
        if parent is None or parent.file is None or painting.enlargement is None:
            raise StorageError("picture_missing")
        with self._noted(painting.id, Enlarging(painting.enlargement)) as enlarging:
            data = await enlarging.run(self._library.path(parent.file))
        try:
            return Answer(await asyncio.to_thread(read_picture, data), neurons=0.0)
        except NotAPicture as error:
            raise StorageError("enlarging_failed", error.code) from error

    @contextmanager
    def _noted(self, painting_id: int, enlarging: Enlarging) -> Iterator[Enlarging]:
        self._under_way[painting_id] = enlarging
        try:
            yield enlarging
        finally:
            del self._under_way[painting_id]


def enlarging_order(painting: Painting, wish: Enlargement) -> Order:
    """One picture that has a file, enlarged. Raises AtelierError for one that would be larger than can be shown."""
    if not can_be_enlarged(painting, wish.scale):
        raise AtelierError(TOO_LARGE)
    return Order(
        prompt=painting.sent,
        typed=painting.prompt,
        steps=0,
        count=1,
        model=wish.model,
        sample=False,
        width=(painting.width or 0) * wish.scale,
        height=(painting.height or 0) * wish.scale,
        negative_prompt=painting.negative_prompt,
        parent=painting.uid,
    )


def enlargement_in_words(fields: Mapping[str, str]) -> Enlargement:
    """What `scale` and `kind` say. Raises BadInput."""
    if fields["scale"] not in map(str, SCALES):
        raise BadInput({"scale": "unknown_value"})
    if fields["kind"] not in tuple(EnlargingKind):
        raise BadInput({"kind": "unknown_value"})
    return Enlargement(int(fields["scale"]), EnlargingKind(fields["kind"]))


def can_be_enlarged(painting: Painting, scale: int) -> bool:
    """Whether it is a picture in a file, and would not be larger than the program can show."""
    pixels = (painting.width or 0) * (painting.height or 0)
    return painting.file is not None and 0 < pixels * scale**2 <= MOST_PIXELS
