"""A real studio on the test's own loop, whose calls end when and how the test says."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
from msgspec.structs import replace

from server.cloudflare.account.connection import Connection, Painter
from server.cloudflare.account.credentials import Credentials
from server.cloudflare.allowance.counter import Allowance
from server.cloudflare.allowance.usage_ledger import UsageLedger
from server.cloudflare.client import Cloudflare
from server.cloudflare.client_limits import ClientLimits
from server.common.events import Hub
from server.common.multipart import read_parts
from server.library.folder import Library
from server.library.inputs import Inputs
from server.library.thumbnails import Thumbnails
from server.paintings.models import FLUX_1_SCHNELL
from server.paintings.painting import Order, Painting, State, Wording
from server.paintings.store import Store
from server.studio.queue import Holds
from server.studio.studio import Studio, StudioParts
from tests.eventually import LONG_ENOUGH
from tests.jpegs import make_jpeg
from tests.upstream import ACCOUNT_ID, TOKEN
from tests.upstream_answers import Behaviour, envelope, refuse

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


class BenchHost:
    """What the studio asks and tells."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def width(self) -> int:
        return self._bench.width

    def paused(self) -> bool:
        return self._bench.paused

    def pattern(self) -> str:
        return ""

    async def wording(self, painting: Painting) -> Wording:
        return await self._bench.wording(painting)

    def active(self, count: int) -> None:
        self._bench.active.append(count)

    def ended(self, painting: Painting) -> None:
        self._bench.ended.append((painting.id, painting.state))


class Listened(Studio):
    """Whose queue tells the bench what pages are told, before the hub makes it one message."""

    bench: Bench

    def changed(self, painting: Painting) -> None:
        self.bench.changed.append((painting.id, painting.state))

    def waiting_changed(self) -> None:
        self.bench.told += 1


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
        cloudflare = Cloudflare(base_url="https://api.invalid", transport=self.easel, limits=ClientLimits(tries=1))
        connection = Connection(
            credentials=Credentials(environ), cloudflare=cloudflare, demo=_no_demo, samples_only=False
        )
        await connection.start_loading()
        self.allowance = Allowance(
            ledger=UsageLedger(self.folder / "atelier.sqlite3"), store=self.store, connection=connection, hub=Hub()
        )
        self.holds = Holds(
            (self.kept_holds, self._keep_holds),
            lambda _: self.waits,
            postponed=self.store.postponed,
            clock=lambda: self.now,
            luck=lambda: 0.0,
        )
        parts = StudioParts(
            store=self.store,
            library=self.library,
            thumbnails=Thumbnails(self.folder / "thumbnails"),
            connection=connection,
            inputs=self.inputs,
            allowance=self.allowance,
            holds=self.holds,
            hub=Hub(),
            find=lambda uid: None,
            trash_days=lambda: 30,
        )
        self.studio = Listened(parts, BenchHost(self))
        self.studio.bench = self
        self.queue = self.studio.queue
        await self.studio.open(go_on=self.go_on)
        await work()
        await self.studio.close()
        await self.allowance.close()
        await connection.close()

    def _keep_holds(self, text: str) -> None:
        self.kept_holds = text

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


@contextmanager
def made_in(folder: Path) -> Iterator[Bench]:
    """With a database of its own."""
    with closing(Store(folder / "atelier.sqlite3")) as store:
        yield Bench(folder, store)
