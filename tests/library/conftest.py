"""A librarian, at the pace of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.library.index import librarian
from server.library.index.watch import Watch
from tests.library.room import Room


@pytest.fixture
def room(tmp_path: Path, quickly: None) -> Iterator[Room]:
    """With an empty folder."""
    room = Room(tmp_path)
    room.library.folder.mkdir()
    with closing(room.store):
        yield room


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is waited for by the clock but what a test says."""
    monkeypatch.setattr(librarian, "QUIET", 0.01)
    monkeypatch.setattr(librarian, "AGAIN", 0.02)


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system tells of nothing, as on a network drive."""
    monkeypatch.setattr(Watch, "_heard", lambda *_: None)
