"""A small real HTTP/1.1 server in a thread of its own, for what stands in for other computers."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Self, TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in; `headers` has lower-case names, `path` is without the query."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.body)


class LoopServer:
    """Listens on 127.0.0.1 from `start` (or `with`) to `stop`; subclasses talk in `serve`, on the server's loop."""

    def __init__(self, *, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self._socket: socket.socket | None = socket.create_server(("127.0.0.1", port), backlog=128)
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name=type(self).__name__, daemon=True)
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError

    def start(self) -> Self:
        self._thread.start()
        self.up()
        return self

    def stop(self) -> None:
        self.down()
        self._run(_cancel_others())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def up(self) -> None:
        """Listen (again), on the same port."""
        self._socket = self._socket or socket.create_server(("127.0.0.1", self.port), backlog=128)
        self._server = self._run(asyncio.start_server(self._connected, sock=self._socket, ssl=self._tls))

    def down(self) -> None:
        """Refuse connections; those that are open stay."""
        if self._server is not None:
            self._loop.call_soon_threadsafe(self._server.close)
            self._run(asyncio.sleep(0))
        self._server = self._socket = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self.serve(reader, writer)
        except (OSError, EOFError, asyncio.CancelledError):  # whoever asked has left, or `stop` was called
            pass
        finally:
            writer.close()

    def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request on a connection, None when there is no other."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    path, _, query = target.partition("?")
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, path, query, headers, body)


async def _cancel_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
