"""Sixteen paintings of five seconds at once: how long they take together, and how soon the page answers meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlsplit

from tests.bench import stage
from tests.bench.figures import p95
from tests.bench.listener import Listener
from tests.bench.result import Result
from tests.program import Program

DELAY = 5.0
AT_ONCE = 16
PER_ORDER = 8
ROUNDS = 3
PAUSE = 0.02


def measure() -> Iterator[Result]:
    with stage.upstream_process(delay=DELAY) as api_base, stage.program(api_base=api_base) as program:
        with program.client() as client:
            client.post("/preferences", data={"width": str(AT_ONCE)}).raise_for_status()
        stage.lift_the_cap(program)
        ask = Asker(program)
        with Listener(program) as listener:
            _round(program, listener, ask)
            idle = ask.for_seconds(DELAY)
            rounds = [_round(program, listener, ask) for _ in range(ROUNDS)]
    answers = [answer for _, answered in rounds for answer in answered]
    lasting = median(lasted for lasted, _ in rounds)
    times = f"{len(answers)} requests, p50 {median(answers):.1f} ms; idle p50 {median(idle):.1f}, p95 {p95(idle):.1f}"
    yield Result("GET / while painting 16: p95", p95(answers), "ms", 25, times)
    yield Result("16 paintings at once", lasting / DELAY, "× 5 s", 1.1, f"{lasting:.2f} s, {ROUNDS} rounds")


def _round(program: Program, listener: Listener, ask: Asker) -> tuple[float, list[float]]:
    """Seconds until all were done, and milliseconds of each answer meanwhile. A page a user sees asks no faster."""
    before = len(listener.done)
    begun = time.monotonic()
    with program.client() as client:
        for _ in range(AT_ONCE // PER_ORDER):
            form = {"prompt": "a lighthouse in morning mist", "steps": "4", "count": str(PER_ORDER)}
            client.post("/generate", data=form).raise_for_status()
    answers: list[float] = []
    while len(listener.done) < before + AT_ONCE and time.monotonic() < begun + 60:
        answers += ask.for_seconds(0.1)
    return listener.wait_for(before + AT_ONCE) - begun, answers


class Asker:
    """Asks for the page over one connection, as a browser does."""

    def __init__(self, program: Program) -> None:
        name, value = program.cookie
        self._connection = HTTPConnection(urlsplit(program.base_url).netloc)
        self._headers = {"Cookie": f"{name}={value}", "Sec-Fetch-Site": "same-origin"}

    def for_seconds(self, seconds: float) -> list[float]:
        """Milliseconds of each answer."""
        end = time.monotonic() + seconds
        answers = []
        while time.monotonic() < end:
            answers.append(self._once())
            time.sleep(PAUSE)
        return answers

    def _once(self) -> float:
        begun = time.perf_counter()
        self._connection.request("GET", "/", headers=self._headers)
        answer = self._connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        return (time.perf_counter() - begun) * 1000
