"""Reading what Cloudflare answers: a picture, or a refusal that gets one of our names."""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import math
from typing import Any

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder

from server.cloudflare.refusals import refusal
from server.cloudflare.reply import Reply
from server.common.errors import UpstreamError
from server.pictures.picture import NotAPicture, Picture, is_complete, read_picture, sniff


class Answer(Struct, frozen=True):
    """A picture that was paid for; `neurons` is what Cloudflare says it cost, where it says so.

    `left_out` names fields that the model did not take, so that it was asked without them.
    """

    picture: Picture
    neurons: float | None
    left_out: frozenset[str] = frozenset()


class _Image(Struct):
    image: bytes


class _Painted(Struct):
    """A picture inside JSON as it usually comes; read by the library that takes the base64 apart on the way."""

    result: _Image
    success: bool = True
    error: object = None


PLACES = ("image", "images", "b64_json", "data")
MOST_LEVELS = 4
PAID_FOR = frozenset(
    {
        *("answer_unreadable", "answer_unexpected", "no_picture", "picture_unreadable"),
        *("not_a_picture", "picture_incomplete"),
    }
)
"""What is wrong with an answer that may hold a picture all the same, for whoever can read it."""

_OF_ADDRESSES = str.maketrans("-_", "+/")

_PAINTED = Decoder(_Painted)


def read_painting(reply: Reply) -> Answer:
    """The picture in an answer. Raises UpstreamError, with the answer's `body` where it was paid for.

    Takes some milliseconds: call it in a thread.
    """
    try:
        return _painting(reply)
    except UpstreamError as error:
        if error.code in PAID_FOR and 200 <= reply.status < 300:
            error.body = reply.body
        raise


def _painting(reply: Reply) -> Answer:
    data = _picture_bytes(reply)
    try:
        picture = read_picture(data)
    except NotAPicture as error:
        raise UpstreamError("not_a_picture", http_status=reply.status) from error
    if not is_complete(data):
        raise UpstreamError("picture_incomplete", http_status=reply.status)
    return Answer(picture, _neurons(reply))


def read_result(reply: Reply) -> Any:  # noqa: ANN401 - JSON
    """The `result` of a successful answer; Cloudflare reports failures with status 200 too. Raises UpstreamError."""
    return _read(reply).get("result")


def read_words(reply: Reply) -> tuple[dict[str, Any], float | None]:
    """What a model for words answers, in an envelope or without, and the neurons it took. Raises UpstreamError."""
    envelope = _read(reply)
    result = envelope.get("result", envelope)
    if not isinstance(result, dict):
        raise UpstreamError("answer_unexpected", http_status=reply.status)
    neurons = _neurons(reply)
    if neurons is None and isinstance(usage := result.get("usage"), dict):
        neurons = _plausible(usage.get("neurons"))
    return result, neurons


def _read(reply: Reply) -> dict[str, Any]:
    envelope = _envelope(reply)
    if envelope is not None and isinstance(envelope.get("error"), dict):
        envelope = {"success": False, "errors": [envelope["error"]]} | envelope
    if not 200 <= reply.status < 300:
        raise refusal(reply, envelope)
    if not reply.body.strip():
        raise UpstreamError("answer_empty", http_status=reply.status)
    if envelope is None:
        code = "answer_unreadable" if reply.is_json else "answer_unexpected"
        raise UpstreamError("web_page_answered" if reply.is_web_page else code, http_status=reply.status)
    if envelope.get("success") is False:
        raise refusal(reply, envelope)
    return envelope


def _picture_bytes(reply: Reply) -> bytes:
    """Some models send the picture as it is, most send it inside JSON."""
    succeeded = 200 <= reply.status < 300
    if succeeded and (sniff(reply.body) or _is_raw(reply)):
        return reply.body
    with contextlib.suppress(MsgspecError, RecursionError):  # what is no painting gets its name below
        painted = _PAINTED.decode(reply.body)
        if succeeded and painted.success and painted.error is None and painted.result.image:
            return painted.result.image
    encoded = _encoded_in(read_result(reply))
    if not encoded:
        raise UpstreamError("no_picture", http_status=reply.status)
    try:
        return _decoded(encoded)
    except (binascii.Error, TypeError, ValueError) as error:
        raise UpstreamError("picture_unreadable", http_status=reply.status) from error


def _is_raw(reply: Reply) -> bool:
    """By its label, unless that is plainly wrong: what is inside is paid for."""
    return "image/" in reply.headers.get("content-type", "") and not reply.looks_like_json


def _encoded_in(result: object) -> object:
    """Where a picture stands in a result: as models of Workers AI have it, and as others do that may come to it."""
    for _ in range(MOST_LEVELS):
        if isinstance(result, list) and result:
            result = result[0]
        elif isinstance(result, dict):
            result = next((result[name] for name in PLACES if result.get(name)), None)
    return result


def _decoded(encoded: object) -> bytes:
    """However it is written: in lines, behind `data:…,`, in the alphabet for addresses. It is paid for.

    Raises TypeError, ValueError and binascii.Error.
    """
    if not isinstance(encoded, str):
        raise TypeError
    text = encoded.partition(",")[2] if encoded[:5].lower() == "data:" else encoded
    text = "".join(text.split()).translate(_OF_ADDRESSES).rstrip("=")
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def _envelope(reply: Reply) -> dict[str, Any] | None:
    if not reply.is_json:
        return None
    try:
        envelope = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
    return envelope if isinstance(envelope, dict) else None


def _neurons(reply: Reply) -> float | None:
    return _plausible(reply.headers.get("cf-ai-neurons"))


def _plausible(told: object) -> float | None:
    try:
        neurons = float(told) if isinstance(told, str | int | float) else math.nan
    except (ValueError, OverflowError):
        return None
    return neurons if math.isfinite(neurons) and 0 <= neurons < 1_000_000 else None
