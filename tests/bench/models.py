"""All models: what sixteen under way cost in time, references being taken in, and the form that follows the choice."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from itertools import cycle
from statistics import median

from server.paintings.models import MODELS, Input, Model
from tests.bench import stage
from tests.bench.figures import p95, spread
from tests.bench.listener import Listener
from tests.bench.load import Asker
from tests.bench.result import Result
from tests.jpegs import make_picture
from tests.program import Program

DELAY = 5.0
AT_ONCE = 16
PER_ORDER = 8
REFERENCES = 4
ASKED = 200
"""Requests for the page at least, while references are being given."""
SIDE = 2048
SWITCHES = 3
KLEIN = "@cf/black-forest-labs/flux-2-klein-4b"

# From the choice to the frame that shows it: 0 frames missed when the form is right before the next one is drawn.
SWITCH = """(id) => new Promise((resolve) => {
  const select = document.getElementById('model');
  const begun = performance.now();
  select.value = id;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const profile = JSON.parse(select.selectedOptions[0].dataset.profile);
    const shown = document.querySelector('[data-testid=negative-field]').offsetParent !== null;
    resolve([performance.now() - begun, shown === profile.negative]);
  }));
})"""


def measure() -> Iterator[Result]:
    yield from _under_way()
    yield _references()
    yield from _switching()


def _under_way() -> Iterator[Result]:
    """Each with a program of its own: a day's allowance is not enough for all."""
    lasted = {}
    with stage.upstream_process(delay=DELAY) as api_base:
        for model in MODELS.values():
            if model.input is not Input.MASKED:
                with stage.program(api_base=api_base) as program:
                    lasted[model.name] = _sixteen(program, model)
    slowest = max(lasted, key=lambda name: lasted[name])
    each = ", ".join(f"{name} {seconds / DELAY:.2f}" for name, seconds in lasted.items())
    yield Result("16 at once, slowest model", lasted[slowest] / DELAY, "× 5 s", 1.1, each)


def _sixteen(program: Program, model: Model) -> float:
    stage.lift_the_cap(program)
    with program.client() as client, Listener(program) as listener:
        client.post("/preferences", data={"width": str(AT_ONCE)}).raise_for_status()
        form = {"prompt": "a lighthouse in morning mist", "model": model.id}
        client.post("/generate", data=form | {"count": "1"}).raise_for_status()
        listener.wait_for(1)  # what is loaded with the first painting is not the model's matter
        begun = time.monotonic()
        for _ in range(AT_ONCE // PER_ORDER):
            client.post("/generate", data=form | {"count": str(PER_ORDER)}).raise_for_status()
        return listener.wait_for(1 + AT_ONCE) - begun


def _references() -> Result:
    """While four pictures of 2048 x 2048 are taken in and made to fit, again and again, the page is asked for."""
    pictures = [make_picture("PNG", side=SIDE, height=SIDE - number) for number in range(REFERENCES)]
    with stage.upstream_process() as api_base, stage.program(api_base=api_base) as program:
        ask = Asker(program)
        ask.for_seconds(1.0)
        enough = threading.Event()
        given: list[int] = []
        giving = threading.Thread(target=_give, args=(program, pictures, given, enough))
        giving.start()
        answers: list[float] = []
        while len(answers) < ASKED and giving.is_alive():
            answers += ask.for_seconds(0.1)
        enough.set()
        giving.join()
    assert len(answers) >= ASKED, "the pictures were refused"
    beside = f"{len(answers)} requests, p50 {median(answers):.1f} ms; {len(given)} x {given[0] / 1e6:.0f} MB given"
    return Result("GET / while giving 4 references", p95(answers), "ms", 25, beside)


def _give(program: Program, pictures: list[bytes], given: list[int], enough: threading.Event) -> None:
    """One by one, as the page does. Those that are there already take as long as they did the first time."""
    headers = {"Content-Type": "application/octet-stream"}
    with program.client() as client:
        client.post("/draft", data={"model": KLEIN}).raise_for_status()
        for picture in cycle(pictures):
            client.post("/references", content=picture, headers=headers).raise_for_status()
            given.append(len(picture))
            if enough.is_set():
                break


def _switching() -> Iterator[Result]:
    with stage.upstream_process() as api_base, stage.program(api_base=api_base) as program, stage.browser() as browser:
        page = stage.open_studio(browser, program)
        page.wait_for_timeout(1000)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        ids = [model.id for model in MODELS.values() if model.input is not Input.MASKED] * SWITCHES
        switched = [page.evaluate(SWITCH, each) for each in ids]
        page.wait_for_timeout(1000)
    late = sum(not right for _, right in switched)
    times = [milliseconds for milliseconds, _ in switched]
    yield Result(
        "model switch: frames missed", late, "frames", 0, f"{len(ids)} switches; two frames {spread(times)} ms"
    )
    yield Result("model switch: requests", len(asked), "requests", 0, "")
