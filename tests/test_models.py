"""What the models take and cost, against what was measured on the real service."""

from __future__ import annotations

import pytest

from server.models import DEFAULT_MODEL, FLUX_1_SCHNELL, MODELS, TILE, Parameters, Price


def test_schnell_takes_exactly_prompt_and_steps() -> None:
    assert FLUX_1_SCHNELL.fields(Parameters("a fox", 6)) == {"prompt": "a fox", "steps": 6}
    assert (FLUX_1_SCHNELL.steps.minimum, FLUX_1_SCHNELL.steps.maximum, FLUX_1_SCHNELL.steps.default) == (1, 8, 4)
    assert FLUX_1_SCHNELL.prompt_limit == 2048


@pytest.mark.parametrize(("steps", "neurons"), [(1, 57.6), (4, 172.8), (8, 326.4)])
def test_the_estimate_of_schnell(steps: int, neurons: float) -> None:
    assert FLUX_1_SCHNELL.estimate(Parameters("a fox", steps)) == pytest.approx(neurons)


@pytest.mark.parametrize(
    ("price", "width", "height", "steps", "neurons"),
    [
        (Price(per_tile=530, per_tile_and_step=10), 1024, 1024, 25, 3120),
        (Price(per_tile=636, per_tile_and_step=12, whole_tiles=False), 1120, 1120, 15, 3904.6875),
        (Price(per_tile_and_step=37.5), 1024, 1024, 50, 7500),
        (Price(per_tile=26.05), 1280, 720, 4, 104.2),
        (Price(first_tile=1363.64, per_tile=181.82, tile_pixels=4 * TILE), 1024, 1024, 4, 1363.64),
        (Price(first_tile=1363.64, per_tile=181.82, tile_pixels=4 * TILE), 1920, 1920, 4, 1363.64 + 3 * 181.82),
        (Price(), 1024, 1024, 20, 0),
    ],
)
def test_the_price_rule_fits_the_bills_of_other_models(
    price: Price, width: int, height: int, steps: int, neurons: float
) -> None:
    assert price.neurons(width, height, steps) == pytest.approx(neurons)


def test_models_are_found_by_their_id() -> None:
    assert MODELS["@cf/black-forest-labs/flux-1-schnell"] is DEFAULT_MODEL
    assert all(model.id == name for name, model in MODELS.items())
