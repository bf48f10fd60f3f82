"""Ctrl+C and SIGTERM, heard at once whatever the main thread is doing.

Python runs its signal handlers in the main thread, between two of its own instructions: never while that thread is
inside a window's event loop or loading a library. But the interpreter writes each signal's number to the wakeup
descriptor at once, and a thread of our own can wait there.

See docs/facts.md#signals-are-claimed-back.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

from server.common.threads import in_thread

WANTED = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """Calls `on_interrupt` in a thread of its own, once, at the first SIGINT or SIGTERM; `on_more` at each after it."""

    def __init__(self, on_interrupt: Callable[[], None], on_more: Callable[[], None] = lambda: None) -> None:
        self._on_interrupt = on_interrupt
        self._on_more = on_more
        self._reader, self._writer = socket.socketpair()

    def listen(self) -> None:
        """Main thread only."""
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self.claim()
        in_thread(self._wait, "signals")

    def claim(self) -> None:
        """Main thread only. Called again after others (the HTTP engine, the window) took the signals for themselves."""
        for number in WANTED:
            signal.signal(number, _noticed)

    def _wait(self) -> None:
        heard = False
        while number := self._reader.recv(1):
            if number[0] not in WANTED:
                continue
            if heard:
                self._on_more()
            else:
                in_thread(self._on_interrupt, "ending")
            heard = True


def _noticed(_number: int, _frame: FrameType | None) -> None:
    """Having a handler is what makes the interpreter write to the wakeup descriptor."""
