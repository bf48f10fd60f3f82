"""A command beside a running program, which has the data and paints for it: over HTTP, known by the run's token.

The token is in the run file, readable by its user alone, and goes into a header: into no address and no argument.
"""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode

from desktop.instance import KNOCK_HEADER, RunFile
from server.common.background import to_its_end
from server.common.errors import AtelierError, BadInput, CredentialsError, NotFound, StorageError, UpstreamError
from server.common.threads import in_thread

if TYPE_CHECKING:
    from server.commands.allowance_data import AllowanceTold
    from server.commands.painting_data import PaintingData
    from server.commands.studio_api import Copy
    from server.pictures.export_options import ExportFormat

HELLO_SECONDS = 2.0
ANSWER_SECONDS = 30.0
"""An order may wait for the keyring, a copy for a picture to be encoded anew."""

SILENCE_SECONDS = 20.0
"""Of a stream that says something every five."""

FORM = "application/x-www-form-urlencoded"


class Gone(Exception):
    """The program that had the data has ended, or does not answer any more."""


class RemoteStudio:
    """As `server.commands.studio_api.StudioApi`. Every call raises Gone as well."""

    def __init__(self, first: RunFile) -> None:
        self._first = first

    def is_welcome(self) -> bool:
        """Whether the program answers, and knows commands. Blocks for a moment."""
        try:
            status, _, _ = self._exchange("GET", "/command/hello", None, HELLO_SECONDS)
        except Gone:
            return False
        return status == http.client.NO_CONTENT

    async def order(self, fields: Mapping[str, str]) -> list[int]:
        return await self._order("/command/order", fields)

    async def enlarge(self, fields: Mapping[str, str]) -> list[int]:
        return await self._order("/command/enlarge", fields)

    async def follow(self, ids: Sequence[int]) -> AsyncGenerator[PaintingData | None, None]:
        lines: asyncio.Queue[bytes | None] = asyncio.Queue()
        stream = _Stream(self._connect(SILENCE_SECONDS), self._headers(), lines)
        stream.start(f"/command/follow?ids={_joined(ids)}")
        over: set[int] = set()
        try:
            while over < set(ids):
                line = await lines.get()
                if line is None:
                    raise Gone
                told = _told(line)
                if told is not None and told["over"]:
                    over.add(told["id"])
                yield told
        finally:
            stream.close()

    async def copy(self, painting_id: int, form: ExportFormat) -> Copy:
        from server.commands.studio_api import Copy

        path = f"/command/pictures/{painting_id}?form={form.value}"
        data, headers = await asyncio.to_thread(self._succeed, "GET", path, None)
        return Copy(unquote(headers["x-atelier-name"]), data)

    async def cancel(self, ids: Iterable[int]) -> None:
        await self._ask("POST", "/command/cancel", {"ids": _joined(ids)})

    async def allowance(self) -> AllowanceTold:
        told: AllowanceTold = json.loads(await self._ask("GET", "/command/allowance"))["allowance"]
        return told

    async def _order(self, path: str, fields: Mapping[str, str]) -> list[int]:
        # To its end: who stops waiting now has to be able to cancel what is ordered by then.
        answer = json.loads(await to_its_end(self._ask("POST", path, fields), "ordering"))
        return [int(each) for each in answer["ids"]]

    async def _ask(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> bytes:
        data, _ = await asyncio.to_thread(self._succeed, method, path, fields)
        return data

    def _succeed(self, method: str, path: str, fields: Mapping[str, str] | None) -> tuple[bytes, Mapping[str, str]]:
        status, headers, data = self._exchange(method, path, fields, ANSWER_SECONDS)
        if status >= http.client.BAD_REQUEST:
            raise _error(data)
        return data, headers

    def _exchange(
        self, method: str, path: str, fields: Mapping[str, str] | None, seconds: float
    ) -> tuple[int, Mapping[str, str], bytes]:
        connection = self._connect(seconds)
        try:
            body = urlencode(fields) if fields is not None else None
            connection.request(method, path, body, self._headers() | ({"Content-Type": FORM} if body else {}))
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Gone from error
        finally:
            connection.close()

    def _connect(self, seconds: float) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._first.port, timeout=seconds)

    def _headers(self) -> dict[str, str]:
        return {KNOCK_HEADER: self._first.knock_token}


class _Stream:
    """Reads lines on a thread of its own, which a process that ends does not wait for."""

    def __init__(
        self, connection: http.client.HTTPConnection, headers: dict[str, str], lines: asyncio.Queue[bytes | None]
    ) -> None:
        self._connection = connection
        self._headers = headers
        self._lines = lines
        self._loop = asyncio.get_running_loop()

    def start(self, path: str) -> None:
        in_thread(self._read, "following", path)

    def close(self) -> None:
        self._connection.close()

    def _read(self, path: str) -> None:
        try:
            self._connection.request("GET", path, headers=self._headers)
            answer = self._connection.getresponse()
            while answer.status == http.client.OK and (line := answer.readline()):
                self._put(line.strip())
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass  # closed, by either side
        finally:
            self._put(None)

    def _put(self, line: bytes | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)


def _told(line: bytes) -> PaintingData | None:
    """A comment or an empty line says that nothing is new. Raises Gone for what no program of ours says."""
    from server.commands.painting_data import told_from

    if not line.startswith(b"data: "):
        return None
    try:
        return told_from(json.loads(line.removeprefix(b"data: ")))
    except ValueError as error:
        raise Gone from error


def _error(data: bytes) -> AtelierError:
    """As it was raised over there."""
    try:
        told: Any = json.loads(data)
        code, detail, fields = str(told["code"]), str(told["detail"]), dict(told["fields"])
    except (ValueError, KeyError, TypeError):
        return AtelierError("program_bug")
    if fields:
        return BadInput(fields, about=str(told.get("about", "")))
    kinds = {kind.__name__: kind for kind in (CredentialsError, StorageError, UpstreamError)}
    if told.get("kind") == NotFound.__name__:
        return NotFound(detail)
    return kinds.get(told.get("kind"), AtelierError)(code, detail)


def _joined(ids: Iterable[int]) -> str:
    return ",".join(map(str, ids))
