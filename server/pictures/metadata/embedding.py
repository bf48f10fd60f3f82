"""A picture and its metadata, put together and taken apart, whatever the picture's format."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from server.common import disk
from server.pictures.metadata import exif, parameters, xmp
from server.pictures.metadata.chunks import Additions, Block, Format, Label, Malformed, within
from server.pictures.metadata.jpeg import Jpeg
from server.pictures.metadata.metadata import Metadata
from server.pictures.metadata.png import Png
from server.pictures.metadata.webp import Webp
from server.pictures.picture import JPEG, PNG, WEBP, PictureKind, sniff

log = logging.getLogger(__name__)

FORMATS: Mapping[PictureKind, Format] = {JPEG: Jpeg(), PNG: Png(), WEBP: Webp()}

SHORTENED = " […]"
LENGTHS = (32_000, 16_000, 8000, 4000, 2000, 500)
"""Characters a text is cut to, until it fits. A segment of JPEG holds 65,000 bytes."""


def embed(data: bytes, metadata: Metadata) -> bytes:
    """The same picture, not one of its pixels touched, with its metadata inside; takes about 0.1 ms and never fails.

    What is there already is kept. A text too long for its place is shortened, with a mark; a picture that cannot take
    the metadata stays as it is.
    """
    try:
        form = FORMATS[_kind(data)]
        there = {block.label: block.data for block in reversed(list(form.blocks(io.BytesIO(data))))}
        added = Additions(
            exif=_exif(metadata, there.get(Label.EXIF), form.EXIF_ROOM),
            xmp=_xmp(metadata, there.get(Label.XMP), min(form.XMP_ROOM, xmp.MOST_BYTES)),
            parameters=parameters.compose(metadata),
        )
        return form.build(data, added)
    except Exception as error:  # noqa: BLE001 - the picture is paid for: a mistake in here must not keep it from the disk
        log.warning("a picture keeps no story: %s", type(error).__name__)
        return data


def read_metadata(data: bytes) -> Metadata | None:
    """The metadata in a picture's bytes; None for a picture without, and for anything else."""
    return _find(io.BytesIO(data), data[:16])


def read_metadata_file(path: Path) -> Metadata | None:
    """The same from a file, of which only the parts that can hold it are read. Raises OSError."""
    with disk.reading(path) as stream:
        return _find(stream, stream.read(16))


def strip(data: bytes) -> bytes:
    """The same picture without a word: no metadata, place, camera, comment or thumbnail, only pixels and what shows
    them right. Raises Malformed for what cannot be read, which is not given out as if it were stripped.
    """
    return FORMATS[_kind(data)].bare(data)


def blocks(data: bytes) -> Iterator[Block]:
    """All metadata of a picture. Raises Malformed, also on the way."""
    return within(FORMATS[_kind(data)].blocks(io.BytesIO(data)))


def _find(stream: BinaryIO, start: bytes) -> Metadata | None:
    kind = sniff(start)
    if kind is None:
        return None
    try:
        for block in within(FORMATS[kind].blocks(stream)):
            if block.label is Label.XMP and (metadata := xmp.read(block.data)):
                return metadata
    except Malformed:
        return None
    return None


def _kind(data: bytes) -> PictureKind:
    kind = sniff(data[:16])
    if kind is None:
        raise Malformed("no JPEG, PNG or WebP")
    return kind


def _exif(metadata: Metadata, there: bytes | None, room: int) -> bytes | None:
    """None where it stays as it is: no place for it, or a comment in it that somebody else has written."""
    if not room or (there and _is_foreign(exif.read_comment(there))):
        return None
    for version in _versions(metadata):
        try:
            told = exif.with_comment(there, parameters.compose(version), parameters.software(metadata))
        except Malformed:
            return None
        if len(told) <= room:
            return told
    return None


def _is_foreign(comment: str | None) -> bool:
    return comment is not None and f"Version: {parameters.PROGRAM}" not in comment


def _xmp(metadata: Metadata, there: bytes | None, room: int) -> bytes | None:
    for version in _versions(metadata):
        try:
            told = xmp.packet(version) if there is None else xmp.merged(version, there)
        except Malformed:
            return None
        if len(told) <= room and len(told) - len(there or b"") <= xmp.MOST_TEXT:
            return told
    return None


def _versions(metadata: Metadata) -> Iterator[Metadata]:
    """The metadata, then the same with its texts shorter and shorter."""
    yield metadata
    for length in LENGTHS:
        yield replace(
            metadata,
            prompt=_cut(metadata.prompt, length),
            prompt_sent=metadata.prompt_sent and _cut(metadata.prompt_sent, length),
            negative_prompt=metadata.negative_prompt and _cut(metadata.negative_prompt, length),
        )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + SHORTENED
