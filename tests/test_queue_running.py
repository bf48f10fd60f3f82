"""The queue from within: a real studio on the test's own loop, whose calls end when and how the test says."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from server.account.connection import Connection, Painter
from server.account.credentials import Credentials
from server.allowance.counter import Allowance
from server.allowance.ledger import Ledger
from server.cloudflare.client import Answer, Cloudflare
from server.cloudflare.patience import Patience
from server.errors import AtelierError, StorageError
from server.events import Hub
from server.forms.multipart import read_parts
from server.inputs import InputGone, Inputs
from server.keeper import KEPT_IN_MEMORY
from server.library import Library
from server.models import FLUX_1_SCHNELL, REFERENCE_MODEL, SD_INPAINTING
from server.paintings import Order, Painting, State, Wording
from server.pictures import read_picture
from server.queue import Holds, Move, Queue, Reason
from server.queue import running as queue_running
from server.queue.asking import REFERENCES_UNREAD, went_unread
from server.store import Store
from server.studio import Studio
from server.thumbnails import Thumbnails
from tests.behaviours import Behaviour, envelope, refuse
from tests.eventually import LONG_ENOUGH
from tests.jpegs import make_jpeg, make_picture
from tests.upstream import ACCOUNT_ID, TOKEN

PICTURE = make_jpeg(3_000)
QUEUED, PAINTING, DONE, FAILED = State.QUEUED, State.PAINTING, State.DONE, State.FAILED
QUOTA = refuse(4006, 429, "AiError: you have used up your daily free allocation of 10,000 neurons")


class Easel(httpx.AsyncBaseTransport):
    """Cloudflare, as far as pictures go: each call waits until it is told how it ends."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.left: list[str] = []
        self._calls: dict[str, asyncio.Future[httpx.Response]] = {}
        self._news = asyncio.Condition()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        fields = _fields(request.headers.get("content-type", ""), await request.aread())
        prompt = str(fields["prompt"])
        async with self._news:
            self.asked.append(prompt)
            self.bodies.append(fields)
            self._calls[prompt] = asyncio.get_running_loop().create_future()
            self._news.notify_all()
        try:
            return await self._calls[prompt]
        except asyncio.CancelledError:
            self.left.append(prompt)
            raise

    async def wait_for(self, *prompts: str) -> None:
        """Until these have been asked for in this order, and nothing else."""
        async with self._news:
            waiting = self._news.wait_for(lambda: len(self.asked) >= len(prompts))
            await asyncio.wait_for(waiting, LONG_ENOUGH)
        await nothing_more()
        assert self.asked == list(prompts)

    def paint(self, prompt: str, neurons: str | None = "172.8") -> None:
        headers = {"content-type": "application/json"} | ({"cf-ai-neurons": neurons} if neurons else {})
        body = envelope({"image": base64.b64encode(PICTURE).decode()})
        self._calls[prompt].set_result(httpx.Response(200, headers=headers, stream=httpx.ByteStream(body)))

    def refuse(self, prompt: str, how: Behaviour) -> None:
        assert how.response is not None
        headers = {"content-type": how.response.content_type, **how.response.headers}
        stream = httpx.ByteStream(how.response.body)
        self._calls[prompt].set_result(httpx.Response(how.response.status, headers=headers, stream=stream))

    def cut(self, prompt: str) -> None:
        """There is no network."""
        self._calls[prompt].set_exception(httpx.ConnectError("[Errno 101] Network is unreachable"))


def _fields(content_type: str, body: bytes) -> dict[str, Any]:
    if not content_type.startswith("multipart/"):
        return dict(json.loads(body))
    form, files = read_parts(content_type, body)
    return {**form, **files}


async def nothing_more() -> None:
    """Whatever could go on by itself has gone on."""
    for _ in range(20):
        await asyncio.sleep(0)


async def until(is_so: Callable[[], bool]) -> None:
    """Nothing tells of it, so it is looked for again and again."""
    async with asyncio.timeout(LONG_ENOUGH):
        while not is_so():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0)


class Bench:
    """A studio with an account, and everything its queue tells."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.store = store
        self.folder = folder
        self.now = 1_800_000_000.0
        self.width = 1
        self.paused = False
        self.waits = True
        self.kept_holds = ""
        self.go_on = True
        self.active: list[int] = []
        self.ended: list[tuple[int, State]] = []
        self.changed: list[tuple[int, State]] = []
        self.told = 0
        self.library = Library(folder / "library", folder / "rescued")
        self.inputs = Inputs(folder / "inputs")
        self.wording: Callable[[Painting], Awaitable[Wording]] = self._as_it_is

    async def _as_it_is(self, painting: Painting) -> Wording:
        return Wording(painting.sent)

    def run(self, work: Callable[[], Awaitable[None]]) -> None:
        asyncio.run(self._run(work))

    async def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        self.easel = Easel()
        environ = {"CLOUDFLARE_ACCOUNT_ID": ACCOUNT_ID, "CLOUDFLARE_API_TOKEN": TOKEN}
        cloudflare = Cloudflare(
            base_url="https://api.invalid", user_agent="Atelier/0", transport=self.easel, patience=Patience(tries=1)
        )
        connection = Connection(
            credentials=Credentials(environ), cloudflare=cloudflare, demo=_no_demo, samples_only=False
        )
        await connection.start_loading()
        self.allowance = Allowance(
            ledger=Ledger(self.folder / "atelier.sqlite3"), store=self.store, connection=connection, hub=Hub()
        )
        self.holds = Holds(
            self.kept_holds,
            self._keep_holds,
            lambda _: self.waits,
            postponed=self.store.postponed,
            clock=lambda: self.now,
            luck=lambda: 0.0,
        )
        self.studio = Studio(
            store=self.store,
            library=self.library,
            thumbnails=Thumbnails(self.folder / "thumbnails"),
            connection=connection,
            inputs=self.inputs,
            allowance=self.allowance,
            wording=lambda painting: self.wording(painting),
            hub=Hub(),
            width=lambda: self.width,
            holds=self.holds,
            paused=lambda: self.paused,
            on_active=self.active.append,
            on_ended=lambda painting: self.ended.append((painting.id, painting.state)),
        )
        self.queue = self.studio.queue
        self._listen(self.queue)
        await self.studio.open(go_on=self.go_on)
        await work()
        await self.studio.close()
        await self.allowance.close()
        await connection.close()

    def _keep_holds(self, text: str) -> None:
        self.kept_holds = text

    def _listen(self, queue: Queue) -> None:
        """What pages are told, before the hub makes it one message."""
        queue._changed = lambda painting: self.changed.append((painting.id, painting.state))
        queue._waiting = self._hear_waiting

    def _hear_waiting(self) -> None:
        self.told += 1

    def order(self, *prompts: str, **changes: Any) -> list[int]:  # noqa: ANN401 - any field of an order
        order = Order("", steps=1, count=1, model=FLUX_1_SCHNELL.id, sample=False)
        return [self.studio.paint(replace(order, prompt=each, **changes), anyway=True)[0].id for each in prompts]

    def painting(self, number: int) -> Painting:
        found = self.store.get(number)
        assert found is not None
        return found

    def states(self) -> list[State]:
        return [painting.state for painting in reversed(self.store.page())]

    async def until(self, number: int, *states: State) -> Painting:
        """The painting, once it stands so."""
        await until(lambda: self.painting(number).state in states and number not in self.queue._running)
        return self.painting(number)


def _no_demo() -> Painter:
    raise AssertionError


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with closing(Store(tmp_path / "atelier.sqlite3")) as store:
        yield Bench(tmp_path, store)


# -- one after the other ------------------------------------------------------------------------------------------


def test_as_many_at_a_time_as_there_is_room_for_in_their_order(bench: Bench) -> None:
    bench.width = 2

    async def work() -> None:
        bench.order(*"abcd")
        await bench.easel.wait_for("a", "b")
        assert bench.states() == [PAINTING, PAINTING, QUEUED, QUEUED]
        assert bench.active[-1] == 4

        bench.easel.paint("b")
        await bench.easel.wait_for("a", "b", "c")
        bench.width = 3
        bench.queue.fill()
        await bench.easel.wait_for(*"abcd")
        for prompt in "acd":
            bench.easel.paint(prompt)
        for number in (1, 2, 3, 4):
            await bench.until(number, DONE)
        assert bench.active[-1] == 0
        assert sorted(bench.ended) == [(number, DONE) for number in (1, 2, 3, 4)]

    bench.run(work)


def test_one_that_is_done_tells_what_it_cost_and_how_long_it_took(bench: Bench) -> None:
    async def work() -> None:
        [number] = bench.order("a boat")
        await bench.easel.wait_for("a boat")
        started = bench.painting(number)
        assert started.started is not None
        assert bench.allowance.now().spent == pytest.approx(57.6)
        assert bench.allowance.now().estimated

        bench.easel.paint("a boat", neurons="40.5")
        done = await bench.until(number, DONE)

        assert (done.error, done.neurons) == (None, 40.5)
        assert done.seconds is not None
        assert 0 <= done.seconds < LONG_ENOUGH
        assert (bench.allowance.now().spent, bench.allowance.now().estimated) == (40.5, False)
        assert bench.changed == [(number, PAINTING), (number, DONE)]
        assert bench.ended == [(number, DONE)]

    bench.run(work)


def test_a_model_gets_all_that_was_ordered(bench: Bench) -> None:
    wish = {
        "model": "@cf/leonardo/phoenix-1.0",
        "steps": 3,
        "width": 512,
        "height": 768,
        "seed": 7,
        "guidance": 3.5,
        "negative_prompt": "fog",
    }

    async def work() -> None:
        bench.order("a boat", **wish)
        await bench.easel.wait_for("a boat")
        [fields] = bench.easel.bodies
        assert fields == {
            "prompt": "a boat",
            "num_steps": 3,
            "width": 512,
            "height": 768,
            "seed": 7,
            "guidance": 3.5,
            "negative_prompt": "fog",
        }

    bench.run(work)


def test_a_failure_says_which_and_the_next_one_begins(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"ab")
        await bench.easel.wait_for("a")
        bench.easel.refuse("a", refuse(3030, 400, "NSFW prompt"))

        failed = await bench.until(1, FAILED)
        await bench.easel.wait_for("a", "b")
        assert failed.error == "prompt_flagged"
        assert "3030" in str(failed.error_detail)
        assert failed.seconds is not None
        assert 0 <= failed.seconds < LONG_ENOUGH
        assert bench.ended == [(1, FAILED)]
        assert bench.changed == [(1, PAINTING), (1, FAILED), (2, PAINTING)]
        assert bench.allowance.now().spent == pytest.approx(57.6), "of the second only"
        assert bench.told == 0

    bench.run(work)


def test_a_bug_fails_its_painting_and_no_other(bench: Bench) -> None:
    async def broken(painting: Painting) -> Wording:
        if painting.prompt == "a":
            raise ZeroDivisionError
        return Wording(painting.sent)

    bench.wording = broken

    async def work() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        bench.order(*"ab")
        failed = await bench.until(1, FAILED)
        await bench.easel.wait_for("b")
        assert (failed.error, failed.error_detail, failed.seconds) == ("internal", "ZeroDivisionError", None)
        assert bench.changed == [(1, PAINTING), (1, FAILED), (2, PAINTING)]

    bench.run(work)


def test_what_is_sent_may_be_found_only_then(bench: Bench) -> None:
    async def translated(painting: Painting) -> Wording:
        return Wording("a boat", 1.25)

    bench.wording = translated

    async def work() -> None:
        [number] = bench.order("小船")
        await bench.easel.wait_for("a boat")
        bench.easel.paint("a boat")
        done = await bench.until(number, DONE)
        assert (done.prompt, done.prompt_sent, done.translation) == ("小船", "a boat", 1.25)
        assert bench.changed == [(number, PAINTING), (number, PAINTING), (number, DONE)]

    bench.run(work)


def test_what_is_sent_as_typed_is_told_once(bench: Bench) -> None:
    async def work() -> None:
        [number] = bench.order("a")
        await bench.easel.wait_for("a")
        assert (bench.painting(number).prompt_sent, bench.changed) == (None, [(number, PAINTING)])

    bench.run(work)


# -- stopping -----------------------------------------------------------------------------------------------------


def test_one_that_runs_is_cancelled_and_its_call_left(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"ab")
        await bench.easel.wait_for("a")

        bench.studio.cancel(1)

        cancelled = await bench.until(1, State.CANCELLED)
        await bench.easel.wait_for("a", "b")
        assert bench.easel.left == ["a"]
        assert cancelled.file is None
        assert bench.changed == [(1, PAINTING), (1, State.CANCELLED), (2, PAINTING)]
        assert bench.ended == []
        await bench.studio.retry(1, anyway=True)
        bench.easel.paint("b")
        await bench.easel.wait_for(*"aba")

    bench.run(work)
    assert bench.states() == [State.INTERRUPTED, DONE], "cancelled once is not cancelled for ever"


def test_one_that_waits_is_cancelled_without_being_asked_for(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"abc")
        await bench.easel.wait_for("a")

        bench.studio.cancel(2)

        assert bench.changed[-1] == (2, State.CANCELLED)
        assert bench.active[-1] == 2
        bench.easel.paint("a")
        await bench.until(1, DONE)
        bench.studio.cancel(1)
        await bench.easel.wait_for("a", "c")
        assert bench.states() == [DONE, State.CANCELLED, PAINTING]

    bench.run(work)


def test_one_whose_picture_has_come_is_finished_instead(bench: Bench) -> None:
    async def work() -> None:
        bench.order("a")
        await bench.easel.wait_for("a")
        bench.easel.paint("a")
        await until(lambda: bench.painting(1).file is not None)
        bench.studio.cancel(1)
        await bench.until(1, DONE, State.CANCELLED)

    bench.run(work)
    assert bench.states() == [DONE]


def test_the_end_interrupts_what_runs_and_begins_nothing(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"ab")
        await bench.easel.wait_for("a")

    bench.run(work)

    assert bench.states() == [State.INTERRUPTED, QUEUED]
    assert bench.easel.asked == ["a"]


def test_who_waits_for_the_end_of_one_hears_of_it_however_it_ends(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"ab")
        await bench.easel.wait_for("a")
        await asyncio.wait_for(bench.queue.ended(bench.painting(2)), LONG_ENOUGH)
        waiting = asyncio.create_task(bench.queue.ended(bench.painting(1)))
        await nothing_more()
        assert not waiting.done()

        bench.easel.refuse("a", refuse(3030, 400, "NSFW prompt"))

        await asyncio.wait_for(waiting, LONG_ENOUGH)
        assert bench.painting(1).state is FAILED

    bench.run(work)


# -- what was left ------------------------------------------------------------------------------------------------


def test_what_waits_from_an_earlier_run_goes_on(bench: Bench) -> None:
    bench.store.add(Order("a", steps=1, count=1, model=FLUX_1_SCHNELL.id, sample=False), created=1.0)

    async def work() -> None:
        await bench.easel.wait_for("a")

    bench.run(work)


@pytest.mark.parametrize("paused", [False, True])
def test_or_waits_further_where_only_what_is_new_shall_be_painted(bench: Bench, paused: bool) -> None:
    bench.go_on, bench.paused = False, paused
    bench.store.add(Order("old", steps=1, count=1, model=FLUX_1_SCHNELL.id, sample=False), created=1.0)

    async def work() -> None:
        [number] = bench.order("new")
        if paused:
            bench.queue.paint_now(bench.painting(1))
            await nothing_more()
            assert bench.easel.asked == []
            bench.queue.paint_now(bench.painting(number))
        await bench.easel.wait_for("new")
        bench.easel.paint("new")
        await bench.until(number, DONE)
        assert bench.painting(1).state is QUEUED

    bench.run(work)


# -- turns --------------------------------------------------------------------------------------------------------


def test_one_that_is_wanted_now_goes_before_all_even_while_all_rests(bench: Bench) -> None:
    bench.paused = True

    async def work() -> None:
        bench.order(*"abc")
        await nothing_more()
        assert bench.easel.asked == []

        bench.queue.paint_now(bench.painting(3))
        await bench.easel.wait_for("c")
        assert bench.active[-1] == 1, "what rests keeps nobody waiting"
        bench.easel.paint("c")
        await bench.until(3, DONE)
        bench.queue.paint_now(bench.painting(3))
        await nothing_more()
        bench.paused = False
        bench.queue.fill()
        await bench.easel.wait_for("c", "a")

    bench.run(work)


def test_one_wanted_now_waits_for_room_and_comes_next(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"abcd")
        await bench.easel.wait_for("a")
        bench.queue.paint_now(bench.painting(4))
        bench.queue.paint_now(bench.painting(3))
        await nothing_more()
        assert bench.easel.asked == ["a"]

        bench.easel.paint("a")
        await bench.easel.wait_for("a", "c")
        bench.studio.cancel(4)
        await bench.studio.retry(4, anyway=True)
        bench.easel.paint("c")
        await bench.easel.wait_for(*"acb")

    bench.run(work)


def test_moving_tells_the_new_number_and_pages_where_anything_changed(bench: Bench) -> None:
    bench.paused = True

    async def work() -> None:
        bench.order(*"abc")
        assert bench.queue.move(bench.painting(3), Move.FRONT) == 1
        assert bench.queue.move(bench.painting(1), Move.END) == 3
        assert bench.told == 2
        assert bench.queue.move(bench.painting(3), Move.UP) == 1
        assert bench.told == 2
        bench.store.end(1, State.CANCELLED)
        assert bench.queue.move(bench.painting(1), Move.FRONT) == 0
        assert [painting.id for painting in bench.queue.glance().line()] == [3, 2]

    bench.run(work)


# -- what holds them back -----------------------------------------------------------------------------------------


def test_what_the_allowance_holds_goes_back_to_its_turn_and_waits(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"ab")
        await bench.easel.wait_for("a")
        bench.easel.refuse("a", QUOTA)
        await bench.until(1, QUEUED)
        await nothing_more()

        assert bench.states() == [QUEUED, QUEUED]
        assert bench.easel.asked == ["a"]
        assert (bench.ended, bench.told, bench.active[-1]) == ([], 1, 0)
        assert bench.changed == [(1, PAINTING), (1, QUEUED)]
        glance = bench.queue.glance()
        assert (glance.paused, glance.count, [hold.reason for hold in glance.holds]) == (
            False,
            2,
            [Reason.ALLOWANCE],
        )
        assert [hold.reason for hold in glance.over(bench.painting(2))] == [Reason.ALLOWANCE]

        bench.queue.try_now(Reason.ALLOWANCE)
        await bench.easel.wait_for("a", "a")
        assert (bench.told, bench.painting(2).state) == (2, QUEUED)
        bench.easel.paint("a")
        await bench.easel.wait_for("a", "a", "b")
        assert (bench.told, bench.holds.all()) == (3, [])

    bench.run(work)


def test_try_now_is_for_what_was_named(bench: Bench) -> None:
    async def work() -> None:
        bench.order("a")
        await bench.easel.wait_for("a")
        bench.easel.refuse("a", QUOTA)
        await bench.until(1, QUEUED)

        bench.queue.try_now(Reason.NETWORK, Reason.PACE)
        await nothing_more()
        assert bench.easel.asked == ["a"]
        bench.queue.forget_holds()
        await bench.easel.wait_for("a", "a")
        assert (bench.told, bench.kept_holds) == (3, "[]")

    bench.run(work)


def test_what_goes_on_soon_is_pending_and_what_waits_for_the_allowance_is_not(bench: Bench) -> None:
    bench.width = 2

    async def work() -> None:
        bench.order("a", "b", model=FLUX_1_SCHNELL.id)
        await bench.easel.wait_for("a", "b")
        bench.easel.cut("a")
        await bench.until(1, QUEUED)
        assert [hold.reason for hold in bench.holds.all()] == [Reason.NETWORK]
        assert (bench.queue.pending(), bench.active[-1]) == (2, 2)

        bench.easel.refuse("b", QUOTA)
        await bench.until(2, QUEUED)
        assert [hold.reason for hold in bench.holds.all()] == [Reason.ALLOWANCE]
        assert (bench.queue.pending(), bench.active[-1]) == (0, 0)

    bench.run(work)


def test_a_start_tries_the_network_at_once_and_nothing_else(bench: Bench) -> None:
    hold = {"model": "", "since": bench.now, "until": bench.now + 200, "tries": 4}
    bench.kept_holds = json.dumps([hold | {"reason": "network"}, hold | {"reason": "pace", "until": bench.now + 100}])
    bench.store.add(Order("a", steps=1, count=1, model=FLUX_1_SCHNELL.id, sample=False), created=1.0)

    async def work() -> None:
        await nothing_more()
        assert bench.easel.asked == []
        bench.now += 100
        bench.queue.fill()
        await bench.easel.wait_for("a")

    bench.run(work)


def test_a_hold_that_ends_is_found_by_itself(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_running, "LONGEST_NAP", 0.01)

    async def work() -> None:
        bench.order("a")
        await bench.easel.wait_for("a")
        bench.easel.refuse("a", refuse(None, 429, "AiError: rate limited"))
        await bench.until(1, QUEUED)
        await asyncio.sleep(0.05)
        assert bench.easel.asked == ["a"]

        bench.now += 600
        await bench.easel.wait_for("a", "a")

    bench.run(work)


def test_a_short_hold_ends_in_its_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        naps: list[float] = []
        loop = asyncio.get_running_loop()
        later = loop.call_later

        def noting(delay: float, callback: Any, *args: Any, **how: Any) -> asyncio.TimerHandle:  # noqa: ANN401
            if getattr(callback, "__self__", None) is bench.queue:
                naps.append(delay)
            return later(delay, callback, *args, **how)

        monkeypatch.setattr(loop, "call_later", noting)
        bench.order("a")
        await bench.easel.wait_for("a")
        bench.easel.cut("a")
        await bench.until(1, QUEUED)
        assert naps[-1] == 5.0 + queue_running.TICK
        bench.now -= 60
        bench.queue.fill()
        assert naps[-1] == queue_running.LONGEST_NAP, "a computer that sleeps stops its timers"

    bench.run(work)


def test_a_database_that_cannot_be_read_is_asked_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_running, "LONGEST_NAP", 0.01)

    async def work() -> None:
        bench.order("a")
        await bench.easel.wait_for("a")
        bench.easel.refuse("a", refuse(None, 429, "AiError: rate limited"))
        await bench.until(1, QUEUED)
        failures = 0

        def broken(**_: Any) -> list[Painting]:  # noqa: ANN401
            nonlocal failures
            failures += 1
            raise StorageError("storage_failed")

        whole = bench.store.queued
        monkeypatch.setattr(bench.store, "queued", broken)
        bench.now += 600
        await until(lambda: failures >= 2)
        monkeypatch.setattr(bench.store, "queued", whole)
        await bench.easel.wait_for("a", "a")

    bench.run(work)


@pytest.mark.parametrize("in_memory", [False, True])
def test_an_end_the_database_did_not_take_is_written_down_later(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, in_memory: bool
) -> None:
    """The next time anything is to be painted."""
    taken = bench.store._update

    def refusing(painting_id: int, **changes: object) -> Painting:
        if changes.get("state") in (DONE, FAILED) or (in_memory and "file" in changes):
            raise StorageError("disk_full")
        return taken(painting_id, **changes)

    async def work() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        bench.order("a")
        await bench.easel.wait_for("a")
        monkeypatch.setattr(bench.store, "_update", refusing)
        if in_memory:
            bench.easel.paint("a")
        else:
            bench.easel.refuse("a", refuse(3030, 400, "NSFW prompt"))
        await asyncio.wait_for(bench.queue.ended(bench.painting(1)), LONG_ENOUGH)
        await nothing_more()
        assert bench.painting(1).state is PAINTING

        monkeypatch.setattr(bench.store, "_update", taken)
        bench.order("b")

        failed = bench.painting(1)
        code = KEPT_IN_MEMORY if in_memory else "storage_failed"
        assert (failed.state, failed.error, failed.error_detail, failed.seconds) == (FAILED, code, "", None)
        assert bench.changed[-2:] == [(1, FAILED), (2, PAINTING)]
        bench.store.queue_again(1)
        bench.store.start(1, started=2.0)
        bench.queue.fill()
        assert bench.painting(1).state is PAINTING, "it is written down once"

    bench.run(work)


# -- what is sent along -------------------------------------------------------------------------------------------


def test_reference_pictures_go_along_in_their_order(bench: Bench) -> None:
    names = [bench.inputs.put_exactly(make_picture("PNG", side=64 + number)) for number in range(2)]
    given = [bench.inputs.read(name) for name in names]

    async def work() -> None:
        [number] = bench.order("a", model=REFERENCE_MODEL.id, inputs=",".join(names), width=512, height=512, steps=4)
        await bench.easel.wait_for("a")
        sent = [value for value in bench.easel.bodies[0].values() if isinstance(value, bytes)]
        assert sent == given
        bench.easel.paint("a", neurons="1")
        done = await bench.until(number, DONE)
        assert done.error == REFERENCES_UNREAD
        assert bench.painting(number).error == REFERENCES_UNREAD
        assert bench.changed[-1] == (number, DONE)

    bench.run(work)


@pytest.mark.parametrize(("count", "error"), [(1, "input_gone"), (2, None), (3, "input_gone")])
def test_painting_over_takes_a_picture_and_a_mask(bench: Bench, count: int, error: str | None) -> None:
    names = [bench.inputs.put_exactly(make_picture("PNG", side=64 + number)) for number in range(count)]

    async def work() -> None:
        [number] = bench.order("a", model=SD_INPAINTING.id, inputs=",".join(names), steps=4)
        if error:
            assert (await bench.until(number, FAILED)).error == InputGone().code
            return
        await bench.easel.wait_for("a")
        [fields] = bench.easel.bodies
        assert bytes(fields["image"]) == bench.inputs.read(names[0])
        assert bytes(fields["mask"]) == bench.inputs.read(names[1])

    bench.run(work)


def test_a_model_that_is_gone_is_not_asked_for(bench: Bench) -> None:
    async def work() -> None:
        bench.store.add(Order("a", steps=1, count=1, model="@cf/gone", sample=False), created=1.0)
        bench.queue.fill()
        assert (await bench.until(1, FAILED)).error == "model_unknown"
        assert (bench.easel.asked, bench.allowance.now().uses) == ([], ())

    bench.run(work)


def _with_references(count: int) -> Painting:
    inputs = ",".join(f"{number:024}.jpg" for number in range(count))
    sized = Painting(1, "1", DONE, "a boat", REFERENCE_MODEL.id, 4, False, 1.0, inputs=inputs)
    return replace(sized, asked_width=1024, asked_height=1024)


@pytest.mark.parametrize(
    ("references", "neurons", "unread"),
    [
        (0, 1.0, False),
        (1, None, False),
        # Of 104.20 neurons for the picture and 5.37 for each that was read.
        (1, 104.20, True),
        (1, 104.20 + 2.6, True),
        (1, 104.20 + 2.8, False),
        (1, 104.20 + 5.37, False),
        (2, 104.20 + 5.37, True),
        (2, 104.20 + 1.5 * 5.37 - 0.1, True),
        (2, 104.20 + 1.5 * 5.37 + 0.1, False),
    ],
)
def test_the_bill_tells_whether_pictures_were_read(references: int, neurons: float | None, unread: bool) -> None:
    answer = Answer(read_picture(PICTURE), neurons)

    assert went_unread(_with_references(references), answer) is unread


def test_where_pictures_cost_nothing_the_bill_tells_nothing() -> None:
    masked = replace(_with_references(2), model=SD_INPAINTING.id)

    assert not went_unread(masked, Answer(read_picture(PICTURE), 0.0))


def test_errors_of_ours_are_no_answer_of_cloudflares(bench: Bench) -> None:
    async def locked(painting: Painting) -> Wording:
        raise AtelierError("keyring_locked", "detail")

    bench.wording = locked

    async def work() -> None:
        [number] = bench.order("a")
        failed = await bench.until(number, FAILED)
        assert (failed.error, failed.error_detail) == ("keyring_locked", "detail")

    bench.run(work)
