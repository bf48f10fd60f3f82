"""Paintings by what they were ordered with: one order is one group, shown together for good."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from server.paintings.painting import Painting, State
from server.paintings.store import Store

_VARIABLE = ("caption", "model", "steps", "guidance")


class PaintedOrder(Struct, frozen=True, dict=True):
    """The paintings of one order that can be seen, at least one, as they were asked for."""

    name: str
    paintings: tuple[Painting, ...]

    @property
    def first(self) -> Painting:
        return self.paintings[0]

    @property
    def count(self) -> int:
        return len(self.paintings)

    @cached_property
    def caption(self) -> str:
        """The prompt of all of them: where each has another, the one they were made from."""
        captions = {each.caption for each in self.paintings}
        return captions.pop() if len(captions) == 1 else self.first.prompt

    @cached_property
    def sent(self) -> tuple[str, str] | None:
        """What all were painted with as the prompt, where that differs from what was typed: typed, and sent."""
        pairs = {(each.prompt, each.prompt_sent) for each in self.paintings}
        typed, sent = next(iter(pairs))
        return (typed, sent) if len(pairs) == 1 and sent is not None else None

    @property
    def models(self) -> tuple[str, ...]:
        """The models' ids, each once."""
        return tuple(dict.fromkeys(each.model for each in self.paintings))

    @cached_property
    def varied(self) -> frozenset[str]:
        """In what its paintings differ by their order: names of their fields, the seed's not."""
        return frozenset(name for name in _VARIABLE if len({getattr(each, name) for each in self.paintings}) > 1)

    @cached_property
    def seconds(self) -> float | None:
        """How long one of them took, on the average; None where that is not known of any."""
        known = [each.seconds for each in self.paintings if each.state is State.DONE and each.seconds is not None]
        return sum(known) / len(known) if known else None


def orders_of(store: Store, paintings: Iterable[Painting]) -> list[PaintedOrder]:
    """The orders that these belong to, each once and with all that can be seen of it. Raises StorageError."""
    names = {each.order_name: each for each in paintings}
    return [found for name, each in names.items() if (found := _order(store, name, each)) is not None]


def _order(store: Store, name: str, one: Painting) -> PaintedOrder | None:
    """None where nothing of it can be seen any more."""
    paintings = store.of_order(name) if one.order_uid else [] if one.hidden or not one.model else [one]
    return PaintedOrder(name, tuple(paintings)) if paintings else None
