"""What the models take and cost, against what was measured on the real service."""

from __future__ import annotations

import pytest

from server.paintings.models import DEFAULT_MODEL, FLUX_1_SCHNELL, MODELS, TILE, Model, Parameters, Price


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


@pytest.mark.parametrize(
    ("name", "steps", "size", "neurons"),
    [
        ("phoenix-1.0", 25, (1024, 1024), 3120),
        ("lucid-origin", 15, (1120, 1120), 3904.6875),
        ("flux-2-dev", 50, (1024, 1024), 7500),
        ("flux-2-klein-4b", 4, (1280, 720), 104.2),
        ("flux-2-klein-9b", 4, (1024, 1024), 1363.64),
        ("stable-diffusion-xl-base-1.0", 20, (1024, 1024), 0),
    ],
)
def test_estimates_are_what_was_billed(name: str, steps: int, size: tuple[int, int], neurons: float) -> None:
    model = next(model for model in MODELS.values() if model.id.endswith(name))

    assert model.estimate(Parameters("a fox", steps, *size)) == pytest.approx(neurons)


def test_reference_pictures_cost_by_their_tiles() -> None:
    klein = MODELS["@cf/black-forest-labs/flux-2-klein-4b"]
    parameters = Parameters("a fox", 4, 1024, 1024)

    assert klein.estimate(parameters, [(512, 512), (300, 200)]) == pytest.approx(4 * 26.05 + 2 * 5.37)


def test_seeds_count_up_from_the_wish_and_differ_without_one() -> None:
    klein = MODELS["@cf/black-forest-labs/flux-2-klein-4b"]

    assert klein.seeds(2**32 - 1, 3) == [2**32 - 1, 0, 1]
    assert len(set(klein.seeds(None, 8))) == 8
    assert FLUX_1_SCHNELL.seeds(7, 2) == [None, None]


@pytest.mark.parametrize(
    ("number", "nearest"), [(0, 256), (1000, 1008), (1007.9, 1008), (1920, 1920), (5000, 1920), (264, 272)]
)
def test_the_nearest_size(number: float, nearest: float) -> None:
    width = MODELS["@cf/black-forest-labs/flux-2-klein-4b"].width

    assert width.nearest(number) == nearest
    assert nearest in width
    assert (number in width) is (number == nearest)


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_every_default_is_allowed(model: Model) -> None:
    for allowed in (model.steps, model.width, model.height, model.seed, model.guidance):
        assert allowed is None or allowed.default in allowed
    assert model.licence.startswith("https://")
    assert model.remark
