"""Styles over HTTP: the cards there are, what an order in a style sends, and what stays in the form."""

from __future__ import annotations

import httpx
import pytest

from server.prompts.built_in_styles import BUILT_IN
from tests.eventually import eventually
from tests.html import parse
from tests.upstream import Upstream
from tests.web.test_http_prompts_sent import texts

WATERCOLOUR = BUILT_IN["watercolour"]
PHOENIX = "@cf/leonardo/phoenix-1.0"


def order(page: httpx.Client, prompt: str, style: str, **fields: str) -> None:
    data = {"prompt": prompt, "style": style, "steps": "2", **fields}
    page.post("/generate", data=data).raise_for_status()
    eventually(lambda: parse(page.get("/").text).select_one('[data-testid="painting"]')["data-state"] == "done")  # type: ignore[index]


def sent(upstream: Upstream) -> dict[str, object]:
    fields: dict[str, object] = upstream.requests[-1].json()
    return fields


def worn(page: httpx.Client) -> str:
    """The key of the style that the form has on."""
    [field] = parse(page.get("/").text).select("#create [name=style]")
    return str(field["value"])


def negative(page: httpx.Client) -> str:
    [field] = parse(page.get("/").text).select('[data-testid="negative-prompt"]')
    return field.get_text()


def test_the_cards_have_previews_that_are_there(page: httpx.Client) -> None:
    page.post("/styles", data={"called": "mine", "text": "{prompt}, mine"})
    html = parse(page.get("/styles").text)
    cards = html.select('[data-testid="style-card"]')
    pictures = [page.get(str(image["src"])) for image in html.select('[data-testid="style-card"] img')]

    assert [card["data-style"] for card in cards] == [*(f"built-in/{style}" for style in BUILT_IN), "own/mine"]
    assert len(pictures) == len(BUILT_IN) >= 24
    assert {(picture.status_code, picture.headers["content-type"]) for picture in pictures} == {(200, "image/webp")}
    assert len({picture.content for picture in pictures}) == len(pictures)
    assert sum(len(picture.content) for picture in pictures) < 1_000_000


@pytest.mark.parametrize(("prompt", "template"), [("a fox", WATERCOLOUR.english), ("一只小狐狸", WATERCOLOUR.chinese)])
def test_an_order_in_a_style_sends_it_in_the_prompts_language(
    page: httpx.Client, upstream: Upstream, prompt: str, template: str
) -> None:
    order(page, prompt, "built-in/watercolour")

    assert sent(upstream)["prompt"] == template.replace("{prompt}", prompt)
    made = parse(page.get("/").text).select_one('[data-testid="order"]')
    assert made is not None
    shown = [text.get_text() for text in made.select(".order-head > .prompt, .sent-text")]
    assert shown == [prompt, template.replace("{prompt}", prompt)]
    assert texts(page) == (prompt, "")
    assert worn(page) == "built-in/watercolour"


def test_using_a_painting_again_puts_its_style_on_again(page: httpx.Client) -> None:
    order(page, "a fox", "built-in/watercolour")
    page.post("/draft", data={"prompt": "something else", "style": "", "typed": ""})
    assert worn(page) == ""

    page.get("/paintings/1/form").raise_for_status()

    assert texts(page) == ("a fox", "")
    assert worn(page) == "built-in/watercolour"


def test_what_a_style_avoids_goes_to_models_that_take_it(page: httpx.Client, upstream: Upstream) -> None:
    fields = {"model": PHOENIX, "negative_prompt": "fog", "steps": "20", "guidance": "3"}
    order(page, "a fox", "built-in/watercolour", **fields)

    assert sent(upstream)["negative_prompt"] == f"fog, {WATERCOLOUR.avoided}"
    page.get("/paintings/1/form").raise_for_status()
    assert negative(page) == "fog"


@pytest.mark.parametrize("key", ["built-in/none", "own/none", "watercolour", "x" * 5000])
def test_a_style_that_is_gone_is_none(page: httpx.Client, upstream: Upstream, key: str) -> None:
    order(page, "a fox", key)

    assert sent(upstream)["prompt"] == "a fox"


def test_a_style_of_ones_own_with_variables_is_unfolded(page: httpx.Client, upstream: Upstream) -> None:
    page.post("/styles", data={"called": "either", "text": "{prompt}, {ink|oil}"})

    order(page, "a fox", "own/either")

    assert sent(upstream)["prompt"] in ("a fox, ink", "a fox, oil")
    assert texts(page) == ("a fox", "")


def test_a_prompt_too_long_with_its_style_is_told_before_it_is_sent(page: httpx.Client, upstream: Upstream) -> None:
    answer = page.post("/generate", data={"prompt": "x" * 2040, "style": "built-in/oil", "steps": "2"})

    assert answer.status_code == 422
    assert upstream.requests == []
    assert texts(page)[0] == "x" * 2040
    assert worn(page) == "built-in/oil"


def test_changing_a_picture_begins_with_nothing_of_the_old_words(page: httpx.Client) -> None:
    """What was typed before would be kept with what is asked for now."""
    order(page, "a fox in ink", "built-in/oil", typed="一只狐狸")

    page.post("/paintings/1/edit").raise_for_status()

    assert texts(page) == ("", "")
    assert worn(page) == ""


def test_a_form_that_is_empty_was_made_from_nothing(page: httpx.Client) -> None:
    page.post("/draft", data={"prompt": " ", "typed": "一只狐狸"})

    assert texts(page)[1] == ""


def test_comparisons_are_in_the_style_too(page: httpx.Client, upstream: Upstream) -> None:
    fields = {"prompt": "a fox", "steps": "4", "count": "1", "style": "built-in/oil", "axis_steps": "2, 4"}
    page.post("/grids", data=fields).raise_for_status()
    eventually(lambda: len(upstream.requests) == 2)

    wanted = BUILT_IN["oil"].english.replace("{prompt}", "a fox")
    assert [request.json()["prompt"] for request in upstream.requests] == [wanted, wanted]
