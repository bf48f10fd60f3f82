"""Prompts in other languages, translated unasked where that was chosen, for models that read English best."""

from __future__ import annotations

import json

import httpx
import pytest

from server.paintings.models import FLUX_1_SCHNELL
from server.paintings.painting import State
from server.pictures.metadata import read_metadata
from tests.eventually import eventually
from tests.html import parse, states
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import answer, refuse
from tests.web.test_http_prompt_help import FOX, KLEIN, RUN
from tests.web.test_http_prompts_sent import pictures, texts
from tests.web.test_http_queue import wait_for


def order(page: httpx.Client, prompt: str, **fields: str) -> list[int]:
    return list(states(page.post("/generate", data={"prompt": prompt, **fields}).raise_for_status().text))


def asked(upstream: Upstream, path: str) -> list[dict[str, object]]:
    return [each.json() for each in upstream.requests if path in each.path]


def test_prompts_are_translated_once_for_a_batch_and_kept(
    page: httpx.Client, program: Program, upstream: Upstream
) -> None:
    page.post("/preferences", data={"translation": "always"})

    wait_for(page, dict.fromkeys(order(page, FOX, count="3"), State.DONE))

    assert len(asked(upstream, RUN)) == 1
    assert {each["prompt"] for each in asked(upstream, FLUX_1_SCHNELL.id)} == {"a little fox"}
    metadata = read_metadata(pictures(program)[0])
    assert metadata is not None
    assert (metadata.prompt, metadata.prompt_sent) == (FOX, "a little fox")
    page.get("/paintings/1/form")
    assert texts(page) == ("a little fox", FOX)


def facts(page: httpx.Client, painting: int) -> dict[str, str]:
    shown = parse(page.get(f"/library/details/{painting}").text).select_one("dl.details-facts")
    assert shown is not None
    labels, values = ([each.get_text(strip=True) for each in shown.select(name)] for name in ("dt", "dd"))
    return dict(zip(labels, values, strict=True))


def test_a_translation_is_part_of_what_its_painting_cost_and_of_the_day_once(
    page: httpx.Client, program: Program, upstream: Upstream
) -> None:
    page.post("/preferences", data={"translation": "always"})

    paintings = order(page, FOX, count="3")
    wait_for(page, dict.fromkeys(paintings, State.DONE))

    costs = sorted((facts(page, each) for each in paintings), key=lambda each: float(each["Neurons"]))
    assert [each["Neurons"] for each in costs] == ["172.8", "172.8", "176.53"]
    assert [each.get("Of these for the translation") for each in costs] == [None, None, "3.73"]
    found = [read_metadata(picture) for picture in pictures(program)]
    assert sorted((each.neurons, each.translation_neurons or 0.0) for each in found if each) == [
        (172.8, 0.0),
        (172.8, 0.0),
        (172.8, 3.73),
    ]
    assert "522 of 10,000 used" in page.get("/").text
    program.stop()
    (program.data_dir / "atelier.sqlite3").unlink()
    program.start()
    with program.client() as again:
        eventually(lambda: len(states(again.get("/").text)) == 3, seconds=20)
        assert sorted(facts(again, each)["Neurons"] for each in states(again.get("/").text)) == ["172.8"] * 2 + [
            "176.53"
        ]


@pytest.mark.parametrize(
    ("choice", "prompt", "model"),
    [("offer", FOX, FLUX_1_SCHNELL.id), ("never", FOX, FLUX_1_SCHNELL.id), ("always", "a fox", FLUX_1_SCHNELL.id)],
)
def test_nothing_is_translated_unasked(
    page: httpx.Client, upstream: Upstream, choice: str, prompt: str, model: str
) -> None:
    page.post("/preferences", data={"translation": choice})

    wait_for(page, dict.fromkeys(order(page, prompt, model=model), State.DONE))

    assert asked(upstream, RUN) == []
    assert asked(upstream, model)[0]["prompt"] == prompt


def test_a_model_that_reads_it_gets_it_as_it_is(page: httpx.Client, upstream: Upstream) -> None:
    page.post("/preferences", data={"translation": "always"})

    wait_for(page, dict.fromkeys(order(page, FOX, model=KLEIN), State.DONE))

    assert asked(upstream, RUN) == []


def test_what_comes_out_of_variables_is_translated_each(page: httpx.Client, upstream: Upstream) -> None:
    page.post("/preferences", data={"translation": "always"})

    wait_for(page, dict.fromkeys(order(page, "{一只小狐狸|宁静的湖面}", unfold="every"), State.DONE))

    assert sorted(str(each["prompt"]) for each in asked(upstream, FLUX_1_SCHNELL.id)) == [
        "a little fox",
        "a quiet lake",
    ]
    shown = parse(page.get("/").text).select(".order-head > .prompt, .tile-words")
    assert [words.get_text() for words in shown] == ["{一只小狐狸|宁静的湖面}", "a little fox", "a quiet lake"]


def test_a_translation_that_fails_paints_nothing_and_can_be_tried_again(
    page: httpx.Client, program: Program, upstream: Upstream
) -> None:
    page.post("/preferences", data={"translation": "always"})
    upstream.next(refuse(5028, 410), path=RUN)

    [painting] = order(page, FOX)
    wait_for(page, {painting: State.FAILED})

    assert "M2M100" in parse(page.get("/").text).select('[data-testid="painting-error"]')[0].get_text()
    assert asked(upstream, FLUX_1_SCHNELL.id) == []
    page.post(f"/paintings/{painting}/retry")
    wait_for(page, {painting: State.DONE})
    assert asked(upstream, FLUX_1_SCHNELL.id)[0]["prompt"] == "a little fox"
    assert FOX not in program.log


def test_a_translation_longer_than_the_model_takes_is_named(page: httpx.Client, upstream: Upstream) -> None:
    page.post("/preferences", data={"translation": "always"})
    long = json.dumps({"result": {"translated_text": "x" * 2100}, "success": True}).encode()
    upstream.next(answer(long), path=RUN)

    wait_for(page, {order(page, FOX)[0]: State.FAILED})

    assert "longer than the model takes" in page.get("/").text
    assert asked(upstream, FLUX_1_SCHNELL.id) == []
