"""A proxy that leads every connection to one port of this computer, over HTTP's CONNECT or SOCKS5."""

from __future__ import annotations

import asyncio

from tests.http_server import LoopServer, read_request


class Proxy(LoopServer):
    """`asked` holds the host and port of each request, `logins` what came as credentials; `refusal` says no to all."""

    def __init__(self, target_port: int, *, refusal: bytes = b"") -> None:
        super().__init__()
        self._target_port = target_port
        self._refusal = refusal
        self.asked: list[str] = []
        self.logins: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError

    async def lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry bytes both ways until one side ends."""
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        try:
            await asyncio.gather(_carry(reader, far_writer), _carry(far_reader, writer))
        finally:
            far_writer.close()


class HttpProxy(Proxy):
    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        if request is None:
            return
        self.asked.append(request.path)
        self.logins.append(request.headers.get("proxy-authorization", ""))
        if self._refusal:
            writer.write(self._refusal)
            await writer.drain()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await self.lead(reader, writer)


class SocksProxy(Proxy):
    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        if self._refusal:
            writer.write(self._refusal)
            await writer.drain()
            return
        writer.write(b"\x05\x00")
        *_, length = await reader.readexactly(5)  # version, command, reserved, 3 for a name, its length
        host = await reader.readexactly(length)
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked.append(f"{host.decode()}:{port}")
        writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        await self.lead(reader, writer)


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        target.write(data)
        await target.drain()
    if target.can_write_eof():
        target.write_eof()
