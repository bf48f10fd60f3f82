"""From a request's body to a checked, frozen value; everything else is BadInput with the fields at fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from msgspec import Struct
from robyn import Request

from server.cloudflare.account.pasted import account_id_in, token_in
from server.cloudflare.account.roster import NAME_LENGTH
from server.common.account import Account
from server.common.errors import AtelierError, BadInput
from server.common.multipart import FileGiven, read_multipart
from server.common.redaction import starred
from server.common.secret import Secret
from server.paintings.models.helpers import helpers_for
from server.paintings.preferences import (
    ANSWERS,
    HELPERS_OF,
    LANGUAGE_CHOICES,
    MAX_WIDTH,
    SWITCHES,
    THEMES,
    TILES,
    TRANSLATION,
    TRASH_DAYS,
)

MAX_BODY = 64 * 1024
"""Bytes. The longest prompt is 2,048 characters of at most 12 bytes each when percent-encoded."""

MAX_DRAFT = MAX_BODY
"""Characters kept of what is being typed: all that can arrive, so that an overlong prompt is not cut."""

MAX_PICTURE = 30_000_000
"""Bytes of a picture dropped on the window; the largest that painting programs write have some twenty million."""

MAX_STYLES = 4_000_000
"""Bytes of a file of styles: as long as they may be, 1,000 of them have some eight, and those that people share one."""

LARGE_BODIES = {
    **dict.fromkeys(("/stories", "/references", "/writing/describe"), MAX_PICTURE),
    "/styles/import": MAX_STYLES,
    "/grids/picture": MAX_PICTURE,
}

MAX_MASK = 1_000_000
"""Bytes of a mask with its form. One of 512 x 512 pixels and four channels has no more, however it is packed."""
MASK_PATH = re.compile(r"/paintings/[0-9]+/mask")

TOO_LARGE = {MAX_BODY: "body_too_large", MAX_STYLES: "styles_too_large"}

MAX_FIELDS = 32
LIKE_ACCOUNT_ID = re.compile(r"[0-9A-Fa-f]{1,32}")
BROKEN_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")  # which urllib lets pass as it is
MAX_ID = 2**53


class BadRequest(AtelierError):
    """The request itself cannot be read; `status` is the HTTP status that says so."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status


class Login(Struct, frozen=True):
    """What the connection page sends: what could be made of it, and which fields are at fault with which code.

    `new`: one more account, not another in the place of the one in use. `first`: a first picture is to be painted.
    """

    account_id: str
    token: Secret | None
    problems: Mapping[str, str]
    new: bool = False
    name: str = ""
    first: bool = False

    @property
    def account(self) -> Account:
        """Raises BadInput."""
        if self.problems or self.token is None:
            raise BadInput(dict(self.problems))
        return Account(id=self.account_id, token=self.token)


def check_size(request: Request) -> None:
    """Raises BadRequest for a body over its path's limit, usually MAX_BODY, or one that broke off."""
    declared = request.headers.get("content-length") or "0"
    size = len(body_of(request))
    limit = MAX_MASK if MASK_PATH.fullmatch(request.url.path) else LARGE_BODIES.get(request.url.path, MAX_BODY)
    if size > limit or (declared.isdigit() and int(declared) > limit):
        raise BadRequest(413, TOO_LARGE.get(limit, "picture_too_large"))
    if declared.isdigit() and int(declared) > size:
        raise BadRequest(400, "body_broken_off")


LOGIN_FIELDS = frozenset({"account_id", "api_token"})


def parse_login(request: Request, *, kept: Secret | None = None) -> Login:
    """The connection form; id and token are taken out of what was pasted into either field. `kept` is the token from
    before, where none is entered. Raises BadInput for what is no such form.
    """
    fields = read_fields(request, required=LOGIN_FIELDS, optional={"account", "name", "first"})
    account_text, token_text = fields["account_id"], fields["api_token"]
    found: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, text, other, read in (
        ("account_id", account_text, token_text, account_id_in),
        ("api_token", token_text, account_text, token_in),
    ):
        try:
            found[name] = read(text, other)
        except BadInput as error:
            problems[name] = next(iter(error.fields.values()))
    token = Secret(found["api_token"]) if "api_token" in found else None
    if kept is not None and not token_text.strip() and token is None:
        token = kept
        del problems["api_token"]
    return Login(
        account_id=found.get("account_id", _harmless(account_text)),
        token=token,
        problems=problems,
        new=fields.get("account") == "new",
        name=clean_name(fields.get("name", "")),
        first="first" in fields,
    )


def wants_first(request: Request) -> bool:
    """Whether the connection form, which was sent before, asks for a first picture too."""
    return "first" in read_fields(request, optional={*LOGIN_FIELDS, "account", "name", "first"})


def _harmless(text: str) -> str:
    """What was typed as account id, to be corrected; nothing of what may be a token in the wrong field."""
    entered = text.strip()
    return entered if LIKE_ACCOUNT_ID.fullmatch(entered) else ""


def clean_name(text: str) -> str:
    """A name for an account as it can be shown in one line; what looks like a token or an id is none."""
    name = " ".join(text.split())[:NAME_LENGTH]
    return name if name.isprintable() and starred(name) == name else ""


def parse_preferences(request: Request) -> dict[str, str | int]:
    """Any of those that are chosen from a few values. Raises BadInput."""
    choices: dict[str, tuple[str, ...]] = {"theme": THEMES, "language": LANGUAGE_CHOICES, "translation": TRANSLATION}
    choices |= {name: tuple(each.id for each in helpers_for(task)) for name, task in HELPERS_OF.items()}
    choices |= dict.fromkeys(("on_network", "on_capacity", "on_allowance"), ANSWERS)
    choices |= {"notify": SWITCHES, "sound": SWITCHES, "trash_days": tuple(map(str, TRASH_DAYS))}
    numbers = {"width": range(1, MAX_WIDTH + 1), "tile": TILES}
    fields = read_fields(request, optional={*choices, *numbers})
    problems = {name: "unknown_value" for name in choices.keys() & fields if fields[name] not in choices[name]}
    changes: dict[str, str | int] = {name: fields[name] for name in choices.keys() & fields}
    for name in numbers.keys() & fields:
        changes[name] = number(fields, name, numbers[name], 1, problems)
    if problems:
        raise BadInput(problems)
    if "trash_days" in changes:
        changes["trash_days"] = int(changes["trash_days"])
    return changes


def parse_choice(request: Request, name: str, choices: tuple[str, ...]) -> str:
    """One field with one of a few values. Raises BadInput."""
    value = read_fields(request, required={name})[name]
    if value not in choices:
        raise BadInput({name: "unknown_value"})
    return value


def parse_id(text: str | None) -> int | None:
    """A painting's id as it stands in a path or query; None for anything else."""
    if text and text.isascii() and text.isdigit() and len(text) <= 16 and int(text) < MAX_ID:
        return int(text)
    return None


def read_fields(
    request: Request,
    *,
    required: set[str] | frozenset[str] = frozenset(),
    optional: set[str] | frozenset[str] = frozenset(),
) -> dict[str, str]:
    """The form's fields, each once, none unknown, none missing. Raises BadInput or BadRequest."""
    fields = _multipart_fields(request) if _is_multipart(request) else _urlencoded_fields(request)
    if fields.keys() - required - optional:
        raise _unknown_field()
    if missing := sorted(required - fields.keys()):
        raise BadInput(dict.fromkeys(missing, "missing"))
    return fields


def _unknown_field() -> BadRequest:
    """Not BadInput: a form has no place to say this, so it is an alert."""
    return BadRequest(422, "unknown_field")


def _is_multipart(request: Request) -> bool:
    return "multipart/form-data" in (request.headers.get("content-type") or "")


def _multipart_fields(request: Request) -> dict[str, str]:
    try:
        return read_multipart(request.headers.get("content-type") or "", body_of(request))
    except FileGiven as error:
        raise _unknown_field() from error
    except ValueError as error:
        raise BadRequest(400, "body_unreadable") from error


def _urlencoded_fields(request: Request) -> dict[str, str]:
    kind = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
    body = body_of(request)
    if body and kind != "application/x-www-form-urlencoded":
        raise BadRequest(415, "body_of_wrong_kind")
    if BROKEN_PERCENT.search(body):
        raise BadRequest(400, "body_unreadable")
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError as error:  # UnicodeDecodeError is one too
        raise BadRequest(400, "body_unreadable") from error
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise BadRequest(400, "body_unreadable")
    return fields


def body_of(request: Request) -> bytes:
    body: str | bytes = request.body
    return body.encode(errors="surrogateescape") if isinstance(body, str) else body


def number(fields: Mapping[str, str], name: str, allowed: range, default: int, problems: dict[str, str]) -> int:
    """A field's whole number; where it is missing or out of range, the default, and in that case a problem."""
    text = fields.get(name, str(default))
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
    if value is None or value not in allowed:
        problems[name] = "out_of_range"
        return default
    return value
