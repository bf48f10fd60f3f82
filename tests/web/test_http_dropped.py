"""Pictures dropped on the window, asked over HTTP: what they tell, and the form filled with it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from server.common.recent import MOST_KEPT
from server.pictures.metadata import Metadata, embed
from server.web.forms import MAX_BODY, MAX_PICTURE
from tests.foreign_pictures import png
from tests.html import alert_code, parse
from tests.jpegs import make_jpeg, make_picture
from tests.pictures.test_foreign_metadata import A1111, sdxl
from tests.program import Program
from tests.raw_http import post_raw

BYTES = "application/octet-stream"
STORY = Metadata(
    uid="0" * 32,
    prompt="一只小船",
    model="@cf/black-forest-labs/flux-1-schnell",
    steps=6,
    width=1024,
    height=1024,
    version="0.1.0",
)


@pytest.fixture
def page(shared_program: Program) -> Iterator[httpx.Client]:
    with shared_program.client() as page:
        yield page


def drop(page: httpx.Client, picture: bytes) -> httpx.Response:
    return page.post("/stories", content=picture, headers={"Content-Type": BYTES})


def apply(page: httpx.Client, program: Program, dropped: httpx.Response, what: str, path: str = "/") -> httpx.Response:
    [button] = parse(dropped.text).select(f'[data-testid="story-{what}"]')
    headers = {"HX-Request": "true", "HX-Current-URL": program.base_url + path}
    return page.post(str(button["hx-post"]), data=json.loads(str(button["hx-vals"])), headers=headers)


def form_of(page: httpx.Client) -> tuple[str, str]:
    """Prompt and steps as they stand in the form."""
    html = parse(page.get("/").text)
    [prompt], [steps] = html.select('[data-testid="prompt"]'), html.select('[data-testid="steps"]')
    return prompt.get_text(), str(steps["value"])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_ours_tells_and_fills_the_form(page: httpx.Client, shared_program: Program, kind: str) -> None:
    dropped = drop(page, embed(make_picture(kind), STORY))

    assert dropped.status_code == 200
    text = parse(dropped.text).get_text(" ", strip=True)
    for told in ("一只小船", "FLUX.1 schnell", "Atelier 0.1.0", "1024 × 1024", "6"):
        assert told in text
    answer = apply(page, shared_program, dropped, "apply")
    assert "一只小船" in answer.text
    assert form_of(page) == ("一只小船", "6")


def test_what_the_model_does_not_take_is_named_and_the_nearest_taken(
    page: httpx.Client, shared_program: Program
) -> None:
    dropped = drop(page, png(parameters=A1111))

    text = parse(dropped.text).get_text(" ", strip=True)
    assert "20 becomes 8: FLUX.1 schnell takes 1 to 8" in text
    assert "965400086 not used" in text
    assert "512 × 768 becomes 1024 × 1024" in text
    assert "v1-5-pruned-emaonly" in text
    assert "blurry, people" in text

    answer = parse(apply(page, shared_program, dropped, "apply").text).get_text(" ", strip=True)
    assert "Steps: 20 → 8; Size: 512 × 768 → 1024 × 1024" in answer
    assert form_of(page) == ("a lighthouse at dusk, (oil painting:1.2), 灯塔\nsecond line: with a colon", "8")


def test_the_prompt_alone_leaves_the_rest(page: httpx.Client, shared_program: Program) -> None:
    page.post("/draft", data={"prompt": "mine", "steps": "3"})

    apply(page, shared_program, drop(page, png(prompt=json.dumps(sdxl()))), "prompt")

    assert form_of(page) == ("a glass bottle, 银河", "3")


def test_what_stands_in_the_form_and_was_not_kept_yet_stays(page: httpx.Client) -> None:
    [button] = parse(drop(page, embed(make_picture("JPEG"), STORY)).text).select('[data-testid="story-prompt"]')

    page.post(str(button["hx-post"]), data={"what": "prompt", "steps": "2", "count": "99"})

    assert form_of(page) == ("一只小船", "2")


def test_nothing_changes_before_it_is_applied(page: httpx.Client) -> None:
    page.post("/draft", data={"prompt": "mine", "steps": "3"})

    drop(page, embed(make_picture("JPEG"), STORY))

    assert form_of(page) == ("mine", "3")


def test_from_another_page_it_leads_to_the_studio(page: httpx.Client, shared_program: Program) -> None:
    dropped = drop(page, embed(make_picture("JPEG"), STORY))

    answer = apply(page, shared_program, dropped, "apply", "/settings")

    assert answer.headers["hx-redirect"] == "/"


def test_a_prompt_too_long_is_said_and_kept(page: httpx.Client, shared_program: Program) -> None:
    dropped = drop(page, embed(make_picture("JPEG"), Metadata(uid="0" * 32, prompt="x" * 3000, steps=2)))

    assert "3000 characters, and FLUX.1 schnell takes 2048" in dropped.text
    apply(page, shared_program, dropped, "prompt")
    assert form_of(page)[0] == "x" * 3000


def test_a_prompt_is_text_and_nothing_else(page: httpx.Client) -> None:
    metadata = Metadata(uid="0" * 32, prompt="<img src=x onerror=alert(1)>", model="<b>{{ 7*7 }}</b>", version="<i>")

    html = parse(drop(page, embed(make_picture("PNG"), metadata)).text)

    assert html.select("b, i, [onerror]") == []
    assert "<b>{{ 7*7 }}</b>" in html.get_text()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_tells_nothing_says_so(page: httpx.Client, kind: str) -> None:
    html = parse(drop(page, make_picture(kind)).text)

    assert "This picture says nothing about itself" in html.get_text()
    assert html.select('[data-testid="story-apply"]') == []


@pytest.mark.parametrize("body", [b"", b"hello", b"%PDF-1.7", b"\xff\xd8\xff", b"GIF89a", bytes(5000)])
def test_what_is_no_picture_says_so(page: httpx.Client, body: bytes) -> None:
    answer = drop(page, body)

    assert (answer.status_code, alert_code(answer.text)) == (415, "dropped_no_picture")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "image/png", "text/plain", ""])
def test_only_bytes_are_taken(shared_program: Program, kind: str) -> None:
    answer = post_raw(shared_program, "/stories", kind, make_picture("PNG"))

    assert (answer.status, alert_code(answer.text)) == (415, "body_of_wrong_kind")


def test_a_large_picture_is_taken_and_a_larger_one_refused(page: httpx.Client) -> None:
    large = embed(make_jpeg(MAX_PICTURE - 10_000, side=256), STORY)
    assert MAX_BODY * 100 < len(large) < MAX_PICTURE
    assert "一只小船" in drop(page, large).text

    answer = drop(page, large + bytes(MAX_PICTURE))

    assert (answer.status_code, alert_code(answer.text)) == (413, "picture_too_large")


@pytest.mark.parametrize("path", ["/stories/1", "/stories/1/apply", "/generate", "/draft"])
def test_no_other_path_takes_that_much(shared_program: Program, path: str) -> None:
    answer = post_raw(shared_program, path, BYTES, bytes(MAX_BODY + 1))

    assert answer.status == 413


@pytest.mark.parametrize("number", ["0", "9999999", "x", "-1"])
def test_metadata_nobody_told(page: httpx.Client, number: str) -> None:
    assert page.post(f"/stories/{number}/apply", data={"what": "all"}).status_code == 404


def test_only_the_last_metadata_are_remembered(page: httpx.Client, shared_program: Program) -> None:
    first = drop(page, embed(make_picture("JPEG"), STORY))
    others = [drop(page, embed(make_picture("JPEG"), STORY)) for _ in range(MOST_KEPT)]

    assert apply(page, shared_program, first, "apply").status_code == 404
    assert apply(page, shared_program, others[0], "apply").status_code == 200


def test_no_metadata_is_in_the_log(page: httpx.Client, shared_program: Program) -> None:
    drop(page, embed(make_picture("JPEG"), STORY))

    assert "一只小船" not in shared_program.log


def test_where_no_prompt_was_found_that_is_said(page: httpx.Client, shared_program: Program) -> None:
    """Of a graph whose words come from nowhere that can be followed."""
    dropped = drop(page, png(prompt=json.dumps(sdxl(**{"6": {"class_type": "Mine", "inputs": {}}}))))

    html = parse(dropped.text)
    [note] = html.select('[data-testid="no-prompt"]')
    assert note.get_text(strip=True) == "No prompt was found in what ComfyUI wrote into it."
    assert "20" in html.get_text(" ")
    [prompt_only] = html.select('[data-testid="story-prompt"]')
    assert prompt_only.has_attr("disabled")
    assert not parse(drop(page, png(prompt=json.dumps(sdxl()))).text).select('[data-testid="no-prompt"]')


def test_the_words_for_each_person_are_sent_too(page: httpx.Client, shared_program: Program) -> None:
    people = {"caption": {"base_caption": "2girls", "char_captions": [{"char_caption": "girl, red hat"}]}}
    dropped = drop(page, png(Comment=json.dumps({"prompt": "2girls", "uc": "", "v4_prompt": people, "steps": 4})))

    assert "2girls | girl, red hat" in parse(dropped.text).get_text(" ")
    apply(page, shared_program, dropped, "apply")
    assert form_of(page) == ("2girls | girl, red hat", "4")
