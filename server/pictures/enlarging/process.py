"""Has pictures enlarged, each by a process of its own (`worker.py`)."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from server.common.errors import StorageError
from server.pictures.enlarging.wish import WORD, Enlargement
from server.pictures.enlarging.worker import FAILED, Progress, Task, failure_of

EARLY = 0.03
"""The share that has to be done before it tells anything of the time that is left."""


class Enlarging:
    """One picture that is being enlarged. `share` is how much of it is done, from 0 to 1."""

    def __init__(self, wish: Enlargement, on_progress: Callable[[float], None] = lambda share: None) -> None:
        """`on_progress` is called from another thread."""
        self.wish = wish
        self.share = 0.0
        self._begun = time.monotonic()
        self._on_progress = on_progress
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    @property
    def seconds_left(self) -> float | None:
        """None as long as nobody can tell."""
        if self.share < EARLY:
            return None
        return (time.monotonic() - self._begun) / self.share * (1.0 - self.share)

    async def run(self, source: Path) -> bytes:
        """The larger picture's bytes, JPEG of a JPEG, else PNG. To be cancelled at any moment.

        Raises StorageError, whose code says what is wrong.
        """
        work = asyncio.get_running_loop().run_in_executor(None, self._run, source)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            self._stop()
            await asyncio.gather(work, return_exceptions=True)
            raise

    def _run(self, source: Path) -> bytes:
        try:
            with tempfile.TemporaryDirectory(prefix="atelier-", ignore_cleanup_errors=True) as folder:
                target = Path(folder) / "larger"
                task = Task(os.fsencode(source), os.fsencode(target), self.wish.scale, self.wish.kind)
                self._begun = time.monotonic()
                last = self._watch(task)
                data = b"" if last.failed else target.read_bytes()
        except OSError as error:  # no process, or no room for what it makes
            last = failure_of(error)
        if last.failed:
            raise StorageError(last.failed, last.detail)
        return data

    def _watch(self, task: Task) -> Progress:
        """The last that was heard of it, or how it ended without a word."""
        with self._started() as process:
            self._process = process
            if self._stopped:
                process.kill()
            assert process.stdin is not None  # noqa: S101 - asked for below
            assert process.stdout is not None  # noqa: S101
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(msgspec.json.encode(task) + b"\n")
                process.stdin.flush()
            told = Progress()
            for line in process.stdout:
                told = msgspec.json.decode(line, type=Progress)
                if not told.failed:
                    self.share = told.share
                    self._on_progress(told.share)
            process.stdin.close()
        if told.failed or process.returncode == 0:
            return told
        return Progress(failed=FAILED, detail=f"exit {process.returncode}")  # as where memory ran out

    def _started(self) -> subprocess.Popen[bytes]:
        """Ctrl+C in a terminal is for this process, which says what is to become of that one."""
        return subprocess.Popen(  # noqa: S603 - the program itself
            [sys.executable, *_MODULE, WORD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
            | getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _stop(self) -> None:
        self._stopped = True
        if self._process is not None:
            self._process.kill()


_MODULE = () if getattr(sys, "frozen", False) else ("-m", "desktop")
