"""Reference pictures: given by hand or from what was painted, sent with the order, and proven to have been read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.studio import choose, more, newest, order, paint, paintings
from tests.browser.test_metadata import OURS, drop, files, paste
from tests.browser.watch import Watch
from tests.jpegs import make_jpeg, make_picture
from tests.upstream import Upstream
from tests.upstream_answers import send_picture

KLEIN = "@cf/black-forest-labs/flux-2-klein-4b"
SIGN = "Drop the picture to see its prompt"


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    files = [tmp_path / f"{number}.png" for number in range(5)]
    for number, file in enumerate(files):
        file.write_bytes(make_picture("PNG", side=600 + number))
    return files


def give(page: Page, *files: Path) -> None:
    page.get_by_test_id("reference-file").set_input_files(files)


def test_references_are_sent_in_order_and_made_to_fit(page: Page, upstream: Upstream, pictures: list[Path]) -> None:
    expect(page.get_by_test_id("references-field")).to_be_hidden()
    page.get_by_test_id("model").select_option(KLEIN)
    give(page, *pictures[:2])
    expect(page.get_by_test_id("reference")).to_have_count(2)
    order(page, "a fox like this one")

    expect(paintings(page, state="done")).to_have_count(1)
    body = upstream.requests[-1].body
    first, second = body.index(b'name="input_image_0"'), body.index(b'name="input_image_1"')
    assert first < second
    start = body.index(b"\xff\xd8\xff", first)
    assert Image.open(io.BytesIO(body[start:])).size == (496, 496)


def test_the_price_counts_them(page: Page, pictures: list[Path]) -> None:
    page.get_by_test_id("model").select_option(KLEIN)
    expect(page.get_by_test_id("price")).to_have_text("1.0% of today")
    give(page, *pictures[:3])
    expect(page.get_by_test_id("price")).to_have_text("1.2% of today")
    page.get_by_test_id("remove-reference").first.click()
    expect(page.get_by_test_id("reference")).to_have_count(2)
    expect(page.get_by_test_id("price")).to_have_attribute("title", "about 115 neurons")


def test_a_picture_is_pasted_or_dropped_where_references_are(page: Page) -> None:
    page.get_by_test_id("model").select_option(KLEIN)
    assert not paste(page, files(page, make_picture("JPEG", side=64)), "[data-testid=add-reference]")
    expect(page.get_by_test_id("reference")).to_have_count(1)
    drop(page, files(page, make_picture("JPEG", side=65)), "#references")
    expect(page.get_by_test_id("reference")).to_have_count(2)
    expect(page.get_by_test_id("story")).to_have_count(0)
    expect(page.get_by_text(SIGN)).to_be_hidden()


def test_where_references_are_nothing_else_is_said_to_become_of_a_picture(page: Page) -> None:
    page.get_by_test_id("model").select_option(KLEIN)
    picture = {"dataTransfer": files(page, OURS)}
    place, sign = page.locator("#references"), page.get_by_text(SIGN)
    page.locator("#main").dispatch_event("dragenter", picture)
    expect(sign).to_be_visible()
    place.dispatch_event("dragenter", picture)
    page.locator("#main").dispatch_event("dragleave", picture)
    expect(sign).to_be_hidden()
    expect(place).to_have_attribute("data-over", "true")
    page.get_by_test_id("add-reference").dispatch_event("dragenter", picture)
    place.dispatch_event("dragleave", picture)
    expect(place).to_have_attribute("data-over", "true")
    page.locator("#main").dispatch_event("dragenter", picture)
    page.get_by_test_id("add-reference").dispatch_event("dragleave", picture)
    expect(sign).to_be_visible()
    expect(place).to_have_attribute("data-over", "false")


@pytest.mark.parametrize("told", [True, False])
def test_a_picture_pasted_anywhere_can_become_a_reference(page: Page, upstream: Upstream, *, told: bool) -> None:
    page.get_by_test_id("prompt").fill("a fox like this one")
    paste(page, files(page, OURS if told else make_picture("JPEG", side=64)), "#main")
    page.get_by_test_id("story-reference").click()
    expect(page.get_by_test_id("story")).to_have_count(0)
    expect(page.get_by_test_id("reference")).to_have_count(1)
    expect(page.get_by_test_id("model")).to_have_value(KLEIN)
    order(page, "a fox like this one")
    expect(paintings(page, state="done")).to_have_count(1)
    assert b'name="input_image_0"' in upstream.requests[-1].body


def test_from_the_library_a_pasted_picture_goes_to_the_studio(page: Page) -> None:
    page.get_by_role("link", name="Library", exact=True).click()
    paste(page, files(page, make_picture("JPEG", side=64)), "#main")
    page.get_by_test_id("story-reference").click()
    expect(page.get_by_test_id("reference")).to_have_count(1)


def test_four_are_the_most(page: Page, watch: Watch, pictures: list[Path]) -> None:
    watch.expect_statuses(422)
    page.get_by_test_id("model").select_option(KLEIN)
    give(page, *pictures)
    expect(page.get_by_test_id("reference")).to_have_count(4)
    expect(page.get_by_text("The model takes no more pictures: remove one first.")).to_be_visible()
    expect(page.get_by_test_id("add-reference")).to_have_count(0)


def test_what_is_no_picture_is_said(page: Page, watch: Watch, tmp_path: Path) -> None:
    watch.expect_statuses(415)
    (tmp_path / "not.png").write_bytes(b"no picture at all")
    page.get_by_test_id("model").select_option(KLEIN)
    give(page, tmp_path / "not.png")
    expect(page.get_by_text("This is not a picture that can be read.")).to_be_visible()
    expect(page.get_by_test_id("reference")).to_have_count(0)


def test_a_painting_becomes_a_reference(page: Page, upstream: Upstream) -> None:
    paint(page, "a lamp")
    choose(page, newest(page), "as-reference")
    expect(page.get_by_test_id("model")).to_have_value(KLEIN)
    expect(page.get_by_test_id("reference")).to_have_count(1)
    expect(page.get_by_test_id("prompt")).to_have_value("a lamp")
    order(page, "the lamp at night")
    expect(paintings(page, state="done")).to_have_count(2)
    assert b'name="input_image_0"' in upstream.requests[-1].body


def test_changing_a_painting_is_a_conversation_with_it(page: Page, upstream: Upstream) -> None:
    paint(page, "a lamp")
    page.get_by_test_id("prompt").fill("another thought")
    choose(page, newest(page), "edit")
    expect(page.get_by_test_id("reference")).to_have_count(1)
    expect(page.get_by_label("What should change?")).to_have_value("")
    changing = page.get_by_test_id("changing")
    expect(changing).to_contain_text("FLUX.2 klein 4B")
    expect(changing.get_by_role("img")).to_have_js_property("complete", True)
    order(page, "make it a candle")
    expect(paintings(page, state="done")).to_have_count(2)
    assert b'name="input_image_0"' in upstream.requests[-1].body
    expect(changing).to_be_visible()
    page.reload()
    page.get_by_test_id("leave-changing").click()
    expect(changing).to_have_count(0)
    expect(page.get_by_test_id("reference")).to_have_count(0)
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("another thought")


def test_one_more_like_it_has_another_seed(page: Page, upstream: Upstream) -> None:
    page.get_by_test_id("model").select_option("@cf/stabilityai/stable-diffusion-xl-base-1.0")
    more(page).get_by_test_id("seed").fill("7")
    order(page, "a lamp")
    expect(paintings(page, state="done")).to_have_count(1)
    choose(page, newest(page), "again")
    expect(paintings(page, state="done")).to_have_count(2)
    first, second = (request.json() for request in upstream.requests[-2:])
    assert first.pop("seed") != second.pop("seed")
    assert first == second


def test_references_nobody_looked_at_are_said(page: Page, upstream: Upstream, pictures: list[Path]) -> None:
    page.get_by_test_id("model").select_option(KLEIN)
    give(page, pictures[0])
    expect(page.get_by_test_id("reference")).to_have_count(1)
    upstream.next(send_picture(make_jpeg(20_000), cf_ai_neurons="104.20"))
    order(page, "a fox")
    expect(paintings(page, state="done")).to_have_count(1)
    expect(newest(page)).to_contain_text("did not look at all of the reference pictures")
    order(page, "another fox")
    expect(paintings(page, state="done")).to_have_count(2)
    expect(newest(page)).not_to_contain_text("did not look")


def test_references_are_there_after_a_reload(page: Page, pictures: list[Path]) -> None:
    page.get_by_test_id("model").select_option(KLEIN)
    give(page, pictures[0])
    expect(page.get_by_test_id("reference")).to_have_count(1)
    page.reload()
    expect(page.get_by_test_id("reference")).to_have_count(1)
    expect(page.get_by_test_id("model")).to_have_value(KLEIN)
