"""A stand-in for Cloudflare that paints when it is told to, and sees when whoever asked has left."""

from __future__ import annotations

import asyncio

from tests.cloudflare_rules import Rules
from tests.eventually import eventually
from tests.http_server import LoopServer, Request, read_request
from tests.jpegs import make_jpeg
from tests.upstream import ANALYTICS, asks_for_models


class Easel(LoopServer):
    """Prompts being painted are `busy`, until `release`d; `asked`, `left` and `most_at_once` tell what has been."""

    def __init__(self) -> None:
        super().__init__()
        self.busy: list[str] = []
        self.asked: list[str] = []
        self.left: list[str] = []
        self.pictures: list[bytes] = []
        self.most_at_once = 0
        self._rules = Rules(self._paint)
        self._gates: dict[str, asyncio.Event] = {}

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/client/v4"

    def release(self, *prompts: str) -> None:
        """Finish these, or all that are being painted."""
        for prompt in prompts or tuple(self.busy):
            self._loop.call_soon_threadsafe(self._gates[prompt].set)

    def wait_for(self, *prompts: str) -> None:
        """Until exactly these are being painted."""
        eventually(lambda: sorted(self.busy) == sorted(prompts), what=lambda: f"{prompts} in {self.busy}")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        if request is None:
            return
        if request.path.endswith(ANALYTICS) or asks_for_models(request):
            writer.write(self._answer(request))
            await writer.drain()
            return
        prompt: str = request.json()["prompt"]
        self.asked.append(prompt)
        self.busy.append(prompt)
        self.most_at_once = max(self.most_at_once, len(self.busy))
        try:
            stayed = await self._wait(prompt, reader)
        finally:
            self.busy.remove(prompt)
        if stayed:
            writer.write(self._answer(request))
            await writer.drain()
        else:
            self.left.append(prompt)

    async def _wait(self, prompt: str, reader: asyncio.StreamReader) -> bool:
        """False when the asking side has hung up first."""
        gate = self._gates[prompt] = asyncio.Event()
        opening, leaving = asyncio.create_task(gate.wait()), asyncio.create_task(reader.read(1))
        await asyncio.wait({opening, leaving}, return_when=asyncio.FIRST_COMPLETED)
        for task in (opening, leaving):
            task.cancel()
        return gate.is_set()

    def _answer(self, request: Request) -> bytes:
        response = self._rules.answer(request)
        head = f"HTTP/1.1 {response.status} X\r\ncontent-type: {response.content_type}\r\n"
        return f"{head}content-length: {len(response.body)}\r\nconnection: close\r\n\r\n".encode() + response.body

    def _paint(self, *_: object) -> bytes:
        self.pictures.append(make_jpeg(20_000, side=256))
        return self.pictures[-1]
