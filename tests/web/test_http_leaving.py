"""A page is left while something is on its way: the one that comes after it waits for that."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

from tests.program import Program

PATIENCE = 20  # seconds


def steps_in(html: str) -> list[str]:
    return re.findall(r'name="steps"[^>]*value="(\d+)"', html)


def asked(program: Program, leaving: str) -> HTTPConnection:
    """The studio's page is asked for, by a browser in which a page has just been left."""
    with program.client() as client:
        port = client.base_url.port
    name, value = program.cookie
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/", headers={"Cookie": f"{name}={value}; {name}-left={leaving}"})
    return connection


def page_of(connection: HTTPConnection) -> str:
    page = connection.getresponse().read().decode()
    connection.close()
    return page


def test_what_comes_later_is_on_the_page_that_was_asked_for_before(program: Program) -> None:
    with program.client() as client, ThreadPoolExecutor() as threads:
        connection = asked(program, "17")
        for _ in range(20):  # so that the server has begun with it
            client.get("/readyz").raise_for_status()
        page = threads.submit(page_of, connection)
        client.post("/draft?leaving=17", data={"prompt": "a boat", "steps": "7"}).raise_for_status()
        assert steps_in(page.result()) == ["7"]


def test_what_was_here_before_or_never_comes_holds_nobody_up(program: Program) -> None:
    with program.client() as client:
        client.post("/draft?leaving=17", data={"prompt": "a boat", "steps": "7"}).raise_for_status()
    assert steps_in(page_of(asked(program, "17"))) == ["7"]
    assert steps_in(page_of(asked(program, "18"))) == ["7"]
