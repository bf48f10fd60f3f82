"""The window of a program that was installed with pip or uvx."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Playwright

from tests.browser.studio import paint
from tests.building.test_wheel import dist, installed, tree, wheel
from tests.native.display import Display
from tests.native.window import NativeWindow

__all__ = ["dist", "installed", "tree", "wheel"]


def test_it_opens_and_paints(installed: Path, tmp_path: Path, display: Display, playwright: Playwright) -> None:
    window = NativeWindow(tmp_path, display, arguments=("--demo",))
    window.command[0] = str(installed / "atelier")

    with window.started(playwright) as page:
        paint(page, "a boat")
    assert window.said == []
