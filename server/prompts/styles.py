"""Templates for prompts: `{prompt}` in a style stands for what the user writes. Kept with the settings, as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum

from msgspec import Struct
from msgspec.structs import asdict

PLACE = "{prompt}"
SETTING = "styles"
MOST_STYLES = 1000
LONGEST_NAME = 80
LONGEST_TEXT = 4000
"""Characters."""


class Taken(Enum):
    """What becomes of a style that comes from outside."""

    ADDED = 0
    THERE = 1
    TOO_MANY = 2


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
        self._styles = {style.name: style for style in from_json(stored)}
        self._keep = keep

    def __iter__(self) -> Iterator[Style]:
        return iter(_in_order(self._styles))

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
        others = {name: each for name, each in self._styles.items() if name != before}
        self._take({**others, style.name: style})
        return None

    def delete(self, name: str) -> None:
        if name in self._styles:
            self._take({other: each for other, each in self._styles.items() if other != name})

    def add_all(self, styles: Iterable[Style]) -> int:
        """Take what is new; a name that is taken by another text gets a number. How many were added."""
        return self.take_in(styles).count(Taken.ADDED)

    def take_in(self, styles: Iterable[Style]) -> list[Taken]:
        """`add_all`, and what became of each."""
        adding = _Adding(dict(self._styles))
        taken = [adding.add(style) for style in styles]
        if Taken.ADDED in taken:
            self._take(adding.styles)
        return taken

    def _take(self, styles: dict[str, Style]) -> None:
        """Nothing is here that could not be kept."""
        self._keep(to_json(_in_order(styles)))
        self._styles = styles


class _Adding:
    """Styles that grow; each name's numbers are counted up once, however many have that name."""

    def __init__(self, styles: dict[str, Style]) -> None:
        self.styles = styles
        self._numbers: dict[str, int] = {}
        self._texts: dict[str, set[tuple[str, str]]] = {}

    def add(self, style: Style) -> Taken:
        texts = (style.prompt, style.negative_prompt)
        name = self._free_name(style.name)
        if texts in self._texts[style.name]:
            return Taken.THERE
        if len(self.styles) >= MOST_STYLES:
            return Taken.TOO_MANY
        self._texts[style.name].add(texts)
        self.styles[name] = Style(name, *texts)
        return Taken.ADDED

    def _free_name(self, name: str) -> str:
        """The first that is free, noting what stands under those before it."""
        known = self._texts.setdefault(name, set())
        number = self._numbers.get(name, 1)
        while there := self.styles.get(numbered := name if number == 1 else f"{name} ({number})"):
            known.add((there.prompt, there.negative_prompt))
            number += 1
        self._numbers[name] = number
        return numbered


def _in_order(styles: Mapping[str, Style]) -> list[Style]:
    return sorted(styles.values(), key=lambda style: style.name.casefold())


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


def from_json(text: str) -> list[Style]:
    """What `to_json` wrote; nothing where it is something else."""
    try:
        values = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    found = [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
    return [style_of(value.get("name"), value.get("prompt"), value.get("negative_prompt")) for value in found]


def style_of(name: object, prompt: object, negative_prompt: object) -> Style:
    """Of values from outside: blanks around them and what no text can hold go; what is no text is empty."""
    return Style(" ".join(_text(name).split()), _text(prompt), _text(negative_prompt))


def _text(value: object) -> str:
    """Halves of characters that UTF-16 writes in two are joined; those without their other half cannot be written."""
    if not isinstance(value, str):
        return ""
    whole = value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "").strip()
