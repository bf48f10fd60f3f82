"""Painting in the built program by more than words: references, masks, lists, comparisons."""

from __future__ import annotations

import io
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Playwright, expect

from tests.browser.studio import order, paint, paintings
from tests.browser.test_grids import compare, to_table
from tests.browser.test_masks import opened, sent_mask, stroke
from tests.browser.test_references import KLEIN, give
from tests.jpegs import make_picture
from tests.native.deeds import connect, save_into
from tests.packaged.package import PackagedWindow
from tests.program import Program
from tests.upstream import Upstream
from tests.web.test_http_masks import pixels
from tests.web.test_http_variables import paint as paint_all
from tests.web.test_http_variables import preview, problem, put_list, sent


def test_a_reference_picture_from_the_disk(
    window: PackagedWindow, playwright: Playwright, upstream: Upstream, tmp_path: Path
) -> None:
    file = tmp_path / "参考.webp"
    file.write_bytes(make_picture("WEBP", side=600))
    with window.started(playwright) as page:
        connect(page)
        page.locator(".brand").click()
        page.get_by_test_id("model").select_option(KLEIN)
        give(page, file)
        expect(page.get_by_test_id("reference")).to_have_count(1)
        order(page, "a fox like this one")
        expect(paintings(page, state="done")).to_have_count(1)
    assert window.said == []

    body = upstream.requests[-1].body
    assert upstream.requests[-1].path.endswith(KLEIN)
    start = body.index(b"\xff\xd8\xff", body.index(b'name="input_image_0"'))
    assert Image.open(io.BytesIO(body[start:])).size == (496, 496)


def test_a_part_is_painted_over(window: PackagedWindow, playwright: Playwright, upstream: Upstream) -> None:
    with window.started(playwright) as page:
        connect(page)
        page.locator(".brand").click()
        paint(page, "a boat")
        dialog = opened(page)
        stroke(page, (0.25, 0.5), (0.75, 0.5))
        page.get_by_test_id("mask-prompt").fill("a red fox")
        page.get_by_test_id("mask-paint").click()
        expect(dialog).to_have_count(0)
        expect(paintings(page, state="done")).to_have_count(2)
    assert window.said == []

    left, top, right, bottom = sent_mask(upstream).getbbox() or (0, 0, 0, 0)
    assert 90 < left < right < 422
    assert 200 < top < bottom < 312
    assert pixels(upstream.requests[-1].json()["image"]).mode == "RGB"
    assert upstream.requests[-1].json()["prompt"] == "a red fox"


def test_a_comparison_fills_and_is_saved_as_one_picture(
    window: PackagedWindow, playwright: Playwright, upstream: Upstream
) -> None:
    target = window.home / "comparison.png"
    with window.started(playwright) as page:
        connect(page)
        page.locator(".brand").click()
        compare(page, steps="1, 2")
        to_table(page)
        cells = page.get_by_test_id("grid-cell")
        for number in range(2):
            expect(cells.nth(number)).to_have_attribute("data-state", "done")
        page.get_by_test_id("grid-export").click()
        save_into(window.display, target)
    assert window.said == []

    assert sorted(request.json()["steps"] for request in upstream.requests if "/ai/run/" in request.path) == [1, 2]
    with Image.open(target) as picture:
        assert picture.format == "PNG"
        assert picture.width > 360


def test_lists_of_words_beside_the_pictures(program: Program, page: httpx.Client, upstream: Upstream) -> None:
    put_list(program.library, "animal", "# mine\n狐狸\nowl\n")
    put_list(program.data_dir, "places/shore", "a {quiet|wild} shore\n")

    assert preview(page, "an __animal__ at __places/shore__") == (
        "4 combinations",
        [f"an {animal} at a {kind} shore" for animal in ("狐狸", "owl") for kind in ("quiet", "wild")],
    )
    paint_all(page, "an __animal__", unfold="every")
    assert sorted(sent(upstream)) == ["an owl", "an 狐狸"]
    assert problem(page, "__nothing__") == "list_unknown"
