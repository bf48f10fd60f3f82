"""How much of a wish fits into a day."""

from __future__ import annotations

import pytest

from server.common.errors import AllowanceError
from server.paintings.limit import ROUND, WITHOUT_END, Limit, Room


@pytest.mark.parametrize(
    ("limit", "neurons"),
    [
        (Limit(), 10_000),
        (Limit(own=3_000), 3_000),
        (Limit(own=20_000), 20_000),
        (Limit(own=3_000, raised=4_500), 4_500),
        (Limit(own=3_000, raised=1_000), 3_000),
        (Limit(raised=WITHOUT_END), WITHOUT_END),
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


def test_a_raised_cap_reaches_for_the_wish_and_not_much_more() -> None:
    room = Room(Limit(own=1_000), taken=900.0, each=172.8, count=3)
    with pytest.raises(AllowanceError) as caught:
        room.check(None)
    assert caught.value.code == "cap_reached"
    assert room.needed == 1_500

    Room(Limit(own=1_000, raised=room.needed), taken=900.0, each=172.8, count=3).check(None)
    for taken in (0.0, 1.0, 499.99, 500.0, 7_123.4):
        needed = Limit(own=100).raised_for(taken)
        assert taken <= needed < taken + ROUND


def test_who_goes_beyond_the_free_allowance_is_asked_once_a_day() -> None:
    assert Room(Limit(), taken=9_999.0, each=172.8, count=1).needed == WITHOUT_END
