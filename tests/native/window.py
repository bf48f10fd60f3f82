"""The program in its window, in a process of its own; its page is driven over the web engine's debugging port."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright

from tests.begun import wait_as_people_do, wait_until_begun
from tests.devtools import our_page, shows_page
from tests.eventually import eventually
from tests.native.display import Display
from tests.program import COMMAND

NAME = "AI 绘画工坊"
SLOW = 60.0
"""Seconds a window may take on a busy machine; only a broken one takes them."""

wait_as_people_do()


class NativeWindow:
    """`atelier` below `folder`. Nothing of the test's own environment reaches it but what `environ` says."""

    def __init__(
        self,
        folder: Path,
        display: Display,
        *,
        arguments: tuple[str, ...] = (),
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.data_dir = folder / "data"
        self.home = folder / "home"
        self.display = display
        self.opened = folder / "opened"
        self._port = _free_port()
        self.environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "DISPLAY": display.name,
            "BROWSER": str(_recording_browser(folder, self.opened)),
            "QTWEBENGINE_REMOTE_DEBUGGING": str(self._port),
            **_as_root(),
            **(environ or {}),
        }
        self.command = [str(COMMAND), "--data-dir", str(self.data_dir), *arguments]
        self._stdout, self._stderr = folder / "stdout.txt", folder / "stderr.txt"
        self.options: Mapping[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None

    @contextlib.contextmanager
    def started(self, playwright: Playwright) -> Iterator[Page]:
        """From its start to its end; yields the page in the window."""
        self.launch()
        try:
            with self.page(playwright) as page:
                yield page
        finally:
            self.kill()

    def launch(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        with self._stdout.open("wb") as stdout, self._stderr.open("wb") as stderr:
            self._process = subprocess.Popen(
                self.command, env=self.environ, stdout=stdout, stderr=stderr, **self.options
            )

    @contextlib.contextmanager
    def page(self, playwright: Playwright) -> Iterator[Page]:
        eventually(
            lambda: shows_page(self._port),
            what=lambda: f"the page in the window; said: {self.stderr}; {self.log}",
            seconds=SLOW,
        )
        page = eventually(lambda: self._connected(playwright), what="a page that is alive", seconds=SLOW)
        assert page is not None
        eventually(lambda: page.evaluate("innerWidth > 0"), what="the window is shown", seconds=SLOW)
        wait_until_begun(page)
        yield page

    def _connected(self, playwright: Playwright) -> Page | None:
        """None where the page that is named has ended, and another one is not there yet."""
        # Qt refuses the settings Playwright makes for its own browsers.
        browser = playwright.chromium.connect_over_cdp(
            f"http://127.0.0.1:{self._port}", no_defaults=True, is_local=True, timeout=SLOW * 1000
        )
        try:
            return our_page(browser)
        except LookupError:
            browser.close()
            return None

    def second_start(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Somebody double-clicks again."""
        environ = {name: value for name, value in self.environ.items() if name != "QTWEBENGINE_REMOTE_DEBUGGING"}
        command = [*self.command, *arguments]
        return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=SLOW, check=False)

    def wait(self) -> int:
        """For its end; the exit code."""
        assert self._process is not None
        return self._process.wait(SLOW)

    def kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait(SLOW)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        return self._process.poll() if self._process else None

    @property
    def stderr(self) -> str:
        return self._stderr.read_text(encoding="utf-8") if self._stderr.exists() else ""

    @property
    def said(self) -> list[str]:
        """Everything it printed, but for the line of the debugging port, which only tests open."""
        lines = f"{self._stdout.read_text(encoding='utf-8')}\n{self.stderr}".splitlines()
        return [line for line in lines if line and not line.startswith("DevTools listening on")]

    @property
    def library(self) -> Path:
        return self.data_dir / "Pictures" / NAME

    @property
    def log(self) -> str:
        return (self.data_dir / "logs" / "atelier.log").read_text(encoding="utf-8")


def _as_root() -> dict[str, str]:
    """Chromium's sandbox does not run as root, which tests in containers do."""
    return {"QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"} if os.geteuid() == 0 else {}


def _recording_browser(folder: Path, opened: Path) -> Path:
    """Stands for the system's browser: writes down what it is asked to open, and its environment."""
    script = folder / "browser"
    script.write_text(f'#!/bin/sh\nenv > "{opened}.environ"\necho "$1" >> "{opened}"\n')
    script.chmod(0o755)
    return script


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
