"""IPTC's captions, as Photoshop wraps them in JPEG.

https://www.iptc.org/std/IIM/4.2/specification/IIMV4.2.pdf, and for the wrapping "Adobe Photoshop File Formats
Specification", section "Image Resource Blocks".
"""

from __future__ import annotations

from collections.abc import Iterator

from server.pictures.metadata.chunks import decoded

LABEL = b"Photoshop 3.0\x00"
RESOURCE, RECORDS = b"8BIM", 0x0404
RECORD = 0x1C
TEXTS = ((2, 120), (2, 105), (2, 40))
"""Caption, headline, special instructions."""

MOST_RECORDS = 2000


def read_captions(segment: bytes) -> Iterator[str]:
    """The texts in a JPEG's APP13; none where it is of another kind, or damaged."""
    if segment.startswith(LABEL):
        yield from read_records(segment[len(LABEL) :])


def read_records(resources: bytes) -> Iterator[str]:
    """The same from the row of resources alone."""
    at = 0
    for _ in range(MOST_RECORDS):
        if resources[at : at + 4] != RESOURCE or len(resources) < at + 7:
            return
        kind = int.from_bytes(resources[at + 4 : at + 6], "big")
        at += 6 + _even(1 + resources[at + 6])
        size = int.from_bytes(resources[at : at + 4], "big")
        if kind == RECORDS:
            yield from _texts(resources[at + 4 : at + 4 + size])
        at += 4 + _even(size)


def _texts(records: bytes) -> Iterator[str]:
    at = 0
    while len(records) >= at + 5 and records[at] == RECORD:
        size = int.from_bytes(records[at + 3 : at + 5], "big")
        if (records[at + 1], records[at + 2]) in TEXTS:
            yield decoded(records[at + 5 : at + 5 + size])
        at += 5 + size


def _even(size: int) -> int:
    return size + size % 2
