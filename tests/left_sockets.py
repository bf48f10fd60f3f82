"""Sockets that a library leaves to the garbage collector are collected with the test that made them.

keyring does not close its connection to the message bus when a question fails, httpcore not the one whose proxy refused
it. Python warns of each when it is collected, and warnings are errors: left alone, the warning fails whichever test the
collector happens to come by in. A test marked `leaves_sockets` may leave some, and no other.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

MARKER = "leaves_sockets"
WARNING = r"ignore:Exception ignored in. <(socket|function _SelectorTransport):pytest.PytestUnraisableExceptionWarning"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARKER}: a library leaves a socket of this test to the garbage collector")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker(MARKER):
            item.add_marker(pytest.mark.filterwarnings(WARNING))


@pytest.fixture(autouse=True)
def sockets_collected(request: pytest.FixtureRequest) -> Iterator[None]:
    """The first to be set up, so that it comes after all that a test's own fixtures leave."""
    yield
    if request.node.get_closest_marker(MARKER):
        gc.collect()
