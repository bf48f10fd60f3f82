"""A long history: the strip loads further as one scrolls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seeding import seed
from tests.browser.studio import choose, newest, newest_order, order, painting_of, paintings, prompts, scroll_to_the_end
from tests.program import Program
from tests.upstream import Upstream

NUMBER = 60
PROMPTS = [f"painting number {number}" for number in range(1, NUMBER + 1)]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, shared_upstream: Upstream) -> Iterator[Program]:
    program = Program(tmp_path_factory.mktemp("strip"), api_base=shared_upstream.base_url)
    seed(program.data_dir, PROMPTS, size=8_000)
    with program:
        yield program


def test_scrolling_brings_every_older_painting_once_and_in_order(page: Page) -> None:
    assert paintings(page).count() < NUMBER / 2, "not all at once"
    assert prompts(page)[0] == PROMPTS[-1]
    scroll_to_the_end(page)
    assert prompts(page) == PROMPTS[::-1]


def test_only_pictures_near_the_window_are_fetched_and_they_are_small(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    with page.expect_response("**/thumbnail"):
        page.reload()
    expect(newest(page).get_by_role("img")).to_be_visible()
    whole = [url for url in fetched if url.endswith("/picture")]
    assert len(whole) == 1, "the newest is shown whole, the strip in thumbnails"


def test_what_happens_meanwhile_keeps_the_order(page: Page) -> None:
    scroll_to_the_end(page)
    order(page, "one more")
    expect(newest_order(page)).to_contain_text("one more")
    expect(newest(page)).to_have_attribute("data-state", "done")
    assert prompts(page) == ["one more", *PROMPTS[::-1]]
    painting_of(page, PROMPTS[30]).focus()
    page.keyboard.press("Delete")
    expect(paintings(page)).to_have_count(NUMBER)
    page.get_by_test_id("undo").click()
    expect(paintings(page)).to_have_count(NUMBER + 1)
    assert prompts(page) == ["one more", *PROMPTS[::-1]]
    choose(page, newest(page), "delete")
    expect(paintings(page)).to_have_count(NUMBER)
