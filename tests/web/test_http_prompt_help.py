"""Translation, enrichment and description over HTTP: what is asked, what it cost, and what goes wrong."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from server.paintings.models import FLUX_1_SCHNELL
from server.paintings.models.helpers import GEMMA, GLM, GRANITE, LLAVA, M2M100, MOONDREAM, Task
from server.paintings.painting import State
from tests.cloudflare_helpers import DESCRIPTION
from tests.html import parse
from tests.jpegs import make_picture
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import Behaviour, answer, cut, hang_up, refuse, web_page
from tests.web.test_http_prompts_sent import texts
from tests.web.test_http_queue import wait_for

FOX = "一只小狐狸"
CHAT = "/chat/completions"
RUN = f"/ai/run/{M2M100.id}"
KLEIN = "@cf/black-forest-labs/flux-2-klein-4b"


def ask(page: httpx.Client, task: str, prompt: str = FOX, **fields: str) -> httpx.Response:
    form = {"prompt": prompt, "typed": "", "task": task, "model": FLUX_1_SCHNELL.id} | fields
    return page.post("/writing/help", data=form)


def suggested(shown: httpx.Response) -> str:
    [field] = parse(shown.raise_for_status().text).select('[data-testid="beside-written"]')
    return field.get_text()


def told(shown: httpx.Response, handle: str) -> str:
    [found] = parse(shown.text).select(f'[data-testid="{handle}"]')
    return found.get_text(" ", strip=True)


def problem(shown: httpx.Response) -> tuple[str, str]:
    """The code of what went wrong, and all that is said of it."""
    [found] = parse(shown.text).select('[data-testid="beside-problem"]')
    return str(found["data-code"]), found.get_text(" ", strip=True)


def calls(program: Program) -> list[tuple[str, float, int]]:
    """Model, neurons and whether Cloudflare said so, of every call in the writer."""
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3")) as connection:
        return connection.execute("SELECT model, neurons, exact FROM calls ORDER BY id").fetchall()


def test_what_it_took_is_counted_with_the_day_s_use(page: httpx.Client, program: Program, upstream: Upstream) -> None:
    ask(page, "translate")
    ask(page, "enrich")
    upstream.next(refuse(3036, 429), cut(5), path=RUN)
    ask(page, "translate")
    ask(page, "translate", "宁静的湖面")

    assert calls(program) == [
        (M2M100.id, 3.73, 1),
        (GRANITE.id, 0.62, 1),
        (M2M100.id, M2M100.estimate(Task.TRANSLATE, "宁静的湖面"), 0),  # cut off, and perhaps charged
    ]


def test_a_prompt_is_translated_and_shown_beside_the_original(page: httpx.Client, upstream: Upstream) -> None:
    shown = ask(page, "translate")

    assert suggested(shown) == "a little fox"
    assert told(shown, "beside-original") == FOX
    assert "M2M100" in told(shown, "beside-cost")
    assert "3.73 neurons" in told(shown, "beside-cost")
    assert [(each.path.partition("/ai/")[2], each.json()) for each in upstream.requests] == [
        (f"run/{M2M100.id}", {"text": FOX, "source_lang": "zh", "target_lang": "en"})
    ]
    assert texts(page) == ("", "")  # nothing is used before somebody says so


def test_another_helper_translates_where_it_is_chosen(page: httpx.Client, upstream: Upstream) -> None:
    page.post("/preferences", data={"translator": GLM.id}).raise_for_status()

    shown = ask(page, "translate")

    assert suggested(shown) == "a little fox"
    assert "0.62 neurons" in told(shown, "beside-cost")
    asked = upstream.requests[-1].json()
    assert (asked["model"], asked["messages"][-1]) == (GLM.id, {"role": "user", "content": FOX})


@pytest.mark.parametrize(("model", "language"), [(FLUX_1_SCHNELL.id, "in English"), (KLEIN, "in the language of")])
def test_a_prompt_is_enriched_in_the_language_the_model_reads(
    page: httpx.Client, upstream: Upstream, model: str, language: str
) -> None:
    shown = ask(page, "enrich", "a fox", model=model, typed="狐狸")

    assert suggested(shown) == "a fox, soft light, fine detail"
    assert language in upstream.requests[-1].json()["messages"][0]["content"]
    [dialog] = parse(shown.text).select("dialog")
    assert dialog["data-typed"] == "狐狸"


@pytest.mark.parametrize("viewer", [LLAVA.id, GEMMA.id, MOONDREAM.id])
def test_a_painting_is_described(page: httpx.Client, program: Program, upstream: Upstream, viewer: str) -> None:
    page.post("/preferences", data={"viewer": viewer})
    page.post("/generate", data={"prompt": "a boat"})
    wait_for(page, {1: State.DONE})

    shown = page.post("/paintings/1/describe")

    assert suggested(shown) == DESCRIPTION
    assert parse(shown.text).select_one('.beside-picture[src^="/paintings/1/thumbnail"]')
    library = {"HX-Current-URL": f"{program.base_url}/library"}
    used = page.post("/writing/use", data={"prompt": DESCRIPTION}, headers=library)
    assert used.headers["hx-redirect"] == "/"
    assert texts(page) == (DESCRIPTION, "")
    assert page.post("/paintings/99/describe").status_code == 404


def describing(page: httpx.Client) -> list[str]:
    """What the buttons for it tell of its price: of a painting, and of a picture that was dropped."""
    [menu] = parse(page.get("/paintings/1/menu").text).select('[data-testid="describe"]')
    octets = {"Content-Type": "application/octet-stream"}
    dropped = parse(page.post("/stories", content=make_picture("PNG"), headers=octets).text)
    [metadata] = dropped.select('[data-testid="story-describe"]')
    return [str(menu["title"]), *(each.select(".writing-cost")[0].get_text() for each in (menu, metadata))]


def test_the_button_tells_what_a_description_takes_or_that_nobody_knows(page: httpx.Client) -> None:
    page.post("/generate", data={"prompt": "a boat"})
    wait_for(page, {1: State.DONE})

    assert describing(page) == ["Its price is not known beforehand.", "price unknown", "price unknown"]
    page.post("/preferences", data={"viewer": GEMMA.id})
    assert describing(page) == ["about 10 neurons", "≈ 9.9", "≈ 9.9"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_from_outside_is_described(page: httpx.Client, upstream: Upstream, kind: str) -> None:
    data = make_picture(kind, side=1500)
    octets = {"Content-Type": "application/octet-stream"}

    assert suggested(page.post("/writing/describe", content=data, headers=octets)) == DESCRIPTION
    assert len(upstream.requests[-1].json()["image"]) < 300_000
    assert page.post("/writing/describe", content=b"no picture", headers=octets).status_code == 415


@pytest.mark.parametrize(
    ("behaviour", "code", "cost"),
    [
        (refuse(3036, 429), "daily_quota_used", "Nothing was charged."),
        (refuse(5028, 410), "model_retired", "Nothing was charged."),
        (refuse(5006, 400, "AiError: Bad input: '/text' must be"), "parameter_refused", "Nothing was charged."),
        (cut(5), "connection_cut", "It may have been charged."),
        (hang_up(), "connection_cut", "It may have been charged."),
        (web_page(), "web_page_answered", "Nothing was charged."),
        (answer(b'{"result": {"translated_text": ""}, "success": true}'), "helper_silent", "charged all the same"),
        (answer(b'{"result": [1], "success": true}'), "answer_unexpected", ""),
        (answer(b"[]"), "answer_unreadable", ""),
        (
            answer(b'{"choices": [{"message": {"content": null, "reasoning_content": "so"}}]}'),
            "helper_only_thought",
            "charged all the same",
        ),
        (answer(b'{"error": {"message": "no", "code": 3036}}', status=429), "daily_quota_used", "Nothing was"),
        (answer(b'{"error": {"message": "no", "code": "3040"}}'), "no_capacity", "Nothing was charged."),
    ],
)
def test_every_failure_is_named_with_what_it_cost(
    page: httpx.Client, program: Program, upstream: Upstream, behaviour: Behaviour, code: str, cost: str
) -> None:
    upstream.next(*[behaviour] * 3, path=RUN)

    shown = ask(page, "translate")

    assert shown.status_code == 502
    assert problem(shown)[0] == code
    assert cost in problem(shown)[1]
    assert not re.search(f"{FOX}|小狐", program.log)


def test_no_account_no_help(tmp_path: Path) -> None:
    nobody = {"CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_API_TOKEN": ""}
    with Program(tmp_path, environ=nobody) as program, program.client() as page:
        shown = ask(page, "enrich")

    assert (shown.status_code, problem(shown)[0]) in {(409, "no_account"), (409, "keyring_missing")}


def test_a_prompt_with_variables_is_left_alone(page: httpx.Client, upstream: Upstream) -> None:
    shown = ask(page, "translate", "一只{红|蓝}狐狸")

    assert (shown.status_code, problem(shown)[0]) == (422, "variables_not_helped")
    assert upstream.requests == []


def test_what_is_longer_than_the_model_takes_is_said(page: httpx.Client, upstream: Upstream) -> None:
    long = json.dumps({"result": {"translated_text": "x" * 2100}, "success": True}).encode()
    upstream.next(answer(long), path=RUN)

    assert "2,100 characters, and FLUX.1 schnell takes 2,048" in told(ask(page, "translate"), "beside-long")


@pytest.mark.parametrize(
    "fields",
    [{"task": "describe"}, {"task": "other"}, {"model": "@cf/none"}, {"prompt": "  "}, {"extra": "1"}],
)
def test_only_what_makes_sense_is_asked(page: httpx.Client, upstream: Upstream, fields: dict[str, str]) -> None:
    assert ask(page, **({"task": "translate"} | fields)).status_code == 422
    assert upstream.requests == []


@pytest.mark.parametrize("name", ["translation", "translator", "writer", "viewer"])
def test_only_what_there_is_can_be_chosen(page: httpx.Client, name: str) -> None:
    assert page.post("/preferences", data={name: "@cf/none"}).status_code == 422
    assert page.post("/preferences", data={"viewer": GRANITE.id}).status_code == 422  # it sees nothing


def test_samples_say_that_they_are_samples(tmp_path: Path) -> None:
    with Program(tmp_path, arguments=("--demo",)) as program, program.client() as page:
        for task in ("translate", "enrich"):
            shown = ask(page, task)
            assert "sample text" in suggested(shown)
            assert FOX in suggested(shown)
            assert "nothing was charged" in told(shown, "beside-cost")
        octets = {"Content-Type": "application/octet-stream"}
        for viewer in (LLAVA.id, GEMMA.id, MOONDREAM.id):
            page.post("/preferences", data={"viewer": viewer})
            shown = page.post("/writing/describe", content=make_picture("PNG"), headers=octets)
            assert "sample text" in suggested(shown)
