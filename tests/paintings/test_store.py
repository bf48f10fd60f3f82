"""Rows: the order of the queue, what each change leaves, and disks that take no row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.common.errors import StorageError
from server.paintings.models import DEFAULT_MODEL
from server.paintings.painting import Order, Painting, State
from server.paintings.store import Store
from server.pictures.picture import read_picture
from tests.disks import small_disk
from tests.jpegs import make_picture

PICTURE = read_picture(make_picture("JPEG"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "atelier.sqlite3")) as store:
        yield store


def order(prompt: str = "a boat", count: int = 1) -> Order:
    return Order(prompt=prompt, steps=4, count=count, model=DEFAULT_MODEL.id, sample=False)


def add(store: Store, prompt: str = "a boat") -> Painting:
    [painting] = store.add(order(prompt), created=1.0)
    return painting


def ids(paintings: list[Painting]) -> list[int]:
    return [painting.id for painting in paintings]


def test_an_order_makes_as_many_queued_rows_as_it_says(store: Store) -> None:
    paintings = store.add(order(count=8), created=12.5)

    assert ids(paintings) == list(range(1, 9))
    assert {(one.state, one.prompt, one.created, one.file) for one in paintings} == {
        (State.QUEUED, "a boat", 12.5, None)
    }


@pytest.mark.parametrize("prompt", ["'; DROP TABLE paintings; --", "null\x01", "😀" * 100, "中文", "a\nb", '"'])
def test_prompts_come_back_as_they_were(store: Store, prompt: str) -> None:
    painting = add(store, prompt)

    assert store.get(painting.id) == painting
    assert painting.prompt == prompt


def test_rows_survive_closing(tmp_path: Path, store: Store) -> None:
    painting = add(store)
    store.close()

    with closing(Store(tmp_path / "atelier.sqlite3")) as again:
        assert again.get(painting.id) == painting


def test_the_one_that_waited_longest_is_next(store: Store) -> None:
    first, second = store.add(order(count=2), created=1.0)
    store.start(first.id, started=2.0)

    assert store.next_queued() == second

    store.end(first.id, State.CANCELLED)
    store.queue_again(first.id)
    following = store.next_queued()
    assert following is not None
    assert following.id == first.id


def test_a_deleted_one_neither_waits_nor_counts_nor_shows(store: Store) -> None:
    painting = add(store)
    store.mark_deleted(painting.id, 5.0)

    assert store.next_queued() is None
    assert store.count_active() == 0
    assert store.page() == []
    assert ids(store.deleted()) == [painting.id]

    store.mark_deleted(painting.id, None)
    assert store.page() == [painting]


def test_pages_go_back_from_the_newest_without_gaps(store: Store) -> None:
    store.add(order(count=8), created=1.0)

    first = store.page(limit=3)
    second = store.page(before=first[-1].place, limit=3)
    third = store.page(before=second[-1].place, limit=3)

    assert [ids(first), ids(second), ids(third)] == [[8, 7, 6], [5, 4, 3], [2, 1]]
    assert store.page(before=1) == []


def test_a_clock_set_back_does_not_put_new_ones_behind_old_ones(store: Store) -> None:
    [first] = store.add(order(), created=2_000_000_000.0)
    [second] = store.add(order(), created=1_000_000_000.0)

    assert store.page() == [second, first]
    assert store.newest() == (second.id, second.order_name)
    assert second.created == 1_000_000_000.0


def test_ids_are_never_used_twice(store: Store) -> None:
    painting = add(store)
    store.remove(painting.id)

    assert add(store).id > painting.id


def test_finishing_tells_all_about_the_picture(store: Store) -> None:
    painting = add(store)
    store.start(painting.id, started=2.0)
    store.set_neurons(painting.id, 172.8)

    done = store.finish(painting.id, PICTURE, "2026-11/a.jpg", seconds=3.5)

    assert (done.state, done.file, done.seconds, done.neurons) == (State.DONE, "2026-11/a.jpg", 3.5, 172.8)
    assert (done.width, done.height, done.bytes) == (64, 64, len(PICTURE.data))
    assert done == store.get(painting.id)


def test_queueing_again_forgets_how_it_ended(store: Store) -> None:
    painting = add(store)
    store.start(painting.id, started=2.0)
    store.plan_file(painting.id, "2026-11/a.jpg")
    store.fail(painting.id, "quota_used_up", "Cloudflare 3036", seconds=1.0)

    assert store.queue_again(painting.id) == painting


def test_settings_change_and_stay(store: Store) -> None:
    store.change_setting("theme", "dark")
    store.change_setting("theme", "light")

    assert store.settings() == {"theme": "light"}


def test_text_that_is_no_utf8_is_read_all_the_same(tmp_path: Path, store: Store) -> None:
    painting = add(store)
    with closing(sqlite3.connect(tmp_path / "atelier.sqlite3", isolation_level=None)) as other:
        other.execute("UPDATE paintings SET prompt = CAST(x'61ff62' AS TEXT)")
        other.execute("INSERT INTO settings VALUES ('draft', CAST(x'ff' AS TEXT))")

    found = store.get(painting.id)

    assert found is not None
    assert found.prompt == "a\ufffdb"
    assert store.settings() == {"draft": "\ufffd"}


def test_a_full_disk_is_named_and_an_order_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk, closing(Store(disk.folder / "a.sqlite3")) as store:
        disk.fill()
        with pytest.raises(StorageError) as caught:
            order_without_end(store)
        assert caught.value.code == "disk_full"
        assert len(store.page(limit=1000)) % 8 == 0

        disk.make_room()
        assert len(store.add(order(count=8), created=1.0)) == 8


def test_a_full_disk_has_room_for_how_paintings_ended(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk, closing(Store(disk.folder / "a.sqlite3")) as store:
        paintings = store.add(order(count=8), created=1.0)
        disk.fill()
        with pytest.raises(StorageError):
            order_without_end(store)

        for painting in paintings:
            store.fail(painting.id, "disk_full", "", seconds=1.0)

        assert [one.state for one in paintings if (found := store.get(one.id)) and found.state != State.FAILED] == []


def test_a_closed_database_is_named(store: Store) -> None:
    store.close()

    with pytest.raises(StorageError):
        store.settings()


def order_without_end(store: Store) -> None:
    while True:
        store.add(order("x" * 2048, count=8), created=1.0)


def test_what_waits_from_before_can_be_passed_over(store: Store) -> None:
    assert store.last_id() == 0
    add(store, "from before")
    last = store.last_id()
    assert store.next_queued(after=last) is None

    new = add(store, "new")

    assert store.next_queued(after=last) == new
    assert [store.next_queued()] == [store.get(last)]
