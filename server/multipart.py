"""Forms as `multipart/form-data` (RFC 7578), read by ourselves: Robyn answers a malformed one with a bare 500."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser

from robyn import Request

UNTOUCHED = "application/octet-stream"
"""What Robyn is told that every body is, so that it hands it on as it came."""


class FileGiven(ValueError):
    """A part is a file, which no form of ours takes."""


def own_content_type(request: Request) -> None:
    """Give a request the type its sender named back; `UNTOUCHED` stands behind it."""
    *named, _ours = [value for name, value in request.headers.multi_items() if name == "content-type"]
    request.headers.set("content-type", named[0] if named else "")


def read_multipart(content_type: str, body: bytes) -> dict[str, str]:
    """The parts by their names. Raises ValueError for what is malformed, repeated or no UTF-8, FileGiven for files."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("ascii")
    message = BytesParser(EmailMessage, policy=policy.HTTP).parsebytes(head + body)
    if message.defects or not message.is_multipart():
        raise ValueError("malformed")
    fields = [_field(part) for part in message.iter_parts()]
    if len(dict(fields)) < len(fields):
        raise ValueError("repeated")
    return dict(fields)


def _field(part: MIMEPart) -> tuple[str, str]:
    name = part.get_param("name", header="content-disposition")
    value = part.get_payload(decode=True)
    if part.get_filename() is not None:
        raise FileGiven
    if part.defects or not isinstance(name, str) or not isinstance(value, bytes):
        raise ValueError("no field")
    return name, value.decode("utf-8")
