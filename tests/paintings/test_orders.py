"""Which paintings belong together, and what is said of all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from server.paintings.migrations import STEPS, m017_orders, migrate
from server.paintings.models import DEFAULT_MODEL
from server.paintings.orders import orders_of
from server.paintings.painting import Order
from server.paintings.store import Store

BOAT = Order(prompt="a boat", steps=4, count=1, model=DEFAULT_MODEL.id, sample=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "atelier.sqlite3")
    yield store
    store.close()


def test_what_is_ordered_in_one_go_stays_together_as_it_was_asked_for(store: Store) -> None:
    four = store.add(replace(BOAT, count=4), created=1.0)
    [alone] = store.add(BOAT, created=2.0)

    newest, older = orders_of(store, store.page(limit=2))

    assert newest.paintings == (alone,)
    assert older.paintings == tuple(four), "whole, although only one of it was asked about"
    assert (older.count, older.first.order_name) == (4, older.name)


def test_parts_of_a_comparison_are_one_order(store: Store) -> None:
    parts = [store.add(replace(BOAT, steps=steps, uid="5" * 32), created=float(steps))[0] for steps in (1, 2, 3)]

    [order] = orders_of(store, parts[1:])

    assert list(order.paintings) == parts
    assert order.varied == {"steps"}


def test_an_order_whose_paintings_are_all_deleted_is_none(store: Store) -> None:
    one, two = store.add(replace(BOAT, count=2), created=1.0)
    store.mark_deleted(one.id, 5.0)
    assert [order.paintings for order in orders_of(store, [one])] == [(two,)]
    store.mark_deleted(two.id, 6.0)
    assert orders_of(store, [one, two]) == []


def test_each_with_words_of_its_own_is_told_by_what_they_were_made_from(store: Store) -> None:
    store.add(replace(BOAT, prompt="a {red|blue} boat", count=2, sent=("a red boat", "a blue boat")), created=1.0)
    [order] = orders_of(store, store.page())
    assert (order.caption, order.varied, order.sent) == ("a {red|blue} boat", frozenset({"caption"}), None)


def test_what_was_asked_for_before_orders_had_names_is_together_too(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "atelier.sqlite3")
    before = STEPS[: STEPS.index(m017_orders)]
    for step in before:
        step(connection)
    connection.execute(f"PRAGMA user_version = {len(before)}")
    for number, created in enumerate((1.0, 1.0, 2.0), start=1):
        connection.execute(
            "INSERT INTO paintings (uid, state, prompt, model, steps, sample, created, place)"
            " VALUES (?, 'done', 'a boat', 'm', 4, 0, ?, ?)",
            (f"{number:032}", created, number),
        )
    connection.commit()
    migrate(connection)
    names = [row[0] for row in connection.execute("SELECT order_uid FROM paintings ORDER BY id")]
    connection.close()
    assert names == [f"{1:032}", f"{1:032}", f"{3:032}"]
