"""A proxy that leads every connection to one port of this computer, over HTTP's CONNECT or SOCKS5."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl

from tests.http_server import LoopServer, read_request

LOGIN_WANTED = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"


class Proxy(LoopServer):
    """`asked` holds the host and port of each request, `logins` what came as credentials; `refusal` says no to all.

    `login`: user and password without which nobody is led anywhere. `tls`: what its own door is guarded with.
    """

    def __init__(
        self,
        target_port: int,
        *,
        refusal: bytes = b"",
        login: tuple[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(tls=tls)
        self._target_port = target_port
        self._refusal = refusal
        self._login = login
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
        if refusal := self._refusal or self._login_refusal():
            writer.write(refusal)
            await writer.drain()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await self.lead(reader, writer)

    def _login_refusal(self) -> bytes:
        if self._login is None:
            return b""
        wanted = f"Basic {base64.b64encode(':'.join(self._login).encode()).decode()}"
        return b"" if self.logins[-1] == wanted else LOGIN_WANTED


class WebServer(Proxy):
    """What stands at many a port; whatever it does not understand is a bad request."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()


class SocksProxy(Proxy):
    """Version 5, names and IPv4 addresses (RFC 1928), with user and password where it wants them (RFC 1929)."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        version, count = await reader.readexactly(2)
        if version != 5:
            return
        methods = await reader.readexactly(count)
        if self._refusal:
            writer.write(self._refusal)
            await writer.drain()
            return
        if not await self._admits(methods, reader, writer):
            return
        self.asked.append(await self._destination(reader))
        writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        await self.lead(reader, writer)

    async def _admits(self, methods: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        method = 0 if self._login is None else 2
        if method not in methods:
            writer.write(b"\x05\xff")
            await writer.drain()
            return False
        writer.write(bytes([5, method]))
        if self._login is None:
            return True
        await reader.readexactly(1)  # the version of the login
        user, password = [(await self._text(reader)).decode() for _ in range(2)]
        self.logins.append(f"{user}:{password}")
        is_right = (user, password) == self._login
        writer.write(b"\x01\x00" if is_right else b"\x01\x01")
        await writer.drain()
        return is_right

    async def _destination(self, reader: asyncio.StreamReader) -> str:
        *_, kind = await reader.readexactly(4)  # version, command, reserved, 1 for an address, 3 for a name
        host = await self._text(reader) if kind == 3 else socket.inet_ntoa(await reader.readexactly(4)).encode()
        return f"{host.decode()}:{int.from_bytes(await reader.readexactly(2), 'big')}"

    async def _text(self, reader: asyncio.StreamReader) -> bytes:
        """With its length before it."""
        [length] = await reader.readexactly(1)
        return await reader.readexactly(length)


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        target.write(data)
        await target.drain()
    if target.can_write_eof():
        target.write_eof()
