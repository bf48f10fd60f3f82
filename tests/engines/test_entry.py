"""How a browser comes in: by a file of the program's, and to an address whose cookies are its alone."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.door import RecordingBrowser
from tests.engines.conftest import watched
from tests.engines.screen import Screen
from tests.engines.studio import DONE, order
from tests.http_server import LoopServer
from tests.program import COMMAND, Program
from tests.upstream import Upstream


class Another(LoopServer):
    """A server of somebody else on the same computer, which keeps what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower())
        writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello"
        )
        await writer.drain()


@pytest.fixture
def default_browser(tmp_path: Path) -> RecordingBrowser:
    return RecordingBrowser(tmp_path)


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream, default_browser: RecordingBrowser) -> Iterator[Program]:
    with watched(Program(tmp_path, api_base=upstream.base_url, environ=default_browser.environ)) as program:
        yield program


@pytest.fixture
def another() -> Iterator[Another]:
    with Another() as server:
        yield server


def test_a_browser_comes_in_by_a_file_and_no_other_server_gets_its_cookie(
    screen: Screen, program: Program, default_browser: RecordingBrowser, another: Another
) -> None:
    second_start = [str(COMMAND), "--browser", "--data-dir", str(program.data_dir)]
    subprocess.run(second_start, env=program.environ, check=True, timeout=60)
    address = default_browser.address()
    assert address.startswith("file://")

    screen.follow(address)

    assert screen.run("() => location.hostname").endswith(".localhost")
    order(screen, "a boat")
    screen.wait_for_count(DONE, 1)
    ours = screen.run("() => location.origin")
    screen.visit(f"http://127.0.0.1:{another.port}/")
    assert another.heads
    assert [head for head in another.heads if "atelier-" in head] == []

    screen.follow(ours)
    screen.wait_for_count(DONE, 1)
