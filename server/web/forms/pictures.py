"""What pages send about pictures as files and about styles: what is dropped, exported, named, saved."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct
from robyn import Request

from server.common.errors import BadInput
from server.paintings.naming import problem_of
from server.pictures.export_options import QUALITIES, ExportFormat, ExportOptions
from server.pictures.picture import NotAPicture, TooLarge, read_picture
from server.prompts.styles import Style
from server.web.forms import MAX_DRAFT, BadRequest, body_of, read_fields
from server.web.forms.order import SETTINGS, kept_settings
from server.web.selection import parse_selection

LONGEST_SEARCH = 200


class Export(Struct, frozen=True):
    """What the export dialog says; `problem` is the code of what is wrong with its pattern."""

    ids: tuple[int, ...]
    options: ExportOptions
    problem: str


def read_picture_body(request: Request) -> bytes:
    """The picture that is the whole body; not as multipart, which Robyn takes apart before it can be refused.

    Only its beginning is looked at, but by a decoder: what claims to be a picture has a size. Raises BadRequest.
    """
    kind = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
    if kind != "application/octet-stream":
        raise BadRequest(415, "body_of_wrong_kind")
    try:
        return read_picture(body_of(request)).data
    except NotAPicture as error:
        raise no_picture(error) from error


def no_picture(error: NotAPicture) -> BadRequest:
    """What cannot be taken: no picture at all, or one that is too large."""
    return BadRequest(413, error.code) if isinstance(error, TooLarge) else BadRequest(415, "dropped_no_picture")


def parse_application(request: Request) -> tuple[bool, dict[str, Any]]:
    """Whether only metadata's prompt is wanted, and the form's settings as they stand. Raises BadInput."""
    fields = read_fields(request, required={"what"}, optional=SETTINGS)
    if fields["what"] not in ("all", "prompt"):
        raise BadInput({"what": "unknown_value"})
    return fields["what"] == "prompt", kept_settings(fields)


def parse_pattern(request: Request) -> str:
    """The field `pattern`, as it is typed into one line. Raises BadInput."""
    pattern = " ".join(read_fields(request, required={"pattern"})["pattern"].split())
    if problem := problem_of(pattern):
        raise BadInput({"pattern": problem})
    return pattern


def parse_text(request: Request, name: str) -> str:
    """One field of any text. Raises BadInput."""
    return _clean(read_fields(request, required={name})[name])[:MAX_DRAFT]


def parse_use(request: Request, name: str) -> tuple[str, dict[str, Any]]:
    """A field, and the studio's form as it stands: not all of it may have been kept yet. Raises BadInput."""
    fields = read_fields(request, required={name}, optional={"prompt", *SETTINGS})
    draft = {"draft": _clean(fields["prompt"])[:MAX_DRAFT]} if "prompt" in fields else {}
    return _clean(fields[name]), {**draft, **kept_settings(fields)}


def parse_search(request: Request) -> str:
    """What is searched for, as typed into one line. Raises BadInput."""
    return parse_text(request, "text").strip()[:LONGEST_SEARCH]


def parse_style(request: Request) -> tuple[Style, str]:
    """A style, and the name of the one it takes the place of, or an empty one. Raises BadInput."""
    fields = read_fields(request, required={"called", "text"}, optional={"replaces"})
    name, text = (_clean(fields[each]).strip() for each in ("called", "text"))
    return Style(" ".join(name.split()), text), fields.get("replaces", "")


def parse_ids(request: Request) -> tuple[int, ...]:
    """The paintings meant, as a selection. Raises BadInput."""
    return tuple(parse_selection(read_fields(request, required={"ids"})["ids"]))


def parse_export(request: Request) -> Export:
    """The export dialog. A checkbox that is not ticked is not sent at all. Raises BadInput."""
    fields = read_fields(request, required={"ids", "format", "quality", "pattern"}, optional={"story"})
    quality = int(fields["quality"]) if re.fullmatch(r"[0-9]{1,3}", fields["quality"]) else 0
    if fields["format"] not in tuple(ExportFormat):
        raise BadInput({"format": "unknown_value"})
    if quality not in QUALITIES:
        raise BadInput({"quality": "out_of_range"})
    pattern = " ".join(fields["pattern"].split())
    problem = problem_of(pattern) or ""
    options = ExportOptions(ExportFormat(fields["format"]), quality, "story" in fields, "" if problem else pattern)
    return Export(tuple(parse_selection(fields["ids"])), options, problem)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "")
