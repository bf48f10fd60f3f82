"""From Cloudflare's error codes, texts and HTTP statuses to our names.

The texts count more than the codes: one code stands for several things, and one thing comes under several codes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from server.cloudflare.reply import Reply
from server.common.errors import UpstreamError

_BY_CODE: Mapping[int, str] = {
    1000: "token_wrong",
    2001: "gateway_unknown",
    2008: "gateway_provider",
    2009: "stored_key_refused",
    2021: "gateway_credits",
    3003: "request_incomplete",
    3006: "request_too_large",
    3007: "upstream_timeout",
    3008: "painting_aborted",
    3010: "input_invalid",
    3023: "account_blocked",
    3036: "daily_quota_used",
    3039: "finetune_incomplete",
    3040: "no_capacity",
    3041: "model_private",
    3042: "model_unknown",
    4006: "daily_quota_used",
    5004: "data_invalid",
    5005: "lora_unsupported",
    5007: "model_unknown",
    5016: "licence_needed",
    5018: "model_private",
    5019: "version_unsupported",
    5028: "model_retired",
    5035: "paid_plan_needed",
    6003: "paste_damaged",
    6111: "paste_damaged",
    7000: "route_unknown",
    7003: "account_wrong",
    10000: "token_refused",
}
_BY_STATUS: Mapping[int, str] = {
    402: "credits_needed",
    407: "proxy_login",
    408: "upstream_timeout",
    409: "inference_failed",
    410: "model_retired",
    413: "request_too_large",
    429: "rate_limited",
    511: "web_page_answered",
}
_OF_A_GATEWAY: Mapping[int, str] = {2009: "gateway_refused", 7000: "gateway_unfit"}
"""What a code means where the question went through one."""

_BY_TEXT: Mapping[str, str] = {
    "daily free allocation": "daily_quota_used",
    "capacity temporarily exceeded": "no_capacity",
}
MOST_TOLD = 500
"""Errors, and lists of them, that are looked at of one answer."""

_TOO_LONG = re.compile(r"length of '/prompt' must be <", re.IGNORECASE)
"""Of an empty one the same sentence says `>= 1`."""
_FILTER_CODES = (3030, 8007)
_SCHEMA_CODE = 5006
_CODE = re.compile(r"[0-9]{1,9}")
_FIELD = re.compile(r"'/([a-z_0-9]{1,20})'")
_UNEXPECTED = re.compile(r"Additional or unevaluated properties ((?:'?/\w{1,20}'?(?:, )?)+)")
_POINTER = re.compile(r"/(\w+)")
_LIMIT = re.compile(r"<= \d{1,6}(?= *$)")
_FIELDS = {"prompt", "steps", "num_steps", "seed", "width", "height", "guidance", "negative_prompt", "image", "mask"}


class _Problem(Struct, frozen=True):
    code: int | None
    text: str


def refusal(reply: Reply, envelope: Mapping[str, Any] | None) -> UpstreamError:
    """The name of what an answer without a result says."""
    problems = list(_problems(_told(envelope))) if envelope else []
    named = _named(problems, _OF_A_GATEWAY if reply.through_gateway else {})
    code, problem = named if named else (_by_status(reply, problems), problems[0] if problems else _Problem(None, ""))
    return UpstreamError(
        code,
        _detail(reply, problem),
        upstream_code=problem.code,
        http_status=reply.status,
        retry_after=retry_after(reply.headers.get("retry-after", ""), now=datetime.now(UTC)),
        unexpected=_unexpected(problem) if code == "parameter_refused" else frozenset(),
    )


def retry_after(header: str, *, now: datetime) -> float | None:
    """Seconds from a `Retry-After` header, which is a number or a date."""
    try:
        seconds = float(header)
    except ValueError:
        try:
            from email.utils import parsedate_to_datetime  # which a start has no need of

            moment = parsedate_to_datetime(header)
        except (ValueError, TypeError, OverflowError):  # zones of a billion hours, years beyond all
            return None
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _told(envelope: Mapping[str, Any]) -> object:
    """The API tells `errors`; AI Gateway `error`, or one of its own as the whole answer, with an `internalCode`."""
    if "internalCode" in envelope:
        return [{"code": envelope["internalCode"], "message": envelope.get("message", "")}]
    errors = envelope.get("errors") or envelope.get("error")
    return [errors] if isinstance(errors, dict) else errors


def _problems(errors: object) -> Iterator[_Problem]:
    """Every error told, with the chain below each before the next; not more than anybody would tell."""
    waiting = [errors]
    for _ in range(MOST_TOLD):
        if not waiting:
            return
        told = waiting.pop()
        if isinstance(told, list):
            waiting += reversed(told)
        elif isinstance(told, dict):
            yield _Problem(_number(told.get("code")), _text(told.get("message", "")))
            waiting.append(told.get("error_chain"))


def _number(told: object) -> int | None:
    """A code, which is a number or a text of digits; none of Cloudflare's has as many as there could be."""
    code = told if isinstance(told, str) else str(told) if type(told) is int and abs(told) < 10**9 else ""
    return int(code) if _CODE.fullmatch(code) else None


def _text(told: object) -> str:
    return told if isinstance(told, str) else ""


def _named(problems: list[_Problem], of_the_way: Mapping[int, str]) -> tuple[str, _Problem] | None:
    for text, code in _BY_TEXT.items():
        for problem in problems:
            if text in problem.text.lower():
                return code, problem
    for problem in problems:
        if named := of_the_way.get(problem.code or 0) or _by_code(problem):
            return named, problem
    return None


def _by_code(problem: _Problem) -> str | None:
    if problem.code is None:
        return None
    if problem.code in _FILTER_CODES:
        return _filtered(problem.text.lower())
    if problem.code == _SCHEMA_CODE:
        is_length = _TOO_LONG.search(problem.text)
        return "prompt_too_long" if is_length else "parameter_refused"
    return _BY_CODE.get(problem.code)


def _filtered(text: str) -> str:
    """The content filter's codes also stand for input that the model cannot use."""
    if "nsfw" not in text and "flagged" not in text:
        return "input_invalid"
    if "output" in text:
        return "output_flagged"
    return "input_flagged" if "input image" in text else "prompt_flagged"


def _unexpected(problem: _Problem) -> frozenset[str]:
    found = _UNEXPECTED.search(problem.text)
    return frozenset(_POINTER.findall(found.group(1))) if found else frozenset()


def _by_status(reply: Reply, problems: list[_Problem]) -> str:
    if 300 <= reply.status < 400:
        return "redirected"
    if code := _BY_STATUS.get(reply.status):
        return code
    if reply.status >= 500:
        return "server_trouble"
    if reply.is_web_page:
        return "web_page_answered"
    if not problems:
        return "answer_unexpected"
    return "token_refused" if reply.status in (401, 403) else "cloudflare_refused"


def _detail(reply: Reply, problem: _Problem) -> str:
    """Numbers, and the field's name; never the text, which may quote the prompt."""
    parts = [f"Cloudflare {problem.code}"] if problem.code is not None else []
    if reply.status != 200:
        parts.append(f"HTTP {reply.status}")
    parts += [name for name in _FIELD.findall(problem.text) if name in _FIELDS]
    limit = _LIMIT.search(problem.text)
    return ", ".join(parts) + (f" {limit.group()}" if limit and parts[-1] == "prompt" else "")
