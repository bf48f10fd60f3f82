"""Compares the message catalogues with the sources (`catalogues.py check`), or brings them up to date (`update`)."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = "server/locales/*/LC_MESSAGES/atelier.po"
METHODS = [("server/**.py", "python"), ("desktop/**.py", "python"), ("templates/**.html", "jinja2")]
# A template that cannot be read is an error, not a file without messages.
OPTIONS = {"templates/**.html": {"silent": "false"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "translate": (2,)}
GLOSSARY = ROOT / "docs/glossary.md"
HAN = "[\u3400-\u9fff]"
SPELLING = {
    re.compile(f"{HAN}[A-Za-z0-9{{]|[A-Za-z0-9}}]{HAN}"): "lacks a space beside Chinese",
    re.compile(f"{HAN}[,;:?!()]|[,;:?!(]{HAN}"): "has punctuation of half a width beside Chinese",
    re.compile("[。！？] "): "glues two sentences with a space",
}
GLUED_UNIT = re.compile(r"(?:\d|\{\w+\})(?:s|ms|kB|MB|GB|px)\b")
PLACE = re.compile(r"\{\w*[^{}]*\}|%\(\w+\)\w")


class Glossary(NamedTuple):
    """`terms` by their English; words that `never` stand in either language; `names`, and messages left `alone`."""

    terms: dict[str, str]
    never: tuple[str, ...]
    never_english: tuple[str, ...]
    names: tuple[str, ...]
    alone: frozenset[str]

    @classmethod
    def read(cls, text: str) -> Glossary:
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
        told, _, alone = text.partition("## Exceptions")
        english = re.search(r"never stand in English: ([^.]+)\.", told)
        return cls(
            terms={row[0]: row[1] for row in rows[2:]},
            never=("你", *(word.strip() for row in rows[2:] for word in row[2].split(",") if word.strip())),
            never_english=tuple(english.group(1).split(", ")) if english else (),
            names=tuple(re.findall("`([^`]+)`", told.partition("## Names")[2])),
            alone=frozenset(re.findall("^- `([^`]+)`:", alone, re.MULTILINE)),
        )

    def faults(self, source: str, translation: str) -> Iterator[str]:
        """What one message says otherwise than it is agreed."""
        if source in self.alone:
            return
        said = self._without_names(source)
        for english, chinese in self.terms.items():
            if re.search(rf"\b{english}(?:s|es)?\b", said, re.IGNORECASE) and chinese not in translation.lower():
                yield f"{english} is {chinese}: {translation}"
        yield from (f"{word} is never said: {translation}" for word in self.never if word in translation)
        yield from (f"{word} is never said" for word in self.never_english if re.search(rf"\b{word}", source))
        yield from (f"{fault}: {translation}" for form, fault in SPELLING.items() if form.search(translation))
        if GLUED_UNIT.search(source):
            yield "has a number that its unit sticks to"

    def _without_names(self, text: str) -> str:
        """Without what stands for something else, and without lines of a terminal."""
        text = "\n".join(line for line in PLACE.sub("", text).splitlines() if not line.startswith("  "))
        for name in self.names:
            text = text.replace(name, "")
        return text


def main(arguments: list[str]) -> None:
    if arguments not in (["check"], ["update"]):
        raise SystemExit("usage: catalogues.py check|update")
    refuse_hidden_messages()
    messages = extract()
    paths = sorted(ROOT.glob(CATALOGUES))
    if not paths:
        raise SystemExit(f"There is no catalogue: {CATALOGUES}")
    for path in paths:
        if arguments == ["check"]:
            check(path, messages)
        else:
            update(path, messages)


def refuse_hidden_messages() -> None:
    """Inside an f-string a message is found by Python 3.12's tokenizer and not by that of the versions before it."""
    hidden = [
        f"{file.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call)} inside an f-string"
        for folder in ("server", "desktop")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for string in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"N_", *KEYWORDS}
    ]
    if hidden:
        raise SystemExit("\n".join(["Messages that would be missed:", *hidden]))


def extract() -> Catalog:
    """Every message in the sources."""
    messages = Catalog()
    found = extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True)
    for file, line, text, comments, context in found:
        messages.add(text, locations=[(file, line)], auto_comments=comments, context=context)
    return messages


def check(path: Path, messages: Catalog) -> None:
    """Refuse a catalogue that lacks a message, or has one too many or one that is not translated with care."""
    catalogue = read(path)
    glossary = Glossary.read(GLOSSARY.read_text(encoding="utf-8"))
    problems = [
        *(f"lacks {describe(message)}" for message in messages if message.id and not holds(catalogue, message)),
        *(f"has {describe(message)}, which nothing uses" for message in unused(catalogue, messages)),
        *(f"{describe(message)}: {fault}" for message in catalogue if message.id for fault in faults(message)),
        *(
            f"{describe(message)}: {fault}"
            for message in catalogue
            if message.id
            for source, translation in zip(forms(message.id), forms(message.string), strict=False)
            for fault in glossary.faults(source, translation)
        ),
    ]
    if problems:
        raise SystemExit("\n".join([f"{path.relative_to(ROOT)}:", *(f"  {problem}" for problem in problems)]))


def update(path: Path, messages: Catalog) -> None:
    """Add the messages that are new, with no translation, and drop those that nothing uses."""
    catalogue = read(path)
    catalogue.update(messages, no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def holds(catalogue: Catalog, message: Message) -> bool:
    return catalogue.get(message.id, message.context) is not None


def unused(catalogue: Catalog, messages: Catalog) -> Iterator[Message]:
    yield from (message for message in catalogue if message.id and not holds(messages, message))
    yield from catalogue.obsolete.values()


def faults(message: Message) -> Iterator[str]:
    sources = forms(message.id)
    translations = forms(message.string)
    if message.fuzzy:
        yield "is marked as fuzzy"
    if not translations or not all(translations):
        yield "is not translated"
        return
    for translation in translations:
        if places(translation) not in [places(source) for source in sources]:
            yield f"has other {{places}} in its translation: {translation}"


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def places(text: str) -> list[str]:
    return sorted(PLACE.findall(text))


def describe(message: Message) -> str:
    where = ", ".join(f"{file}:{line}" for file, line in message.locations[:2])
    return repr(forms(message.id)[0]) + (f" ({where})" if where else "")


if __name__ == "__main__":
    main(sys.argv[1:])
