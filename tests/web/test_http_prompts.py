"""Styles and earlier prompts over HTTP: found, used, saved, taken in and given out."""

from __future__ import annotations

import json

import httpx

from tests.html import alert_code, parse
from tests.program import Program
from tests.web.test_http_dropped import BYTES, form_of
from tests.web.test_http_saving import paint
from tests.web.test_http_styles import worn


def save(page: httpx.Client, name: str, text: str, replaces: str = "") -> httpx.Response:
    return page.post("/styles", data={"called": name, "text": text, "replaces": replaces})


def found(page: httpx.Client, text: str) -> list[str]:
    """Styles and prompts that hold the text."""
    html = parse(page.post("/prompts/search", data={"text": text}).text)
    return [entry.get_text(" ", strip=True) for entry in html.select(".entry")]


def test_earlier_prompts_are_found_in_every_language(page: httpx.Client) -> None:
    for prompt in ("一只小船，水墨", "100% wool", "a Boat_at dusk", "a boat at dawn"):
        paint(page, prompt)

    assert found(page, "小船") == ["一只小船，水墨"]
    assert found(page, "boat") == ["a boat at dawn", "a Boat_at dusk"]
    assert found(page, "%") == ["100% wool"]
    assert found(page, "t_a") == ["a Boat_at dusk"]
    assert found(page, "\\") == []
    assert len(found(page, "")) == 4


def test_an_earlier_prompt_is_used(page: httpx.Client) -> None:
    page.post("/prompts/use", data={"prompt": "line one\r\nline two", "steps": "7", "count": "2"})

    assert form_of(page) == ("line one\nline two", "7")


def test_a_style_is_saved_used_changed_and_deleted(program: Program, page: httpx.Client) -> None:
    assert "水墨" in save(page, "水墨", "{prompt}，水墨").text
    program.stop()
    program.start()
    with program.client() as page:
        page.post("/styles/use", data={"called": "水墨", "prompt": "一只小船", "steps": "2", "count": "1"})
        assert form_of(page) == ("一只小船", "2")
        assert worn(page) == "own/水墨"
        assert alert_code(save(page, "水墨", "other").text) == "style_name_taken"
        save(page, "水彩", "{prompt}，水彩", replaces="水墨")
        assert found(page, "水") == ["水彩 {prompt}，水彩"]
        page.post("/styles/delete", data={"called": "水彩"})
        assert found(page, "") == []
        assert page.post("/styles/use", data={"called": "水彩"}).status_code == 404


def test_styles_go_out_and_come_back(page: httpx.Client) -> None:
    save(page, "水墨", "{prompt}，水墨")
    files = {path: page.get(path) for path in ("/styles.json", "/styles.csv")}
    page.post("/styles/delete", data={"called": "水墨"})

    for path, file in files.items():
        assert file.headers["content-disposition"].endswith(path[1:])
        answer = page.post("/styles/import", content=file.content, headers={"Content-Type": BYTES})
        assert "of 1 styles are new" in answer.text
    assert found(page, "") == ["水墨 {prompt}，水墨"]


def test_a_file_without_styles_says_so(page: httpx.Client) -> None:
    answer = page.post("/styles/import", content=b"hello", headers={"Content-Type": BYTES})

    assert (answer.status_code, alert_code(answer.text)) == (422, "no_styles")
    assert page.post("/styles/import", data={"a": "b"}).status_code == 415


def test_a_style_is_text_and_nothing_else(page: httpx.Client) -> None:
    save(page, "<b>bold</b>", '"><script>alert(1)</script>')

    html = parse(page.get("/prompts").text)

    assert html.select("script") == []
    assert html.select_one(".entry b b") is None


def test_what_of_a_file_is_not_taken_is_told_with_why(page: httpx.Client) -> None:
    save(page, "Warm", "soft light")
    rows = ["Warm,soft light,", "--- Photo ---,,", "C,too, many, columns", f"D,{'x' * 140_000},", "E,\xe9t\xe9,"]
    file = "\r\n".join(["name,prompt,negative_prompt", *rows]).encode("windows-1252")

    answer = page.post("/styles/import", content=file, headers={"Content-Type": BYTES})

    [report] = parse(answer.text).select('[data-testid="styles-report"]')
    told = " ".join(report.get_text(" ", strip=True).split())
    assert told.startswith("1 of 5 styles are new · 1 already there · 3 left out Read as Windows-1252.")
    entries = [(each["data-code"], each.dd.get_text(" ", strip=True)) for each in report.select("dl > div") if each.dd]
    assert entries == [
        ("style_empty", "row 3 --- Photo ---"),
        ("style_columns", "row 4 C"),
        ("style_too_long", "row 5 D"),
    ]
    assert found(page, "") == ["E été", "Warm soft light"]


def test_where_nothing_of_a_file_is_taken_that_is_told(page: httpx.Client) -> None:
    answer = page.post("/styles/import", content=b'[{"name": "a"}, 7]', headers={"Content-Type": BYTES})

    [report] = parse(answer.text).select('[data-testid="styles-report"]')
    assert report["data-left-out"] == "2" and "no. 2" in report.get_text()


def test_more_styles_than_there_is_room_for_are_counted(page: httpx.Client) -> None:
    many = json.dumps([{"name": "Ink", "prompt": f"p{number}"} for number in range(1500)]).encode()

    answer = page.post("/styles/import", content=many, headers={"Content-Type": BYTES})

    [report] = parse(answer.text).select('[data-testid="styles-report"]')
    assert report["data-left-out"] == "500" and "no. 1001 Ink" in " ".join(report.get_text(" ").split())
    assert alert_code(save(page, "one more", "x").text) == "styles_too_many"


def test_a_file_of_styles_that_is_too_large_says_so(page: httpx.Client) -> None:
    answer = page.post("/styles/import", content=b"[" + b" " * 4_000_000, headers={"Content-Type": BYTES})

    assert (answer.status_code, alert_code(answer.text)) == (413, "styles_too_large")
