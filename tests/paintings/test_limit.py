"""How much of a wish fits into a day."""

from __future__ import annotations

import pytest

from server.common.errors import AllowanceError
from server.paintings.limit import Limit, Room


@pytest.mark.parametrize(
    ("limit", "neurons"),
    [
        (Limit(), 10_000),
        (Limit(own=3_000), 3_000),
        (Limit(own=20_000), 20_000),
    ],
)
def test_a_cap_of_one_s_own_takes_the_place_of_the_allowance(limit: Limit, neurons: int) -> None:
    assert limit.neurons == neurons


@pytest.mark.parametrize(
    ("taken", "each", "count", "fits"),
    [
        (0.0, 172.8, 8, 8),
        (9_000.0, 172.8, 8, 5),
        (9_900.0, 172.8, 8, 0),
        (12_000.0, 172.8, 1, 0),
        (10_000 - 2 * 172.8, 172.8, 3, 2),
        (12_000.0, 0.0, 8, 8),
    ],
)
def test_what_fits(taken: float, each: float, count: int, fits: int) -> None:
    room = Room(Limit(), taken=taken, each=each, count=count)

    assert room.fits == fits
    if fits == count:
        room.check("a wish")
        return
    with pytest.raises(AllowanceError) as caught:
        room.check("a wish")
    assert (caught.value.code, caught.value.wish, caught.value.room) == ("allowance_short", "a wish", room)


def test_of_a_cap_it_is_said_that_it_is_one() -> None:
    with pytest.raises(AllowanceError) as caught:
        Room(Limit(own=1_000), taken=900.0, each=172.8, count=3).check(None)
    assert caught.value.code == "cap_reached"
