"""What these tests share: a display, a driver, and a session with a keyring."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.native.conftest import display, playwright
from tests.native.display import Display
from tests.packaged.package import BUILT, PROGRAM, PackagedWindow, Wanted
from tests.packaged.summary import Notes
from tests.secret_service import secret_service
from tests.upstream import Upstream

__all__ = ["display", "playwright"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a packaged test that cannot run here has failed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and item.config.getoption("--no-skips"):
        report.outcome = "failed"
    return report


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


@pytest.fixture
def session(place: Path) -> Iterator[dict[str, str]]:
    """The way to the message bus of a session with a keyring."""
    with secret_service(place / "session") as environ:
        yield {name: environ[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")}


@pytest.fixture
def window(place: Path, display: Display, session: dict[str, str], upstream: Upstream) -> PackagedWindow:
    """With a keyring, no account in it, and the stand-in in Cloudflare's place."""
    return PackagedWindow(place / "person", display, Wanted(environ={**session, "ATELIER_API_BASE": upstream.base_url}))
