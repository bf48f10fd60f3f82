"""A browser for all of these tests; each gets pages of its own, which are watched until its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.begun import wait_as_people_do
from tests.browser.watch import HERE, Watch
from tests.once_more import mark_below
from tests.program import Program

CHROMIUM = "/usr/bin/chromium-headless-shell"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HERE}, EXCLUDE *.localhost",
)
PATIENCE = 30_000
"""Milliseconds; only a broken page takes them."""

expect.set_options(timeout=PATIENCE)
wait_as_people_do()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark_below(Path(__file__).parent, items, pytest.mark.real_screen)


class Visit(Protocol):
    """Opens a program's page in a new browser context."""

    def __call__(self, program: Program, path: str = "/", **options: object) -> Page: ...


# Not for the session: as long as Playwright runs, other tests cannot use asyncio.run.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watches() -> dict[BrowserContext, Watch]:
    return {}


@pytest.fixture
def visit(chromium: Browser, watches: dict[BrowserContext, Watch]) -> Iterator[Visit]:
    """`options` are those of Playwright's `new_context`."""

    def open_page(program: Program, path: str = "/", **options: object) -> Page:
        context = new_context(chromium, program, options)
        watches[context] = Watch(context)
        page = context.new_page()
        page.goto(program.base_url + path)
        return page

    yield open_page
    for context in watches:
        context.close()
    assert [problem for watch in watches.values() for problem in watch.problems] == []


@pytest.fixture
def page(program: Program, visit: Visit) -> Page:
    """The studio of a fresh program, connected to `upstream`. In this order, so that the pages are closed first."""
    return visit(program)


@pytest.fixture
def watch(page: Page, watches: dict[BrowserContext, Watch]) -> Watch:
    """Of `page`."""
    return watches[page.context]


def new_context(chromium: Browser, program: Program, options: dict[str, object]) -> BrowserContext:
    """As a person with an English system at a small laptop, with the run's secret already exchanged."""
    usual = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US", "color_scheme": "light"}
    context = chromium.new_context(**(usual | options))  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    name, value = program.cookie
    host = urlsplit(program.base_url).hostname or HERE
    context.add_cookies([{"name": name, "value": value, "domain": host, "path": "/"}])
    return context
