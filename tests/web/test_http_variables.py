"""Prompts with variables over HTTP: looked at beforehand, painted, kept with what came out, and what is wrong named."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from server.paintings.painting import State
from tests.eventually import eventually
from tests.html import field_errors, has_handle, parse, states
from tests.program import Program
from tests.upstream import Upstream
from tests.web.test_http_moving import move
from tests.web.test_http_prompts_sent import texts
from tests.web.test_http_queue import wait_for

FOX = "a {red|blue} fox, {day|night}"
FOXES = ["a red fox, day", "a red fox, night", "a blue fox, day", "a blue fox, night"]


def put_list(folder: Path, name: str, text: str) -> None:
    file = folder / "wildcards" / f"{name}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def preview(page: httpx.Client, prompt: str, unfold: str = "every") -> tuple[str, list[str]]:
    """How many combinations are told, and the examples."""
    html = parse(page.post("/writing/preview", data={"prompt": prompt, "unfold": unfold}).raise_for_status().text)
    told = html.select_one('[data-testid="combinations"]')
    return told.get_text() if told else "", [each.get_text() for each in html.select('[data-testid="unfolded"] li')]


def problem(page: httpx.Client, prompt: str) -> str:
    html = parse(page.post("/writing/preview", data={"prompt": prompt, "unfold": "every"}).text)
    [told] = html.select('[data-testid="unfold-problem"]')
    return str(told["data-code"])


def paint(page: httpx.Client, prompt: str, **fields: str) -> list[int]:
    answer = page.post("/generate", data={"prompt": prompt, "steps": "1", **fields}).raise_for_status()
    ids = list(states(answer.text))
    wait_for(page, dict.fromkeys(ids, State.DONE))
    return ids


def sent(upstream: Upstream) -> list[str]:
    return [request.json()["prompt"] for request in upstream.requests if "/ai/run/" in request.path]


def test_every_combination_is_looked_at_and_painted_once(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    assert preview(page, FOX) == ("4 combinations", FOXES)

    ids = paint(page, FOX, count="3", unfold="every")

    assert sorted(sent(upstream)) == sorted(FOXES)
    [shown] = parse(page.get("/").text).select('[data-testid="order"]')
    assert [words.get_text() for words in shown.select(".order-head > .prompt, .tile-words")] == [FOX, *FOXES]
    assert sorted(file.name[:9] for file in program.library.rglob("*.jpg"))[0].startswith("a ")
    assert texts(page) == (FOX, "")
    page.get(f"/paintings/{ids[0]}/form")
    assert texts(page) == (FOXES[0], FOX)


def test_by_chance_as_many_as_are_wanted_and_different_ones(page: httpx.Client, upstream: Upstream) -> None:
    assert preview(page, FOX, "chance")[0] == "4 combinations"

    paint(page, FOX, count="4")

    assert sorted(sent(upstream)) == sorted(FOXES)
    paint(page, "{lamp|lamp} {{moon}}", count="2")
    assert sent(upstream)[4:] == ["lamp {{moon}}"] * 2


def test_lists_are_files_beside_the_pictures_or_with_the_data(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    put_list(program.library, "colour", "# mine\n\ufeff\n red \nblue\n")
    put_list(program.data_dir, "colour", "of no use\n")
    put_list(program.data_dir, "beasts/Cats", "tabby\n{black|white} cat\n")

    assert preview(page, "a __colour__ boat")[1] == ["a \ufeff boat", "a red boat", "a blue boat"]
    assert preview(page, "__beasts/cats__")[1] == ["tabby", "black cat", "white cat"]
    put_list(program.library, "colour", "green\n")
    paint(page, "a __colour__ boat")
    assert sent(upstream) == ["a green boat"]


def test_lists_lie_in_the_folder_the_pictures_are_in_now(program: Program, page: httpx.Client, tmp_path: Path) -> None:
    used, third = tmp_path / "other", tmp_path / "third"
    put_list(program.library, "colour", "red\n")
    put_list(used, "colour", "green\nblue\n")
    seen = ["a green boat", "a blue boat"]

    assert page.post("/folder/change", data={"folder": str(used), "how": "use"}).status_code == 204
    assert preview(page, "a __colour__ boat")[1] == seen
    move(page, third)
    (used / "wildcards" / "colour.txt").unlink()
    assert preview(page, "a __colour__ boat")[1] == seen


WRONG = {
    "a {red|blue fox": "choice_unclosed",
    "__nothing__": "list_unknown",
    "{a|__empty__}": "list_empty",
    "__../secret__": "list_unknown",
    "__a/../b__": "list_unknown",
    f"__{'颜' * 150}__": "list_unknown",
    "__circle__": "lists_in_circles",
    "__latin__": "list_unreadable",
    "__large__": "list_too_large",
    "__long__": "list_too_large",
}


def test_what_is_wrong_is_named_before_and_when_it_is_ordered(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    put_list(program.library, "empty", "# nothing\n")
    put_list(program.library, "circle", "x\n__circle__\n")
    put_list(program.library, "large", "x" * 2_000_001)
    put_list(program.library, "long", "x\n" * 20_001)
    (program.library / "wildcards" / "latin.txt").write_bytes("blau\nr\xf6tlich".encode("latin-1"))

    assert {prompt: problem(page, prompt) for prompt in WRONG} == WRONG
    for prompt in WRONG:
        answer = page.post("/generate", data={"prompt": prompt})
        assert answer.status_code == 422, prompt
        assert len(field_errors(answer.text)) == 1, prompt
        assert prompt not in program.log
    assert sent(upstream) == []
    assert "nothing" not in program.log


def test_the_lists_there_are_told_where_one_is_missing(program: Program, page: httpx.Client) -> None:
    put_list(program.library, "colour", "red\n")
    put_list(program.data_dir, "beasts/cats", "tabby\n")

    answer = page.post("/writing/preview", data={"prompt": "__color__", "unfold": "chance"})

    assert "beasts/cats, colour" in parse(answer.text).get_text(" ")


def test_lists_are_named_as_files_are_and_several_by_a_star(program: Program, page: httpx.Client) -> None:
    put_list(program.library, "St. Mary's church", "nave\n")
    put_list(program.library, "colours-warm", "red\n3::yellow # like straw\n")
    put_list(program.data_dir, "colours-cold", "blue\nred\n")
    put_list(program.data_dir, "beasts/Cats", "tabby\n")
    put_list(program.data_dir, "beasts/wild/cats", "lynx\n")

    assert preview(page, "__St. Mary's church__ {a|b}")[1] == ["nave a", "nave b"]
    assert preview(page, "__Colours*__")[1] == ["blue", "red", "yellow"]
    assert preview(page, "__**/cats__")[1] == ["tabby", "lynx"]
    assert preview(page, "__beasts/*__ {a|b}")[1] == ["tabby a", "tabby b"]
    assert preview(page, "__wild/cats__ {a|b}")[1] == ["lynx a", "lynx b"]
    assert preview(page, "{2$$__colours*__}")[0] == "6 combinations"
    assert problem(page, "__colour-*__") == "list_unknown"


def test_what_comes_out_twice_is_counted_and_painted_once(page: httpx.Client, upstream: Upstream) -> None:
    assert preview(page, "{a|a|b} {2$${x|y}|{x|y}}")[0] == "4 combinations"

    paint(page, "{a|a|b} {2$${x|y}|{x|y}}", unfold="every")

    assert sorted(sent(upstream)) == ["a x,y", "a y,x", "b x,y", "b y,x"]


def test_what_is_chosen_in_turn_goes_on_from_painting_to_painting(page: httpx.Client, upstream: Upstream) -> None:
    assert preview(page, "a {@red|blue} {@fox|cat}", "chance") == ("", ["a red fox", "a blue cat"])

    paint(page, "a {@red|blue} {@fox|cat}", count="3", unfold="every")

    assert sorted(sent(upstream)) == ["a blue cat", "a red fox", "a red fox"]


def test_remarks_are_told_and_not_sent(page: httpx.Client, upstream: Upstream) -> None:
    prompt = "# colours\n{red|red} fox # quick"
    html = parse(page.post("/writing/preview", data={"prompt": prompt, "unfold": "chance"}).text)

    told = html.select_one('[data-testid="remarks"]')
    assert told is not None and [each.get_text() for each in told.select("code")] == ["# colours", "# quick"]
    paint(page, prompt)
    assert sent(upstream) == ["red fox"]


FOREIGN = {
    "${animal=cat} a ${animal}": ("syntax_foreign", ["${animal=cat}", "${animal}"]),
    "%{a ...$$b}": ("syntax_foreign", ["%{a ...$$b}"]),
    "{a$$b|c}": ("syntax_foreign", ["{a$$b|c}"]),
    "a lamp # warm": ("remark_unclear", ["# warm"]),
    "{red|blue fox": ("choice_unclosed", ["{red|blue fox"]),
    "__very bold__": ("list_unknown", ["__very bold__"]),
}


@pytest.mark.parametrize("prompt", FOREIGN)
def test_what_means_nothing_here_is_named_before_it_is_paid_for(
    page: httpx.Client, upstream: Upstream, prompt: str
) -> None:
    html = parse(page.post("/writing/preview", data={"prompt": prompt, "unfold": "chance"}).text)
    [told] = html.select("[data-pieces]")
    code, pieces = FOREIGN[prompt]

    assert (html.select('[data-testid="unfold-problem"]')[0]["data-code"], json.loads(str(told["data-pieces"]))) == (
        code,
        pieces,
    )
    assert page.post("/generate", data={"prompt": prompt}).status_code == 422
    assert sent(upstream) == []
    as_it_is = prompt
    for piece in pieces:
        as_it_is = as_it_is.replace(piece, f"\\{piece}")
    ids = paint(page, as_it_is)
    assert sent(upstream) == [prompt]
    page.get(f"/paintings/{ids[0]}/form")
    draft, _ = texts(page)
    paint(page, draft)
    assert sent(upstream) == [prompt, prompt]


def test_a_comparison_and_painting_over_refuse_it_too(page: httpx.Client, upstream: Upstream) -> None:
    axes = {"axis_steps": "4, 8", "with_0": "@cf/black-forest-labs/flux-1-schnell"}

    answer = page.post("/grids", data={"prompt": "a ${thing}", **axes})

    assert answer.status_code == 422 and sent(upstream) == []
    assert 'data-code="syntax_foreign"' in answer.text


def test_too_many_to_paint_at_once(page: httpx.Client, upstream: Upstream) -> None:
    many = "{a|b}" * 7
    answer = page.post("/writing/preview", data={"prompt": many, "unfold": "every"})
    [button] = parse(answer.text).select('[data-testid="unfold-every"]')
    assert button.has_attr("disabled")

    answer = page.post("/generate", data={"prompt": many, "unfold": "every"})

    assert (answer.status_code, sent(upstream)) == (422, [])
    assert "64" in field_errors(answer.text)[0]
    assert len(states(page.post("/generate", data={"prompt": "{a|b}" * 6, "unfold": "every", "steps": "1"}).text)) == 64


@pytest.mark.parametrize(
    ("prompt", "status"),
    [
        ("{a|" + "b" * 2100 + "}", 422),
        ("{" + "|".join("x" * 1000 for _ in range(5)) + "}", 200),
        ("{ | }", 422),
    ],
)
def test_the_limit_is_for_what_is_sent(page: httpx.Client, prompt: str, status: int) -> None:
    assert page.post("/generate", data={"prompt": prompt, "unfold": "every"}).status_code == status


def test_what_is_meant_as_it_is_is_sent_as_it_is(page: httpx.Client, upstream: Upstream) -> None:
    paint(page, r"a sign: \{open\|closed\}", unfold="every", count="2")

    assert sent(upstream) == ["a sign: {open|closed}"] * 2


def test_the_preview_takes_what_it_should(page: httpx.Client) -> None:
    assert page.post("/writing/preview", data={"prompt": "{a|b}", "unfold": "some"}).status_code == 422
    assert page.post("/writing/preview", data={"prompt": "{a|b}"}).status_code == 422
    assert not has_handle(page.post("/writing/preview", data={"prompt": "a boat", "unfold": "every"}).text, "unfolded")


@pytest.mark.parametrize("how", ["fitting", "rest"])
def test_the_combinations_that_fit_into_the_day_are_painted_each_once(
    page: httpx.Client, upstream: Upstream, how: str
) -> None:
    fox = "a fox {1|2|3|4}{1|2|3|4}{1|2|3|4}"
    short = page.post("/generate", data={"prompt": fox, "unfold": "every"})
    assert short.status_code == 409
    [button] = parse(short.text).select(f'[data-testid="paint-{how}"]')

    page.post(str(button["hx-post"]), data={"how": how}).raise_for_status()

    eventually(lambda: len(sent(upstream)) >= 57)
    eventually(lambda: 'data-state="painting"' not in page.get("/").text)
    assert len(set(sent(upstream))) == len(sent(upstream)) == 57
