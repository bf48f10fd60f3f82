"""The server over HTTP, as a page of ours asks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.easel import Easel


@pytest.fixture
def easel() -> Iterator[Easel]:
    """An upstream that paints when it is told to."""
    with Easel() as easel:
        yield easel
