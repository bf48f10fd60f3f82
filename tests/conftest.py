"""Shared fixtures: the stand-in for Cloudflare and the real program, each started once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.program import Program
from tests.upstream import Upstream


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
