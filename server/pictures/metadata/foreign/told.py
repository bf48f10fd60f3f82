"""The one place where the texts of a picture's file come together, wherever in it they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from server.pictures.metadata import exif, xmp
from server.pictures.metadata.chunks import Block, Label, Malformed

Fields = Mapping[str, Any]
"""A JSON object."""

LABELLED = re.compile(r"(prompt|workflow|parameters):\s*(?=\{)", re.IGNORECASE)
"""ComfyUI has no place for names in EXIF, and writes them in front of its texts."""

ENVELOPED = frozenset(
    {
        *("prompt", "workflow", "parameters", "Comment", "parameters-json", "generation_data", "extraMetadata"),
        *("invokeai_metadata", "sd-metadata"),
    }
)
"""Names of texts that some programs put into one JSON object, where the format has room for one text only."""

MOST_JSON = 4 * 1024 * 1024
"""Characters of JSON that are parsed of one file; in memory they can be thirty times as many bytes."""


class Told:
    """What a file tells: its texts by name, the first of each name, and those that are a JSON object as such.

    `size` tells the picture's own width and height in pixels, or None where its header is damaged.
    """

    def __init__(self, texts: Mapping[str, str], size: Callable[[], tuple[int, int] | None]) -> None:
        self.size = size
        self.texts: dict[str, str] = {}
        self.objects: dict[str, Fields] = {}
        self._json = MOST_JSON
        for name, text in texts.items():
            self._add(name, text)

    def object(self, name: str) -> Fields:
        """The object with this name; an empty one where there is none."""
        return self.objects.get(name, {})

    def _add(self, name: str, text: str) -> None:
        text = text.strip("\x00 \r\n\t\ufeff")
        if label := LABELLED.match(text):
            name, text = label[1].lower(), text[label.end() :]
        if not text or name in self.texts:
            return
        self.texts[name] = text
        fields = self._parsed(text)
        if fields is not None:
            self._add_object(name, fields)

    def _add_object(self, name: str, fields: Fields) -> None:
        self.objects[name] = fields
        for inner in ENVELOPED & fields.keys():
            value = fields[inner]
            if isinstance(value, dict) and inner not in self.objects:
                self.objects[inner] = value
            elif isinstance(value, str) and (value.lstrip().startswith("{") or inner == "parameters"):
                self._add(inner, value)

    def _parsed(self, text: str) -> Fields | None:
        if not text.startswith("{") or len(text) > self._json:
            return None
        self._json -= len(text)
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None


def collect(blocks: Iterable[Block]) -> dict[str, str]:
    """All texts by name, up to the first damage; of two with one name the first."""
    texts: dict[str, str] = {}
    try:
        for block in blocks:
            for name, text in _texts(block):
                if text:
                    texts.setdefault(name, text)
    except Malformed:
        pass
    return texts


def _texts(block: Block) -> Iterator[tuple[str, str]]:
    if block.label is Label.EXIF:
        yield from exif.read_texts(block.data).items()
    elif block.label is Label.XMP:
        yield from ((f"xmp:{name}", text) for name, text in xmp.read_texts(block.data).items())
    else:
        yield block.name, block.data.decode(errors="replace")
