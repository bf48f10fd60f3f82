"""Preferences: kept by name, and never a reason not to start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from server.paintings.preferences import Preferences
from server.paintings.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "atelier.sqlite3")) as store:
        yield store


def test_nothing_stored_is_the_defaults(store: Store) -> None:
    assert Preferences.load(store) == Preferences()


def test_what_is_saved_is_found_again(store: Store) -> None:
    chosen = Preferences(
        theme="dark", language="zh-CN", draft="一只猫\nline two", steps=8, count=3, width=16, samples=True
    )
    chosen.save(store)

    assert Preferences.load(store) == chosen

    replace(chosen, samples=False, draft="").save(store)
    assert Preferences.load(store) == replace(chosen, samples=False, draft="")


DAMAGED = [
    ("theme", "neon"),
    ("theme", ""),
    ("language", "tlh"),
    ("steps", "0"),
    ("steps", "51"),
    ("steps", "four"),
    ("steps", "4.0"),
    ("steps", "-1"),
    ("steps", "٤"),
    ("steps", "9" * 5000),
    ("count", "9"),
    ("width", "0"),
    ("width", "17"),
    ("width", "NaN"),
    ("samples", "maybe"),
    ("cap", "-5"),
    ("cap", "100000"),
    ("unheard of", "x"),
]


@pytest.mark.parametrize(("name", "value"), DAMAGED)
def test_a_damaged_one_has_its_default_and_the_others_stay(store: Store, name: str, value: str) -> None:
    Preferences(draft="kept").save(store)
    store.change_setting(name, value)

    assert Preferences.load(store) == Preferences(draft="kept")
