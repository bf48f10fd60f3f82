"""The one way to begin work in the background: it has a name, and what nobody foresaw in it is reported, never lost.

asyncio keeps a task's error for whoever awaits the task; where nobody does, the work is over and nobody hears of it. So
ended the library of every package once: a module was missing, its task ended, and no page said a word.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any, TypeVar

from server.common.errors import AtelierError

_T = TypeVar("_T")

PAUSES = (1.0, 5.0, 30.0, 60.0)
"""Seconds before work without an end is begun anew, by how often it has failed in a row; the last one from then on."""

STEADY = 300.0
"""Seconds after which work that fails is no longer said to fail in a row."""

_NAME = "work"
"""Ours, in the context of a report."""

log = logging.getLogger(__name__)

_under_way: set[asyncio.Task[Any]] = set()  # asyncio itself has weak references only

Endless = Callable[[], Coroutine[Any, Any, None]]
OnBug = Callable[[], None]
"""Hears that the work has failed in a way nobody foresaw, when that has been reported."""


def watch_over(report: Callable[[Exception], None]) -> None:
    """From now on `report` hears of whatever nobody foresaw on the running loop, in its timers and callbacks too.

    Of one failure once: what is tried again and again may fail each time.
    """
    told = set[object]()

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log.error("in the background, %s failed", _name_in(context), exc_info=error)
        if isinstance(error, Exception) and (place := _place_of(error)) not in told:
            told.add(place)
            report(error)

    asyncio.get_running_loop().set_exception_handler(handle)


def begin(work: Coroutine[Any, Any, _T], name: str, *, on_bug: OnBug | None = None) -> asyncio.Task[_T]:
    """Start a task. Who awaits it gets its error as well; an AtelierError is foreseen, and is logged."""
    task = asyncio.get_running_loop().create_task(work, name=name)
    _under_way.add(task)
    task.add_done_callback(partial(_ended, on_bug))
    return task


def keep_going(work: Endless, name: str, *, on_bug: OnBug | None = None) -> asyncio.Task[None]:
    """Start work that has no end, and begin it anew whenever it fails, a while later; to be cancelled."""
    return begin(_again_and_again(work, name, on_bug), name)


async def to_its_end(work: Coroutine[Any, Any, _T], name: str) -> _T:
    """The work's result, also when whoever waits is told to stop meanwhile: what it works on has been paid for."""
    task = asyncio.get_running_loop().create_task(work, name=name)
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise
    return task.result()


async def with_pulse(work: Coroutine[Any, Any, _T], tell: Callable[[], None], every: float) -> _T:
    """The work's result; until it is there, `tell` is called every so many seconds, and once at the end."""
    task = asyncio.get_running_loop().create_task(work)
    while not task.done():
        await asyncio.wait({task}, timeout=every)
        tell()
    return task.result()


def _ended(on_bug: OnBug | None, task: asyncio.Task[Any]) -> None:
    _under_way.discard(task)
    error = None if task.cancelled() else task.exception()
    if isinstance(error, AtelierError):
        log.warning("in the background, %s ended: %s", task.get_name(), error)
    elif error is not None:
        _report(error, task.get_name())
        if on_bug is not None:
            on_bug()


def _report(error: BaseException, name: str) -> None:
    """Without the task, in whose context asyncio would call the handler, and from within it could not.

    See docs/facts.md#asyncio-reports-a-tasks-error-in-the-tasks-context.
    """
    asyncio.get_running_loop().call_exception_handler({"message": "", "exception": error, _NAME: name})


def _name_in(context: Mapping[str, Any]) -> str:
    """Nothing else of it: asyncio's own words quote arguments, which may be prompts."""
    task = context.get("task") or context.get("future")
    return str(context.get(_NAME) or (task.get_name() if isinstance(task, asyncio.Task) else "a callback"))


async def _again_and_again(work: Endless, name: str, on_bug: OnBug | None) -> None:
    clock = asyncio.get_running_loop().time
    failures = 0
    while True:
        begun = clock()
        try:
            return await work()
        except Exception as error:  # noqa: BLE001 - whatever it is: the alternative is that this never works again
            failures = 1 if clock() - begun > STEADY else failures + 1
            _report(error, name)
            if on_bug is not None:
                on_bug()
        await asyncio.sleep(PAUSES[min(failures, len(PAUSES)) - 1])


def _place_of(error: Exception) -> object:
    """Tells one failure from another."""
    frames = traceback.extract_tb(error.__traceback__)
    return type(error), *((frame.filename, frame.lineno) for frame in frames[-1:])
