"""What measurements share: the program in a folder of its own, Cloudflare's stand-in, a browser, other processes."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.begun import wait_until_begun
from tests.program import Program

PICTURE_BYTES = 600_000
REPOSITORY = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def program(*, api_base: str) -> Iterator[Program]:
    """`atelier --serve` on a disk, since /tmp is memory on many systems and saving would cost nothing there."""
    with folder() as place, Program(place, api_base=api_base) as running:
        yield running


def lift_the_cap(running: Program) -> None:
    """For whoever paints more than a day's allowance is good for."""
    with running.client() as client:
        client.post("/allowance/cap", data={"cap": "99999"}).raise_for_status()


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    build = REPOSITORY / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=build, prefix="bench-") as place:
        yield Path(place)


@contextlib.contextmanager
def upstream_process(*, delay: float = 0.0) -> Iterator[str]:
    """The stand-in for Cloudflare on a processor core of its own; its address for ATELIER_API_BASE."""
    options = ["--delay", str(delay), "--picture-bytes", str(PICTURE_BYTES)]
    with python("-m", "tests.upstream", *options, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.stdout.readline().decode().strip()


@contextlib.contextmanager
def python(
    *arguments: str, stdout: int = subprocess.DEVNULL, environ: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Another Python at work until the block ends."""
    environ = {**os.environ, **(environ or {})}
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, cwd=REPOSITORY, env=environ, stdout=stdout, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        try:
            yield launched
        finally:
            launched.close()


def open_studio(browser: Browser, program: Program) -> Page:
    """The program's page, loaded and connected to its event stream."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    with page.expect_response("**/events?*"):
        page.goto(program.entry_url)
    wait_until_begun(page)
    return page


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
