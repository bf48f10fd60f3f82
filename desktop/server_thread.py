"""Runs the web application on a thread of its own, and proves that it answers before anybody is sent to it."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from server.common.threads import in_thread

if TYPE_CHECKING:
    from server.site.site import Parts
    from server.web.control import Control

HOST = "127.0.0.1"
BUILD_SECONDS = 60.0
"""Loading libraries from a slow disk, through a virus scanner, on the first start after an installation."""
READY_SECONDS = 10.0
PAUSE_SECONDS = 0.002
MANY_FILES = (65_536, 10_240)
"""The second where the first is refused, as by macOS, which says that there is no limit, and has one."""
MOST_BYTES = 8192
"""Of the answer to a question of our own, its headers counted."""


class StartupFailed(Exception):
    """The server did not come up. `__cause__` is the server thread's own exception, where there is one."""


class ServerThread:
    """`make_parts` is called with the port, on the new thread: what it imports loads beside the window's libraries.

    `on_end` is called on that thread should the server end although it had been ready; nobody asks it to.
    """

    def __init__(self, make_parts: Callable[[int], Parts], on_end: Callable[[StartupFailed], None]) -> None:
        self._make_parts = make_parts
        self._on_end = on_end
        self._was_ready = False
        self.port, self._reservation = reserve_port()
        self._built = threading.Event()
        self._ended = threading.Event()
        self._failure: BaseException | None = None
        self._control: Control | None = None

    @property
    def origin(self) -> str:
        """Of the page it is going to serve."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        # A daemon, for the server has no stop call: it ends with the process.
        in_thread(self._run, "server")

    def wait_until_ready(self) -> Control:
        """The running service's handle. Raises StartupFailed."""
        if not self._built.wait(BUILD_SECONDS):
            raise StartupFailed("The server was not built in time.")
        if self._control is None:
            raise StartupFailed("The server could not be built.") from self._failure
        self._wait_for_answer(self._control)
        self._was_ready = True
        self._reservation.close()
        return self._control

    def _wait_for_answer(self, control: Control) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while ask(self.port, "/readyz") != control.run_id:
            if control.failure is not None:
                raise StartupFailed("The application could not be opened.") from control.failure
            if self._ended.wait(PAUSE_SECONDS):
                raise StartupFailed("The server ended at once.") from self._failure
            if time.monotonic() > deadline:
                raise StartupFailed("The server did not answer in time.")

    def _run(self) -> None:
        try:
            from server.web.app import create_service

            service = create_service(self._make_parts(self.port))
            self._control = service.control
            self._built.set()
            service.app.start(host=HOST, port=self.port, _check_port=False)
        except Exception as error:  # noqa: BLE001 - the thread's border: carried to the main thread, which raises it there
            self._failure = error
        finally:
            self._ended.set()
            self._built.set()
            if self._was_ready:
                self._on_end(self._end())

    def _end(self) -> StartupFailed:
        failure = StartupFailed("The server ended.")
        failure.__cause__ = self._failure
        return failure


def allow_many_files() -> None:
    """As many open files and connections as the system lets a program have, where its first offer is some 1,024: as
    many idle connections, which any program of the computer can make, would leave none for the page.
    """
    if sys.platform == "win32":
        return
    import resource

    now, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in MANY_FILES:
        number = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, number), hard))
            return


def isolate_server() -> None:
    """Robyn reads the command line when imported, and host, port and mode from the environment: neither is for it."""
    del sys.argv[1:]
    for name in [name for name in os.environ if name.startswith("ROBYN_")]:
        del os.environ[name]


def reserve_port() -> tuple[int, socket.socket]:
    """A port of the system's choosing, and the socket that keeps it, never listening, until the server has its own."""
    keeper = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":
        # The server binds with SO_REUSEPORT as well, which lets several sockets of one user have the port.
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    keeper.bind((HOST, 0))
    port: int = keeper.getsockname()[1]
    if sys.platform == "win32":
        keeper.close()  # nothing like SO_REUSEPORT there; ports are handed out in turn, so this one stays free a while
    return port, keeper


def ask(port: int, path: str) -> str | None:
    """The body of our own server's answer, or None; no proxy has a say in it.

    Spoken by hand, for Python's HTTP client brings all of its email along, and every start would wait for that.
    """
    request = f"GET {path} HTTP/1.0\r\nHost: {HOST}:{port}\r\n\r\n"
    try:
        with socket.create_connection((HOST, port), timeout=2) as connection, connection.makefile("rb") as answer:
            connection.sendall(request.encode("ascii"))
            return answer.read(MOST_BYTES).partition(b"\r\n\r\n")[2].decode("ascii", "replace")
    except OSError:
        return None
