"""An engine for all flows of a worker, one after the other; each flow gets a fresh page, watched until its end."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.engines.engines import ENGINES, Browser
from tests.engines.injected import lay_ready
from tests.engines.screen import Screen
from tests.once_more import mark_below
from tests.program import Program
from tests.upstream import Upstream

FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark_below(Path(__file__).parent, items, pytest.mark.real_screen)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(
    scope="package", params=[pytest.param(name, marks=pytest.mark.xdist_group(f"engine-{name}")) for name in ENGINES]
)
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Started once for all flows of its engine: it takes seconds."""
    engine = ENGINES[request.param]
    with engine.browser(tmp_path_factory.mktemp(engine.name)) as browser:
        yield browser


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """A fresh one with a witness, connected to `upstream`."""
    with watched(Program(tmp_path, api_base=upstream.base_url)) as program:
        yield program


@pytest.fixture
def screen(browser: Browser, program: Program, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Screen]:
    """Watched until its end, which comes before that of its program."""
    screen = Screen(browser, program)
    yield screen
    problems = screen.problems()
    if problems or request.node.stash.get(FAILED, False):
        screen.photograph(tmp_path / "screen.png")
    screen.leave()
    assert problems == []


def watched(program: Program) -> Program:
    """From its next start on, with what pywebview adds to its pages."""
    lay_ready(program.data_dir.parent)
    program.run_module("tests.engines.watched")
    return program
