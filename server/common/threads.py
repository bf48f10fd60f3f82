"""The one way to start a thread: it has a name, and what fails in it is reported.

`threading.excepthook` hears of it, which the desktop program has a report made by (`desktop/crash.py`). For work on the
server's loop see `server/common/background.py`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial


def in_thread(work: Callable[..., object], name: str, *args: object, daemon: bool = True) -> None:
    """Start one; a process that ends waits for those that are no daemons."""
    threading.Thread(target=work, args=args, name=name, daemon=daemon).start()


def hand_to(pool: Executor, work: Callable[..., object], *args: object, unless: Callable[[], bool]) -> None:
    """Have a pool of threads do something that nobody waits for; its failure is reported `unless` that is true then."""
    pool.submit(work, *args).add_done_callback(partial(_handed_back, unless))


def _handed_back(unless: Callable[[], bool], future: Future[object]) -> None:
    error = None if future.cancelled() else future.exception()
    if error is not None and not unless():
        thread = threading.current_thread()
        threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, thread)))
