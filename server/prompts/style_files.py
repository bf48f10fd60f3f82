"""Files of styles, as this program and others write them, and what of them is none.

Tables: AUTOMATIC1111's `name,prompt,negative_prompt` and its older `name,text`, whatever parts the columns. JSON: a
list of objects as Fooocus keeps it, InvokeAI's with `preset_data` around the prompts, an object with names as keys.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from server.prompts.styles import LONGEST_TEXT, Style, problem_of, style_of
from server.prompts.text_encoding import decode

MOST_READ = 20_000
"""Entries of a file. Those behind them are counted."""

MOST_BROKEN = 3
"""Rows with a quotation mark that nothing closes, after each of which the rest of the file is read anew."""

csv.field_size_limit(2**31 - 1)  # for the whole process, in which nothing else reads tables

NAMES = ("name", "title", "style")
PROMPTS = ("prompt", "positive_prompt", "positive", "text")
NEGATIVES = ("negative_prompt", "negative")
SEPARATORS = (",", ";", "\t", "，")


class LeftOut(Struct, frozen=True):
    """An entry that is not taken, by its place in the file (from 1, a table's heading too), and the code of why."""

    place: int
    name: str
    code: str


class Entry(Struct, frozen=True):
    """A style and its place."""

    place: int
    style: Style


class StyleFile(Struct, frozen=True):
    """`encoding` is what the file was read in, empty where that is beyond doubt. `is_table`: places are rows."""

    entries: list[Entry]
    left_out: list[LeftOut]
    encoding: str = ""
    is_table: bool = False


def read_style_file(data: bytes) -> StyleFile:
    """Reads much: call it in a thread. Of a file of another kind there is nothing in either list."""
    decoded = decode(data)
    text = decoded.text.replace("\x00", "")
    is_table = text.lstrip()[:1] not in ("[", "{")
    entries: list[Entry] = []
    left_out: list[LeftOut] = []
    for number, found in enumerate(_of_table(text) if is_table else _of_json(text)):
        looked_at = found if number < MOST_READ else LeftOut(found.place, "", "styles_too_many")
        if isinstance(looked_at, LeftOut):
            left_out.append(looked_at)
        elif code := problem_of(looked_at.style):
            left_out.append(LeftOut(looked_at.place, looked_at.style.name, code))
        else:
            entries.append(looked_at)
    return StyleFile(entries, left_out, decoded.encoding if decoded.guessed else "", is_table)


def read_styles(data: bytes) -> list[Style]:
    """Those of a file that are some."""
    return [entry.style for entry in read_style_file(data).entries]


def _of_json(text: str) -> Iterator[Entry | LeftOut]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return
    for place, value in enumerate(_values_in(values), start=1):
        yield Entry(place, _style_of(value)) if isinstance(value, dict) else LeftOut(place, "", "style_unreadable")


def _values_in(values: object) -> list[object]:
    if isinstance(values, list):
        return values
    if not isinstance(values, dict):
        return []
    if _first(values, NAMES) and (_first(values, PROMPTS) or "preset_data" in values):
        return [values]
    if len(values) == 1 and isinstance(inner := next(iter(values.values())), list):
        return inner
    return [_named(name, value) for name, value in values.items()]


def _named(name: str, value: object) -> object:
    """An entry of an object whose keys are the names."""
    if isinstance(value, str):
        return {"name": name, "prompt": value}
    return {"name": name, **value} if isinstance(value, dict) else value


def _style_of(value: Mapping[str, Any]) -> Style:
    nested = value.get("preset_data")
    texts: Mapping[str, Any] = nested if isinstance(nested, dict) else value
    return style_of(_first(value, NAMES), _first(texts, PROMPTS), _first(texts, NEGATIVES))


def _first(value: Mapping[str, Any], names: tuple[str, ...]) -> object:
    return next((value[name] for name in names if value.get(name)), "")


class _Heading(Struct, frozen=True):
    separator: str
    width: int
    name: int
    prompt: int
    negative: int


def _of_table(text: str) -> Iterator[Entry | LeftOut]:
    """Rows as spreadsheets count them, but for one with a line break in it."""
    lines = list(io.StringIO(text, newline=""))
    heading = _heading(lines[0]) if lines else None
    if heading is None:
        return
    begin = row_number = 1
    for _ in range(MOST_BROKEN):
        rows = csv.reader(lines[begin:], delimiter=heading.separator, skipinitialspace=True)
        before = 0
        for row in rows:
            row_number += 1
            if _runs_to_the_end(row, rows.line_num - before, len(lines) - begin - before):
                break
            yield from _of_row(row, row_number, heading)
            before = rows.line_num
        else:
            return
        yield LeftOut(row_number, style_of(row[0], "", "").name, "style_quote")
        begin += before + 1
    yield from (LeftOut(row_number + each, "", "style_unreadable") for each in range(1, len(lines) - begin + 1))


def _runs_to_the_end(row: list[str], lines: int, left: int) -> bool:
    """Whether a quotation mark that nothing closes has taken in all the lines that were left."""
    return lines == left > 1 and max(map(len, row)) > LONGEST_TEXT


def _of_row(row: list[str], number: int, heading: _Heading) -> Iterator[Entry | LeftOut]:
    """One with more cells than the heading would be misread, and is left out. An empty one is nothing."""
    cells = [cell.strip() for cell in row] + [""] * heading.width
    if not any(cells):
        return
    if any(cells[heading.width :]):
        yield LeftOut(number, style_of(cells[heading.name], "", "").name, "style_columns")
        return
    negative = cells[heading.negative] if heading.negative >= 0 else ""
    yield Entry(number, style_of(cells[heading.name], cells[heading.prompt] if heading.prompt >= 0 else "", negative))


def _heading(line: str) -> _Heading | None:
    """What parts the columns, and which is which; None where no names of columns are there."""
    for separator in SEPARATORS:
        cells = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
        names = ["_".join(cell.replace("_", " ").lower().split()) for cell in cells]
        name, prompt, negative = (_index(names, known) for known in (NAMES, PROMPTS, NEGATIVES))
        if name >= 0 and max(prompt, negative) >= 0:
            return _Heading(separator, len(names), name, prompt, negative)
    return None


def _index(names: list[str], known: tuple[str, ...]) -> int:
    return next((names.index(each) for each in known if each in names), -1)
