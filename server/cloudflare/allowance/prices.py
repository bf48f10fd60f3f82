"""What a painting will cost, as far as known beforehand."""

from __future__ import annotations

from server.paintings.input_names import names_in
from server.paintings.models import MODELS, Parameters
from server.paintings.painting import Order, Painting


def price_of(wish: Order | Painting) -> float:
    """Neurons of one picture; 0 for a model that is not known any more, which Cloudflare would refuse."""
    model = MODELS.get(wish.model)
    if model is None:
        return 0.0
    width, height = (wish.width, wish.height) if isinstance(wish, Order) else (wish.asked_width, wish.asked_height)
    # Each fits into one tile, as they are made small before they are sent.
    pictures = [(model.input_side, model.input_side)] * len(names_in(wish.inputs))
    return model.estimate(Parameters(prompt="", steps=wish.steps, width=width, height=height), pictures)
