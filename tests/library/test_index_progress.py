"""What the librarian tells of its progress."""

from __future__ import annotations

import pytest

from server.common.events import Change, ChangeKind, Hub, waiting
from server.library.index import progress_publisher
from server.library.index.progress import IndexProgress, IndexWork
from server.library.index.progress_publisher import FEW, TOLD_EVERY, ProgressPublisher


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress_publisher, "time", clock)
    return clock


def test_progress_is_told_now_and_then_and_its_end_always(clock: Clock) -> None:
    hub = Hub()
    tells = ProgressPublisher(hub)
    reading = [IndexProgress(IndexWork.READING, done, 100) for done in range(5)]

    tells.say(IndexProgress())
    assert hub.sequence == 0, "nothing has changed"
    tells.say(reading[0])
    assert hub.sequence == 1
    clock.now += TOLD_EVERY / 2
    tells.say(reading[1])
    assert (hub.sequence, tells.progress) == (1, reading[1])
    clock.now += TOLD_EVERY / 2
    tells.say(reading[2])
    tells.say(reading[2])
    assert hub.sequence == 2
    tells.say(reading[3])
    tells.say(IndexProgress())
    assert (hub.sequence, tells.progress) == (3, IndexProgress())


@pytest.mark.parametrize("many", [False, True])
def test_few_are_told_one_by_one_and_many_all_at_once(many: bool) -> None:
    hub = Hub()
    with hub.listen(hub.sequence) as changes:
        ProgressPublisher(hub).tell(list(range(1, FEW)), [90, 91] if many else [90])
        ProgressPublisher(hub).tell([], [])
        ProgressPublisher(hub).tell([], [7])
        told = waiting(changes)

    first = (
        [Change(ChangeKind.REFRESH)]
        if many
        else [Change(ChangeKind.RESTORED, tuple(range(1, FEW))), Change(ChangeKind.REMOVED, (90,))]
    )
    assert told == [*first, Change(ChangeKind.REMOVED, (7,))]
