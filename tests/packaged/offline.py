"""The packaged samples in a network namespace that has nothing but its own loopback."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser.offline import NO_NAMESPACE, prove_there_is_no_network, told_without_a_network
from tests.browser.studio import newest, paint
from tests.native.display import virtual_display
from tests.packaged.package import PackagedWindow, Wanted

__all__ = ["NO_NAMESPACE", "paint_without_a_network"]


def paint_without_a_network(folder: Path) -> str:
    """What the page's painting ended as, told from inside the namespace."""
    return told_without_a_network("tests.packaged.offline", folder, seconds=240)


def main(folder: Path) -> None:
    prove_there_is_no_network()
    expect.set_options(timeout=60_000)
    with virtual_display() as display, sync_playwright() as playwright:
        window = PackagedWindow(folder, display, Wanted(arguments=("--demo",)))
        # In its own namespace everybody is root, which Chromium must be told.
        window.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox"
        with window.started(playwright) as page:
            paint(page, "an island")
            expect(newest(page).get_by_test_id("painting-image")).to_have_js_property("naturalWidth", 1024)
            sys.stdout.write("painted" if window.said == [] else str(window.said))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
