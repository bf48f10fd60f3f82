"""Files of styles as they lie about: in any encoding, with any separator, half broken; what is not taken is named."""

from __future__ import annotations

import csv
import io
import json
import random

import pytest

from server.prompts.style_files import MOST_READ, LeftOut, StyleFile, read_style_file
from server.prompts.styles import MOST_STYLES, Style, Styles, Taken, to_csv
from server.prompts.text_encoding import decode

HEADING = "name,prompt,negative_prompt\n"
WARM = Style("Warm", "soft light, {prompt}, film grain", "grey, dull")


def styles_of(data: bytes) -> list[Style]:
    """Where all of the file is taken."""
    file = read_style_file(data)
    assert file.left_out == []
    return [entry.style for entry in file.entries]


def left_out(data: bytes) -> list[tuple[int, str, str]]:
    return [(each.place, each.name, each.code) for each in read_style_file(data).left_out]


@pytest.mark.parametrize(
    "text",
    [
        'name,prompt,negative_prompt\nWarm,"soft light, {prompt}, film grain","grey, dull"\n',
        'name, prompt, negative_prompt\nWarm, "soft light, {prompt}, film grain", "grey, dull"\n',
        'Name,Prompt,Negative Prompt\r\nWarm,"soft light, {prompt}, film grain","grey, dull"\r\n\r\n,,\r\n',
        'name,prompt,negative_prompt\rWarm,"soft light, {prompt}, film grain","grey, dull"\r',
        "name;prompt;negative_prompt\nWarm;soft light, {prompt}, film grain;grey, dull\n",
        "name\tprompt\tnegative_prompt\nWarm\tsoft light, {prompt}, film grain\tgrey, dull\n",
        'negative_prompt,name,prompt,\n"grey, dull",Warm,"soft light, {prompt}, film grain",\n',
        '{"Warm": {"prompt": "soft light, {prompt}, film grain", "negative_prompt": "grey, dull"}}',
        '{"name": " Warm ", "prompt": "soft light, {prompt}, film grain", "negative_prompt": "grey, dull"}',
        '{"styles": [{"name": "Warm", "prompt": "soft light, {prompt}, film grain", "negative_prompt": "grey, dull"}]}',
        '[{"name": "Warm", "preset_data": {"positive_prompt": "soft light, {prompt}, film grain",'
        ' "negative_prompt": "grey, dull"}}]',
    ],
)
def test_they_are_read_as_the_programs_mean_them_that_write_them(text: str) -> None:
    assert styles_of(text.encode()) == [WARM]
    assert styles_of(text.encode("utf-16")) == [WARM]


def test_older_tables_and_objects_have_no_more_than_a_text() -> None:
    assert styles_of(b'name,text\nWarm,"soft light, film"\n') == [Style("Warm", "soft light, film")]
    assert styles_of(b'{"Warm": "soft light, film"}') == [Style("Warm", "soft light, film")]


CHINESE = [
    Style("国画", "{prompt}，水墨，留白，宣纸", "彩色，照片"),
    Style("Ink 墨", "工笔，细腻的线条"),
    Style("夜", "霓虹"),
]
WESTERN = [Style("Café", "naïve {prompt}, à l’huile…", "“gris” – très"), Style("Größe", "weiß und süß, 100 €")]


@pytest.mark.parametrize(
    ("styles", "encoding", "told"),
    [
        (CHINESE, "utf-8", ""),
        (CHINESE, "utf-8-sig", ""),
        (CHINESE, "utf-16", ""),
        (CHINESE, "utf-32", ""),
        (CHINESE, "utf-16-le", "UTF-16"),
        (CHINESE, "utf-16-be", "UTF-16"),
        (CHINESE, "gbk", "GBK"),
        (CHINESE, "gb18030", "GBK"),
        (WESTERN, "utf-8", ""),
        (WESTERN, "windows-1252", "Windows-1252"),
    ],
)
def test_the_encoding_is_told_by_the_bytes(styles: list[Style], encoding: str, told: str) -> None:
    file = read_style_file(to_csv(styles).removeprefix("\ufeff").encode(encoding))

    assert [entry.style for entry in file.entries] == styles
    assert (file.left_out, file.encoding) == ([], told)


@pytest.mark.parametrize("byte", [b"\xe9", b"\xff", b"\x81", b"a\xe9", b"\xc3\xa9\xe9"])
def test_one_odd_byte_is_western(byte: bytes) -> None:
    assert decode(b"name,prompt\ncaf" + byte + b",x").encoding == "Windows-1252"


def test_what_is_left_out_is_named_with_its_place_and_why() -> None:
    table = (
        HEADING + "--- Photo ---,,\nB,b,c\n,no name,\nC,too, many, columns\nD,d\n"
        f'E,{"x" * 140_000},\n{"F" * 81},f,\n\nG,"g"\n'
    )
    file = read_style_file(table.encode())

    assert [entry.style for entry in file.entries] == [Style("B", "b", "c"), Style("D", "d"), Style("G", "g")]
    assert [entry.place for entry in file.entries] == [3, 6, 10]
    assert left_out(table.encode()) == [
        (2, "--- Photo ---", "style_empty"),
        (4, "", "style_empty"),
        (5, "C", "style_columns"),
        (7, "E", "style_too_long"),
        (8, "F" * 81, "style_too_long"),
    ]
    assert left_out(json.dumps([5, {"name": "A"}, None, {"name": "B", "prompt": ["x"]}]).encode()) == [
        (1, "", "style_unreadable"),
        (2, "A", "style_empty"),
        (3, "", "style_unreadable"),
        (4, "B", "style_empty"),
    ]


def test_a_quotation_mark_that_nothing_closes_takes_its_row_alone() -> None:
    rows = [f"s{number},{'a prompt ' * 5},x" for number in range(300)]
    rows[3] = 's3,"never closed,x'
    file = read_style_file((HEADING + "\n".join(rows)).encode())

    assert len(file.entries) == 299
    assert file.left_out == [LeftOut(5, "s3", "style_quote")]


def test_halves_of_characters_cannot_hinder_what_is_kept_later() -> None:
    data = b'[{"name": "\\ud83d half", "prompt": "a \\ud83c"}, {"name": "whole", "prompt": "\\ud83c\\udfa8"}]'
    kept: list[bytes] = []
    styles = Styles("", lambda text: kept.append(text.encode()))

    taken = styles.take_in(entry.style for entry in read_style_file(data).entries)

    assert taken == [Taken.ADDED, Taken.ADDED]
    assert styles.save(Style("later", "x")) is None
    assert list(styles) == [Style("later", "x"), Style("whole", "🎨"), Style("\ufffd half", "a \ufffd")]
    assert len(kept) == 2


def test_what_could_not_be_kept_is_not_there() -> None:
    def refuse(text: str) -> None:
        raise OSError(28, "full")

    styles = Styles("", refuse)
    for change in (lambda: styles.save(WARM), lambda: styles.add_all([WARM])):
        with pytest.raises(OSError, match="full"):
            change()
    assert list(styles) == []


def test_very_many_of_one_name_are_numbered_without_counting_from_the_beginning() -> None:
    class Counting(str):
        __slots__ = ()
        formatted = 0

        def __format__(self, spec: str) -> str:
            Counting.formatted += 1
            return str(self)

    same = [Style(Counting("Ink"), f"prompt {number}") for number in range(40_000)]
    styles = Styles("", lambda text: None)

    taken = styles.take_in(same)

    assert (taken.count(Taken.ADDED), taken.count(Taken.TOO_MANY)) == (MOST_STYLES, 39_000)
    assert Counting.formatted < 2 * 40_000
    assert styles.take_in(same[:3]) == [Taken.THERE] * 3


def test_more_than_are_read_are_counted() -> None:
    file = read_style_file(json.dumps([{"name": "x", "prompt": "y"}] * (MOST_READ + 7)).encode())

    assert (len(file.entries), len(file.left_out)) == (MOST_READ, 7)
    assert {each.code for each in file.left_out} == {"styles_too_many"}


def test_anything_at_all_is_read_or_left_out() -> None:
    chance = random.Random(20261130)  # noqa: S311 - chance that comes again
    pieces = [b"name", b"prompt", b",", b";", b"\t", b'"', b"\n", b"\r\n", b"\xc4\xe3", b"\xe9", b"{", b"}", b"[", b"]"]
    pieces += [b":", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"x" * 5000, b'{"name":"a","prompt":"b"}', b"\\ud83d", b" "]
    for _ in range(3000):
        data = b"".join(chance.choices(pieces, k=chance.randrange(30)))
        if chance.random() < 0.5:
            data = b"name,prompt,negative_prompt\n" + data
        file = read_style_file(data)
        assert isinstance(file, StyleFile)
        for entry in file.entries:
            entry.style.prompt.encode()
            entry.style.name.encode()


def test_a_table_for_a_spreadsheet_comes_back_as_it_went() -> None:
    odd = [Style(f'{sign} "x", y', f"{sign}\nline\n{sign * 3} {{prompt}}", sign) for sign in ",;\t\"'=国é"]
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(
        [("name", "prompt", "negative_prompt"), *((each.name, each.prompt, each.negative_prompt) for each in odd)]
    )

    for data in (to_csv(odd).encode(), written.getvalue().encode("utf-16")):
        assert [entry.style.prompt for entry in read_style_file(data).entries] == [each.prompt.strip() for each in odd]
