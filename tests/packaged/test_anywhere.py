"""What can be asked of the built program on every system, with nothing around it; on Windows of its window, too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.begun import wait_until_begun
from tests.browser.studio import paint
from tests.devtools import free_port, our_page, shows_page
from tests.eventually import eventually
from tests.packaged.place import BUILT, PROGRAM

SLOW = 90.0
"""Seconds a first start may take where a virus scanner looks on."""


@contextmanager
def started(data: Path, *arguments: str, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(BUILT / PROGRAM), "--demo", "--data-dir", str(data), *arguments]
    with subprocess.Popen(command, env={**os.environ, **environ}, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def port_of(data: Path) -> int:
    """Where it listens, once it does."""
    run = data / "run.json"
    eventually(run.exists, what="it listens", seconds=SLOW)
    port: int = json.loads(run.read_text(encoding="utf-8"))["port"]
    return port


def test_serves_and_is_one(tmp_path: Path) -> None:
    data = tmp_path / "my data 绘画"
    with started(data, "--serve") as first:
        with urllib.request.urlopen(f"http://127.0.0.1:{port_of(data)}/readyz", timeout=20) as answer:
            assert answer.status == 200
        with started(data, "--serve") as second:
            assert second.wait(SLOW) == 3
        assert first.poll() is None


if sys.platform == "win32":  # Linux's window is the other tests' subject; nothing can drive a page in a WKWebView
    import winreg

    ARGUMENTS = r"SOFTWARE\Policies\Microsoft\Edge\WebView2\AdditionalBrowserArguments"

    @contextmanager
    def debugging(port: int) -> Iterator[dict[str, str]]:
        """The environment, and a policy of the computer's.

        Runners of continuous integration are elevated, and since version 150 WebView2 heeds there neither what the
        environment says nor what the user's registry does: https://github.com/MicrosoftEdge/WebView2Feedback/issues/5640
        """
        argument = f"--remote-debugging-port={port}"
        try:
            key = winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, ARGUMENTS, access=winreg.KEY_SET_VALUE)
        except PermissionError:
            yield {"WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS": argument}
            return
        with key:
            winreg.SetValueEx(key, PROGRAM, 0, winreg.REG_SZ, argument)
            try:
                yield {}
            finally:
                winreg.DeleteValue(key, PROGRAM)

    def test_paints_in_its_window(tmp_path: Path) -> None:
        port = free_port()
        with debugging(port) as environ, started(tmp_path, **environ), sync_playwright() as playwright:
            port_of(tmp_path)
            expect.set_options(timeout=SLOW * 1000)
            eventually(lambda: shows_page(port), what="the page in the window", seconds=SLOW)
            browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}", timeout=SLOW * 1000)
            page = our_page(browser)
            wait_until_begun(page)
            paint(page, "a boat")
