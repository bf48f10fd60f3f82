"""On Linux the window lives in a child process: Qt and Chromium end the whole process when they cannot go on.

A display that does not answer, a missing system library, a sandbox that the kernel refuses, a crash in a graphics
driver: none of them can be caught in the process itself. The parent holds nothing and does nothing until the child is
gone, and then goes on in the browser, unless the child said that its end was meant.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from msgspec import Struct

PR_SET_PDEATHSIG = 1
SHOWN, GOODBYE, WORD = b"shown\n", b"goodbye\n", b"word "
KERNEL_COUNTS = Path("/proc/vmstat")
OUT_OF_MEMORY = b"oom_kill "


class Crashed(Struct, frozen=True):
    """How the child ended, for a bug report; `shown` where its page had been there, `out_of_memory` where the system
    ended it to have memory again.
    """

    detail: str
    shown: bool
    out_of_memory: bool = False

    @property
    def deserves_another_try(self) -> bool:
        return self.out_of_memory or self.may_be_chance

    @property
    def may_be_chance(self) -> bool:
        """Before anything was shown Chromium comes up beside Python, and on a busy computer one has tripped over the
        other. What stands in the window's way for good, as a missing display, ends with other signals.
        """
        return not self.shown and self.detail in (signal.SIGSEGV.name, signal.SIGBUS.name)


class Ended(Struct, frozen=True):
    """`word` is what the child asked to be said after its end."""

    code: int
    word: str = ""


class Child:
    """What the child holds of its parent."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def say_shown(self) -> None:
        """The page is there."""
        self._write(SHOWN)

    def leave_word(self, word: str) -> None:
        """To be said by the parent, whose process is whole; the end is near."""
        self._write(WORD + word.encode("utf-8", "surrogateescape") + b"\n")

    def say_goodbye(self) -> None:
        """The end is near, and meant."""
        self._write(GOODBYE)

    def _write(self, message: bytes) -> None:
        with contextlib.suppress(OSError):
            os.write(self._pipe, message)


def split() -> Child | Crashed | Ended:
    """Returns twice: at once in the child, and in the parent after the child's end. Before any thread is started."""
    reader, writer = os.pipe()
    parent = os.getpid()
    killed_before = _killed_for_memory()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _die_with(parent)
        return Child(writer)
    os.close(writer)
    with _signals_passed_on_to(child):
        _, status = os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.readlines()
    return _judge(os.waitstatus_to_exitcode(status), said, out_of_memory=_killed_for_memory() > killed_before)


def _judge(code: int, said: list[bytes], *, out_of_memory: bool) -> Crashed | Ended:
    """Who is killed is not told why: `out_of_memory` is whether the system has killed anything for that meanwhile."""
    words = [line.removeprefix(WORD).strip() for line in said if line.startswith(WORD)]
    if words or GOODBYE in said:
        return Ended(code, b"".join(words[-1:]).decode("utf-8", "surrogateescape"))
    if code == -signal.SIGKILL and out_of_memory:
        return Crashed(signal.SIGKILL.name, shown=SHOWN in said, out_of_memory=True)
    if code == -signal.SIGKILL:
        return Ended(128 + signal.SIGKILL)
    return Crashed(signal.Signals(-code).name if code < 0 else f"exit code {code}", shown=SHOWN in said)


def _killed_for_memory() -> int:
    """How many processes the system has killed for it since it was started; 0 where it does not count them."""
    with contextlib.suppress(OSError, ValueError):
        for line in KERNEL_COUNTS.read_bytes().splitlines():
            if line.startswith(OUT_OF_MEMORY):
                return int(line.removeprefix(OUT_OF_MEMORY))
    return 0


def _die_with(parent: int) -> None:
    """A killed parent leaves no window behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


@contextlib.contextmanager
def _signals_passed_on_to(child: int) -> Iterator[None]:
    def pass_on(number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
