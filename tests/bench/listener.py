"""What an open page does, without a browser: hear of changes, and fetch each picture and thumbnail as it is done."""

from __future__ import annotations

import re
import threading
import time
from types import TracebackType
from typing import Self

import httpx

from tests.program import Program

DONE = re.compile(r'data-id="(\d+)" data-state="done"')


class Listener:
    """Between `with` and its end. `done` holds when each painting was heard of as done."""

    def __init__(self, program: Program) -> None:
        self._client = program.client()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self.done: dict[int, float] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def wait_for(self, count: int) -> float:
        """When the last of `count` paintings was done, by time.monotonic."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.done) >= count, timeout=120):
                raise TimeoutError(f"{len(self.done)} of {count} paintings are done")
        return max(self.done.values())

    def _listen(self) -> None:
        try:
            with self._client.stream("GET", "/events", timeout=None) as stream:
                for line in stream.iter_lines():
                    for found in DONE.findall(line):
                        self._note(int(found))
        except httpx.HTTPError:
            return

    def _note(self, painting: int) -> None:
        if painting in self.done:
            return
        with self._changed:
            self.done[painting] = time.monotonic()
            self._changed.notify_all()
