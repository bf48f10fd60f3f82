"""Spreads a run of many tests over processes: which tests stay together, and which begin first."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

SLOW = "slow"
LONGEST = 600
"""Seconds for a slow one."""
SERIAL = "packaged"
"""These tests share one message bus and one desktop with all that is installed there."""
ENGINE = re.compile(r"^tests/engines/.*\[(?:.*-)?(chromium|firefox|webkit)\b")
BROWSER = "tests/browser/"
"""Whoever runs one of an engine's flows, or of a module for the browser, runs all: the browser is started once."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f"{SLOW}: takes ten seconds and more; begins first, and `make quick` leaves it out"
    )


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two for each processor, as most tests wait most of the time; none where only a few are asked for."""
    places = [Path(argument.partition("::")[0]) for argument in config.args]
    few = (
        config.option.keyword or config.getoption("lf", default=False) or any(place.suffix == ".py" for place in places)
    )
    if few or any(SERIAL in place.parts for place in places):
        return 0
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first: none should be left for the end, when the other processes have nothing to do."""
    items.sort(key=lambda item: item.get_closest_marker(SLOW) is None)
    for item in items:
        if item.get_closest_marker(SLOW) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LONGEST))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return _OneByOne(config, log)


class _OneByOne(LoadScopeScheduling):  # type: ignore[misc]  # it tells no types
    """Whoever is free takes the next test; those of a module that share something stay together."""

    def _split_scope(self, nodeid: str) -> str:
        module, _, _ = nodeid.partition("::")
        if engine := ENGINE.search(nodeid):
            return engine[1]
        return module if module.startswith(BROWSER) or _shares(self.config.rootpath / module) else nodeid


@cache
def _shares(module: Path) -> bool:
    return module.is_file() and 'scope="module"' in module.read_text(encoding="utf-8")
