"""Chinese typed into the window of the built program, where the session is set up for fcitx5."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.input_methods import Service, fcitx, ibus
from tests.native.chinese import type_hello
from tests.native.display import Display, virtual_display
from tests.packaged.package import PackagedWindow, Wanted


@pytest.fixture
def display() -> Iterator[Display]:
    """Of its own: Debian 13's ibus leaves one on which fcitx5, coming after it, composes nothing."""
    with virtual_display() as display:
        yield display


@pytest.mark.parametrize("service", [ibus, fcitx], ids=["ibus", "fcitx5"])
def test_chinese_is_typed(place: Path, display: Display, playwright: Playwright, service: Service) -> None:
    with service(place / "session", display.name) as session:
        environ = {**session, "QT_IM_MODULE": "fcitx"}
        window = PackagedWindow(place / "person", display, Wanted(arguments=("--demo",), environ=environ))
        with window.started(playwright) as page:
            type_hello(display, page.get_by_test_id("prompt"))
