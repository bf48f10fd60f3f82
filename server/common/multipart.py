"""Forms as `multipart/form-data` (RFC 7578): fields and files by their names."""

from __future__ import annotations

import io

MOST_PARTS = 33
"""More than any form of ours has fields (`server.web.forms.MAX_FIELDS`)."""


class FileGiven(ValueError):
    """A part is a file, which no form of ours takes."""


def read_multipart(content_type: str, body: bytes) -> dict[str, str]:
    """The parts by their names. Raises ValueError for what is malformed, repeated or no UTF-8, FileGiven for files."""
    fields, files = read_parts(content_type, body)
    if files:
        raise FileGiven
    return fields


def read_parts(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    """Fields and files by their names. Raises ValueError for what is malformed, repeated or no UTF-8."""
    # Here and not above: a start asks for none of it.
    from multipart import MultipartParser, parse_options_header

    _, options = parse_options_header(content_type)
    if not (boundary := options.get("boundary")):
        raise ValueError("no boundary")
    # All is in memory already, where the limits on a body's size have been kept: nothing is to go to a disk.
    size = len(body)
    parser = MultipartParser(
        io.BytesIO(body), boundary, size, strict=True, part_limit=MOST_PARTS, spool_limit=size, memory_limit=size
    )
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for part in parser:
        if part.name in fields or part.name in files:
            raise ValueError("repeated")
        if part.filename is None:
            fields[part.name] = part.raw.decode("utf-8")
        else:
            files[part.name] = part.raw
    return fields, files
