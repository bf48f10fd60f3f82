"""Moving within the queue, and what the database makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.paintings.models import DEFAULT_MODEL
from server.paintings.painting import Order, State
from server.paintings.store import Store
from server.studio.queue.reordering import QueueMove, moved

LINE = [3, 5, 7, 9]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "a.sqlite3")) as store:
        store.add(Order("a boat", steps=1, count=4, model=DEFAULT_MODEL.id, sample=True), created=1.0)
        yield store


@pytest.mark.parametrize(
    ("painting", "to", "after"),
    [
        (7, QueueMove.FRONT, [7, 3, 5, 9]),
        (7, QueueMove.UP, [3, 7, 5, 9]),
        (7, QueueMove.DOWN, [3, 5, 9, 7]),
        (3, QueueMove.DOWN, [5, 3, 7, 9]),
        (9, QueueMove.UP, [3, 5, 9, 7]),
        (3, QueueMove.END, [5, 7, 9, 3]),
        (3, QueueMove.UP, LINE),
        (9, QueueMove.DOWN, LINE),
        (9, 5, [3, 9, 5, 7]),
        (3, 9, [5, 7, 3, 9]),
        (3, 3, LINE),
        (3, 99, LINE),
        (99, QueueMove.FRONT, LINE),
    ],
)
def test_a_painting_goes_where_it_is_told(painting: int, to: QueueMove | int, after: list[int]) -> None:
    assert moved(LINE, painting, to) == after


def waiting(store: Store) -> list[int]:
    return [painting.id for painting in store.queued()]


def test_turns_are_kept_and_new_ones_come_last(store: Store) -> None:
    store.reorder([4, 2, 1, 3])
    [new] = store.add(Order("a", steps=1, count=1, model=DEFAULT_MODEL.id, sample=True), created=0.5)

    assert waiting(store) == [4, 2, 1, 3, new.id]
    first = store.next_queued()
    assert first is not None
    assert first.id == 4


def test_one_that_comes_back_has_the_turn_it_had(store: Store) -> None:
    store.reorder([4, 3, 1, 2])
    store.end(1, State.CANCELLED)
    store.reorder([2, 4, 3])
    store.queue_again(1)

    assert waiting(store) == [2, 4, 1, 3], "the third, which by its number it never was"
