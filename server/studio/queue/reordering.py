"""Moving paintings within the queue."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class QueueMove(StrEnum):
    """Where to, seen from where it stands."""

    FRONT = "front"
    UP = "up"
    DOWN = "down"
    END = "end"


def moved(line: Sequence[int], painting_id: int, to: QueueMove | int) -> list[int]:
    """The line with one of its paintings elsewhere: `to` is a move, or the id of the one it is put before.

    As it was where either does not wait any more.
    """
    if painting_id not in line or to == painting_id:
        return list(line)
    rest = [each for each in line if each != painting_id]
    place = line.index(painting_id)
    if isinstance(to, QueueMove):
        goals = {
            QueueMove.FRONT: 0,
            QueueMove.UP: max(0, place - 1),
            QueueMove.DOWN: place + 1,
            QueueMove.END: len(rest),
        }
        place = goals[to]
    elif to in rest:
        place = rest.index(to)
    return [*rest[:place], painting_id, *rest[place:]]
