"""Prompts with variables: every combination, by chance, as they are meant, and garbage."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from server.paintings.variables import DEEPEST, Misspelt, Template, Writer, escape, has_variables, is_open, parse
from tests.paintings.lists import by, lookup_in

LISTS = {
    "colour": ["red", "blue"],
    "animals/cats": ["tabby", "{black|white} cat"],
    "things": ["2::a __colour__ boat", "a lamp"],
    "circle": ["__circle__"],
    "a": ["__b__"],
    "b": ["x", "__a__"],
    "颜色": ["朱红", "黛蓝"],
}
lookup = lookup_in(LISTS)
SIGNS = [
    *("{", "}", "|", "__", "_", "\\", "colour", "__colour__", " ", "2::", "水墨", "a", "\n", "{prompt}", "{a|b}"),
    *("${", "2$$", "$$", "%{", "~", "@", "# ", "#", "*"),
]
NAMED = {"choice_unclosed", "list_unknown", "lists_in_circles", "syntax_foreign", "remark_unclear"}


def nth(template: Template, number: int) -> str:
    return Writer(by(1)).nth(template, number)


def draw(template: Template, chance: random.Random) -> str:
    return Writer(chance).draw(template)


def every(text: str) -> list[str]:
    template = parse(text, lookup)
    return [nth(template, number) for number in range(template.count)]


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("a {red|blue} fox", ["a red fox", "a blue fox"]),
        ("{a|b}{c|d}", ["ac", "ad", "bc", "bd"]),
        ("{a|{b|c} d}", ["a", "b d", "c d"]),
        ("{|very }big", ["big", "very big"]),
        ("{a|a}", ["a", "a"]),
        ("__colour__", ["red", "blue"]),
        ("{__colour__|green}", ["red", "blue", "green"]),
        ("一只__颜色__的狐狸", ["一只朱红的狐狸", "一只黛蓝的狐狸"]),
        ("__animals/cats__", ["tabby", "black cat", "white cat"]),
        ("__things__!", ["a red boat!", "a blue boat!", "a lamp!"]),
        ("{3::a|0.5::b}", ["a", "b"]),
        ("{3::{a|b}|c}", ["a", "b", "c"]),
        ("{3::__colour__|c}", ["red", "blue", "c"]),
    ],
)
def test_every_combination_comes_out_once(text: str, results: list[str]) -> None:
    assert every(text) == results
    assert has_variables(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a quiet lake",
        "{prompt}, watercolour",
        "{prompt} and {prompt} | oil",
        '{"scene": {"light": 2::3}}',
        "a | b",
        "}{",
        ":{ a face",
        "a } b | c",
        "snake_case, two__words, __ alone __",
        "C:\\new\\(folder\\)",
        "{{{{{",
        "__",
        "____",
        "{3::a}",
    ],
)
def test_what_has_no_choice_in_it_stays_as_it_is(text: str) -> None:
    assert every(text) == [text]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (r"\{a\|b\}", "{a|b}"),
        (r"{a\|b}", "{a|b}"),
        (r"\{a|b}", "{a|b}"),
        (r"\_\_colour\_\_", "__colour__"),
        (r"\__colour__", "__colour__"),
        (r"\\{a|b\}", "\\{a|b}"),
    ],
)
def test_a_backslash_takes_the_meaning_away(text: str, result: str) -> None:
    assert every(text) == [result]
    assert not has_variables(text)


@pytest.mark.parametrize(
    ("text", "code", "about"),
    [
        ("a {red|blue fox", "choice_unclosed", "{red|blue fox"),
        ("{a|{b|c}", "choice_unclosed", "{a|{b|c}"),
        ("{a|{b", "choice_unclosed", "{a|{b"),
        ("__nothing__", "list_unknown", "nothing"),
        ("{a|__no/such-list__}", "list_unknown", "no/such-list"),
        ("__circle__", "lists_in_circles", "circle"),
        ("__a__", "lists_in_circles", "a"),
        ("{a|" * (DEEPEST + 1) + "b" + "}" * (DEEPEST + 1), "variables_too_deep", "{a|b" + "}" * (DEEPEST + 1)),
    ],
)
def test_what_is_wrong_is_named(text: str, code: str, about: str) -> None:
    with pytest.raises(Misspelt) as caught:
        parse(text, lookup)

    assert (caught.value.code, caught.value.about) == (code, about)
    assert str(caught.value) == code


def test_weights_count_when_drawn_by_chance() -> None:
    template = parse("{3::a|1::b|0::c}", lookup)
    chance = by(7)

    drawn = Counter(draw(template, chance) for _ in range(2000))

    assert drawn["c"] == 0
    assert 2.4 < drawn["a"] / drawn["b"] < 3.7


def test_options_are_as_likely_however_much_is_in_them() -> None:
    template = parse("{x|__things__}", lookup)
    chance = by(7)

    assert 850 < Counter(draw(template, chance) for _ in range(2000))["x"] < 1150


def test_nothing_weighs_as_much_as_nothing() -> None:
    assert {draw(parse("{0::a|0::b}", lookup), by(seed)) for seed in range(20)} == {"a", "b"}


def test_garbage_is_parsed_or_named_and_means_itself_when_escaped() -> None:
    chance = by(20261124)
    parsed = 0
    for _ in range(4000):
        text = "".join(chance.choices(SIGNS, k=chance.randrange(14)))
        assert every(escape(text)) == [text]
        try:
            template = parse(text, lookup)
        except Misspelt as error:
            assert error.code in {
                "choice_unclosed",
                "list_unknown",
                "lists_in_circles",
                "syntax_foreign",
                "remark_unclear",
            }
            assert is_open(text)
            continue
        parsed += 1
        combinations = [nth(template, number) for number in range(min(template.count, 200))]
        if template.count <= 200 and not {"~", "@"} & set(text):
            assert draw(template, chance) in combinations
        if template.varies:
            assert has_variables(text)
        if not is_open(text):
            assert combinations == [text]
    assert parsed > 2000


def test_the_first_and_the_last_of_very_many() -> None:
    template = parse(" ".join(["{a|b}"] * 500), lookup)

    assert template.count == 2**500
    assert nth(template, 0) == " ".join("a" * 500)
    assert nth(template, template.count - 1) == " ".join("b" * 500)


@pytest.mark.parametrize("piece", ["{", "}", "|", "_", "\\", "{|", "__a", "{a", "__a__", "{a|b}", "1::"])
def test_much_of_anything_takes_no_time_and_breaks_nothing(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    has_variables(text)
    try:
        template = parse(text, lambda name: ["x"])
        draw(template, by(1))
    except Misspelt as error:
        assert error.code in {"choice_unclosed", "variables_too_deep", "expansion_too_long"}


def test_lists_that_swell_are_stopped() -> None:
    def swelling(name: str) -> list[str]:
        return ["x"] if name == "z" else [f"__{chr(ord(name) + 1) if name < 'i' else 'z'}__ " * 1000]

    template = parse("__a__", swelling)

    with pytest.raises(Misspelt, match="expansion_too_long"):
        draw(template, by(1))
