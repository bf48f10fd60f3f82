"""What every start, page and order asks of the database: answered by indexes, however many paintings there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.cloudflare.allowance.usage_ledger import UsageLedger
from server.library.index.query import LibraryQuery, Show, Sort
from server.library.index.search import LibrarySearch
from server.paintings.models import DEFAULT_MODEL
from server.paintings.painting import Order, State
from server.paintings.store import Store


@dataclass(slots=True)
class Asked:
    store: Store
    catalogue: LibrarySearch
    ledger: UsageLedger


QUESTIONS: dict[str, Callable[[Asked], object]] = {
    "interrupted": lambda asked: asked.store.in_state(State.PAINTING),
    "queued": lambda asked: asked.store.in_state(State.QUEUED),
    "deleted": lambda asked: asked.store.deleted(),
    "next": lambda asked: asked.store.next_queued(),
    "all that wait": lambda asked: asked.store.queued(),
    "postponed": lambda asked: asked.store.postponed(),
    "how many wait": lambda asked: asked.store.count_queued(),
    "how many are active": lambda asked: asked.store.count_active(),
    "last": lambda asked: asked.store.last_id(),
    "strip": lambda asked: asked.store.page(),
    "newest": lambda asked: asked.store.newest(),
    "inputs": lambda asked: asked.store.inputs(),
    "models": lambda asked: asked.catalogue.models(),
    "albums": lambda asked: asked.catalogue.albums(),
    "first screen": lambda asked: asked.catalogue.stretch(LibraryQuery(show=Show.ALL), 0, 60),
    "by prompt": lambda asked: asked.catalogue.stretch(LibraryQuery(show=Show.ALL, sort=Sort.PROMPT), 0, 60),
    "today": lambda asked: asked.ledger.sum("2026-03-10", "account"),
}


class _Listening(sqlite3.Connection):
    """Keeps the statements it is given."""

    heard: list[str]

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.set_trace_callback(lambda statement: self.heard.append(statement))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    listening = type("Listening", (_Listening,), {"heard": []})
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **more: connect(*args, **more, factory=listening))
    return listening.heard  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
def asked(tmp_path: Path, heard: list[str]) -> Iterator[Asked]:
    file = tmp_path / "a.sqlite3"
    with closing(Store(file)) as store, closing(LibrarySearch(file)) as catalogue, closing(UsageLedger(file)) as ledger:
        store.add(Order("a boat", 4, 2, DEFAULT_MODEL.id, sample=False), created=1.0)
        heard.clear()
        yield Asked(store, catalogue, ledger)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_that_is_asked_all_the_time_looks_at_every_painting(
    asked: Asked, heard: list[str], tmp_path: Path, name: str
) -> None:
    QUESTIONS[name](asked)
    assert heard
    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as connection:
        steps = [row[3] for each in heard for row in connection.execute(f"EXPLAIN QUERY PLAN {each}")]

    assert steps
    assert not {"SCAN p", "SCAN paintings"} & set(steps)


def test_all_pictures_are_counted_without_looking_at_them(asked: Asked, heard: list[str], tmp_path: Path) -> None:
    asked.catalogue.count(LibraryQuery())
    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as connection:
        [plan] = [[row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {each}")] for each in heard]

    assert "SCAN paintings USING INDEX paintings_apart" in plan
    assert any("COVERING INDEX paintings_by_" in step for step in plan)
