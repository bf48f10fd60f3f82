"""All that is known of one painting, in the order people look for it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from robyn import Request

from server.common.file_names import shown_name
from server.common.i18n import N_, SOURCE_LANGUAGE, translate
from server.library.folder import Library, check_file
from server.paintings.models import name_of_model
from server.paintings.painting import Painting
from server.pictures.metadata import Metadata, read_metadata_file
from server.pictures.metadata.foreign import ForeignMetadata, read_foreign_file
from server.web.dates import Words, moment_in_words
from server.web.page import Pages

_ENGLISH: Words = partial(translate, SOURCE_LANGUAGE)


class FileMetadata(Struct, frozen=True):
    """What the picture's file says: our own metadata, or another program's."""

    metadata: Metadata | None = None
    foreign: ForeignMetadata | None = None

    @property
    def prompt_sent(self) -> str | None:
        told = self.metadata or self.foreign
        return told.prompt_sent if told else None

    @property
    def negative_prompt(self) -> str | None:
        told = self.metadata or self.foreign
        return told.negative_prompt if told else None


class DetailFact(Struct, frozen=True):
    """`label` is a msgid, `value` is shown as it is."""

    label: str
    value: str


class ComparedFact(Struct, frozen=True):
    """One fact of several paintings, empty where it is not known of one."""

    label: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


def compared(paintings: Sequence[Painting], told: Sequence[FileMetadata]) -> list[ComparedFact]:
    """What they were made with, as far as it is known of any of them, side by side. Their names are the prompts."""
    columns = [list(_made_with(painting, each)) for painting, each in zip(paintings, told, strict=True)]
    rows = [ComparedFact(row[0][0], tuple(value for _, value in row)) for row in zip(*columns, strict=True)]
    return [row for row in rows if any(row.values)]


def _made_with(painting: Painting, told: FileMetadata) -> Iterator[tuple[str, str]]:
    yield from _parameters(painting, told)
    yield N_("Prompt as sent"), painting.prompt_sent or ""
    yield N_("Negative prompt"), told.negative_prompt or ""


async def all_about(pages: Pages, request: Request, painting: Painting) -> dict[str, Any]:
    """What templates show of one painting, most of it from its file."""
    told = await asyncio.to_thread(read_told, pages.site.library, painting)
    facts = facts_of(painting, told, pages.words(request))
    return {"painting": painting, "told": told, "facts": facts, "family": pages.site.search.family(painting)}


def read_told(library: Library, painting: Painting) -> FileMetadata:
    """Reads the file, which may take some milliseconds: call it in a thread."""
    if painting.file is None:
        return FileMetadata()
    path = library.path(painting.file)
    with contextlib.suppress(OSError):
        check_file(path)
        metadata = read_metadata_file(path)
        if metadata is not None:
            return FileMetadata(metadata=metadata)
        return FileMetadata(foreign=read_foreign_file(path))
    return FileMetadata()


def facts_of(painting: Painting, told: FileMetadata, words: Words = _ENGLISH) -> list[DetailFact]:
    """Without the prompts; what is not known is left out. `words` has the language that the date is written in."""
    return [DetailFact(label, value) for label, value in _facts(painting, told, words) if value]


def _facts(painting: Painting, told: FileMetadata, words: Words) -> Iterator[tuple[str, str]]:
    yield from _parameters(painting, told)
    yield N_("Time taken"), f"{painting.seconds:.1f} s" if painting.seconds is not None else ""
    yield N_("Neurons"), _number(painting.spent)
    yield N_("Of these for the translation"), _number(painting.translation)
    yield N_("Date"), moment_in_words(painting.created, words)
    yield N_("Painted with"), _program(told)
    yield N_("File"), shown_name(painting.file or "")
    yield N_("File size"), f"{painting.bytes / 1000:,.0f} kB" if painting.bytes else ""


def _parameters(painting: Painting, told: FileMetadata) -> Iterator[tuple[str, str]]:
    source = told.metadata or told.foreign
    model = painting.model or (source.model if source and source.model else "")
    yield N_("Model"), name_of_model(model)
    yield N_("Steps"), _number(painting.steps or (source.steps if source else None))
    yield N_("Seed"), _number(source.seed if source else None)
    yield N_("Guidance"), _number(source.guidance if source else None)
    yield N_("Size"), f"{painting.width} × {painting.height}" if painting.width else ""


def _program(told: FileMetadata) -> str:
    if told.metadata is not None:
        return f"AI 绘画工坊 {told.metadata.version or ''}".strip()
    return told.foreign.program if told.foreign else ""


def _number(value: float | None) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value or "")
