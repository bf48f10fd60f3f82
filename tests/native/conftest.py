"""A display for all of these tests; each has a window of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect, sync_playwright

from tests.native.display import Display, virtual_display
from tests.native.window import NativeWindow
from tests.once_more import mark_below

PATIENCE = 30_000
"""Milliseconds; only a broken page takes them."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "native: opens the real window, on a display of its own")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark_below(Path(__file__).parent, items, pytest.mark.native, pytest.mark.real_screen)


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    with virtual_display() as display:
        yield display


# Not for the session: as long as Playwright runs, other tests cannot use asyncio.run.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def window(tmp_path: Path, display: Display) -> NativeWindow:
    """With the built-in samples."""
    return NativeWindow(tmp_path, display, arguments=("--demo",))


@pytest.fixture
def page(window: NativeWindow, playwright: Playwright) -> Iterator[Page]:
    """Of `window`, started."""
    with window.started(playwright) as page:
        yield page
