"""Paintings by what they were ordered with: one order is one group, shown together for good."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from server.paintings.painting import Order, Painting, State, order_again
from server.paintings.store import Store

MOST_COMPARED = 4
"""Pictures that fit side by side."""

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

    @property
    def kept(self) -> tuple[Painting, ...]:
        """Those with a picture."""
        return tuple(each for each in self.paintings if each.state is State.DONE)

    @property
    def favourites(self) -> tuple[Painting, ...]:
        return tuple(each for each in self.kept if each.favourite)

    @property
    def active(self) -> tuple[Painting, ...]:
        return tuple(each for each in self.paintings if each.active)

    @property
    def unpainted(self) -> tuple[Painting, ...]:
        """Those that ended without a picture, and can be tried again."""
        return tuple(each for each in self.paintings if each.repeatable)

    @property
    def comparable(self) -> tuple[Painting, ...]:
        """What is looked at side by side first: the favourites where there are some, else all; at most four."""
        chosen = self.favourites if len(self.favourites) > 1 else self.kept
        return chosen[:MOST_COMPARED]

    @cached_property
    def shared_failure(self) -> Painting | None:
        """One of several that ended without a picture, where all of them did for the same reason."""
        reasons = {(each.state, each.error) for each in self.unpainted}
        return self.unpainted[0] if len(self.unpainted) > 1 and len(reasons) == 1 else None

    @property
    def is_alike(self) -> bool:
        """Whether one order for as many would paint it again: all of one model with the same parameters."""
        return not self.varied - {"caption"}

    @cached_property
    def seconds(self) -> float | None:
        """How long one of them took, on the average; None where that is not known of any."""
        known = [each.seconds for each in self.paintings if each.state is State.DONE and each.seconds is not None]
        return sum(known) / len(known) if known else None


def orders_of(store: Store, paintings: Iterable[Painting]) -> list[PaintedOrder]:
    """The orders that these belong to, each once and with all that can be seen of it. Raises StorageError."""
    names = {each.order_name: each for each in paintings}
    return [found for name, each in names.items() if (found := _order(store, name, each)) is not None]


def order_named(store: Store, name: str) -> PaintedOrder | None:
    """The one with this name, as far as anything of it can be seen. Raises StorageError."""
    paintings = store.of_order(name)
    return PaintedOrder(name, tuple(paintings)) if paintings else None


def ordered_again(order: PaintedOrder) -> Order:
    """As many once more, each by what its own painting was sent; with other seeds."""
    sent = tuple(each.sent for each in order.paintings)
    return replace(order_again(order.first), count=order.count, sent=sent)


def _order(store: Store, name: str, one: Painting) -> PaintedOrder | None:
    """None where nothing of it can be seen any more."""
    paintings = store.of_order(name) if one.order_uid else [] if one.hidden or not one.model else [one]
    return PaintedOrder(name, tuple(paintings)) if paintings else None
