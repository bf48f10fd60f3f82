"""The floor under a click: a page that only fetches a picture and decodes it, and a server that only sends it."""

from __future__ import annotations

import asyncio

from tests.http_server import LoopServer, read_request

PAGE = b"""<!doctype html><meta charset="utf-8"><title>Floor</title>
<style>img { width: 640px; height: 640px }</style><button>Show</button><main></main>"""

CLICK = """(address) => new Promise((resolve) => {
  document.querySelector('button').addEventListener('click', () => {
    const begun = performance.now();
    const image = new Image(1024, 1024);
    image.src = address;
    document.querySelector('main').replaceChildren(image);
    image.decode().then(() => resolve(performance.now() - begun));
  }, { once: true });
  document.querySelector('button').click();
})"""


class StillServer(LoopServer):
    """Answers `/` with the page and everything else with `picture`."""

    picture = b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (request := await read_request(reader)) is not None:
            body, kind = (PAGE, "text/html") if request.path == "/" else (self.picture, "image/jpeg")
            head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
