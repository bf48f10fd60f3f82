"""What these tests share. All but `test_anywhere.py` are Linux's."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.once_more import mark_below
from tests.packaged.place import BUILT, PROGRAM
from tests.packaged.quiet import complaints
from tests.packaged.serving import serving
from tests.packaged.summary import Notes
from tests.program import Program
from tests.upstream import Upstream

if sys.platform == "linux":
    from tests.packaged.session import display, playwright, session, window

    __all__ = ["display", "playwright", "session", "window"]
else:
    # Displays, message buses and packages of Linux.
    here = Path(__file__).parent
    collect_ignore = [file.name for file in here.glob("test_*.py") if file.name != "test_anywhere.py"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a packaged test that cannot run here has failed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and item.config.getoption("--no-skips"):
        report.outcome = "failed"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Whoever comes first waits for a bare Debian to be made.
    mark_below(Path(__file__).parent, items, pytest.mark.real_screen, pytest.mark.timeout(1200))


NOTES = pytest.StashKey[Notes]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOTES] = Notes()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash[NOTES].lines:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def notes(pytestconfig: pytest.Config) -> Notes:
    return pytestconfig.stash[NOTES]


@pytest.fixture(scope="session", autouse=True)
def built() -> Path:
    if not (BUILT / PROGRAM).exists():
        pytest.fail("There is no package; `make test-package` builds one first.")
    return BUILT


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that anybody may pass through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="atelier-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_went_wrong(place: Path, tmp_path: Path) -> Iterator[None]:
    """Whatever a test is about: what fails in the background fails it."""
    yield
    assert [line for folder in (place, tmp_path) for line in complaints(folder)] == []


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """The built one without its window, connected to `upstream`."""
    with serving(tmp_path, api_base=upstream.base_url) as program:
        yield program
