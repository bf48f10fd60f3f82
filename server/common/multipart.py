"""Forms as `multipart/form-data` (RFC 7578), fields and files by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import MIMEPart


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
    # Here and not above, for they are many, and a start asks for none of them.
    from email import policy
    from email.message import EmailMessage
    from email.parser import BytesParser

    head = f"Content-Type: {content_type}\r\n\r\n".encode("ascii")
    message = BytesParser(EmailMessage, policy=policy.HTTP).parsebytes(head + body)
    if message.defects or not message.is_multipart():
        raise ValueError("malformed")
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for part in message.iter_parts():
        name, value = _part(part)
        if name in fields or name in files:
            raise ValueError("repeated")
        if part.get_filename() is None:
            fields[name] = value.decode("utf-8")
        else:
            files[name] = value
    return fields, files


def _part(part: MIMEPart) -> tuple[str, bytes]:
    name = part.get_param("name", header="content-disposition")
    value = part.get_payload(decode=True)
    if part.defects or not isinstance(name, str) or not isinstance(value, bytes):
        raise ValueError("no field")
    return name, value
