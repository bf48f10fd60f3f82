"""Templates for prompts: `{prompt}` in a style stands for what the user writes. Kept with the settings, as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

PLACE = "{prompt}"
SETTING = "styles"
MOST_STYLES = 1000
LONGEST_NAME = 80
LONGEST_TEXT = 4000
"""Characters."""


class Style(Struct, frozen=True):
    """`negative_prompt` is kept for models that take one, and for the programs the style came from."""

    name: str
    prompt: str
    negative_prompt: str = ""

    def applied_to(self, prompt: str) -> str:
        """As AUTOMATIC1111 does: in its place where it has one, otherwise behind the prompt."""
        if PLACE in self.prompt:
            return self.prompt.replace(PLACE, prompt.strip()).strip(", ，")
        return ", ".join(part for part in (prompt.strip(), self.prompt.strip()) if part)


class Styles:
    """All styles in the order of their names. `keep` writes them down as text."""

    def __init__(self, stored: str, keep: Callable[[str], None]) -> None:
        self._styles = {style.name: style for style in _from_json(stored)}
        self._keep = keep

    def __iter__(self) -> Iterator[Style]:
        return iter(sorted(self._styles.values(), key=lambda style: style.name.casefold()))

    def get(self, name: str) -> Style | None:
        return self._styles.get(name)

    def save(self, style: Style, *, before: str = "") -> str | None:
        """Add a style, or change the one called `before`; the code of what is wrong, or None."""
        if problem := problem_of(style):
            return problem
        if style.name != before and style.name in self._styles:
            return "style_name_taken"
        if before not in self._styles and len(self._styles) >= MOST_STYLES:
            return "styles_too_many"
        self._styles.pop(before, None)
        self._styles[style.name] = style
        self._write()
        return None

    def delete(self, name: str) -> None:
        if self._styles.pop(name, None) is not None:
            self._write()

    def add_all(self, styles: Iterable[Style]) -> int:
        """Take what is new; a name that is taken by another text gets a number. How many were added."""
        added = 0
        for style in styles:
            name = self._free_name(style)
            if name is not None and len(self._styles) < MOST_STYLES:
                self._styles[name] = Style(name, style.prompt, style.negative_prompt)
                added += 1
        if added:
            self._write()
        return added

    def _free_name(self, style: Style) -> str | None:
        """None where the very style is there already."""
        names = (style.name, *(f"{style.name} ({number})" for number in range(2, MOST_STYLES)))
        for name in names:
            there = self._styles.get(name)
            if there is None:
                return name
            if (there.prompt, there.negative_prompt) == (style.prompt, style.negative_prompt):
                return None
        return None

    def _write(self) -> None:
        self._keep(to_json(self))


def problem_of(style: Style) -> str | None:
    """The code of what is wrong with a style."""
    if not style.name or not (style.prompt or style.negative_prompt):
        return "style_empty"
    if len(style.name) > LONGEST_NAME or max(len(style.prompt), len(style.negative_prompt)) > LONGEST_TEXT:
        return "style_too_long"
    return None


def to_json(styles: Iterable[Style]) -> str:
    return json.dumps([asdict(style) for style in styles], ensure_ascii=False, indent=2)


def to_csv(styles: Iterable[Style]) -> str:
    """As AUTOMATIC1111's `styles.csv`; the mark at its beginning tells spreadsheets that it is UTF-8."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(("name", "prompt", "negative_prompt"))
    table.writerows((style.name, style.prompt, style.negative_prompt) for style in styles)
    return "\ufeff" + written.getvalue()


def read_styles(data: bytes) -> list[Style]:
    """From either form, told apart by what is in it; what is no style is left out. Empty where there is none."""
    text = data.decode("utf-8-sig", errors="replace")
    found = _from_json(text) if text.lstrip()[:1] in ("[", "{") else _from_csv(text)
    return [style for style in found if problem_of(style) is None]


def _from_json(text: str) -> list[Style]:
    """A list of objects, as Fooocus keeps its styles; InvokeAI puts `preset_data` around the prompts."""
    try:
        values = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    return [_style(value) for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _style(value: Mapping[str, Any]) -> Style:
    nested = value.get("preset_data")
    texts: Mapping[str, Any] = nested if isinstance(nested, dict) else value
    prompt = texts.get("prompt", texts.get("positive_prompt"))
    return Style(_text(value.get("name")), _text(prompt), _text(texts.get("negative_prompt")))


def _from_csv(text: str) -> list[Style]:
    try:
        rows = list(csv.DictReader(io.StringIO(text)))
    except csv.Error:
        return []
    return [Style(_text(row.get("name")), _text(row.get("prompt")), _text(row.get("negative_prompt"))) for row in rows]


def _text(value: object) -> str:
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""
