"""A page asks for a picture while it is being painted, and has it as soon as it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPConnection
from typing import NamedTuple

import pytest

from tests.eventually import eventually
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import Behaviour, hang, late, refuse

STOPS = {"cancel": ("POST", "/paintings/1/cancel"), "delete": ("DELETE", "/paintings/1")}
PATIENCE = 45  # seconds


class Answer(NamedTuple):
    status: int
    kind: str | None
    caching: str | None
    content: bytes


Ask = Callable[[str], "Future[Answer]"]


@pytest.fixture
def ask(program: Program) -> Iterator[Ask]:
    """Sent at once on a connection of its own, and with the server before anything else; its answer comes later."""
    with ThreadPoolExecutor() as threads, program.client() as page:

        def send(path: str) -> Future[Answer]:
            connection = HTTPConnection("127.0.0.1", page.base_url.port, timeout=PATIENCE)
            connection.request("GET", path, headers={"Cookie": "=".join(program.cookie)})
            page.get("/readyz").raise_for_status()
            return threads.submit(receive, connection)

        yield send


def receive(connection: HTTPConnection) -> Answer:
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return Answer(answer.status, answer.headers["content-type"], answer.headers["cache-control"], content)


def order(program: Program, upstream: Upstream, behaviour: Behaviour) -> None:
    upstream.next(behaviour)
    with program.client() as page:
        page.post("/generate", data={"prompt": "a boat", "steps": "1"}).raise_for_status()
    upstream.wait_for_requests(1)


def test_the_answer_is_the_picture_when_it_is_kept(program: Program, upstream: Upstream, ask: Ask) -> None:
    order(program, upstream, late(3.0))
    asked = ask("/paintings/1/picture")
    assert not list(program.library.rglob("*.jpg")), "asked too late to prove anything"

    answer = asked.result()
    [file] = program.library.rglob("*.jpg")
    assert answer.content == file.read_bytes()
    assert answer.kind == "image/jpeg"


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


def assert_nothing(asked: Future[Answer]) -> None:
    answer = asked.result()
    assert answer.status == 204
    assert answer.content == b""
    assert answer.caching == "no-store", "it may be tried again, and there be a picture then"


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
    assert ask("/paintings/2/picture").result().status == 404
