"""How a browser gets the page's address: not on its command line, which other users of the computer can read.

A file that its user alone may read sends it on, as in Jupyter Server. It is there for moments.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from server.common import disk
from server.common.own_files import open_new

_PAGE = """\
<!doctype html>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={url}">
<title>AI 绘画工坊</title>
"""


class Door:
    """A file in a folder of the program's own."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "open.html"

    @contextlib.contextmanager
    def leading_to(self, url: str) -> Iterator[str | None]:
        """The file's own address, while it is there; None where none can be written."""
        try:
            with os.fdopen(open_new(self._file), "w", encoding="utf-8") as page:
                page.write(_PAGE.format(url=url))
        except OSError:
            yield None
            return
        try:
            yield self._file.as_uri()
        finally:
            with contextlib.suppress(OSError):
                disk.remove(self._file)


def knows_names() -> bool:
    """Whether browsers find `….localhost`. Chromium and Firefox do by themselves, Safari where the system does."""
    return sys.platform != "darwin" or _resolves("atelier.localhost")


def _resolves(name: str) -> bool:
    try:
        return bool(socket.getaddrinfo(name, None, socket.AF_INET))
    except OSError:
        return False
