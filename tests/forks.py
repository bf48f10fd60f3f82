"""Programs begun from a process that has imported all of theirs already: a third of what a start costs.

A run of the tests starts the program a thousand times. What such a program is and does is the same in every way but
one: its modules were imported by `python -m tests.forks`, which does nothing else, and is forked for each. Whoever
tests the start itself, or measures, starts the command (`tests/commands.py`, `tests/bench`).

Linux only: the one that is forked away from its parent becomes a child of the tests' process ("subreaper").
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import pkgutil
import runpy
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

PR_SET_CHILD_SUBREAPER = 36
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
PAUSE = 0.005
"""Seconds between two looks at whether a process has ended."""


class Forked:
    """A program that runs; as much of `subprocess.Popen` as tests use."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._code: int | None = None

    def poll(self) -> int | None:
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code

    def wait(self, timeout: float) -> int:
        """Raises subprocess.TimeoutExpired."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(PAUSE)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Forks:
    """The process with the modules, begun when it is first needed."""

    def __init__(self) -> None:
        self._parent: subprocess.Popen[str] | None = None

    def start(self, module: str, arguments: Sequence[str], environ: Mapping[str, str], out: Path, err: Path) -> Forked:
        """`python -m module arguments` below this process. `out` is written anew, `err` on."""
        out.write_bytes(b"")  # before whoever waits for the first line looks
        parent = self._parent = self._parent or self._begin()
        assert parent.stdin is not None
        assert parent.stdout is not None
        order = {"module": module, "arguments": arguments, "environ": environ, "out": str(out), "err": str(err)}
        parent.stdin.write(json.dumps(order | {"folder": str(Path.cwd())}) + "\n")
        parent.stdin.flush()
        return Forked(int(parent.stdout.readline()))

    def close(self) -> None:
        if self._parent is not None:
            self._parent.communicate()
            self._parent = None

    def _begin(self) -> subprocess.Popen[str]:
        assert ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
        return subprocess.Popen(
            [sys.executable, "-m", __name__], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )


AT_HAND: Forks | None = None
"""Those of this run of the tests (`conftest.py`); None where programs are begun as people begin them."""


# -- the process with the modules --------------------------------------------------------------------------------


def fork_on_demand() -> None:
    _import_all()
    _remember_what_files_become()
    import_module("PIL.Image").preinit()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        if _fork():
            _become(json.loads(line))


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


def _fork() -> bool:
    """Whether this is the new process, whose parent has ended at once: so it belongs to the tests."""
    read, write = os.pipe()
    if child := os.fork():
        os.waitpid(child, 0)
        os.write(1, os.read(read, 20))
        os.close(read)
        os.close(write)
        return False
    if grandchild := os.fork():
        os.write(write, f"{grandchild}\n".encode())
        os._exit(0)
    os.close(read)
    os.close(write)
    return True


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
    runpy.run_module(str(order["module"]), run_name="__main__", alter_sys=True)
    os._exit(0)


def _connect(descriptor: int, file: str, how: int) -> None:
    opened = os.open(file, how, 0o644)
    os.dup2(opened, descriptor)
    os.close(opened)


if __name__ == "__main__":
    fork_on_demand()
