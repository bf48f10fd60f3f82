"""Styles: applied, kept, taken in from other programs' files, and never written over."""

from __future__ import annotations

import json

import pytest

from server.prompts.style_files import read_styles
from server.prompts.styles import MOST_STYLES, Style, Styles, problem_of, to_csv, to_json

INK = Style("水墨", "{prompt}，水墨，留白", "彩色")
FILM = Style("Film", "35mm, grain")


def shelf(*styles: Style) -> tuple[Styles, list[str]]:
    """Styles, and what was kept of them."""
    kept: list[str] = []
    return Styles(to_json(styles), kept.append), kept


@pytest.mark.parametrize(
    ("style", "prompt", "result"),
    [
        (INK, "一只小船", "一只小船，水墨，留白"),
        (FILM, " a boat ", "a boat, 35mm, grain"),
        (FILM, "", "35mm, grain"),
        (Style("x", "{prompt} and {prompt}"), "a", "a and a"),
        (Style("x", "{prompt}, oil"), "", "oil"),
        (Style("x", "", "ugly"), "a boat", "a boat"),
    ],
)
def test_a_style_takes_the_prompt_in(style: Style, prompt: str, result: str) -> None:
    assert style.applied_to(prompt) == result


def test_what_is_saved_is_kept() -> None:
    styles, kept = shelf()

    assert styles.save(INK) is None
    assert styles.save(FILM) is None
    assert [style.name for style in Styles(kept[-1], kept.append)] == ["Film", "水墨"]
    assert styles.save(Style("Old film", "8mm"), before="Film") is None
    assert [style.name for style in Styles(kept[-1], kept.append)] == ["Old film", "水墨"]
    styles.delete("Old film")
    assert list(Styles(kept[-1], kept.append)) == [INK]


def test_a_name_is_taken_once() -> None:
    styles, kept = shelf(INK, FILM)

    assert styles.save(Style("Film", "other")) == "style_name_taken"
    assert styles.save(Style("Film", "other"), before="水墨") == "style_name_taken"
    assert kept == []


@pytest.mark.parametrize(
    ("style", "problem"),
    [
        (Style("", "x"), "style_empty"),
        (Style("x", ""), "style_empty"),
        (Style("x" * 81, "x"), "style_too_long"),
        (Style("x", "x" * 4001), "style_too_long"),
        (Style("x" * 80, "x" * 4000), None),
    ],
)
def test_what_can_be_a_style(style: Style, problem: str | None) -> None:
    assert problem_of(style) == problem


@pytest.mark.parametrize("form", [to_json, to_csv])
def test_what_is_exported_comes_back(form: object) -> None:
    assert callable(form)
    tricky = Style('quotes " and, commas', "two\nlines; {prompt}", "=1+1")

    assert read_styles(form([INK, FILM, tricky]).encode()) == [INK, FILM, tricky]


def test_files_of_other_programs() -> None:
    a1111 = 'name,prompt,negative_prompt\r\nNoir,"{prompt}, black and white",colour\r\n,,\r\n'
    fooocus = json.dumps([{"name": "sai-anime", "prompt": "anime {prompt} . vibrant", "negative_prompt": "photo"}, 5])
    invoke = json.dumps([{"name": "Sketch", "preset_data": {"positive_prompt": "{prompt}, pencil"}}])

    assert read_styles(a1111.encode("utf-8-sig")) == [Style("Noir", "{prompt}, black and white", "colour")]
    assert read_styles(fooocus.encode()) == [Style("sai-anime", "anime {prompt} . vibrant", "photo")]
    assert read_styles(invoke.encode()) == [Style("Sketch", "{prompt}, pencil")]


@pytest.mark.parametrize("data", [b"", b"hello", b"[", b"{}", b"[" * 100_000, b"\xff\xfe\x00", b"[1, null]", b'"' * 9])
def test_what_holds_no_styles(data: bytes) -> None:
    assert read_styles(data) == []


def test_taking_in_overwrites_nothing() -> None:
    styles, kept = shelf(INK, FILM)

    assert styles.add_all([INK, Style("Film", "other"), Style("Film", "third"), Style("New", "x")]) == 3
    assert {style.name: style.prompt for style in styles} == {
        "水墨": INK.prompt,
        "Film": FILM.prompt,
        "Film (2)": "other",
        "Film (3)": "third",
        "New": "x",
    }
    assert styles.add_all([Style("Film", "other")]) == 0
    assert len(kept) == 1


def test_there_is_an_end() -> None:
    styles, _ = shelf()

    assert styles.add_all(Style(f"s{number}", "x") for number in range(MOST_STYLES + 50)) == MOST_STYLES
    assert styles.save(Style("one more", "x")) == "styles_too_many"
    assert styles.save(Style("s1", "y"), before="s1") is None
