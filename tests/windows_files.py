"""Files as Windows has them, played: another program has one open, and it cannot be renamed, replaced or removed."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

NAMES = ("rename", "replace", "unlink", "rmdir")
"""Of `os`, which everything else is made of."""


def refused(number: int) -> PermissionError:
    """As Windows says it, with its own number."""
    error = PermissionError(13, "The process cannot access the file because it is being used by another process")
    error.winerror = number  # type: ignore[attr-defined] # Windows has it
    return error


class Refusals:
    """Each name of `os` refuses each file so many `times`; with None for ever. `met` counts it, `pauses` are seconds.

    Nobody waits in truth.
    """

    def __init__(self) -> None:
        self.met: Counter[str] = Counter()
        self.pauses: list[float] = []
        self._seen: Counter[tuple[str, ...]] = Counter()
        self._lock = threading.Lock()
        self.number = 0
        self._times: int | None = 0

    def begin(self, number: int, *, times: int | None) -> None:
        self.number, self._times = number, times

    def end(self) -> None:
        self._times = 0

    def around(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it is given
            self.refuse(name, given)
            return real(*given, **named)

        return asked

    def refuse(self, name: str, given: tuple[Any, ...]) -> None:
        """Raises OSError as often as it is told to."""
        key = (name, *(os.fspath(each) for each in given if isinstance(each, str | os.PathLike)))
        with self._lock:
            if self._times is not None and self._seen[key] >= self._times:
                return
            self._seen[key] += 1
            self.met[name] += 1
        raise refused(self.number)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Refusals]:
    refusals = Refusals()
    for name in NAMES:
        monkeypatch.setattr(os, name, refusals.around(name, getattr(os, name)))
    monkeypatch.setattr("server.common.disk.sleep", refusals.pauses.append)
    yield refusals
    refusals.end()
