"""A prompt as typed and as sent, over HTTP: both stay with the painting, and both are found."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from server.pictures.metadata import read_metadata
from tests.eventually import eventually
from tests.html import parse
from tests.program import Program
from tests.upstream import Upstream
from tests.web.test_http_dropped import apply, drop
from tests.web.test_http_library import shown

TYPED = "一只小狐狸"
SENT = "a little fox, ink wash"


def paint_both(page: httpx.Client, program: Program) -> bytes:
    """The picture's file."""
    before = len(pictures(program))
    page.post("/generate", data={"prompt": SENT, "typed": TYPED, "steps": "2"}).raise_for_status()
    eventually(lambda: len(pictures(program)) > before)
    eventually(lambda: 'data-state="done"' in page.get("/").text)
    return pictures(program)[-1]


def pictures(program: Program) -> list[bytes]:
    return [file.read_bytes() for file in sorted(program.library.rglob("*.jpg"), key=lambda file: file.stat().st_mtime)]


def texts(page: httpx.Client) -> tuple[str, str]:
    """What is in the form's field, and what it was made from."""
    html = parse(page.get("/").text)
    [prompt], [typed] = html.select('[data-testid="prompt"]'), html.select("#create [name=typed]")
    return prompt.get_text(), str(typed["value"])


def test_the_model_gets_one_and_the_painting_keeps_both(
    page: httpx.Client, program: Program, upstream: Upstream
) -> None:
    metadata = read_metadata(paint_both(page, program))

    assert upstream.requests[-1].json() == {"prompt": SENT, "steps": 2}
    assert metadata is not None
    assert (metadata.prompt, metadata.prompt_sent) == (TYPED, SENT)
    [shown] = parse(page.get("/").text).select('[data-testid="order"]')
    assert [text.get_text() for text in shown.select(".order-head > .prompt, .sent-text")] == [TYPED, SENT]
    details = [text.get_text() for text in parse(page.get("/library/details/1").text).select(".details-text .prompt")]
    assert details == [TYPED, SENT]


@pytest.mark.parametrize("words", ["小狐", "狐狸", "ink wash", "little"])
def test_the_library_finds_both(page: httpx.Client, program: Program, words: str) -> None:
    paint_both(page, program)

    eventually(lambda: shown(page, f"q={quote(words)}") == [f"{TYPED}\n→ {SENT}"])
    assert shown(page, "q=badger") == []


def test_both_outlive_the_database_and_are_used_again(page: httpx.Client, program: Program) -> None:
    paint_both(page, program)
    program.stop()
    for file in program.data_dir.glob("atelier.sqlite3*"):
        file.unlink()
    program.start()
    with program.client() as page:
        eventually(lambda: shown(page, "q=fox") == [f"{TYPED}\n→ {SENT}"])
        page.get("/paintings/1/form").raise_for_status()
        assert texts(page) == (SENT, TYPED)


def test_a_dropped_picture_brings_both(page: httpx.Client, program: Program) -> None:
    dropped = drop(page, paint_both(page, program))
    assert [text.get_text() for text in parse(dropped.text).select(".story-text")] == [TYPED, SENT]

    apply(page, program, dropped, "prompt")

    assert texts(page) == (SENT, TYPED)


def test_a_prompt_sent_as_it_is_typed_is_kept_once(page: httpx.Client, program: Program) -> None:
    page.post("/generate", data={"prompt": TYPED, "typed": f" {TYPED}\r\n"})
    eventually(lambda: len(pictures(program)) == 1)

    metadata = read_metadata(pictures(program)[0])

    assert metadata is not None
    assert (metadata.prompt, metadata.prompt_sent) == (TYPED, None)
    assert not parse(page.get("/").text).select(".sent-text")


def test_an_earlier_prompt_was_made_from_nothing(page: httpx.Client) -> None:
    page.post("/draft", data={"prompt": SENT, "typed": TYPED})

    page.post("/prompts/use", data={"prompt": "a badger"})

    assert texts(page) == ("a badger", "")
