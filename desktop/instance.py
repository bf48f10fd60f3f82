"""One program per data folder: the first holds a lock, a second start tells the first to come to the front.

The lock belongs to the open file, so the operating system drops it with the process: a crash leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from msgspec import Struct
from msgspec.structs import asdict

from desktop.files import read_json, write_json
from server.common import disk
from server.common.own_files import open_to_append
from server.common.paths import Paths

KNOCK_SECONDS = 2.0
KNOCK_HEADER = "X-Atelier-Knock"
COMMAND_PORT = 0
"""Of one that does not listen: it is a command, and over when it has painted."""

AGAIN_SECONDS = 0.1
UNKNOWN_SECONDS = 1.0
"""How long one may have the lock without saying who it is; commands say it within milliseconds."""

PATIENCE_SECONDS = 5.0
"""How long the first may take from having the lock to answering; a slow disk at start, mostly."""


class AlreadyRunning(Exception):
    """Another start holds the data folder."""


class RunFile(Struct, frozen=True):
    """Where the first start listens, readable by its user alone."""

    port: int
    knock_token: str
    pid: int

    @property
    def is_command(self) -> bool:
        return self.port == COMMAND_PORT

    @classmethod
    def read(cls, file: Path) -> Self | None:
        fields = read_json(file)
        try:
            return cls(port=int(fields["port"]), knock_token=str(fields["knock_token"]), pid=int(fields["pid"]))
        except (ValueError, KeyError, TypeError):
            return None


class Instance:
    """Holds the data folder until it is closed, or the process ends."""

    def __init__(self, paths: Paths) -> None:
        self._run_file = paths.run_file
        self._lock = os.fdopen(open_to_append(paths.lock_file), "ab")

    @classmethod
    def claim(cls, paths: Paths) -> Self:
        """Raises AlreadyRunning, or OSError when the folder cannot be written."""
        instance = cls(paths)
        try:
            _lock(instance._lock.fileno())
        except BlockingIOError:
            instance._lock.close()
            raise AlreadyRunning from None
        disk.remove(instance._run_file, missing_ok=True)
        return instance

    def publish(self, port: int, knock_token: str) -> None:
        """Tell later starts where this one listens."""
        write_json(self._run_file, asdict(RunFile(port=port, knock_token=knock_token, pid=os.getpid())))

    def publish_command(self) -> None:
        """Tell others that it will not take long, and that nobody answers meanwhile."""
        self.publish(COMMAND_PORT, "")

    def release(self) -> None:
        """Let the next start have the folder. Does nothing the second time."""
        if self._lock.closed:
            return
        with contextlib.suppress(OSError):
            disk.remove(self._run_file, missing_ok=True)
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def claim_after_commands(paths: Paths, waiting: Callable[[], None]) -> Instance:
    """As `Instance.claim`, but a command that has the folder is waited for.

    `waiting` is called again and again meanwhile; what it raises ends the wait.
    """
    unknown_until = time.monotonic() + UNKNOWN_SECONDS
    while True:
        try:
            return Instance.claim(paths)
        except AlreadyRunning:
            first = RunFile.read(paths.run_file)
            if first is None and time.monotonic() > unknown_until:
                raise
            if first is not None and not first.is_command:
                raise
        if first is not None:
            waiting()
        time.sleep(AGAIN_SECONDS)


def knock(run_file: Path, *, patience: float = PATIENCE_SECONDS) -> bool:
    """Ask the first start to come to the front; True when it answered."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        first = RunFile.read(run_file)
        if first and _knock_once(first):
            return True
        time.sleep(AGAIN_SECONDS)
    return False


def _knock_once(first: RunFile) -> bool:
    _let_come_to_front(first.pid)
    import http.client  # with all of email, which no other start has a need of

    connection = http.client.HTTPConnection("127.0.0.1", first.port, timeout=KNOCK_SECONDS)
    try:
        connection.request("POST", "/knock", headers={KNOCK_HEADER: first.knock_token, "Content-Length": "0"})
        return connection.getresponse().status == http.client.NO_CONTENT
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _let_come_to_front(pid: int) -> None:
    """Windows lets no program take the focus unless the one that has it, just now we, says so."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(pid)


def _lock(descriptor: int) -> None:
    """Raises BlockingIOError when another process holds it."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
