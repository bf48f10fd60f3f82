"""Requests no client library would send: exact bytes over a socket."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from email.parser import BytesParser

from tests.eventually import LONG_ENOUGH
from tests.program import Program


@dataclass(frozen=True, slots=True)
class RawAnswer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


def send_raw(program: Program, request: bytes) -> RawAnswer:
    """The answer to these bytes, after which the sending side is closed."""
    with socket.create_connection(("127.0.0.1", program.port), timeout=LONG_ENOUGH) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    first, _, lines = head.partition(b"\r\n")
    headers = {name.lower(): value for name, value in BytesParser().parsebytes(lines).items()}
    return RawAnswer(int(first.split(b" ")[1]), headers, body)


def ask_raw(program: Program, line: str, *extra: str, host: str | None = None, body: bytes = b"") -> RawAnswer:
    """A request with our page's cookie and origin and this first line; `host` replaces the right one."""
    name, value = program.cookie
    lines = [f"{line} HTTP/1.1", f"Host: {host or program.authority}", f"Cookie: {name}={value}"]
    lines += [f"Origin: {program.base_url}", "Connection: close", *extra, "", ""]
    return send_raw(program, "\r\n".join(lines).encode("latin-1") + body)


def post_raw(program: Program, path: str, content_type: str, body: bytes, *, length: int | None = None) -> RawAnswer:
    """A body as it is; `length` is what is said of it, where that is not true."""
    size = len(body) if length is None else length
    return ask_raw(program, f"POST {path}", f"Content-Type: {content_type}", f"Content-Length: {size}", body=body)
