"""Prompts as Dynamic Prompts has them: unfolded as it does, or named; nothing is sent as it is without a word.

Texts and results are those of its own tests (https://github.com/adieyal/dynamicprompts).
"""

from __future__ import annotations

from collections import Counter

import pytest

from server.paintings.variables import Misspelt, Writer, escape, foreign_in, has_variables, is_open, parse, read
from tests.paintings.lists import by, lookup_in

LISTS = {
    "colors-cold": ["blue", "green"],
    "colors*": ["blue", "green", "red", "yellow"],
    "St. Mary's church": ["nave", "crypt"],
}
lookup = lookup_in(LISTS)


def every(text: str) -> list[str]:
    template, writer = parse(text, lookup), Writer(by(1))
    texts = []
    for number in range(template.count):
        written = writer.nth(template, number)
        if not writer.repeats:
            texts.append(written)
    return texts


def drawn(text: str, number: int) -> list[str]:
    template, writer = parse(text, lookup), Writer(by(7))
    return [writer.draw(template) for _ in range(number)]


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("{2$$ and $$A|B|C}", ["A and B", "A and C", "B and A", "B and C", "C and A", "C and B"]),
        ("{2$$|$$A|B|C}", ["A|B", "A|C", "B|A", "B|C", "C|A", "C|B"]),
        ("{2$$、$$红|蓝}", ["红、蓝", "蓝、红"]),
        ("A {2$$red|green} {a|b}", ["A red,green a", "A red,green b", "A green,red a", "A green,red b"]),
        ("{1-2$$a|b}", ["a", "b", "a,b", "b,a"]),
        ("{-2$$a|b}", ["a", "b", "a,b", "b,a"]),
        ("{1-$$a|b}", ["a", "b", "a,b", "b,a"]),
        ("{0-1$$a|b|c}", ["", "a", "b", "c"]),
        ("A red {3$$square|circle}", ["A red square,circle", "A red circle,square"]),
        ("{ 2$$ 1| 2}", ["1,2", "2,1"]),
        ("{2$$a}", ["a"]),
        ("{2$${a|b}|c}", ["a,c", "b,c", "c,a", "c,b"]),
        ("{2$$__colors-cold__}", ["blue,green", "green,blue"]),
        ("{2$$__colors*__|black}", [f"{each},black" for each in LISTS["colors*"]]
         + [f"black,{each}" for each in LISTS["colors*"]]),
        ("{2$$__colors-cold__|__colors-cold__}", ["blue,green", "green,blue"] * 2),
        ("{__colors*__}", LISTS["colors*"]),
        ("(__colors-cold__:2.3) ", ["(blue:2.3) ", "(green:2.3) "]),
        ("in __St. Mary's church__", ["in nave", "in crypt"]),
        ("{!red|green} {~1::a} [cat|dog]", ["red {~1::a} [cat|dog]", "green {~1::a} [cat|dog]"]),
        ("A {red|green} {@ball|car}", ["A red ball", "A green car"]),
        ("A {@red|green} {ball|car} {x|y}", ["A red ball x", "A green ball y", "A red car x", "A green car y"]),
        ("A {red|{@green|blue}} {@ball|car}", ["A red ball", "A green car"]),
        (
            "A {red|blue|green|yellow|purple|black|white} {@ball|{!car|bike}}",
            [
                *("A red ball", "A blue car", "A green ball", "A yellow bike", "A purple ball", "A black car"),
                "A white ball",
            ],
        ),
        ("{test1|test2} __@colors-cold__", ["test1 blue", "test2 green"]),
        ("__@colors-cold__ {a|b} __@colors-cold__", ["blue a blue", "green b green"]),
        ("one # comment\n# A comment\n{cat|dog} # another\nfive", ["one\ncat\nfive", "one\ndog\nfive"]),
        ("{summer\n# | fall   # left out\n|winter}", ["summer\n", "winter"]),
        ("__colors-cold__# another comment\nfive", ["blue\nfive", "green\nfive"]),
    ],
)  # fmt: skip
def test_it_is_unfolded_as_there(text: str, results: list[str]) -> None:
    assert every(text) == results
    assert has_variables(text)


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("A {@red|green} ball", ["A red ball", "A green ball", "A red ball"]),
        ("A {!red|green} ball", ["A red ball", "A green ball", "A red ball"]),
        ("{@a|b} and {@c|d}", ["a and c", "b and d", "a and c"]),
        ("__!colors-cold__", ["blue", "green", "blue"]),
        ("{!2$$a|b}", ["a,b", "b,a", "a,b"]),
        ("{@1-2$$a|b}", ["a", "b", "a,b"]),
    ],
)
def test_what_is_chosen_in_turn_is_so_by_chance_too(text: str, results: list[str]) -> None:
    assert drawn(text, 3) == results


def test_by_chance_no_option_comes_twice_and_weights_count() -> None:
    rows = [text.split(" & ") for text in drawn("{1-3$$ & $$9::a|b|c|0::d}", 600)]

    assert {len(row) for row in rows} == {1, 2, 3}
    assert all(len(set(row)) == len(row) for row in rows)
    firsts = Counter(row[0] for row in rows)
    assert firsts["a"] > 6 * firsts["b"] and firsts["d"] == 0


def test_a_tilde_is_chance_even_where_all_are_wanted() -> None:
    template = parse("A {red|green} {~ball|car}", lookup)
    writers = [Writer(by(seed)) for seed in range(40)]
    texts = {tuple(writer.nth(template, number) for number in range(2)) for writer in writers}

    assert template.count == 2
    assert texts == {(f"A red {one}", f"A green {other}") for one in ("ball", "car") for other in ("ball", "car")}


@pytest.mark.parametrize(
    ("text", "code", "about"),
    [
        ("${animal=cat}the animal is ${animal}", "syntax_foreign", "${animal=cat}"),
        ("the animal is ${animal:dog}", "syntax_foreign", "${animal:dog}"),
        ("${ season ?=! __season__ }", "syntax_foreign", "${ season ?=! __season__ }"),
        ("${number={1|2|3}} of them", "syntax_foreign", "${number="),
        ("%{happy ...$${fox|cow}}", "syntax_foreign", "%{happy ...$$"),
        ("__animal(genus=mammals)__", "syntax_foreign", "__animal(genus=mammals)__"),
        ("__light/{indoor|outdoor}__", "syntax_foreign", "__light/{indoor|outdoor}__"),
        ("{% for x in y %}a{% endfor %}", "syntax_foreign", "{% for x in y %}"),
        ("a {{ choice('red', 'blue') }} rose", "syntax_foreign", "{{ choice('red', 'blue') }}"),
        ("{# a remark #} a rose", "syntax_foreign", "{# a remark #}"),
        ("{2$$ $ $$cat|dog|bird}", "syntax_foreign", "{2$$ $ $$cat|dog|bird}"),
        ("{a$$b|c}", "syntax_foreign", "{a$$b|c}"),
        ("{3-1$$a|b|c}", "syntax_foreign", "{3-1$$a|b|c}"),
        ("{21$$" + "ab|" * 30 + "}", "chosen_too_many", "{21$$" + "ab|" * 11 + "ab"),
        ("{2$$a", "choice_unclosed", "{2$$a"),
        ("a lamp # warm", "remark_unclear", "# warm"),
        ("# 主题\n一只猫", "remark_unclear", "# 主题"),
        ("## Style\nwatercolour", "remark_unclear", "## Style"),
        ("__no such list__", "list_unknown", "no such list"),
        ("__../secret__", "list_unknown", "../secret"),
    ],
)  # fmt: skip
def test_what_means_nothing_here_is_named(text: str, code: str, about: str) -> None:
    assert is_open(text)
    with pytest.raises(Misspelt) as caught:
        parse(text, lookup)
    assert (caught.value.code, caught.value.about) == (code, about)
    assert every(escape(text)) == [text]


@pytest.mark.parametrize(
    "text",
    [
        '{"scene": {"light": "soft", "price": "$5"}, "tags": ["a", "b"]}',
        "{{{masterpiece}}}, {best quality}, [[blurry]]",
        "{prompt}, watercolour, {weight: 2}",
        "(a lamp:1.3), [cat|dog], [cat:dog:0.25], <lora:ink:0.8>",
        "body { color: #fff; margin: 0 } a::before { content: '' }",
        "#ff8800 and #00aaff, #sunset, we are #1, C# in a book",
        "https://example.org/a#b and // a divider // and /* stars */",
        "$100 bills, 50% off, $$$, a $$ sign",
        "@home, ~5 cm, wow!",
        "Name: ____ Age: ______",
        "snake__case and __dunder, two__words and more__words",
        "Markdown with **bold** and *italic* and `code`, - item, 1. item",
        "a | b | c",
        "x % {y",
        "C:\\new\\(folder\\)",
    ],
)
def test_ordinary_prompts_stay_as_they_are(text: str) -> None:
    assert every(text) == [text]
    assert not has_variables(text) and not foreign_in(text)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (r"costs \${5|7}", ["costs $5", "costs $7"]),
        (r"\${name}", ["${name}"]),
        (r"\%{a|b}", ["%a", "%b"]),
        (r"{\@home|away}", ["@home", "away"]),
        (r"{\~5 cm|10 cm}", ["~5 cm", "10 cm"]),
        (r"{2\$$|$}", ["2$$", "$"]),
        ("\\# Title\n{a|b}", ["# Title\na", "# Title\nb"]),
        (r"a sign \# 1", ["a sign # 1"]),
    ],
)
def test_a_backslash_takes_these_meanings_away_too(text: str, result: list[str]) -> None:
    assert every(text) == result


def test_remarks_are_told() -> None:
    assert read("# colours\n{red|blue} fox # quick", lookup).remarks == ["# colours", "# quick"]


def test_very_many_rows_are_reckoned_at_once() -> None:
    template = parse("{20$$__long__}", lambda _: [str(number) for number in range(3000)])

    assert template.count > 3000**19
    assert Writer(by(1)).nth(template, 1).split(",")[-2:] == ["18", "20"]
