"""Programs begun from a process that has imported all of theirs already: a third of what a start costs.

A run of the tests starts the program a thousand times. What such a program is and does is the same in every way but
one: its modules were imported by `python -m tests.forks`, which does nothing else, and is forked for each. Whoever
tests the start itself, or measures, starts the command (`tests/commands.py`, `tests/bench`).
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import pkgutil
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

LIBRARIES = (
    "anyio._backends._asyncio",
    "httpcore",
    "httpx",
    "robyn",
    "watchdog.events",
    "watchdog.observers",
    "PIL.Image",
    "PIL.WebPImagePlugin",
)
PAUSE = 0.1
"""Seconds between two looks at the clock."""

LINE = 64
"""Bytes of each line that is told."""


class Forked:
    """A program that runs; as much of `subprocess.Popen` as tests use."""

    def __init__(self, pid: int, forks: Forks) -> None:
        self.pid = pid
        self.code: int | None = None
        self._forks = forks

    def poll(self, patience: float = 0.0) -> int | None:
        """What it ended with; None while it runs. Waits so many seconds for news."""
        if self.code is None:
            self._forks.hear(patience)
        return self.code

    def wait(self, timeout: float) -> int:
        """Raises subprocess.TimeoutExpired."""
        end = time.monotonic() + timeout
        while (code := self.poll(PAUSE)) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):  # ended just now
            self.send_signal(signal.SIGKILL)


class Forks:
    """The process with the modules, begun when it is first needed; it is the parent of all and tells how each ended."""

    def __init__(self) -> None:
        self._parent: subprocess.Popen[str] | None = None
        self._running: dict[int, Forked] = {}
        self._begun: list[Forked] = []

    def start(self, entry: str, arguments: Sequence[str], environ: Mapping[str, str], out: Path, err: Path) -> Forked:
        """`entry` is `module:function`, called with these arguments. `out` is written anew, `err` on."""
        out.write_bytes(b"")  # before whoever waits for the first line looks
        parent = self._parent = self._parent or self._begin()
        assert parent.stdin is not None
        order = {"entry": entry, "arguments": arguments, "environ": environ, "out": str(out), "err": str(err)}
        parent.stdin.write(json.dumps(order | {"folder": str(Path.cwd())}) + "\n")
        parent.stdin.flush()
        while not self._begun:
            self.hear(patience=None)
        return self._begun.pop()

    def close(self) -> None:
        if self._parent is not None:
            self._parent.communicate()
            self._parent = None

    def _begin(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", __name__], text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def hear(self, patience: float | None) -> None:
        """Take one line, where one comes in time: `begun PID`, or `ended PID CODE`."""
        assert self._parent is not None
        assert self._parent.stdout is not None
        if not select.select([self._parent.stdout], [], [], patience)[0]:
            return
        word, *numbers = os.read(self._parent.stdout.fileno(), LINE).decode().split()
        pid, *codes = map(int, numbers)
        if word == "begun":
            self._running[pid] = Forked(pid, self)
            self._begun.append(self._running[pid])
        else:
            self._running.pop(pid).code = codes[0]


AT_HAND: Forks | None = None
"""Those of this run of the tests (`conftest.py`); None where programs are begun as people begin them."""


# -- the process with the modules --------------------------------------------------------------------------------


def fork_on_demand() -> None:
    _import_all()
    _remember_what_files_become()
    import_module("PIL.Image").preinit()
    gc.collect()
    gc.freeze()
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(write)
    while True:
        ready, _, _ = select.select([0, read], [], [])
        if read in ready:
            os.read(read, LINE)
            _tell_of_the_ended()
        if 0 in ready:
            order = sys.stdin.readline()
            if not order:
                return
            if not (pid := os.fork()):
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _become(json.loads(order))
            _say("begun", pid)


def _tell_of_the_ended() -> None:
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            _say("ended", ended[0], os.waitstatus_to_exitcode(ended[1]))


def _say(word: str, *numbers: int) -> None:
    """One line, always of one length: whoever listens reads just that."""
    os.write(1, " ".join((word, *map(str, numbers))).ljust(LINE - 1).encode() + b"\n")


def _import_all() -> None:
    for name in (*LIBRARIES, "desktop.__main__", "desktop.launch", *_modules("server")):
        with contextlib.suppress(ImportError):  # another system's
            import_module(name)


def _modules(package: str) -> Iterator[str]:
    folders = import_module(package).__path__
    yield from (found.name for found in pkgutil.walk_packages(folders, f"{package}.") if "__main__" not in found.name)


def _remember_what_files_become() -> None:
    """Templates compiled, and static files packed: the same each time, and most of what is left of a start."""
    from jinja2 import Environment

    from server.common.paths import STATIC, TEMPLATES
    from server.web.responses import StaticFile, StaticFiles
    from server.web.views import Views

    Environment.compile = _remembered(Environment.compile)  # type: ignore[method-assign]
    read = cache(StaticFile.read)
    StaticFile.read = staticmethod(read)  # type: ignore[method-assign]
    with TemporaryDirectory() as folder:
        views = Views.create(dict, str, Path(folder))
        for template in TEMPLATES.rglob("*.html"):
            views.compile_page(template.relative_to(TEMPLATES).as_posix())
    StaticFiles(STATIC).read_all()


def _remembered(compile_template: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[tuple[object, ...], Any] = {}

    def remember(environment: object, *what: object, **how: object) -> Any:  # noqa: ANN401 - code, or its source
        key = (*what, *how.items())
        if key not in known:
            known[key] = compile_template(environment, *what, **how)
        return known[key]

    return remember


def _become(order: dict[str, str | list[str] | dict[str, str]]) -> None:
    environ, arguments = order["environ"], order["arguments"]
    assert isinstance(environ, dict)
    assert isinstance(arguments, list)
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(str(order["folder"]))
    _connect(0, os.devnull, os.O_RDONLY)
    _connect(1, str(order["out"]), os.O_WRONLY | os.O_APPEND)
    _connect(2, str(order["err"]), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    gc.unfreeze()
    sys.argv[1:] = arguments
    module, _, function = str(order["entry"]).partition(":")
    getattr(import_module(module), function)()
    os._exit(0)


def _connect(descriptor: int, file: str, how: int) -> None:
    opened = os.open(file, how, 0o644)
    os.dup2(opened, descriptor)
    os.close(opened)


if __name__ == "__main__":
    fork_on_demand()
