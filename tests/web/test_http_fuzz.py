"""Requests nobody meant, over every route: a few of those that `make fuzz` sends."""

from __future__ import annotations

from random import Random

import httpx
import pytest

from tests.eventually import eventually
from tests.fuzz.mutations import Mutations
from tests.fuzz.sending import Findings, send
from tests.program import Program

REQUESTS = 1500


@pytest.mark.parametrize("seed", [1, 2])
def test_no_request_is_a_bug(program: Program, seed: int) -> None:
    findings = Findings()
    send(program, Mutations(Random(seed), program).take(REQUESTS), findings)
    assert findings.wrong == []
    assert findings.statuses[200] > REQUESTS / 10
    assert findings.statuses[422] > REQUESTS / 20


@pytest.mark.parametrize(
    ("path", "fields"), [("/preferences", {"theme": "dark"}), ("/paintings/1/edit", {}), ("/connection/samples", {})]
)
def test_the_address_of_a_page_that_is_none(page: httpx.Client, path: str, fields: dict[str, str]) -> None:
    page.post("/generate", data={"prompt": "a boat", "steps": "1"})
    eventually(lambda: page.get("/paintings/1/picture").status_code == 200, what="the picture")
    answer = page.post(path, data=fields, headers={"HX-Current-URL": "http://["})
    assert answer.is_success
