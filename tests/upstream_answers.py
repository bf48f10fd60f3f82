"""What the stand-in for Cloudflare can be told to do with its next requests: `upstream.next(refuse(3040, 429))`."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer; status 0 is none at all."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How to answer. Without a `response` it is what Cloudflare would say.

    `delay`: seconds before the first byte. `pause`: seconds between two tenths of the body. `cut_after`: bytes of the
    body after which the connection ends. `hang`: never answer.
    """

    response: Response | None = None
    delay: float = 0.0
    pause: float = 0.0
    cut_after: int | None = None
    hang: bool = False


def envelope(result: object = None, *errors: tuple[int | None, str], success: bool = True) -> bytes:
    told = [{"message": text} | ({"code": code} if code is not None else {}) for code, text in errors]
    return json.dumps({"result": result, "success": success, "errors": told, "messages": []}).encode()


def answer(body: bytes, *, status: int = 200, content_type: str = "application/json", **headers: str) -> Behaviour:
    """Any answer at all; `retry_after="3"` becomes the header `retry-after`."""
    return Behaviour(Response(status, body, content_type, _named(headers)))


def refuse(code: int | None, status: int, text: str = "AiError: refused", **headers: str) -> Behaviour:
    """Cloudflare's error envelope. Without a code it says nothing but the text."""
    body = envelope(None, (code, text), success=False)
    return Behaviour(Response(status, body, headers=_named(headers)))


def send_picture(data: bytes, **headers: str) -> Behaviour:
    """These bytes as the picture, in JSON."""
    body = envelope({"image": base64.b64encode(data).decode()})
    return Behaviour(Response(body=body, headers=_named(headers)))


def send_raw(data: bytes, content_type: str, **headers: str) -> Behaviour:
    """These bytes as the whole answer, as some models send them."""
    return Behaviour(Response(200, data, content_type, _named(headers)))


def web_page(status: int = 200) -> Behaviour:
    """A captive portal's page, or a web server's own words for its trouble."""
    body = b"<!DOCTYPE html><html><title>Welcome</title><p>Please sign in.</p></html>"
    return answer(body, status=status, content_type="text/html; charset=utf-8")


def empty(status: int = 200) -> Behaviour:
    return answer(b"", status=status)


def redirect(location: str, status: int = 302) -> Behaviour:
    return answer(b"", status=status, location=location)


def late(seconds: float) -> Behaviour:
    """The usual answer, later."""
    return Behaviour(delay=seconds)


def drip(seconds: float) -> Behaviour:
    """The usual answer in ten pieces, `seconds` apart."""
    return Behaviour(pause=seconds)


def cut(after: int = 1000) -> Behaviour:
    """The usual answer's head and first bytes, then the connection ends."""
    return Behaviour(cut_after=after)


def hang_up() -> Behaviour:
    """The connection ends without a word."""
    return Behaviour(Response(status=0))


def hang() -> Behaviour:
    return Behaviour(hang=True)


def huge(size: int) -> Behaviour:
    """An answer that says how large it is."""
    return answer(b" " * size)


def zip_bomb(size: int) -> Behaviour:
    """A small answer that unpacks to `size` bytes, in mebibytes."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    mebibyte = b" " * 2**20
    packed = b"".join(packer.compress(mebibyte) for _ in range(size // len(mebibyte)))
    return Behaviour(Response(body=packed + packer.flush(), headers={"content-encoding": "gzip"}))


def zipped(body: bytes) -> Behaviour:
    return answer(gzip.compress(body), content_encoding="gzip")


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
