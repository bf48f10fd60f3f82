"""Listening to what the server tells an open page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from server.paintings.painting import State
from tests.html import states
from tests.program import Program


@dataclass(frozen=True, slots=True)
class Event:
    """One message; `id` is empty where the server gave none."""

    id: str
    html: str

    @property
    def states(self) -> dict[int, State]:
        return states(self.html)


class EventStream:
    """Messages in their order; heartbeats are skipped. `last_id` is what a page would name when it comes back."""

    def __init__(self, answer: httpx.Response) -> None:
        lines = answer.iter_lines()
        assert next(lines) == ": open"  # from here on nothing is missed
        self._messages = _read(lines)
        self.last_id = ""

    def next(self) -> Event:
        event = next(self._messages)
        self.last_id = event.id or self.last_id
        return event

    def until(self, wanted: Callable[[Event], bool]) -> list[Event]:
        """Everything up to the first message that is `wanted`."""
        events = [self.next()]
        while not wanted(events[-1]):
            events.append(self.next())
        return events

    def until_told(self) -> list[Event]:
        """All that tells of what has happened: the last one has the id, and what stands around the paintings."""
        return self.until(lambda event: bool(event.id))

    def until_state(self, painting_id: int, state: State) -> list[Event]:
        return self.until(lambda event: event.states.get(painting_id) == state)


@contextmanager
def listen(program: Program, *, seen: str | None = None, last_event_id: str | None = None) -> Iterator[EventStream]:
    """Open the stream as a page does: `seen` at first, `last_event_id` after it was cut."""
    headers = {} if last_event_id is None else {"Last-Event-ID": last_event_id}
    params = {} if seen is None else {"seen": seen}
    with program.client() as client, client.stream("GET", "/events", headers=headers, params=params) as answer:
        assert answer.status_code == 200
        yield EventStream(answer)


def _read(lines: Iterator[str]) -> Iterator[Event]:
    fields: dict[str, list[str]] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            fields.setdefault(name, []).append(value.removeprefix(" "))
            continue
        if "data" in fields:
            yield Event("".join(fields.get("id", [])), "\n".join(fields["data"]))
        fields = {}
