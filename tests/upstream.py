"""The stand-in for Cloudflare: a real HTTP server, as strict as the real one, that can be told to misbehave.

    with Upstream() as upstream:
        client = Cloudflare(base_url=upstream.base_url)
        upstream.next(refuse(3040, 429), drip(0.1))   # the next two pictures; then it is itself again
        ...
        upstream.requests[-1].json(), upstream.pictures[-1]

`python -m tests.upstream --port 8080 --delay 5` runs one by itself; its first line is the address for ATELIER_API_BASE.
"""

from __future__ import annotations

import argparse
import asyncio
import ssl
import threading
from collections import deque
from http import HTTPStatus

from server.common.account import Account
from server.common.secret import Secret
from tests.cloudflare_gateway import Gateways
from tests.cloudflare_rules import ACCOUNT_ID, OTHER_ACCOUNT_ID, TOKEN, Rules
from tests.eventually import LONG_ENOUGH
from tests.http_server import LoopServer, Request, read_request
from tests.jpegs import make_jpeg, make_picture
from tests.upstream_answers import Behaviour, Response

__all__ = ["ACCOUNT_ID", "OTHER_ACCOUNT_ID", "TOKEN", "Upstream"]

PICTURES = "/ai/run/"
ANALYTICS = "/graphql"


def asks_for_models(request: Request) -> bool:
    """For the whole list, or what one of them takes."""
    return "task=" in request.query or request.path.endswith("/ai/models/schema")


class Upstream(LoopServer):
    """`delay` is what each picture takes, `picture_bytes` its size; both may be changed at any time.

    `requests` holds everything asked but of the analytics and the list of models, whose `questions` and `listings` come
    when they like; `pictures` every picture made. `rules.change_token(status="expired")` and the
    like change what the token is good for; `down()` refuses connections until `up()`.
    """

    def __init__(
        self, *, port: int = 0, tls: ssl.SSLContext | None = None, delay: float = 0.0, picture_bytes: int = 60_000
    ) -> None:
        super().__init__(port=port, tls=tls)
        self.delay = delay
        self.picture_bytes = picture_bytes
        self.requests: list[Request] = []
        self.questions: list[Request] = []
        self.listings: list[Request] = []
        self.pictures: list[bytes] = []
        self.most_at_once = 0
        self.rules = Rules(self._paint)
        self.gateways = Gateways(self.rules)
        self._at_once = 0
        self._never = asyncio.Event()  # an event of its own would be collected as garbage, with the task that waits
        self._arrival = threading.Condition()
        self._told: deque[tuple[str, Behaviour]] = deque()

    @property
    def base_url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}/client/v4"

    @property
    def gateway_base(self) -> str:
        return self.base_url.replace("/client/v4", "/v1")

    @property
    def account_id(self) -> str:
        return ACCOUNT_ID

    @property
    def token(self) -> str:
        return TOKEN

    @property
    def account(self) -> Account:
        return Account(id=ACCOUNT_ID, token=Secret(TOKEN))

    def next(self, *behaviours: Behaviour, path: str = PICTURES) -> None:
        """What to do with the next requests whose path contains `path` (`$` is its end), one behaviour each."""
        self._told.extend((path, behaviour) for behaviour in behaviours)

    def _kept(self, request: Request) -> list[Request]:
        if request.path.endswith(ANALYTICS):
            return self.questions
        return self.listings if asks_for_models(request) else self.requests

    def wait_for_requests(self, number: int, *, seconds: float = LONG_ENOUGH) -> None:
        """Block until that many have come in altogether."""
        with self._arrival:
            if not self._arrival.wait_for(lambda: len(self.requests) >= number, seconds):
                raise TimeoutError

    def wait_for_questions(self, number: int, *, seconds: float = LONG_ENOUGH) -> None:
        """Block until that many have been asked of the analytics."""
        with self._arrival:
            if not self._arrival.wait_for(lambda: len(self.questions) >= number, seconds):
                raise TimeoutError

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (request := await read_request(reader)) is not None:
            with self._arrival:
                self._kept(request).append(request)
                self._arrival.notify_all()
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            try:
                stays_open = await self._respond(request, self._behaviour(request), writer)
            finally:
                self._at_once -= 1
            if not stays_open:
                return

    def _behaviour(self, request: Request) -> Behaviour:
        for told in self._told:
            if told[0] in f"{request.path}$":
                self._told.remove(told)
                return told[1]
        return Behaviour()

    async def _respond(self, request: Request, behaviour: Behaviour, writer: asyncio.StreamWriter) -> bool:
        if behaviour.hang:
            await self._never.wait()
        await asyncio.sleep(behaviour.delay + (self.delay if PICTURES in request.path else 0))
        response = behaviour.response or self._answer(request)
        if response.status == 0:
            return False
        writer.write(_head(response))
        await _send_body(response.body, behaviour, writer)
        return behaviour.cut_after is None

    def _answer(self, request: Request) -> Response:
        return (self.gateways if request.path.startswith("/v1/") else self.rules).answer(request)

    def _paint(self, kind: str, width: int, height: int) -> bytes:
        if (kind, width, height) == ("JPEG", 1024, 1024):
            picture = make_jpeg(self.picture_bytes)
        else:
            picture = make_picture(kind, side=width, height=height)
        self.pictures.append(picture)
        return picture


def _head(response: Response) -> bytes:
    reason = HTTPStatus(response.status).phrase
    headers = {
        "content-type": response.content_type,
        "content-length": str(len(response.body)),
        **response.headers,
    }
    lines = [f"HTTP/1.1 {response.status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def _send_body(body: bytes, behaviour: Behaviour, writer: asyncio.StreamWriter) -> None:
    if behaviour.cut_after is not None:
        body = body[: behaviour.cut_after]
    size = max(1, len(body) // 10 + 1) if behaviour.pause else max(1, len(body))
    for start in range(0, len(body), size):
        writer.write(body[start : start + size])
        await writer.drain()
        await asyncio.sleep(behaviour.pause)


def main() -> None:
    parser = argparse.ArgumentParser(description="Stand in for Cloudflare until interrupted.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds each picture takes")
    parser.add_argument("--picture-bytes", type=int, default=600_000)
    options = parser.parse_args()
    with Upstream(port=options.port, delay=options.delay, picture_bytes=options.picture_bytes) as upstream:
        print(upstream.base_url, flush=True)  # noqa: T201 - for whoever started it
        threading.Event().wait()


if __name__ == "__main__":
    main()
