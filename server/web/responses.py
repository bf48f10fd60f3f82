"""The HTTP side of an answer: status, type, caching. What stands in it comes from elsewhere."""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from msgspec import Struct
from robyn import Headers, Request, Response

from server.common.paths import STATIC
from server.pictures.picture import PictureKind

COMPRESSIBLE = ("text/", "application/javascript", "image/svg+xml")
FOREVER = "public, max-age=31536000, immutable"

# Windows takes types from its registry, where other programs have put wrong ones.
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


def html(body: str, *, status: int = 200) -> Response:
    headers = Headers({"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"})
    return Response(status, headers, body)


def text(body: str, *, status: int = 200) -> Response:
    headers = Headers({"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"})
    return Response(status, headers, body)


def json_data(value: Mapping[str, Any], *, status: int = 200) -> Response:
    """For programs of ours, not for pages."""
    headers = Headers({"Content-Type": "application/json", "Cache-Control": "no-store"})
    return Response(status, headers, json.dumps(value))


def page_json(body: str) -> Response:
    """For scripts of pages: what has been written as JSON already."""
    return Response(200, Headers({"Content-Type": "application/json", "Cache-Control": "no-store"}), body)


def nothing() -> Response:
    return text("", status=204)


def redirect(path: str, request: Request) -> Response:
    """See another page: htmx is told in its own header, since fetch would follow a redirect unseen."""
    name = "HX-Redirect" if is_htmx(request) else "Location"
    status = 200 if is_htmx(request) else 303
    return Response(status, Headers({name: path, "Cache-Control": "no-store"}), "")


def is_htmx(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


def page_of(request: Request) -> SplitResult:
    """The address of the page whose element asks, as htmx tells it; all empty for what is none."""
    try:
        return urlsplit(request.headers.get("hx-current-url") or "")
    except ValueError:  # as `http://[`
        return SplitResult("", "", "", "", "")


def picture(data: bytes, kind: PictureKind, *, download_as: str | None = None, named: str | None = None) -> Response:
    """A picture's own bytes. They never change, so a page asks for them once.

    `named`: what it is called when it is dragged out of the page, where it is shown.
    """
    headers = {"Content-Type": kind.mime, "Cache-Control": "private, max-age=31536000, immutable"}
    if download_as is not None:
        headers |= as_download(download_as)
    elif named is not None:
        headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(named, safe='')}"
    return Response(200, Headers(headers), data)


def as_download(name: str) -> dict[str, str]:
    """The header that makes a browser save what it gets, under any name."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


class StaticFile(Struct, frozen=True):
    """A file the page needs, as it goes over the wire."""

    kind: str
    tag: str
    plain: bytes
    packed: bytes | None

    @classmethod
    def read(cls, path: Path) -> StaticFile:
        plain = path.read_bytes()
        kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        packed = gzip.compress(plain, 6, mtime=0) if kind.startswith(COMPRESSIBLE) else None
        return cls(kind, hashlib.sha256(plain).hexdigest()[:16], plain, packed)

    def answer(self, request: Request) -> Response:
        headers = {
            "Content-Type": self.kind,
            "Cache-Control": FOREVER,
            "ETag": f'"{self.tag}"',
            "Vary": "Accept-Encoding",
        }
        if self.packed is not None and "gzip" in (request.headers.get("accept-encoding") or ""):
            return Response(200, Headers({**headers, "Content-Encoding": "gzip"}), self.packed)
        return Response(200, Headers(headers), self.plain)


class StaticFiles:
    """The files below server/static, each read and packed when first asked for: exactly these, whatever a path says.

    Robyn's own directory serving answers before the guard and without the security headers.
    """

    def __init__(self, folder: Path = STATIC) -> None:
        self._paths: Mapping[str, Path] = {
            path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
        }
        self._files: dict[str, StaticFile] = {}

    def get(self, name: str) -> StaticFile | None:
        if name not in self._paths:
            return None
        if name not in self._files:
            self._files[name] = StaticFile.read(self._paths[name])
        return self._files[name]

    def read_all(self) -> None:
        """So that the first page is as fast as later ones. Takes some 10 ms: call it in a thread."""
        for name in self._paths:
            self.get(name)

    def url(self, name: str) -> str:
        """The address with the content's tag, so that it may be cached forever. Raises KeyError."""
        file = self.get(name)
        if file is None:
            raise KeyError(name)
        return f"/static/{name}?v={file.tag[:8]}"
