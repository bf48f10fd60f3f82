"""A queue that waits by itself: for the network, for a free computer, for the allowance, for its user."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from server.paintings.painting import State
from tests.event_stream import listen
from tests.eventually import eventually
from tests.html import has_handle, parse, states
from tests.program import Program
from tests.rows import change_setting, setting
from tests.upstream import Upstream
from tests.upstream_answers import cut, refuse

QUOTA = "you have used up your daily free allocation of 10,000 neurons"
WAITING, DONE, FAILED, CANCELLED = State.QUEUED, State.DONE, State.FAILED, State.CANCELLED


def order(page: httpx.Client, prompt: str = "a boat", count: int = 1) -> None:
    assert page.post("/generate", data={"prompt": prompt, "steps": "1", "count": str(count)}).status_code == 200


def wait_for(page: httpx.Client, wanted: dict[int, State]) -> None:
    eventually(lambda: wanted.items() <= states(page.get("/").text).items(), what=lambda: page.get("/").text)


def holds(page: httpx.Client) -> dict[str, str]:
    """The queue's bar: each reason and its sentence."""
    found = parse(page.get("/").text).select('[data-testid="hold"]')
    return {str(hold["data-reason"]): hold.get_text(" ", strip=True) for hold in found}


def wait_for_hold(page: httpx.Client, reason: str) -> str:
    eventually(lambda: reason in holds(page), what=lambda: page.get("/").text)
    return holds(page)[reason]


def reasons(page: httpx.Client) -> dict[int, str]:
    """What each waiting card says that it waits for."""
    cards = parse(page.get("/").text).select('[data-testid="painting"]')
    found = {int(str(card["data-id"])): card.select_one('[data-testid="waits-for"]') for card in cards}
    return {number: str(element["data-reason"]) for number, element in found.items() if element}


def pictures_asked(upstream: Upstream) -> int:
    return sum("/ai/run/" in request.path for request in upstream.requests)


def test_what_cannot_reach_the_network_waits_for_it_and_goes_on_by_itself(
    page: httpx.Client, upstream: Upstream
) -> None:
    upstream.down()
    order(page, count=8)

    assert "Next try at" in wait_for_hold(page, "network")
    wait_for(page, dict.fromkeys(range(1, 9), WAITING))
    assert reasons(page) == dict.fromkeys(range(1, 9), "network")

    upstream.up()
    wait_for(page, dict.fromkeys(range(1, 9), DONE))
    assert holds(page) == {}
    assert len(upstream.pictures) == 8


@pytest.mark.parametrize("path", ["/queue/online", "/queue/now"])
def test_a_network_that_is_there_again_is_used_at_once(program: Program, upstream: Upstream, path: str) -> None:
    upstream.down()
    with program.client() as page:
        order(page)
        wait_for_hold(page, "network")
    program.kill()
    tried_often(program)
    program.start()
    with program.client() as page:
        eventually(lambda: "try 9" in program.log, what="a start tries at once")
        upstream.up()
        assert page.post(path).status_code == 204
        wait_for(page, {1: DONE})


def tried_often(program: Program) -> None:
    """After many tries the next one is minutes away, so that only what a test does can bring it."""
    [hold] = json.loads(setting(program, "holds"))
    assert hold["reason"] == "network"
    change_setting(program, "holds", json.dumps([hold | {"tries": 8}]))


def test_no_free_computer_is_waited_for(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(*[refuse(3040, 429)] * 3)
    order(page)

    assert "free computer" in wait_for_hold(page, "capacity")
    assert reasons(page) == {1: "capacity"}
    page.post("/queue/now")

    wait_for(page, {1: DONE})
    assert pictures_asked(upstream) == 4


@pytest.mark.parametrize("code", [4006, 3036])
def test_the_allowance_is_waited_for_over_a_restart(program: Program, upstream: Upstream, code: int) -> None:
    upstream.next(*[refuse(code, 429, QUOTA)] * 4)
    with program.client() as page:
        page.post("/preferences", data={"width": "1"})
        order(page, count=3)
        assert "Goes on" in wait_for_hold(page, "allowance")
        assert reasons(page) == dict.fromkeys((1, 2, 3), "allowance")
        assert pictures_asked(upstream) == 1
    program.kill()
    program.start()
    with program.client() as page:
        assert reasons(page) == dict.fromkeys((1, 2, 3), "allowance")
        assert pictures_asked(upstream) == 1

        assert page.post("/paintings/3/now").status_code == 204
        eventually(lambda: pictures_asked(upstream) == 2, what="the one that was wanted now is asked for")
        wait_for(page, dict.fromkeys((1, 2, 3), WAITING))


def test_the_one_wanted_now_comes_first_and_shows_that_the_allowance_is_back(
    page: httpx.Client, upstream: Upstream
) -> None:
    page.post("/preferences", data={"width": "1"})
    upstream.next(refuse(4006, 429, QUOTA))
    for prompt in "abc":
        order(page, prompt)
    wait_for_hold(page, "allowance")

    page.post("/paintings/3/now")

    wait_for(page, {1: DONE, 2: DONE, 3: DONE})
    assert [request.json()["prompt"] for request in upstream.requests if request.body] == ["a", "c", "a", "b"]


def test_one_that_waits_can_be_cancelled(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(refuse(4006, 429, QUOTA))
    order(page)
    wait_for_hold(page, "allowance")

    page.post("/paintings/1/cancel")

    wait_for(page, {1: CANCELLED})
    assert reasons(page) == {}


def test_what_may_have_been_charged_is_never_repeated(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(cut())
    order(page)

    wait_for(page, {1: FAILED})
    assert holds(page) == {}
    assert pictures_asked(upstream) == 1


def test_who_does_not_want_to_wait_is_told_that_it_failed(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(refuse(4006, 429, QUOTA))
    page.post("/preferences", data={"on_allowance": "fail"})
    order(page)

    wait_for(page, {1: FAILED})
    assert holds(page) == {}


def test_who_stops_wanting_to_wait_is_told_at_once(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(*[refuse(4006, 429, QUOTA)] * 2)
    order(page)
    wait_for_hold(page, "allowance")

    assert page.post("/preferences", data={"on_allowance": "fail"}).status_code == 204

    wait_for(page, {1: FAILED})


def test_a_new_account_is_not_held_by_what_held_the_old_one(tmp_path: Path, upstream: Upstream) -> None:
    environ = {"CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_API_TOKEN": ""}
    with Program(tmp_path, api_base=upstream.base_url, environ=environ) as program, program.client() as page:
        login = {"account_id": upstream.account_id, "api_token": upstream.token}
        page.post("/connection", data=login)
        page.post("/connection/memory")
        upstream.next(refuse(4006, 429, QUOTA))
        order(page)
        wait_for_hold(page, "allowance")

        page.post("/connection", data=login)
        page.post("/connection/memory")

        wait_for(page, {1: DONE})


def test_a_paused_queue_begins_nothing_over_a_restart_until_it_is_resumed(program: Program, upstream: Upstream) -> None:
    with program.client() as page:
        assert page.post("/queue/pause").status_code == 204
        order(page, count=2)
        assert has_handle(page.get("/").text, "resume")
    program.stop()
    program.start()
    with program.client() as page:
        assert states(page.get("/").text) == {2: WAITING, 1: WAITING}
        page.post("/paintings/2/now")
        wait_for(page, {1: WAITING, 2: DONE})
        assert pictures_asked(upstream) == 1

        page.post("/queue/resume")
        wait_for(page, {1: DONE, 2: DONE})
        assert not has_handle(page.get("/").text, "resume")


def test_open_pages_hear_what_is_waited_for(program: Program, page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(refuse(4006, 429, QUOTA))
    with listen(program) as stream:
        order(page, count=1)
        events = stream.until(lambda event: 'data-reason="allowance"' in event.html and bool(event.states))
        assert events[-1].states == {1: WAITING}

        page.post("/queue/pause")
        stream.until(lambda event: has_handle(event.html, "resume"))


def test_the_log_tells_of_waiting_without_the_prompt(program: Program, page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(refuse(4006, 429, QUOTA))
    order(page, "a very private boat")
    wait_for_hold(page, "allowance")

    assert "painting 1 waits (allowance, try 1)" in program.log
    assert "private boat" not in program.log
