"""Shared fixtures: the stand-in for Cloudflare and the real program, each started once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests import forks
from tests.forks import Forks
from tests.program import Program
from tests.shelf import Shelf, opened
from tests.upstream import Upstream

PACKAGED = Path(__file__).with_name("packaged")

pytest_plugins = ["tests.left_sockets", "tests.once_more", "tests.side_by_side"]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """They need a package, which takes minutes to build: they run when asked for by name."""
    asked_for = any(PACKAGED.name in Path(argument.partition("::")[0]).parts for argument in config.args)
    return True if collection_path == PACKAGED and not asked_for else None


@pytest.fixture(scope="session", autouse=True)
def programs_at_hand() -> Iterator[None]:
    """Programs are forked (`tests.forks`), where the system can do that."""
    if sys.platform == "linux":
        with closing(Forks()) as forks.AT_HAND:
            yield
        forks.AT_HAND = None
    else:
        yield


@pytest.fixture(scope="session")
def shared_upstream() -> Iterator[Upstream]:
    """One for all tests that do not change what it is."""
    with Upstream() as upstream:
        yield upstream


@pytest.fixture(scope="session")
def shared_program(tmp_path_factory: pytest.TempPathFactory, shared_upstream: Upstream) -> Iterator[Program]:
    """One for all tests that leave it as they found it."""
    with Program(tmp_path_factory.mktemp("shared"), api_base=shared_upstream.base_url) as program:
        yield program


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as upstream:
        yield upstream


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """A fresh one, connected to `upstream`."""
    with Program(tmp_path, api_base=upstream.base_url) as program:
        yield program


@pytest.fixture
def page(program: Program) -> Iterator[httpx.Client]:
    """Asks as a page of ours does. Where there are browsers it is one of theirs."""
    with program.client() as page:
        yield page


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """An empty library's folder."""
    database, folder = tmp_path / "a.sqlite3", tmp_path / "library"
    folder.mkdir()
    with opened(database, folder) as shelf:
        yield shelf
