"""What a painting will cost, as far as known beforehand."""

from __future__ import annotations

from collections.abc import Iterable

from server.common.advice import Cost, advise
from server.paintings.input_names import names_in
from server.paintings.models import MODELS, Parameters
from server.paintings.painting import Order, Painting, State


def price_of(wish: Order | Painting) -> float:
    """Neurons of one picture; 0 for a model that is not known any more, which Cloudflare would refuse."""
    model = MODELS.get(wish.model)
    if model is None:
        return 0.0
    width, height = (wish.width, wish.height) if isinstance(wish, Order) else (wish.asked_width, wish.asked_height)
    # Each fits into one tile, as they are made small before they are sent.
    pictures = [(model.input_side, model.input_side)] * len(names_in(wish.inputs))
    return model.estimate(Parameters(prompt="", steps=wish.steps, width=width, height=height), pictures)


def price_of_all(paintings: Iterable[Painting]) -> float | None:
    """Neurons these have cost, and will cost as far as known beforehand; None where of one not even that is known."""
    prices = [_price_of_one(painting) for painting in paintings]
    return None if None in prices else sum(price or 0.0 for price in prices)


def _price_of_one(painting: Painting) -> float | None:
    if painting.spent is not None:
        return painting.spent
    is_over = painting.state is not State.DONE and not painting.active
    if painting.is_local or (is_over and not _was_charged(painting)):
        return 0.0
    model = MODELS.get(painting.model)
    return None if model is None or not model.price.known else price_of(painting)


def _was_charged(painting: Painting) -> bool:
    """Though no picture came of it."""
    return bool(painting.error) and advise(painting.error or "").cost is Cost.CHARGED
