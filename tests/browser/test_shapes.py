"""The newest painting is as large as the window allows, in its own shape, before its picture is there and after."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.studio import newest, order, paintings
from tests.upstream import Upstream
from tests.upstream_answers import hang

KLEIN = "@cf/black-forest-labs/flux-2-klein-4b"
SHAPES = [(1360, 768), (768, 1360), (1024, 1024)]
WINDOWS = [(1280, 800), (1000, 760), (800, 600), (1920, 1080)]


def choose(page: Page, width: int, height: int) -> None:
    page.get_by_test_id("model").select_option(KLEIN)
    page.get_by_test_id("width").fill(str(width))
    page.get_by_test_id("height").fill(str(height))


def assert_in_shape(page: Page, width: int, height: int, *, least: int = 250) -> None:
    """In every window: seen whole, as wide through high as the picture, and as large as it can be."""
    for window in WINDOWS:
        page.set_viewport_size({"width": window[0], "height": window[1]})
        frame = newest(page).locator(".frame")
        expect(frame).to_be_in_viewport(ratio=1)
        box = frame.bounding_box()
        assert box is not None
        assert box["width"] / box["height"] == pytest.approx(width / height, rel=0.03), window
        assert box["width"] > least or box["height"] > least, window


@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_the_frame_has_the_shape_of_what_is_painted(page: Page, upstream: Upstream, width: int, height: int) -> None:
    choose(page, width, height)
    order(page, "a boat")
    expect(paintings(page, state="done")).to_have_count(1)
    assert_in_shape(page, width, height)
    upstream.next(hang())
    order(page, "an island")
    expect(paintings(page, state="painting")).to_have_count(1)
    assert_in_shape(page, width, height)


@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_beside_the_queue_s_bar_too(page: Page, width: int, height: int) -> None:
    choose(page, width, height)
    page.evaluate("() => fetch('/queue/pause', { method: 'POST' })")
    order(page, "a boat", count=2)
    expect(page.get_by_test_id("queue")).to_have_attribute("data-state", "paused")
    expect(paintings(page, state="queued")).to_have_count(2)
    assert_in_shape(page, width, height, least=90)  # what waits is small
