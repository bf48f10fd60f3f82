"""Asks once more what failed on a real screen, and tells of it; every other failure is final.

Real browsers and windows can lose a race on a busy machine. A test marked `real_screen` that fails is run again at
once, with all made anew that tests share; if it passes then, the run passes and ends with a line `flaky: …` for it.
There should be none. What else fails has failed: a second try would hide leaks and tests that lean on each other.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

MARKER = "real_screen"
_FIRST_TRY = "flaky"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f"{MARKER}: a real browser or window, which may lose a race; run again if it does"
    )


def mark_below(folder: Path, items: list[pytest.Item], *markers: pytest.MarkDecorator) -> None:
    """All tests in the folder: a conftest's hook is given everybody's."""
    for item in items:
        if folder in item.path.parents:
            for marker in markers:
                item.add_marker(marker)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    if item.get_closest_marker(MARKER) is None:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    failures = [report for report in reports if report.failed]
    if failures and not any(_hung(report) for report in failures):
        reports = _once_more(item, nextitem, failures[0].longreprtext)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _once_more(item: pytest.Item, nextitem: pytest.Item | None, first: str) -> list[pytest.TestReport]:
    # The browser that is shared may be what is broken.
    item.session._setupstate.teardown_exact(None)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        if report.failed:
            report.sections.append(("failed at first", first))
    reports[0].user_properties.append((_FIRST_TRY, first))
    return reports


def _hung(report: pytest.TestReport) -> bool:
    """The time limit is for both tries together."""
    return "from pytest-timeout" in report.longreprtext


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
    """Right above the closing line, where it is seen."""
    yield
    flaky = dict(_flaky(terminalreporter))
    if not flaky:
        return
    terminalreporter.section("passed at the second try only")
    for test, first in flaky.items():
        terminalreporter.write_sep("_", test)
        terminalreporter.write_line(first)
    for test in flaky:
        terminalreporter.write_line(f"flaky: {test}")


def _flaky(terminalreporter: pytest.TerminalReporter) -> Iterator[tuple[str, str]]:
    stats = terminalreporter.stats
    failed = {report.nodeid for report in stats.get("failed", []) + stats.get("error", [])}
    reports = [report for kind in stats.values() for report in kind]
    for report in reports:
        first = dict(getattr(report, "user_properties", [])).get(_FIRST_TRY)
        if first is not None and report.nodeid not in failed:
            yield report.nodeid, first
