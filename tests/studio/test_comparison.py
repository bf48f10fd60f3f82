"""What becomes of the values chosen for a comparison: one order for each cell, or none where the model refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.cloudflare.allowance.prices import price_of
from server.common.errors import BadInput
from server.library.comparisons import Axis, AxisValues, Comparisons
from server.paintings.models import MODELS
from server.paintings.store import Store
from server.studio.comparison import Plan, plan_of, read_line

SCHNELL = "@cf/black-forest-labs/flux-1-schnell"
PHOENIX = "@cf/leonardo/phoenix-1.0"
FORM = {"prompt": "a boat", "model": SCHNELL, "steps": "4", "unfold": "chance", "count": "3"}


def plan(*lines: AxisValues, **fields: str) -> Plan:
    return plan_of(FORM | fields, lines, samples=False, seed=77)


def code(*lines: AxisValues) -> str:
    with pytest.raises(BadInput) as caught:
        plan(*lines)
    return caught.value.fields["grid"]


@pytest.mark.parametrize(
    ("text", "values"),
    [("4, 8, 12", "4 8 12"), ("1-4", "1 2 3 4"), ("8，4、8", "8 4"), ("1 – 3;7", "1 2 3 7"), ("", ""), (" 5 ,", "5")],
)
def test_lists_are_read_as_they_are_typed(text: str, values: str) -> None:
    assert read_line(Axis.STEPS, text).values == tuple(values.split())


def test_only_guidances_have_decimals() -> None:
    assert read_line(Axis.GUIDANCE, "2.5, 7.0, 1-2").values == ("2.5", "7", "1", "2")
    with pytest.raises(BadInput):
        read_line(Axis.STEPS, "2.5")


@pytest.mark.parametrize("text", ["four", "4-1", "-3", "1..4", "99999999999", "4294967296"])
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="grid_list_unreadable"):
        read_line(Axis.SEED, text)


def test_one_axis_makes_one_column_of_single_paintings() -> None:
    made = plan(AxisValues(Axis.STEPS, ("2", "8")))

    assert made.columns is None
    assert [(order.steps, order.count, order.prompt) for order in made.orders] == [(2, 1, "a boat"), (8, 1, "a boat")]
    assert made.neurons == pytest.approx(sum(price_of(order) for order in made.orders))
    assert made.neurons > 0


def test_two_axes_make_every_pair_and_leave_out_what_a_model_does_not_take() -> None:
    made = plan(AxisValues(Axis.MODEL, (SCHNELL, PHOENIX)), AxisValues(Axis.STEPS, ("4", "20")))

    assert [(cell.row, cell.column) for cell in made.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert [(cell.row, cell.column) for cell in made.left_out] == [(0, 1)]
    assert {(order.model, order.steps) for order in made.orders} == {(SCHNELL, 4), (PHOENIX, 4), (PHOENIX, 20)}


def test_another_model_gets_its_own_defaults_and_the_same_seed() -> None:
    made = plan(AxisValues(Axis.MODEL, (SCHNELL, PHOENIX)), width="1024", height="1024")

    by_model = {order.model: order for order in made.orders}
    assert by_model[PHOENIX].steps == MODELS[PHOENIX].steps.default
    assert {order.seed for order in made.orders if MODELS[order.model].seed} == {77}
    assert plan(AxisValues(Axis.STEPS, ("2", "4")), model=PHOENIX, seed="5").orders[0].seed == 5


def test_every_model_can_stand_beside_every_other() -> None:
    for before in MODELS:
        made = plan(AxisValues(Axis.MODEL, (SCHNELL, PHOENIX)), model=before, steps="4", guidance="3")
        assert len(made.orders) == 2


def test_a_single_value_is_for_all_cells() -> None:
    made = plan(AxisValues(Axis.MODEL, (PHOENIX,)), AxisValues(Axis.SEED, ("1", "2")), AxisValues(Axis.STEPS, ("10",)))

    assert [(order.model, order.seed, order.steps) for order in made.orders] == [(PHOENIX, 1, 10), (PHOENIX, 2, 10)]


def test_what_is_no_comparison_is_refused() -> None:
    assert code() == code(AxisValues(Axis.STEPS, ("4",))) == "grid_axes"
    three = [
        AxisValues(Axis.STEPS, ("2", "4")),
        AxisValues(Axis.SEED, ("1", "2")),
        AxisValues(Axis.GUIDANCE, ("1", "2")),
    ]
    assert code(*three) == "grid_axes"
    many = tuple(map(str, range(1, 6)))
    assert code(AxisValues(Axis.STEPS, many), AxisValues(Axis.SEED, many)) == "grid_too_large"
    assert code(AxisValues(Axis.STEPS, ("30", "40"))) == "grid_nothing_left"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Comparisons]:
    with closing(Store(tmp_path / "atelier.db")) as store:
        store.add(plan(AxisValues(Axis.STEPS, ("2", "4"))).orders[0], created=1.0)
        with closing(Comparisons(tmp_path / "atelier.db")) as book:
            yield book


def test_the_book_finds_a_painting_by_its_cell_and_its_comparison(book: Comparisons, tmp_path: Path) -> None:
    with closing(Store(tmp_path / "atelier.db")) as store:
        [painting] = store.queued()
        lines = [AxisValues(Axis.STEPS, ("2", "4")), AxisValues(Axis.SEED, ("1",))]
        number = book.add("a boat", lines, {(0, 0): painting.uid, (1, 0): "gone"}, created=2.0)

    grid = book.get(number)
    assert grid is not None
    assert (grid.prompt, grid.rows, grid.columns) == ("a boat", *lines)
    assert grid.cells == {(0, 0): painting.id, (1, 0): None}
    assert book.of(painting.uid) == number
    assert book.of("another") is None
    assert book.get(number + 1) is None
