"""What an open page hears, and what one that was away finds again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from desktop.report import reports
from server.paintings.painting import State
from tests.easel import Easel
from tests.event_stream import Event, listen
from tests.html import parse, states
from tests.program import Program
from tests.web.test_http_queue import order, wait_for

WAITING, PAINTING, DONE, CANCELLED = State.QUEUED, State.PAINTING, State.DONE, State.CANCELLED


@pytest.fixture
def program(tmp_path: Path, easel: Easel) -> Iterator[Program]:
    with Program(tmp_path, api_base=easel.base_url) as program:
        yield program


def test_an_open_page_hears_of_every_state(program: Program, page: httpx.Client, easel: Easel) -> None:
    with listen(program, seen="0") as stream:
        order(page, "a", "b")
        stream.until_state(2, PAINTING)
        easel.wait_for("a", "b")
        easel.release("a")
        stream.until_state(1, DONE)
        page.post("/paintings/2/cancel")
        stream.until_state(2, CANCELLED)
        page.post("/paintings/2/retry")
        stream.until_state(2, PAINTING)
        page.delete("/paintings/1")
        [*_, removed] = stream.until(lambda event: 'hx-swap="delete"' in event.html)
        assert "#painting-1" in removed.html
        page.post("/paintings/1/undo")
        stream.until_state(1, DONE)


def test_a_picture_comes_before_what_stands_around_it(program: Program, page: httpx.Client, easel: Easel) -> None:
    with listen(program, seen="0") as stream:
        order(page, "a")
        stream.until_state(1, PAINTING)
        easel.wait_for("a")
        easel.release()
        [*_, card] = stream.until_state(1, DONE)
        [*_, around] = stream.until_told()

    assert not card.id, "a page that is cut off now has not seen all"
    assert parse(card.html).select_one("#actions-1") is not None
    assert parse(card.html).select_one("[data-testid=save-as], #allowance, #queue") is None
    assert parse(around.html).select_one('[hx-target="#actions-1"] [data-testid=save-as]') is not None
    assert parse(around.html).select_one("#allowance") is not None
    assert around.states == {}


def test_a_card_that_begins_at_once_is_drawn_once(program: Program, page: httpx.Client, easel: Easel) -> None:
    with listen(program) as stream:
        stream.until_told()  # how all stands
        order(page, "a")
        drawn = stream.until_told()
        assert [event.states for event in drawn if event.states] == [{1: PAINTING}]
        easel.release()


def is_whole_gallery(event: Event) -> bool:
    return parse(event.html).select_one('[hx-target="#paintings"][hx-swap="innerHTML"]') is not None


def test_a_page_that_has_seen_all_goes_on_from_there(program: Program, page: httpx.Client, easel: Easel) -> None:
    order(page, "a")
    easel.wait_for("a")
    with listen(program, seen=None) as stream:
        [refresh] = stream.until(is_whole_gallery)
        assert refresh.states == {1: PAINTING}
        stream.until_told()
        last_id = stream.last_id

    with listen(program, last_event_id=last_id) as stream:
        easel.release()
        events = stream.until_state(1, DONE)
        assert not any(is_whole_gallery(event) for event in events)


@pytest.mark.parametrize("where", ["seen", "last_event_id"])
def test_a_page_that_has_missed_something_gets_the_whole_gallery(
    program: Program, page: httpx.Client, easel: Easel, where: str
) -> None:
    order(page, "a", "b")
    with listen(program) as stream:
        stale = stream.until(is_whole_gallery)[-1].id
    easel.wait_for("a", "b")
    easel.release("a")
    page.post("/paintings/2/cancel")
    wait_for(page, {1: DONE, 2: CANCELLED})

    with listen(program, **{where: stale}) as stream:
        first = stream.next()

    assert is_whole_gallery(first)
    assert first.states == {2: CANCELLED, 1: DONE}


def test_where_a_cut_stream_was_counts_more_than_where_the_page_began(program: Program, page: httpx.Client) -> None:
    with listen(program, seen="0") as stream:
        order(page, "a")
        [*_, last] = stream.until_state(1, PAINTING)
        while not last.id:
            last = stream.next()

    with listen(program, seen="0", last_event_id=last.id) as stream:
        page.post("/paintings/1/cancel")
        assert not any(is_whole_gallery(event) for event in stream.until_state(1, CANCELLED))


def test_reloading_loses_nothing(page: httpx.Client, easel: Easel) -> None:
    page.post("/draft", data={"prompt": "half a thou", "steps": "7", "count": "3"})
    page.post("/preferences", data={"width": "1"})
    order(page, "a", "b")
    page.post("/draft", data={"prompt": "half a thou", "steps": "7", "count": "3"})

    for _ in range(2):
        html = page.get("/")
        assert states(html.text) == {2: WAITING, 1: PAINTING}
        form = parse(html.text)
        assert form.select_one('[data-testid="prompt"]').get_text() == "half a thou"  # type: ignore[union-attr]
        assert form.select_one('[data-testid="steps"]')["value"] == "7"  # type: ignore[index]
        assert form.select_one('[data-testid="count"]')["value"] == "3"  # type: ignore[index]


def test_an_order_is_shown_whole_where_a_page_would_end_in_it(page: httpx.Client, easel: Easel) -> None:
    for count in ("8", "3", "8", "8"):
        page.post("/generate", data={"prompt": "a", "count": count})

    first = page.get("/")
    [older] = parse(first.text).select("[hx-get^='/paintings?before=']")
    second = page.get(str(older["hx-get"]))

    shown = [
        [len(order.select("li")), order["data-count"]] for order in parse(first.text).select("[data-testid=order]")
    ]
    assert shown == [[8, "8"], [8, "8"], [3, "3"], [8, "8"]]
    assert set(states(second.text)) <= set(states(first.text))


def test_older_paintings_come_page_by_page(page: httpx.Client, easel: Easel) -> None:
    for _ in range(4):
        page.post("/generate", data={"prompt": "a", "count": "8"})

    first = page.get("/")
    [older] = parse(first.text).select("[hx-get^='/paintings?before=']")
    second = page.get(str(older["hx-get"]))

    assert list(states(first.text)) == [*range(25, 33), *range(17, 25), *range(9, 17)], "the newest order first"
    assert list(states(second.text)) == list(range(1, 9))
    assert not parse(second.text).select("[hx-get^='/paintings?before=']")


def test_a_bug_is_said_though_no_painting_can_be_read(program: Program, page: httpx.Client, easel: Easel) -> None:
    """By a row that no version of the program writes."""
    order(page, "a")
    easel.wait_for("a")
    easel.release()
    wait_for(page, {1: DONE})
    [stream_of] = parse(page.get("/").text).select("[hx-sse\\:connect]")
    seen = str(stream_of["hx-sse:connect"]).partition("seen=")[2]
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE paintings SET state = prompt")

    with listen(program, seen=seen) as stream:
        assert page.get("/").status_code == 500
        stream.until(lambda event: 'data-code="program_bug"' in event.html)
    assert len(reports(program.data_dir / "logs")) == 1
