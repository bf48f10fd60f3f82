"""A page asks for a picture while it is being painted, and has it as soon as it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from tests.behaviours import Behaviour, hang, late, refuse
from tests.eventually import eventually
from tests.program import Program
from tests.upstream import Upstream

STOPS = {"cancel": ("POST", "/paintings/1/cancel"), "delete": ("DELETE", "/paintings/1")}
Ask = Callable[[str], "Future[httpx.Response]"]


@pytest.fixture
def ask(program: Program) -> Iterator[Ask]:
    """On a thread and a connection of its own, as a browser does; the answer's body included."""
    with program.client() as page, ThreadPoolExecutor() as threads:
        yield lambda path: threads.submit(page.get, path)


def order(program: Program, upstream: Upstream, behaviour: Behaviour) -> None:
    upstream.next(behaviour)
    with program.client() as page:
        page.post("/generate", data={"prompt": "a boat", "steps": "1"}).raise_for_status()
    upstream.wait_for_requests(1)


def test_the_answer_is_the_picture_when_it_is_kept(program: Program, upstream: Upstream, ask: Ask) -> None:
    order(program, upstream, late(1.0))
    asked = ask("/paintings/1/picture")
    assert not list(program.library.rglob("*.jpg")), "asked too late to prove anything"

    answer = asked.result(timeout=20)
    [file] = program.library.rglob("*.jpg")
    assert answer.content == file.read_bytes()
    assert answer.headers["content-type"] == "image/jpeg"


def test_nothing_is_answered_where_it_fails(program: Program, upstream: Upstream, ask: Ask) -> None:
    order(program, upstream, replace(refuse(3030, 400), delay=1.0))
    assert_nothing(ask("/paintings/1/picture"))
    assert_nothing(ask("/paintings/1/picture"))  # by whoever asks a moment too late


@pytest.mark.parametrize("end", ["cancel", "delete"])
def test_nothing_is_answered_where_it_is_stopped(program: Program, upstream: Upstream, ask: Ask, end: str) -> None:
    order(program, upstream, hang())
    asked = ask("/paintings/1/picture")
    assert not asked.done()
    ask("/paintings/1/picture")  # of another page
    with program.client() as page:
        page.request(*STOPS[end]).raise_for_status()
    assert_nothing(asked)


def assert_nothing(asked: Future[httpx.Response]) -> None:
    answer = asked.result(timeout=20)
    assert answer.status_code == 204
    assert answer.content == b""
    assert answer.headers["cache-control"] == "no-store", "it may be tried again, and there be a picture then"


def test_the_program_ends_although_somebody_waits(program: Program, upstream: Upstream, ask: Ask) -> None:
    order(program, upstream, hang())
    asked = ask("/paintings/1/picture")
    assert program.stop() == 0
    eventually(asked.done, what="the end of the connection")


def test_a_waiting_painting_has_no_picture_yet(program: Program, ask: Ask) -> None:
    with program.client() as page:
        page.post("/queue/pause").raise_for_status()
        page.post("/generate", data={"prompt": "a boat", "steps": "1"}).raise_for_status()
    assert_nothing(ask("/paintings/1/picture"))
    assert ask("/paintings/2/picture").result(timeout=20).status_code == 404
