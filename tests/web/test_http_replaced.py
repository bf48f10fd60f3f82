"""What stood in the form when something else took its place: it comes back whole, and is found again."""

from __future__ import annotations

import re

import httpx

from tests.html import has_handle
from tests.program import Program
from tests.web.test_http_dropped import form_of
from tests.web.test_http_prompts import found
from tests.web.test_http_saving import paint

LIBRARY = {"HX-Current-URL": "http://127.0.0.1/library"}


def write(page: httpx.Client, prompt: str, **more: str) -> None:
    """As one who types does."""
    page.post("/draft", data={"prompt": prompt, "steps": "7", **more}).raise_for_status()


def undo_in(html: str) -> str:
    """Where the undo of a replaced form leads."""
    match = re.search(r'data-testid="undo-form"[^>]* hx-post="(/form/\d+/undo)"', html)
    assert match
    return match[1]


def test_what_was_typed_comes_back_whole_and_once(page: httpx.Client) -> None:
    [painting] = paint(page, prompt="a boat")
    write(page, "a long text", negative_prompt="blur", seed="42")

    used = page.get(f"/paintings/{painting}/form").text
    assert form_of(page)[0] == "a boat"
    back = page.post(undo_in(used))

    assert back.status_code == 200
    assert "a long text" in back.text
    assert form_of(page) == ("a long text", "7")
    assert 'value="42"' in page.get("/").text
    assert page.post(undo_in(used)).status_code == 404


def test_it_is_among_the_earlier_prompts_also_after_a_restart(program: Program, page: httpx.Client) -> None:
    [painting] = paint(page, prompt="a boat")
    write(page, "never painted")
    page.get(f"/paintings/{painting}/form?then=model").raise_for_status()
    assert found(page, "") == ["never painted", "a boat"]
    program.stop()
    with program.start().client() as again:
        assert found(again, "never") == ["never painted"]
        assert "<li>never painted</li>" in again.get("/").text, "by the key for the one before"


def test_whatever_takes_its_place(page: httpx.Client) -> None:
    [painting] = paint(page, prompt="a boat")
    write(page, "one")
    undo_in(page.post("/prompts/use", data={"prompt": "a boat"}).text)
    write(page, "two")
    undo_in(page.post("/writing/use", data={"prompt": "what a picture shows"}).text)
    write(page, "three")
    page.post(f"/paintings/{painting}/edit").raise_for_status()
    write(page, "make it winter")
    page.delete("/changing").raise_for_status()

    assert form_of(page)[0] == "three", "as before the change"
    kept = ["make it winter", "three", "two", "one"]
    assert [text for text in found(page, "") if text != "a boat"] == kept


def test_from_another_page_the_studio_tells_of_it_once(page: httpx.Client) -> None:
    [painting] = paint(page, prompt="a boat")
    write(page, "typed before")
    away = page.get(f"/paintings/{painting}/form", headers=LIBRARY)
    assert away.headers["hx-redirect"] == "/"

    studio = page.get("/").text
    assert not has_handle(page.get("/").text, "undo-form")
    page.post(undo_in(studio)).raise_for_status()
    assert form_of(page)[0] == "typed before"


def test_nothing_is_said_where_nothing_was_lost(page: httpx.Client) -> None:
    [painting] = paint(page, prompt="a boat")
    assert not has_handle(page.get(f"/paintings/{painting}/form").text, "undo-form"), "the same text"
    write(page, "  ")
    assert not has_handle(page.get(f"/paintings/{painting}/form").text, "undo-form"), "no text"
    assert found(page, "") == ["a boat"]
    assert page.post("/form/4711/undo").status_code == 404
    assert page.post("/form/x/undo").status_code == 404
