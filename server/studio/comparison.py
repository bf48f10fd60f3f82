"""From what was chosen to one order for each cell; what a model does not take is left out, and said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from server.cloudflare.allowance.prices import price_of
from server.common.errors import BadInput
from server.library.comparisons import MOST_CELLS, Axis, AxisValues
from server.paintings.models import DEFAULT_MODEL, MODELS, Input, Model, Range
from server.paintings.models.model import SEED_LIMIT
from server.paintings.painting import Order
from server.studio.ordering import not_taken, order_of

PAINTERS = tuple(model for model in MODELS.values() if model.input is not Input.MASKED)
"""Models that need nothing but what the form has."""

WHOLE = re.compile(r"([0-9]{1,10})(?:\s*[-–]\s*([0-9]{1,10}))?")
DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")


class Cell(Struct, frozen=True):
    """`order` is for one painting; None where the model does not take what it would need."""

    row: int
    column: int
    order: Order | None


class Plan(Struct, frozen=True):
    """Without `columns` the table has one."""

    rows: AxisValues
    columns: AxisValues | None
    cells: tuple[Cell, ...]

    @property
    def orders(self) -> list[Order]:
        return [cell.order for cell in self.cells if cell.order is not None]

    @property
    def left_out(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.order is None]

    @property
    def neurons(self) -> float:
        """What all of it will cost, as far as known beforehand; samples cost nothing."""
        return sum(0.0 if order.sample else price_of(order) for order in self.orders)

    def painting(self, sent: tuple[str, ...], parent: str | None) -> Plan:
        """The same with what the prompt's variables became, and the painting its pictures come from."""
        cells = [
            cell if cell.order is None else replace(cell, order=replace(cell.order, sent=sent, parent=parent))
            for cell in self.cells
        ]
        return replace(self, cells=tuple(cells))


def plan_of(fields: Mapping[str, str], lines: Sequence[AxisValues], *, samples: bool, seed: int) -> Plan:
    """`fields` are the studio's form; `seed` is for all, where neither form nor an axis names one. Raises BadInput."""
    fixed = {line.axis: line.values[0] for line in lines if len(line.values) == 1}
    sides = [line for line in lines if len(line.values) > 1]
    if not 1 <= len(sides) <= 2:
        raise BadInput({"grid": "grid_axes"})
    rows, columns = sides[0], sides[1] if len(sides) == 2 else None
    across = columns.values if columns else ("",)
    if len(rows.values) * len(across) > MOST_CELLS:
        raise BadInput({"grid": "grid_too_large"})
    if not fields.get("seed", "").strip():
        fields = {**fields, "seed": str(seed % SEED_LIMIT)}
    cells = []
    for (row, down), (column, right) in product(enumerate(rows.values), enumerate(across)):
        chosen = fixed | {rows.axis: down} | ({columns.axis: right} if columns else {})
        cells.append(Cell(row, column, _order(fields, chosen, samples=samples)))
    if all(cell.order is None for cell in cells):
        raise BadInput({"grid": "grid_nothing_left"})
    return Plan(rows, columns, tuple(cells))


def read_line(axis: Axis, text: str) -> AxisValues:
    """`4, 8, 12` or `1-4`, each once, in the order written; guidances may have a decimal. Raises BadInput."""
    values: dict[str, None] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[,，、;；\n]", text))):
        values |= dict.fromkeys(_values(axis, part))
        if len(values) > MOST_CELLS:
            raise BadInput({"grid": "grid_too_large"})
    return AxisValues(axis, tuple(values))


def _values(axis: Axis, part: str) -> list[str]:
    if axis is Axis.GUIDANCE and DECIMAL.fullmatch(part):
        return [f"{float(part):g}"]
    found = WHOLE.fullmatch(part)
    if found is None:
        raise BadInput({"grid": "grid_list_unreadable"})
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first or last - first >= MOST_CELLS or last >= SEED_LIMIT:
        raise BadInput({"grid": "grid_too_large" if first <= last < SEED_LIMIT else "grid_list_unreadable"})
    return [str(number) for number in range(first, last + 1)]


def _order(form: Mapping[str, str], chosen: Mapping[Axis, str], *, samples: bool) -> Order | None:
    """None where the model does not take what was chosen. Raises BadInput for what is wrong with the form itself."""
    before = MODELS.get(form.get("model", ""), DEFAULT_MODEL)
    model = MODELS[chosen.get(Axis.MODEL, before.id)]
    if not _takes(model, chosen):
        return None
    fields = {**form, "model": model.id, "count": "1"}
    fields.pop("unfold", None)
    for name in ("steps", "guidance", "width", "height"):
        fields |= _fitted(form, name, before=getattr(before, name), now=getattr(model, name))
    fields |= {axis.value: value for axis, value in chosen.items()}
    for name in not_taken(fields, model):
        del fields[name]
    return order_of(fields, samples=samples)


def _takes(model: Model, chosen: Mapping[Axis, str]) -> bool:
    allowed: Mapping[Axis, Range | None] = {
        Axis.STEPS: model.steps,
        Axis.GUIDANCE: model.guidance,
        Axis.SEED: model.seed,
    }
    for axis, value in chosen.items():
        if axis is Axis.MODEL:
            continue
        within = allowed[axis]
        if within is None or (axis is not Axis.SEED and not within.minimum <= float(value) <= within.maximum):
            return False
    return True


def _fitted(form: Mapping[str, str], name: str, *, before: Range | None, now: Range | None) -> dict[str, str]:
    """As the form does when another model is chosen: the old model's own value becomes the new one's."""
    if now is None:
        return {}
    try:
        value = float(form[name])
    except (KeyError, ValueError):
        return {} if name in form and before == now else {name: f"{now.default:g}"}
    if before == now:
        return {}
    is_own = before is None or value == before.default
    return {name: f"{now.default if is_own else now.nearest(value):g}"}
