"""A form and a command order the same way, and differ where each of them has to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from server.common.errors import BadInput
from server.paintings.models import MODELS, SEED_LIMIT
from server.paintings.preferences import MAX_SEED
from server.studio.ordering import order_in_words, order_of

PHOENIX = "@cf/leonardo/phoenix-1.0"
ALIKE = {"prompt": " a boat\r\non a lake\x00 ", "model": PHOENIX, "steps": "7", "count": "2", "guidance": "3.25"}
SIZED = {"prompt": "a boat", "model": PHOENIX, "width": "1000", "height": "768"}


def problems(order: object, fields: Mapping[str, str]) -> dict[str, str]:
    with pytest.raises(BadInput) as refused:
        order_in_words(fields) if order is order_in_words else order_of(fields, samples=False)
    return dict(refused.value.fields)


def test_both_read_the_same_of_the_same() -> None:
    order = order_of(ALIKE, samples=False)

    assert order == order_in_words(ALIKE)
    assert (order.prompt, order.steps, order.count, order.guidance) == ("a boat\non a lake", 7, 2, 3.25)
    assert (order.width, order.height, order.seed, order.inputs) == (None, None, None, "")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("steps", "0", "out_of_range"),
        ("steps", "4 ", "out_of_range"),
        ("steps", "four", "out_of_range"),
        ("steps", "٤", "out_of_range"),
        ("count", "9", "out_of_range"),
        ("guidance", "10.5", "out_of_range"),
        ("guidance", "nan", "out_of_range"),
        ("seed", "-1", "out_of_range"),
        ("width", "0", "out_of_range"),
        ("prompt", " ", "prompt_empty"),
        ("negative_prompt", "x" * 5000, "prompt_too_long"),
    ],
)
def test_both_refuse_the_same(field: str, value: str, code: str) -> None:
    fields = {**ALIKE, field: value}

    assert problems(order_of, fields) == problems(order_in_words, fields) == {field: code}


def test_all_that_is_wrong_is_said_at_once() -> None:
    fields = {"prompt": "", "steps": "99", "seed": "7", "model": "@cf/black-forest-labs/flux-1-schnell"}

    assert problems(order_of, fields) == {"prompt": "prompt_empty", "steps": "out_of_range", "seed": "not_taken"}
    assert problems(order_in_words, fields) == problems(order_of, fields)


def test_a_form_s_size_becomes_the_nearest_and_a_command_s_is_meant() -> None:
    fields = {**SIZED, "width": "1001"}

    assert (order_of(fields, samples=False).width, order_of(SIZED, samples=False).width) == (1000, 1000)
    assert problems(order_in_words, fields) == {"width": "out_of_range"}
    assert order_in_words(SIZED).width == 1000


def test_a_form_takes_seeds_of_other_programs() -> None:
    assert order_of({**ALIKE, "seed": f" {MAX_SEED} "}, samples=False).seed == MAX_SEED
    assert problems(order_of, {**ALIKE, "seed": str(MAX_SEED + 1)}) == {"seed": "out_of_range"}
    assert order_in_words({**ALIKE, "seed": str(SEED_LIMIT - 1)}).seed == SEED_LIMIT - 1
    assert problems(order_in_words, {**ALIKE, "seed": str(SEED_LIMIT)}) == {"seed": "out_of_range"}


def test_a_prompt_with_variables_is_measured_when_they_are_filled_in() -> None:
    plain = "x" * (MODELS[PHOENIX].prompt_limit + 1)
    varied = "{a|b}" + plain

    assert order_of({**ALIKE, "prompt": varied}, samples=False).prompt == varied
    assert order_in_words({**ALIKE, "prompt": varied}).prompt == varied
    assert problems(order_of, {**ALIKE, "prompt": plain}) == {"prompt": "prompt_too_long"}
    assert problems(order_in_words, {**ALIKE, "prompt": plain}) == {"prompt": "prompt_too_long"}


def test_a_command_may_name_the_one_size_there_is() -> None:
    words = {"prompt": "a boat", "width": "1024"}

    assert order_in_words(words).width is None
    assert problems(order_in_words, {**words, "width": "512"}) == {"width": "out_of_range"}
    assert problems(order_of, words) == {"width": "not_taken"}


def test_a_command_says_nothing_it_does_not_know() -> None:
    assert problems(order_in_words, {**ALIKE, "references": "x"}) == {"references": "unknown_field"}
