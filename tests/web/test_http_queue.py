"""The queue as its user sees it: order, width, stopping, trying again, and hearing of all that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.paintings.painting import State
from tests.easel import Easel
from tests.eventually import eventually
from tests.html import parse, states
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import refuse

WAITING, PAINTING, DONE, FAILED, CANCELLED = (
    State.QUEUED,
    State.PAINTING,
    State.DONE,
    State.FAILED,
    State.CANCELLED,
)


@pytest.fixture
def program(tmp_path: Path, easel: Easel) -> Iterator[Program]:
    with Program(tmp_path, api_base=easel.base_url) as program:
        yield program


def order(page: httpx.Client, *prompts: str) -> dict[int, State]:
    """The cards answered, of all of them."""
    found: dict[int, State] = {}
    for prompt in prompts:
        answer = page.post("/generate", data={"prompt": prompt, "steps": "1"})
        assert answer.status_code == 200
        found |= states(answer.text)
    return found


def shown(page: httpx.Client) -> dict[int, State]:
    answer = page.get("/")
    assert answer.status_code == 200, answer.text
    return states(answer.text)


def wait_for(page: httpx.Client, wanted: dict[int, State]) -> None:
    eventually(lambda: wanted.items() <= shown(page).items(), what=lambda: f"{wanted} in {page.get('/').text}")


def test_up_to_four_at_a_time_the_rest_waits_in_order(page: httpx.Client, easel: Easel) -> None:
    answered = order(page, *"abcdef")

    assert list(answered) == [1, 2, 3, 4, 5, 6]
    assert list(answered.values()) == [PAINTING] * 4 + [WAITING] * 2
    easel.wait_for(*"abcd")

    easel.release("c")
    easel.wait_for(*"abde")
    assert shown(page) == {6: WAITING, 5: PAINTING, 4: PAINTING, 3: DONE, 2: PAINTING, 1: PAINTING}

    easel.release()
    easel.wait_for("f")
    easel.release()
    wait_for(page, dict.fromkeys(range(1, 7), DONE))
    assert easel.asked[4:] == ["e", "f"]
    assert easel.most_at_once == 4


def test_the_width_is_a_setting_that_counts_at_once(page: httpx.Client, easel: Easel) -> None:
    page.post("/preferences", data={"width": "1"})
    order(page, *"abcd")
    easel.wait_for("a")

    page.post("/preferences", data={"width": "3"})
    easel.wait_for(*"abc")

    page.post("/preferences", data={"width": "1"})
    easel.release("a", "b")
    easel.wait_for("c")
    easel.release("c")
    easel.wait_for("d")
    assert easel.most_at_once == 3


@pytest.mark.parametrize("count", [1, 8])
def test_an_order_makes_as_many_paintings_as_it_says(page: httpx.Client, easel: Easel, count: int) -> None:
    answer = page.post("/generate", data={"prompt": "a", "steps": "8", "count": str(count)})

    assert len(states(answer.text)) == count
    assert list(shown(page)) == list(range(1, count + 1))


def test_a_waiting_one_is_cancelled_without_being_asked_for(page: httpx.Client, easel: Easel) -> None:
    page.post("/preferences", data={"width": "1"})
    order(page, *"abc")
    easel.wait_for("a")

    assert page.post("/paintings/2/cancel").status_code == 204
    assert shown(page)[2] is CANCELLED

    easel.release("a")
    easel.wait_for("c")
    assert easel.asked == ["a", "c"]


def test_a_running_one_is_cancelled_and_its_call_ended(page: httpx.Client, easel: Easel) -> None:
    page.post("/preferences", data={"width": "1"})
    order(page, *"ab")
    easel.wait_for("a")

    page.post("/paintings/1/cancel")

    eventually(lambda: easel.left == ["a"], what="the connection for a closed")
    easel.wait_for("b")
    wait_for(page, {1: CANCELLED, 2: PAINTING})
    assert easel.pictures == []


@pytest.mark.parametrize("action", ["cancel", "retry"])
def test_what_is_done_is_neither_cancelled_nor_painted_again(page: httpx.Client, easel: Easel, action: str) -> None:
    order(page, "a")
    easel.wait_for("a")
    easel.release()
    wait_for(page, {1: DONE})

    assert page.post(f"/paintings/1/{action}").status_code == 204

    assert shown(page) == {1: DONE}
    assert easel.asked == ["a"]


def test_a_cancelled_one_is_tried_again_in_its_old_place(page: httpx.Client, easel: Easel) -> None:
    page.post("/preferences", data={"width": "1"})
    order(page, *"abc")
    easel.wait_for("a")
    page.post("/paintings/2/cancel")

    page.post("/paintings/2/retry")
    assert shown(page)[2] is WAITING

    for prompt in "abc":
        easel.wait_for(prompt)
        easel.release()
    wait_for(page, {1: DONE, 2: DONE, 3: DONE})
    assert easel.asked == ["a", "b", "c"]


def test_cancel_and_retry_twice_are_the_same_as_once(page: httpx.Client, easel: Easel) -> None:
    order(page, "a")
    easel.wait_for("a")
    for _ in range(2):
        assert page.post("/paintings/1/cancel").status_code == 204
    wait_for(page, {1: CANCELLED})
    for _ in range(2):
        assert page.post("/paintings/1/retry").status_code == 204

    easel.wait_for("a")
    easel.release()
    wait_for(page, {1: DONE})
    assert easel.asked == ["a", "a"]


def test_a_failed_one_says_why_and_is_tried_again(tmp_path: Path, upstream: Upstream) -> None:
    upstream.next(refuse(3030, 400, "NSFW prompt"))
    with Program(tmp_path, api_base=upstream.base_url) as program, program.client() as page:
        order(page, "a")
        wait_for(page, {1: FAILED})
        [problem] = parse(page.get("/").text).select('[data-testid="painting-error"]')
        assert "Cloudflare 3030" in problem.get_text()

        page.post("/paintings/1/retry")

        wait_for(page, {1: DONE})
        assert not parse(page.get("/").text).select('[data-testid="painting-error"]')


def move(page: httpx.Client, painting: int, to: str) -> str:
    answer = page.post(f"/paintings/{painting}/move", data={"to": to})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_order_can_be_changed_and_outlives_a_crash(program: Program, easel: Easel) -> None:
    with program.client() as page:
        page.post("/queue/pause")
        order(page, *"abcde")
        assert "Number 1 in the queue: e" in move(page, 5, "front")
        move(page, 1, "down")
        move(page, 2, "4")
        move(page, 3, "up")
        assert line(page) == [5, 3, 1, 2, 4]
    program.kill()
    program.start()
    with program.client() as page:
        assert line(page) == [5, 3, 1, 2, 4]
        page.post("/preferences", data={"width": "1"})
        page.post("/queue/resume")
        for prompt in "ecabd":
            easel.wait_for(prompt)
            easel.release()
        wait_for(page, dict.fromkeys(range(1, 6), DONE))
    assert easel.asked == list("ecabd")


def line(page: httpx.Client) -> list[int]:
    """The queue as the page lists it."""
    return [int(str(each["data-id"])) for each in parse(page.get("/").text).select('[data-testid="in-line"]')]


@pytest.mark.parametrize("to", ["", "sideways", "-1", "1.5"])
def test_nothing_is_moved_to_where_no_place_is(page: httpx.Client, to: str) -> None:
    page.post("/queue/pause")
    order(page, "a")

    assert page.post("/paintings/1/move", data={"to": to}).status_code == 422


def test_what_is_done_is_not_moved(page: httpx.Client, easel: Easel) -> None:
    order(page, "a")
    easel.wait_for("a")
    easel.release()
    wait_for(page, {1: DONE})

    assert move(page, 1, "front").strip() == ""
