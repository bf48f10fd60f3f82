"""Models made from what an account's list and schemas say, however nasty."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server.cloudflare.model_listing import ModelListing, read_list
from server.paintings.models import MODELS, Parameters, Range
from server.paintings.models.known import KnownModels
from server.paintings.models.schema import model_of

NEW = "@cf/maker/new-model-1"
FULL: dict[str, dict[str, object]] = {
    "prompt": {"type": "string", "minLength": 1, "maxLength": 1500},
    "negative_prompt": {"type": "string"},
    "num_steps": {"type": "integer", "minimum": 2, "maximum": 30, "default": 12},
    "width": {"type": "integer", "minimum": 300, "maximum": 1600, "default": 900},
    "height": {"type": "integer", "minimum": 256, "maximum": 2048},
    "seed": {"type": "integer", "minimum": 0},
    "guidance": {"type": "number", "minimum": 1, "maximum": 9, "default": 3.5},
}


def schema(required: object = ("prompt",), **fields: object) -> dict[str, Any]:
    asked = list(required) if isinstance(required, tuple) else required
    return {"input": {"type": "object", "properties": fields, "required": asked}}


def test_a_schema_becomes_a_model() -> None:
    model = model_of(NEW, schema(**FULL), terms="https://example.org/terms")

    assert model is not None
    assert (model.name, model.maker, model.licence) == ("new-model-1", "maker", "https://example.org/terms")
    assert (model.prompt_limit, model.negative_prompt, model.price.known) == (1500, True, False)
    assert model.steps == Range("num_steps", 2, 30, default=12)
    assert model.width == Range("width", 304, 1600, default=904, multiple_of=8)
    assert model.height == Range("height", 256, 2048, default=1024, multiple_of=8)
    assert model.guidance == Range("guidance", 1, 9, default=3.5, multiple_of=0.5)
    assert model.seed is not None
    asked = Parameters(prompt="x", steps=5, width=512, height=768, seed=7, guidance=2.5, negative_prompt="no")
    assert model.fields(asked) == {
        "prompt": "x",
        "num_steps": 5,
        "width": 512,
        "height": 768,
        "seed": 7,
        "guidance": 2.5,
        "negative_prompt": "no",
    }


def test_a_model_that_takes_but_a_prompt_is_sent_nothing_else() -> None:
    model = model_of(NEW, schema(prompt={"type": "string"}))

    assert model is not None
    assert not model.takes_size
    assert model.steps.is_fixed
    assert model.fields(Parameters(prompt="x", steps=4, width=512, height=512, seed=1)) == {"prompt": "x"}


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"input": None},
        {"input": {"properties": []}},
        {"input": {"oneOf": [{"properties": {"prompt": {"type": "string"}}}]}},
        schema(prompt="string"),
        schema(prompt={"type": "array"}),
        schema(required=("multipart",), multipart={"type": "object"}),
        schema(required=("prompt", "image"), prompt={"type": "string"}, image={"type": "array"}),
        schema(required=("prompt", "width"), **FULL),
        schema(required="prompt", prompt={"type": "string"}),
        schema(required=(["prompt"],), prompt={"type": "string"}),
    ],
)
def test_what_cannot_be_understood_is_left_out(told: object) -> None:
    assert model_of(NEW, told) is None


@pytest.mark.parametrize("number", [True, "9", None, -1, 0, 1e400, float("nan"), -(10**400), 10**400, 1e18, 0.3])
def test_numbers_that_make_no_sense_harm_nobody(number: object) -> None:
    nasty = {
        name: told | dict.fromkeys(("minimum", "maximum", "default", "maxLength", "multipleOf"), number)
        for name, told in FULL.items()
    }

    model = model_of(NEW, schema(**nasty))

    assert model is not None
    assert 1 <= model.prompt_limit <= 4096
    for each in (model.steps, model.width, model.height, model.guidance):
        if each is not None:
            assert each.minimum <= each.default <= each.maximum <= 4096
            assert each.default in each
    assert json.dumps(model.profile(), allow_nan=False)


def test_a_seed_smaller_than_ours_is_not_sent() -> None:
    model = model_of(NEW, schema(prompt={"type": "string"}, seed={"type": "integer", "maximum": 1000}))
    assert model is not None
    assert model.seed is None


def listed(name: object, task: object = "Text-to-Image", **properties: object) -> dict[str, Any]:
    told = [{"property_id": each, "value": value} for each, value in properties.items()]
    return {"name": name, "task": {"name": task}, "properties": told}


def test_a_list_is_read_without_believing_it() -> None:
    told = [
        listed(NEW, terms="https://example.org/a", planned_deprecation_date="2027-01-31T00:00:00Z"),
        listed("@cf/maker/bad", terms='javascript:alert("x")', planned_deprecation_date="<b>"),
        listed("@cf/../../secrets"),
        listed("@cf/maker/words", task="Text Generation"),
        listed(7),
        {"name": NEW + "x", "task": None},
        {"name": "@cf/maker/odd", "task": {"name": "Text-to-Image"}, "properties": {"terms": 1}},
        None,
    ]

    found = read_list(told)

    assert list(found) == [NEW, "@cf/maker/bad", "@cf/maker/odd"]
    assert (found[NEW].terms, found[NEW].ends) == ("https://example.org/a", "2027-01-31")
    assert (found["@cf/maker/bad"].terms, found["@cf/maker/bad"].ends) == ("", "")
    assert read_list({"name": NEW}) == {}
    assert len(read_list([listed(f"@cf/maker/m{number}") for number in range(5000)])) == 200


@pytest.mark.parametrize(
    "stored", ["", "{", "[]", '{"listed": 3}', '{"listed": [{"id": 1, "x": 2}]}', '{"learnt": [1]}']
)
def test_a_damaged_setting_is_as_none(stored: str) -> None:
    offer = ModelListing(stored, lambda _: None)
    assert offer.gone == frozenset()
    assert len(MODELS) == len(MODELS.beforehand)


def test_what_is_learnt_takes_the_place_of_nothing_known_beforehand() -> None:
    schnell = next(iter(MODELS.values()))
    known = KnownModels({schnell.id: schnell})
    new, impostor = model_of(NEW, schema(**FULL)), model_of(schnell.id, schema(**FULL))
    assert new and impostor
    known.learn([new, impostor])
    assert list(known) == [schnell.id, NEW]
    assert known[schnell.id] is schnell
    known.learn([])
    assert NEW not in known
