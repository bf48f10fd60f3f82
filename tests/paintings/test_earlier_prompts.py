"""Prompts to begin with again: painted ones, and those that were typed and gave way to something else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.paintings.earlier_prompts import MOST_LAID_ASIDE, EarlierPrompts
from server.paintings.models import DEFAULT_MODEL
from server.paintings.painting import Order
from server.paintings.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "atelier.sqlite3")) as store:
        yield store


@pytest.fixture
def prompts(store: Store) -> Iterator[EarlierPrompts]:
    with closing(EarlierPrompts(store.database)) as prompts:
        yield prompts


def paint(store: Store, *texts: str) -> None:
    for text in texts:
        store.add(Order(text, 4, 1, DEFAULT_MODEL.id, sample=False), created=time.time())


def test_they_are_told_once_newest_first(store: Store, prompts: EarlierPrompts) -> None:
    paint(store, "one", "two", "one", "three")

    assert prompts.recent(2) == ["three", "one"]
    assert prompts.recent(9) == ["three", "one", "two"]


def test_what_was_typed_stands_where_it_belongs_by_its_time(store: Store, prompts: EarlierPrompts) -> None:
    paint(store, "one")
    prompts.lay_aside(["", " a boat \n", "50% grey_ish"])
    paint(store, "two")

    assert prompts.recent(9) == ["two", "50% grey_ish", "a boat", "one"]
    assert prompts.find("boat", 9) == ["a boat"]
    assert prompts.find("0% g", 9) == prompts.find("y_i", 9) == ["50% grey_ish"]
    assert prompts.find("", 2) == ["two", "50% grey_ish"]


def test_what_was_painted_is_not_kept_twice(store: Store, prompts: EarlierPrompts) -> None:
    paint(store, "one", "two")
    prompts.lay_aside(["one"])
    prompts.lay_aside(["three"])
    paint(store, "three")

    assert prompts.recent(9) == ["three", "two", "one"]


def test_the_oldest_of_many_are_forgotten(prompts: EarlierPrompts) -> None:
    for number in range(MOST_LAID_ASIDE + 2):
        prompts.lay_aside([f"prompt {number}"])

    assert len(prompts.find("", 999)) == MOST_LAID_ASIDE
    assert prompts.find("prompt 1", 999)[-1] == "prompt 10", "0 and 1 have gone"
